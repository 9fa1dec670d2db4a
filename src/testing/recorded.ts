import type { Models } from '../checker/study/models.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { isWitness, type Verdict } from '../checker/verify.ts';
import type { ExpectedSearch, Records } from '../verify/records.ts';
import type { BesideResult, Counts, PropertyResult, RowResult, Searched } from '../verify/search-row.ts';

/** What a search of a row would find, from what is on record: nothing is searched. */
export function recordedResult(models: Models, records: Records, row: Row): RowResult {
  const expected = records.expected(row);
  if (!expected) throw new Error(`nothing is on record of ${JSON.stringify(row)}`);
  const beside = Object.entries(models.beside(row)).map(([name, one]): [string, BesideResult | null] => {
    if (one === null) return [name, null];
    if (!('by' in one)) {
      const [states, transitions, depth] = expected[name] as [number, number, number];
      return [name, { ...ENDED, states, transitions, depth }];
    }
    const kept = expected[name] as Readonly<Record<string, ExpectedSearch>>;
    const rows = Object.entries(one.rows).map(([value, other]): [string, Searched] => [
      value,
      searched(models, [other], kept[value] as ExpectedSearch),
    ]);
    return [name, { by: one.by, rows: Object.fromEntries(rows) }];
  });
  const joined = Object.values(models.beside(row)).flatMap((one) => (one === null || 'by' in one ? [] : [one]));
  return { ...row, ...searched(models, [row, ...joined], expected), beside: Object.fromEntries(beside) };
}

const ENDED = { bounded: false, end: 'exhausted', engine: 'table', memory: 0 } as const satisfies Partial<Counts>;

function searched(
  models: Models,
  rows: readonly Row[],
  { states, transitions, depth, verdicts }: ExpectedSearch,
): Searched {
  const stated = rows.flatMap((row) => models.search(row).properties);
  const witnesses = new Set(stated.filter(isWitness).map(({ id }) => id));
  const results = Object.entries(verdicts).map(([id, text]) => resultOf(id, text));
  return {
    ...ENDED,
    states,
    transitions,
    depth,
    properties: results.filter(({ id }) => !witnesses.has(id)),
    witnesses: results.filter(({ id }) => witnesses.has(id)),
  };
}

/** A verdict as it is written: `violated 9`, `violated 6+1`, `holds`. */
function resultOf(id: string, text: string): PropertyResult {
  const [, verdict, trace, cycle] = /^(\w+)(?: (\d+)(?:\+(\d+))?)?$/.exec(text) ?? [];
  return {
    id,
    verdict: verdict as Verdict,
    trace: trace === undefined ? null : Number(trace),
    ...(cycle !== undefined && { cycle: Number(cycle) }),
    run: null,
  };
}
