import type { Results } from '../verify/pool.ts';
import type { Records } from '../verify/records.ts';
import type { Counts, RowResult, Searched } from '../verify/search-row.ts';
import { splitTable } from './layout.ts';
import { style } from './terminal.ts';
import { sectionTable } from './verdicts/groups.ts';
import type { Section } from './verdicts/sections.ts';

/** A section in full: every verdict and count of every search, and the witnesses that they reach. */
export function matrix(section: Section): string[] {
  const witnesses = witnessText(section.lines.map(({ search }) => search));
  return [splitTable(sectionTable(section)), ...(witnesses === null ? [] : [witnesses])];
}

/** For each witness, in how many of the searches it was reached; null where none are looked for. */
function witnessText(searches: readonly Searched[]): string | null {
  const ids = [...new Set(searches.flatMap(({ witnesses }) => witnesses.map(({ id }) => id)))];
  if (ids.length === 0) return null;
  const reached = (id: string) =>
    searches.filter(({ witnesses }) => witnesses.some((w) => w.id === id && w.verdict === 'reached')).length;
  return style.dim(
    `Witnesses (reached in how many of ${searches.length} searches): ${ids.map((id) => `${id} ${reached(id)}`).join(', ')}`,
  );
}

const MEGABYTE = 2 ** 20;

/** By which methods the rows were explored, and what their states took. */
export function methodText(rows: readonly Counts[]): string {
  const methods = [...new Set(rows.map(({ engine }) => engine))].join(', ');
  const most = Math.max(0, ...rows.map(({ memory }) => memory));
  return `Method: ${methods}; the states of a search took at most ${Math.ceil(most / MEGABYTE)} MB.`;
}

/** Which searches ended early, and why; null if all were exhausted. */
export function earlyText(rows: readonly (Counts & { readonly name: string })[]): string | null {
  const early = rows
    .filter(({ bounded }) => bounded)
    .map((row) => `  ${row.name}: ${END_TEXT[row.end]}${sizeText(row)}`);
  return early.length > 0 ? [style.yellow('Not exhausted:'), ...early].join('\n') : null;
}

/** How far a search came that has no more room, and what room would have done. */
function sizeText({ depth, end, memory, states }: Counts): string {
  if (end !== 'max-memory') return '';
  const each = memory / Number(states);
  const fit = Math.round(2 ** 30 / each / 1e6);
  return `: ${Number(states).toLocaleString('en-US')} states, ${depth} steps deep, took ${Math.round(memory / 2 ** 20)} MB; 1 GB has room for about ${fit} million`;
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
