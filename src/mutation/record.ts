import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { readJson } from '../files/input.ts';
import { writeWhole } from '../files/output.ts';
import { pathTo } from '../files/root.ts';
import { byKey, fields, integer, text } from '../files/schema.ts';
import type { KillMatrix } from './matrix.ts';

const FILE = pathTo('properties/kill-matrix.json');

const MATRIX = byKey(
  text(),
  fields({
    mutants: integer(),
    equivalent: integer(),
    survive: integer(),
    killed: fields({
      'model error': integer(),
      verdict: integer(),
      run: integer(),
      measured: integer(),
      counts: integer(),
    }),
    properties: byKey(text(), fields({ kills: integer(), alone: integer() }), 'an object by property'),
    survivors: v.array(text(), 'a list of mutants'),
  }),
  'an object by machine',
);

/** The kill matrix on record, which the review page shows; empty before the first time. */
export function recordedMatrix(): KillMatrix {
  return existsSync(FILE) ? readJson(FILE, MATRIX) : {};
}

/** Puts machines that were tried anew in their place, in the order of `machines`; those that are no longer there go. */
export function recordMatrix(tried: KillMatrix, machines: readonly string[]): void {
  const matrix = { ...recordedMatrix(), ...tried };
  const kept = machines.filter((id) => id in matrix).map((id) => [id, matrix[id]] as const);
  writeWhole(FILE, `${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
}
