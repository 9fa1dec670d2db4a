import type { AnyStateMachine, AnyStateNode } from 'xstate';

const known = new WeakMap<AnyStateMachine, readonly string[]>();

/** What the states of a machine declare transitions for: types of events, and wildcards. */
export function descriptorsOf(machine: AnyStateMachine): readonly string[] {
  const own = known.get(machine) ?? [...new Set(descriptorsIn(machine.root as AnyStateNode))];
  known.set(machine, own);
  return own;
}

const descriptorsIn = (node: AnyStateNode): string[] => [
  ...(node.transitions as ReadonlyMap<string, unknown>).keys(),
  ...Object.values(node.states).flatMap((child) => descriptorsIn(child as AnyStateNode)),
];

/** Whether any state of a machine declares something for an event. XState's own events need no transition. */
export const hears = (machine: AnyStateMachine, type: string): boolean =>
  type.startsWith('xstate.') || descriptorsOf(machine).some((descriptor) => matches(type, descriptor));

const matches = (type: string, descriptor: string): boolean =>
  descriptor === type ||
  descriptor === '*' ||
  (descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1)));
