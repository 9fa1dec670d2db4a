import { readJson } from '../files/input.ts';
import { fileAt } from '../files/root.ts';
import { reasonByName } from '../files/schema.ts';
import type { Results } from '../verify/pool.ts';
import {
  type Counts,
  type PropertyResult,
  type RowResult,
  type Scope,
  type Searched,
  verdictText,
} from '../verify/variant.ts';
import { type Cell, style, table } from './terminal.ts';

const VERDICT_PAINT: Readonly<Record<string, (text: string) => string>> = {
  holds: style.green,
  violated: style.red,
  bounded: style.yellow,
};

/** The network's matrix is a table a path, with the size of each space; the peer's is one table, a column a path. */
export function matrix(rows: readonly RowResult[], { environment }: Scope): string[] {
  const paths = [...new Set(rows.map(({ path }) => path))];
  const ofPath = (path: string) => rows.filter((row) => row.path === path);
  if (environment === 'peer') return [peerMatrix(rows)];
  return paths.flatMap((path) => [
    matrixOf(path, ofPath(path)),
    witnessText(ofPath(path)),
    livenessMatrix(path, ofPath(path)),
    witnessText(ofPath(path).flatMap(({ liveness }) => liveness)),
  ]);
}

function peerMatrix(rows: readonly RowResult[]): string {
  const subsets = [...new Set(rows.map(({ fixes }) => fixes))];
  const columns = rows
    .filter(({ fixes }) => fixes === subsets[0])
    .flatMap(({ path, properties }) => properties.map(({ id }) => ({ path, id })));
  const cell = (fixes: string, { path, id }: { path: string; id: string }): Cell => {
    const row = rows.find((candidate) => candidate.fixes === fixes && candidate.path === path);
    const result = row?.properties.find((property) => property.id === id);
    return result ? verdictCell(result) : { text: 'not explored', paint: style.dim };
  };
  return table([
    [
      { text: 'peer', paint: style.bold },
      ...columns.map(({ path, id }) => ({ text: `${path} ${id}`, paint: style.bold })),
    ],
    ...subsets.map((fixes) => [{ text: fixes, paint: style.bold }, ...columns.map((column) => cell(fixes, column))]),
  ]);
}

function matrixOf(path: string, rows: readonly RowResult[]): string {
  const ids = rows[0]?.properties.map(({ id }) => id) ?? [];
  const heading: Cell[] = [
    { text: path, paint: style.bold },
    ...ids.map((id) => ({ text: id, paint: style.bold })),
    ...['states', 'transitions', 'depth'].map((text) => ({ text, paint: style.dim, right: true })),
  ];
  return table([heading, ...rows.map(rowCells)]);
}

const rowCells = ({ fixes, properties, ...counts }: RowResult): Cell[] => [
  { text: fixes, paint: style.bold },
  ...properties.map(verdictCell),
  ...(['states', 'transitions', 'depth'] as const).map((what) => countCell(counts, what)),
];

/** What never ends, one startd beside the other: a trace of 6+1 is a cycle of one step that is reached in six. */
function livenessMatrix(path: string, rows: readonly RowResult[]): string {
  const heading = (rows[0]?.liveness ?? []).flatMap(({ startd, properties }): Cell[] => [
    ...properties.map(({ id }) => ({ text: `${id} ${startd}`, paint: style.bold })),
    { text: 'states', paint: style.dim, right: true },
  ]);
  return table([[{ text: `${path}, by startd`, paint: style.bold }, ...heading], ...rows.map(livenessCells)]);
}

const livenessCells = ({ fixes, liveness }: RowResult): Cell[] => [
  { text: fixes, paint: style.bold },
  ...liveness.flatMap(({ properties, ...counts }) => [...properties.map(verdictCell), countCell(counts, 'states')]),
];

export const countCell = (counts: Counts, what: 'states' | 'transitions' | 'depth'): Cell => ({
  text: `${counts.bounded ? '≥ ' : ''}${counts[what]}`,
  right: true,
});

export const verdictCell = (result: PropertyResult): Cell => ({
  text: verdictText(result, ' in '),
  paint: VERDICT_PAINT[result.verdict] ?? ((text) => text),
});

/** For each witness, in how many of the searches it was reached. */
export function witnessText(searches: readonly Searched[]): string {
  const ids = [...new Set(searches.flatMap(({ witnesses }) => witnesses.map(({ id }) => id)))];
  if (ids.length === 0) return style.dim('No witnesses are looked for here: they are for one claim.');
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
export function unreached(results: Results): { state: string; reason: string }[] {
  const reasons = readJson(fileAt('properties/unreached.json'), reasonByName);
  const reached = new Set(results.reached);
  return results.declared
    .filter((state) => !reached.has(state))
    .map((state) => ({ state, reason: reasons[state] ?? 'not explained' }));
}
