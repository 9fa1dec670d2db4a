import type { AnyStateMachine } from 'xstate';
import type { Models } from './models.ts';
import { rowsOf } from './rows.ts';
import type { SystemEntry } from './system-entry.ts';

/**
 * Every machine of the systems of a study, by the name of the file that it is written in: its id, in kebab case. Those of the systems
 * that are searched apart come first; a machine whose actions a later system provides is as in the last one.
 */
export function machinesOf(models: Models): ReadonlyMap<string, AnyStateMachine> {
  const { systems } = models.study;
  const rows = [...systems.filter(isApart), ...systems.filter((one) => !isApart(one))].flatMap((system) => {
    const all = rowsOf(system);
    // What is built along an axis is built from the same machines, but for what only some named variants have.
    return system.cases ? all : all.slice(0, 1);
  });
  const components = rows.flatMap((row) => models.search(row).spec.components);
  return new Map(components.map(({ machine }) => [kebab(machine.id), machine]));
}

const isApart = ({ searched }: SystemEntry): boolean => searched !== undefined;

const kebab = (id: string): string => id.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
