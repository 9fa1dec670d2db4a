import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { InputError, readJson } from '../files/input.ts';
import { inFolder } from '../files/name.ts';
import { writeWhole } from '../files/output.ts';
import { byKey, fields, integer, reasonByName, text } from '../files/schema.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import type { KillMatrix } from './matrix.ts';

/** Where what is on record of a study's mutants is kept, from its folder of records; each file is optional. */
const FILES = { matrix: 'kill-matrix.json', survivors: 'surviving-mutants.json', uncovered: 'uncovered.json' } as const;

/** Mutants that nothing kills, and why that is no hole in the properties. */
const SURVIVORS = v.array(
  fields({ reason: text(), mutants: v.array(text(), 'a list of mutants') }),
  'a list of reasons',
);

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

/** What is on record of the mutants of a study, and of what its systems do not cover. */
export class MutationRecords {
  readonly #root: URL;
  readonly #folder: string | undefined;

  constructor({ study, root }: Pick<LoadedStudy, 'study' | 'root'>) {
    this.#root = root;
    this.#folder = study.records;
  }

  /**
   * The reason of every mutant that is left alive; null where no reasons are kept.
   *
   * @throws {InputError} if they are missing where a matrix is on record
   */
  reasons(): ReadonlyMap<string, string> | null {
    this.#requireBesideMatrix('survivors', '[]');
    const groups = this.#read('survivors', SURVIVORS);
    return groups && new Map(groups.flatMap(({ reason, mutants }) => mutants.map((id) => [id, reason] as const)));
  }

  /**
   * What no step takes or shows, each with the reason; null where no reasons are kept.
   *
   * @throws {InputError} if they are missing where a matrix is on record
   */
  uncovered(): Readonly<Record<string, string>> | null {
    this.#requireBesideMatrix('uncovered', '{}');
    return this.#read('uncovered', reasonByName);
  }

  /** The kill matrix; empty before the first time. */
  matrix(): KillMatrix {
    return this.#read('matrix', MATRIX) ?? {};
  }

  /**
   * Replaces the entries of machines that were tried again, in the order of `machines`; those that are no longer there go.
   *
   * @throws {InputError} if the study keeps no records
   */
  write(tried: KillMatrix, machines: readonly string[]): void {
    const matrix = { ...this.matrix(), ...tried };
    const kept = machines.filter((id) => id in matrix).map((id) => [id, matrix[id]] as const);
    writeWhole(fileURLToPath(this.#place('matrix')), `${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
  }

  /** A file as people call it: from the folder of the configuration. @throws {InputError} if the study keeps no records */
  name(file: keyof typeof FILES): string {
    if (this.#folder === undefined) throw new InputError('the study names no folder of records');
    return inFolder(this.#folder, FILES[file]);
  }

  /** A study whose matrix is on record keeps reasons too: a file that is gone is not the same as no reasons. */
  #requireBesideMatrix(file: keyof typeof FILES, none: string): void {
    if (this.#folder === undefined || existsSync(this.#place(file)) || !existsSync(this.#place('matrix'))) return;
    throw new InputError(
      `${this.name(file)}: is missing, but ${this.name('matrix')} is there; reasons were expected (${none} if there are none)`,
    );
  }

  #read<S extends v.GenericSchema>(file: keyof typeof FILES, schema: S): v.InferOutput<S> | null {
    if (this.#folder === undefined || !existsSync(this.#place(file))) return null;
    return readJson(this.#place(file), schema);
  }

  #place(file: keyof typeof FILES): URL {
    return pathToFileURL(resolve(fileURLToPath(this.#root), this.name(file)));
  }
}
