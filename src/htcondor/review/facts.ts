import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AnyStateNode } from 'xstate';
import { declaredStates } from '../../checker/system/coverage.ts';
import type { SomeChoices } from '../../checker/study/axis.ts';
import { machinesOf } from '../../checker/study/machines.ts';
import { rowWith } from '../../checker/study/rows.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { InputError } from '../../files/input.ts';
import { fileAt, ROOT } from '../../files/root.ts';
import * as schemas from '../../verify/record-schema.ts';
import { type ExpectedSearch, Records } from '../../verify/records.ts';
import { MODELS } from '../own-study.ts';

/** What is on record of the study. */
export const RECORDS = new Records({ study: MODELS.study, root: ROOT, config: null }, schemas);

/** Its machines, by the names of their files. */
export const MACHINES = machinesOf(MODELS);

export const textOf = (path: string): string => readFileSync(fileAt(path), 'utf8');
export const isThere = (path: string): boolean => existsSync(fileAt(path));

/** What is on record of a system that lies along the paths and the subsets of the fixes. */
export interface RecordedRow extends ExpectedSearch {
  readonly path: string;
  readonly fixes: string;
  /** By the revision of the startd, of the keep-alive. */
  readonly liveness?: Readonly<Record<string, ExpectedSearch>>;
}

/** What is on record of a named variant. */
export interface RecordedVariant extends ExpectedSearch {
  readonly variant: string;
}

/** The rows on record of a system, with these choices; every test run proves it again. @throws {InputError} if nothing is */
export function recorded(
  system: string,
  choices: SomeChoices = {},
  faults: readonly string[] = MODELS.study.faults,
): readonly RecordedRow[] {
  return rowsIn(RECORDS.place(rowWith(MODELS.entry({ system }), choices), { faults })?.file ?? system);
}

/** The variants on record of a system whose variants have names. */
export const recordedVariants = (system: string): readonly RecordedVariant[] =>
  rowsIn(`expected/systems/${system}.json`);

function rowsIn<R extends ExpectedSearch>(file: string): readonly R[] {
  const rows = RECORDS.rows(file);
  if (!rows) throw new InputError(`nothing is on record in ${RECORDS.name(file)}`);
  return rows as readonly unknown[] as readonly R[];
}

/** Every state of every machine, as `machine: path`. */
export function statesOfMachines(): Set<string> {
  const tables = new TableStore();
  for (const machine of MACHINES.values()) tables.table(machine, INPUT);
  return new Set(declaredStates(tables));
}

/** Every event that a state of a machine takes, as `machine: path EVENT`. */
export function transitionsOfMachines(): Set<string> {
  return new Set([...MACHINES.values()].flatMap(({ id, root }) => transitionsBelow(id, root)));
}

function transitionsBelow(machine: string, node: AnyStateNode): string[] {
  const own = node.ownEvents.map((event) => `${machine}: ${node.path.join('.')} ${event}`);
  return [...own, ...Object.values(node.states).flatMap((child) => transitionsBelow(machine, child))];
}

/** Enough for any machine to say what states it has. */
const INPUT = { fixes: {}, path: 'auth', command: null };

/** The files of a folder with their hashes: what the page was made from. */
export function hashes(folder: string, ending: string): (readonly [file: string, hash: string])[] {
  return readdirSync(fileAt(folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith(ending) && !name.endsWith('.test.ts'))
    .toSorted()
    .map(
      (name) =>
        [
          folder + name,
          createHash('sha256')
            .update(textOf(folder + name))
            .digest('hex')
            .slice(0, 16),
        ] as const,
    );
}
