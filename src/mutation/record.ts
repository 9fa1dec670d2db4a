import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileAt } from '../files/root.ts';
import type { KillMatrix } from './matrix.ts';

const FILE = fileAt('properties/kill-matrix.json');

/** The kill matrix on record, which the review page shows; empty before the first time. */
export function recordedMatrix(): KillMatrix {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as KillMatrix) : {};
}

/** Puts machines that were tried anew in their place, in the order of `machines`; those that are no longer there go. */
export function recordMatrix(tried: KillMatrix, machines: readonly string[]): void {
  const matrix = { ...recordedMatrix(), ...tried };
  const kept = machines.filter((id) => id in matrix).map((id) => [id, matrix[id]] as const);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
}
