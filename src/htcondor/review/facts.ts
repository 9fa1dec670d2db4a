import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AnyStateNode } from 'xstate';
import { FAULTS, type Revision } from '../../../machines/vocabulary.ts';
import { MACHINES } from '../../traces/pictures/machines.ts';
import { declaredStates } from '../../checker/system/coverage.ts';
import { TableStore } from '../../checker/system/table.ts';
import { InputError } from '../../files/input.ts';
import { fileAt } from '../../files/root.ts';
import { type ExpectedRow, expectedRows } from '../../verify/expected.ts';

export const textOf = (path: string): string => readFileSync(fileAt(path), 'utf8');
export const isThere = (path: string): boolean => existsSync(fileAt(path));

/** What is on record of an environment; every test run proves it anew. @throws {InputError} if nothing is */
export function recorded(
  environment: 'network' | 'peer',
  revision: Revision = '2011',
  faults: readonly string[] = FAULTS,
): readonly ExpectedRow[] {
  const rows = expectedRows({ environment, revision, faults });
  if (!rows)
    throw new InputError(`nothing is on record of ${environment}, ${revision}, ${faults.join(',') || 'no faults'}`);
  return rows;
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
