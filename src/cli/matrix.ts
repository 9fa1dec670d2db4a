import { wordOf } from '../checker/study/axis.ts';
import { rowAxes } from '../checker/study/rows.ts';
import type { Row, SystemEntry } from '../checker/study/system-entry.ts';
import type { Results } from '../verify/pool.ts';
import type { Records } from '../verify/records.ts';
import {
  type BesideResult,
  type Counts,
  type PropertyResult,
  type RowResult,
  type Searched,
  verdictText,
} from '../verify/search-row.ts';
import { type Cell, style, table } from './terminal.ts';

const VERDICT_PAINT: Readonly<Record<string, (text: string) => string>> = {
  holds: style.green,
  violated: style.red,
  bounded: style.yellow,
};

type Group = Extract<BesideResult, { readonly by: string }>;

/**
 * The rows of a system as tables: of a system with named variants one table; else a table for each combination of all axes but the last,
 * with what is found beside; where nothing is found beside, one table with a column for each of those.
 */
export function matrix(system: SystemEntry, rows: readonly RowResult[]): string[] {
  if (system.cases || rowAxes(system).length === 0) {
    const heading = `${style.bold(system.name)}: ${system.sentence}`;
    return [heading, tableOf(system.name, rows, (row) => row.variant ?? system.name), witnessText(rows)];
  }
  const outer = rowAxes(system).slice(0, -1);
  const name = (row: Row) =>
    outer.map((axis) => wordOf(system.axes[axis] as never, row.choices[axis] as string)).join(' ');
  const label = (row: Row) => String(row.choices[rowAxes(system).at(-1) as string]);
  const parts = [...new Set(rows.map(name))];
  const hasBeside = rows.some(({ beside }) => Object.values(beside).some((one) => one !== null && !isEmpty(one)));
  if (parts.length > 1 && !hasBeside) return [wideTable(system.name, rows, name, label)];
  return parts.flatMap((part) => {
    const own = rows.filter((row) => name(row) === part);
    return [tableOf(part || system.name, own, label), witnessText(own), ...groupTables(part, own, label)];
  });
}

const isEmpty = (one: BesideResult): boolean => 'by' in one && Object.keys(one.rows).length === 0;

/** One table for all outer combinations, a column for each and each property. */
function wideTable(
  title: string,
  rows: readonly RowResult[],
  name: (row: Row) => string,
  label: (row: Row) => string,
): string {
  const labels = [...new Set(rows.map(label))];
  const columns = rows
    .filter((row) => label(row) === labels[0])
    .flatMap((row) => row.properties.map(({ id }) => ({ part: name(row), id })));
  const cell = (wanted: string, { part, id }: { part: string; id: string }): Cell => {
    const row = rows.find((candidate) => label(candidate) === wanted && name(candidate) === part);
    const result = row?.properties.find((property) => property.id === id);
    return result ? verdictCell(result) : { text: 'not explored', paint: style.dim };
  };
  return table([
    [
      { text: title, paint: style.bold },
      ...columns.map(({ part, id }) => ({ text: `${part} ${id}`, paint: style.bold })),
    ],
    ...labels.map((wanted) => [{ text: wanted, paint: style.bold }, ...columns.map((column) => cell(wanted, column))]),
  ]);
}

/** A line a row; variants need not all have the same properties. */
function tableOf(title: string, rows: readonly RowResult[], label: (row: Row) => string): string {
  const ids = [...new Set(rows.flatMap(({ properties }) => properties.map(({ id }) => id)))];
  const heading: Cell[] = [
    { text: title, paint: style.bold },
    ...ids.map((id) => ({ text: id, paint: style.bold })),
    ...['states', 'transitions', 'depth'].map((text) => ({ text, paint: style.dim, right: true })),
  ];
  const lines = rows.map((row) => [
    { text: label(row), paint: style.bold },
    ...ids.map((id) => {
      const result = row.properties.find((one) => one.id === id);
      return result ? verdictCell(result) : { text: '' };
    }),
    ...(['states', 'transitions', 'depth'] as const).map((what) => countCell(row, what)),
  ]);
  return table([heading, ...lines]);
}

