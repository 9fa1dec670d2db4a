import type { AnyStateMachine } from 'xstate';
import { ModelError } from '../errors.ts';
import { isChannel } from '../system/channel.ts';
import type { Models } from './models.ts';
import { rowsOf } from './rows.ts';
import { isSameDefinition } from './same-definition.ts';
import type { SystemEntry } from './system-entry.ts';

/**
 * Every machine of the systems of a study, by the name of the file that it is written in: its id, in kebab case. Those of the systems
 * that are searched apart come first; a machine whose actions a later system provides is as in the last one.
 *
 * @throws {ModelError} if two machines have one id: one of them would be left out in silence
 */
export function machinesOf(models: Models): ReadonlyMap<string, AnyStateMachine> {
  const { systems } = models.study;
  const found = new Map<string, AnyStateMachine>();
  const others: Placed[] = [];
  for (const system of [...systems.filter(isApart), ...systems.filter((one) => !isApart(one))]) {
    rowsOf(system).forEach((row, i) => {
      for (const { machine, name } of models.search(row).spec.components) {
        const key = kebab(machine.id);
        // What is built along an axis is mostly built from the same machines: it is as in the first row.
        if (i === 0 || system.cases || !found.has(key)) found.set(key, machine);
        // A channel has the id of its component, whatever it may do wrong in a variant.
        if (!isChannel(machine)) others.push({ key, machine, where: `${name} in ${system.name}` });
      }
    });
  }
  refuseTwoOfOneName(others);
  return found;
}

/** The machines of a study that somebody has written for it: a channel of the library's own is none of them. */
export const ownMachinesOf = (models: Models): ReadonlyMap<string, AnyStateMachine> =>
  new Map([...machinesOf(models)].filter(([, machine]) => !isChannel(machine)));

interface Placed {
  readonly key: string;
  readonly machine: AnyStateMachine;
  /** Which component of which system it is. */
  readonly where: string;
}

function refuseTwoOfOneName(all: readonly Placed[]): void {
  const first = new Map<string, Placed>();
  for (const one of all) {
    const other = first.get(one.key);
    first.set(one.key, other ?? one);
    if (!other || isSameDefinition(other.machine, one.machine)) continue;
    throw new ModelError(
      `two machines have the id '${one.machine.id}', that of ${other.where} and that of ${one.where}; give each an id of its own`,
    );
  }
}

const isApart = ({ searched }: SystemEntry): boolean => searched !== undefined;

const kebab = (id: string): string => id.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
