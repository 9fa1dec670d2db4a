import { readFileSync } from 'node:fs';
import { PATHS } from '../../machines/vocabulary.ts';
import type { Results } from '../verify/pool.ts';
import type { PropertyResult, RowResult } from '../verify/variant.ts';
import { type Cell, style, table } from './terminal.ts';

const VERDICT_PAINT: Readonly<Record<string, (text: string) => string>> = {
  holds: style.green,
  violated: style.red,
  bounded: style.yellow,
};

/** A table a path: 16 rows × properties, the size of each space, and which witnesses were reached. */
export function matrix(rows: readonly RowResult[]): string[] {
  return PATHS.flatMap((path) => {
    const ofPath = rows.filter((row) => row.path === path);
    return ofPath.length > 0 ? [matrixOf(path, ofPath), witnessText(ofPath)] : [];
  });
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

const rowCells = ({ fixes, properties, states, transitions, depth, bounded }: RowResult): Cell[] => [
  { text: fixes, paint: style.bold },
  ...properties.map(verdictCell),
  ...[states, transitions, depth].map((n) => ({ text: `${bounded ? '≥ ' : ''}${n}`, right: true })),
];

const verdictCell = ({ verdict, trace }: PropertyResult): Cell => ({
  text: trace === null ? verdict : `${verdict} in ${trace}`,
  paint: VERDICT_PAINT[verdict] ?? ((text) => text),
});

/** For each witness, in how many of the rows it was reached. */
function witnessText(rows: readonly RowResult[]): string {
  const ids = rows[0]?.witnesses.map(({ id }) => id) ?? [];
  const reached = (id: string) =>
    rows.filter(({ witnesses }) => witnesses.some((w) => w.id === id && w.verdict === 'reached')).length;
  return style.dim(`Witnesses (rows that reach them): ${ids.map((id) => `${id} ${reached(id)}`).join(', ')}`);
}

/** The states that no explored row has passed through, each with its reason if one is on record. */
export function unreached(results: Results): { state: string; reason: string }[] {
  const root = import.meta.url.includes('/dist/') ? '../../../' : '../../';
  const file = new URL(`${root}properties/unreached.json`, import.meta.url);
  const reasons = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const reached = new Set(results.reached);
  return results.declared
    .filter((state) => !reached.has(state))
    .map((state) => ({ state, reason: reasons[state] ?? 'not explained' }));
}
