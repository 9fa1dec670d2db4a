import { readFileSync } from 'node:fs';

type Pair = readonly [safe: number | null, loses: number];

/** What is on record of a lease of 1200 s: by others, and by these searches, by the unit in seconds. */
export interface Recorded {
  readonly recorded?: Pair;
  readonly searched: { readonly '1'?: Pair; readonly '5': Pair };
}

export const RECORDED_LEASE = 1200;

export function recordedBounds(): Readonly<Record<string, Recorded>> {
  const root = import.meta.url.includes('/dist/') ? '../../../' : '../../';
  const file = new URL(`${root}properties/outage-bounds.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { bounds: Record<string, Recorded> }).bounds;
}
