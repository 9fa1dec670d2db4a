import type { JunitCase, JunitSuite } from './junit.ts';
import { expectedFacts, factsOf, nameOf, type Records } from './records.ts';
import { recordedRuns, runDifferences } from './runs.ts';
import { type PropertyResult, type RowResult, type Scope, verdictText } from './search-row.ts';

/**
 * Rows as tests, a suite a row: whether each verdict and each count is what is expected of it. Of a row that is compared with
 * nothing, a verdict is a test by itself.
 */
export function rowSuites(
  records: Records,
  results: readonly RowResult[],
  scope: Scope,
  isCompared: (result: RowResult) => boolean,
): JunitSuite[] {
  return results.map((result) => {
    const name = [result.system, nameOf(records, result, scope)].join(' ').replace(/^(\S+) \1\b/, '$1');
    if (!isCompared(result)) return { name, cases: casesAlone(result) };
    const place = records.place(result, scope);
    const expected = records.expected(result, scope);
    const wanted = place && expected ? expectedFacts(expected, result, place.key) : new Map<string, string>();
    return { name, cases: [...casesOf(result, wanted), ...runCases(records, result, scope)] };
  });
}

function casesOf(result: RowResult, wanted: ReadonlyMap<string, string>): JunitCase[] {
  const found = new Map(factsOf(result).map((fact) => [fact.name, fact]));
  return [...new Set([...found.keys(), ...wanted.keys()])].map((name) => {
    const { is = 'missing', isOpen = result.bounded } = found.get(name) ?? {};
    if (isOpen) return { name, skipped: 'bounded' };
    const expected = wanted.get(name) ?? 'nothing';
    return is === expected ? { name } : { name, failure: `is ${is}, expected ${expected}` };
  });
}

/** The cases of a row that is compared with nothing. */
function casesAlone(result: RowResult): JunitCase[] {
  const beside = Object.values(result.beside).flatMap((one) =>
    one && 'by' in one ? Object.entries(one.rows).map(([value, row]) => [`${one.by} ${value}: `, row] as const) : [],
  );
  const verdicts = [['', result] as const, ...beside].flatMap(([prefix, { properties, witnesses }]) =>
    [...properties, ...witnesses].map((one) => ({ ...verdictAlone(one), name: `${prefix}${one.id}` })),
  );
  const names = new Set(verdicts.map(({ name }) => name));
  const counts = factsOf(result).filter(({ name }) => !names.has(name));
  return [...counts.map(({ name }) => ({ name, skipped: NOT_ON_RECORD })), ...verdicts];
}

const NOT_ON_RECORD = 'nothing is on record to compare with';

/** What a verdict says by itself. That a witness is not reached may be as it should be. */
function verdictAlone(one: PropertyResult): Omit<JunitCase, 'name'> {
  if (one.verdict === 'violated') return { failure: `${verdictText(one, ' in ')}, and ${NOT_ON_RECORD}` };
  if (one.verdict === 'holds' || one.verdict === 'reached') return {};
  return { skipped: one.verdict === 'bounded' ? 'bounded' : `${one.verdict}, and ${NOT_ON_RECORD}` };
}

/** Whether the shortest runs are those on record. */
function runCases(records: Records, result: RowResult, scope: Scope): JunitCase[] {
  if (result.bounded || recordedRuns(records, result, scope) === null) return [];
  const [failure] = runDifferences(records, [result], scope);
  return [{ name: 'shortest runs', ...(failure !== undefined && { failure }) }];
}