/** What is searched beside along an axis of its own, one value beside the other: a trace of 6+1 is a cycle of one step that is reached in six. */
function groupTables(part: string, rows: readonly RowResult[], label: (row: Row) => string): string[] {
  const names = Object.entries(rows[0]?.beside ?? {}).flatMap(([name, one]) =>
    one && 'by' in one && !isEmpty(one) ? [name] : [],
  );
  return names.flatMap((name) => {
    const groupOf = (row: RowResult) => row.beside[name] as Group;
    const { by, rows: first } = groupOf(rows[0] as RowResult);
    const heading = Object.entries(first).flatMap(([value, { properties }]): Cell[] => [
      ...properties.map(({ id }) => ({ text: `${id} ${value}`, paint: style.bold })),
      { text: 'states', paint: style.dim, right: true },
    ]);
    const lines = rows.map((row): Cell[] => [
      { text: label(row), paint: style.bold },
      ...Object.values(groupOf(row).rows).flatMap((search) => [
        ...search.properties.map(verdictCell),
        countCell(search, 'states'),
      ]),
    ]);
    const searches = rows.flatMap((row) => Object.values(groupOf(row).rows));
    return [table([[{ text: `${part}, by ${by}`, paint: style.bold }, ...heading], ...lines]), witnessText(searches)];
  });
}

const countCell = (counts: Counts, what: 'states' | 'transitions' | 'depth'): Cell => ({
  text: `${counts.bounded ? '≥ ' : ''}${shortCount(String(counts[what]))}`,
  right: true,
});

/** The digits of a count; of one that has very many, the first and how many follow. */
const shortCount = (digits: string): string =>
  digits.length <= 20 ? digits : `${digits[0]}.${digits.slice(1, 4)}·10^${digits.length - 1}`;

const verdictCell = (result: PropertyResult): Cell => ({
  text: verdictText(result, ' in '),
  paint: VERDICT_PAINT[result.verdict] ?? ((text) => text),
});

/** For each witness, in how many of the searches it was reached. */
function witnessText(searches: readonly Searched[]): string {
  const ids = [...new Set(searches.flatMap(({ witnesses }) => witnesses.map(({ id }) => id)))];
  if (ids.length === 0) return style.dim('No witnesses are looked for here.');
  const reached = (id: string) =>
    searches.filter(({ witnesses }) => witnesses.some((w) => w.id === id && w.verdict === 'reached')).length;
  return style.dim(`Witnesses (searches that reach them): ${ids.map((id) => `${id} ${reached(id)}`).join(', ')}`);
}

const MEGABYTE = 2 ** 20;

/** By which methods the rows were explored, what their states took, and which searches ended early, and why. */
export function searchText(rows: readonly (Counts & { readonly name: string })[]): string {
  const methods = [...new Set(rows.map(({ engine }) => engine))].join(', ');
  const most = Math.max(0, ...rows.map(({ memory }) => memory));
  const early = rows.filter(({ bounded }) => bounded).map(({ name, end }) => `  ${name}: ${END_TEXT[end]}`);
  const lines = [`Method: ${methods}; the states of a search took at most ${Math.ceil(most / MEGABYTE)} MB.`];
  return [...lines, ...(early.length > 0 ? [style.yellow('Not exhausted:'), ...early] : [])].join('\n');
}

const END_TEXT: Readonly<Record<RowResult['end'], string>> = {
  exhausted: 'exhausted',
  hit: 'ended at the first hit',
  'max-states': 'ended at --max-states',
  'max-memory': 'ended at --max-memory',
  interrupted: 'interrupted',
};

/** The states that no explored row has passed through, each with its reason if one is on record. */
export function unreached(results: Results, records: Records): { state: string; reason: string }[] {
  const reasons = records.unreached() ?? {};
  const reached = new Set(results.reached);
  return results.declared
    .filter((state) => !reached.has(state))
    .map((state) => ({ state, reason: reasons[state] ?? 'not explained' }));
}
