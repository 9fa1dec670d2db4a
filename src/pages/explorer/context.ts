import type { LocalState, MachineTable } from '../../checker/system/table.ts';
import { said } from './words.ts';

/** What a component remembers beyond what it was built with: the parts of its context that are not as at the start. */
export function memory(table: MachineTable, state: LocalState): [name: string, value: string][] {
  const initial = table.initial.snapshot.context as Readonly<Record<string, unknown>>;
  const context = state.snapshot.context as Readonly<Record<string, unknown>>;
  return Object.entries(context)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(initial[name]))
    .map(([name, value]) => [name, said({ [name]: value }).join(' ') || 'none']);
}
