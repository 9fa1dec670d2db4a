import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';

/** The keys of a dotted path as XState reads a target: `\.` is a dot that belongs to a key. */
function keysOf(path: string): string[] {
  const keys: string[] = [''];
  for (const [part] of path.matchAll(/\\?./gs)) {
    if (part === '.') keys.push('');
    else keys.push(`${keys.pop()}${part.length > 1 ? part.slice(1) : part}`);
  }
  return keys;
}

/** The keys of every state of a machine. */
export const statesOf = ({ root }: AnyStateMachine): (readonly string[])[] => below(root as AnyStateNode);

const below = (node: AnyStateNode): (readonly string[])[] =>
  Object.values(node.states).flatMap((child) => [child.path, ...below(child as AnyStateNode)]);

/** How a path is written in a program: a dot that belongs to a key as `\\.`. */
export const written = (keys: readonly string[]): string =>
  inQuotes(keys.map((key) => key.replace(/[\\.]/g, String.raw`\$&`)).join('.'));

/** A text as it stands between quotes in a program. */
export const inQuotes = (text: string): string => text.replaceAll('\\', '\\\\');

/**
 * The states that a path may mean: the one that XState reads in it, as in a target, or else those whose keys, with the dots
 * that belong to them, are the path. (`matches` reads it so.)
 */
export function meantBy(path: string, states: readonly (readonly string[])[]): (readonly string[])[] {
  const keys = keysOf(path);
  const exact = states.find((state) => state.length === keys.length && state.every((key, i) => key === keys[i]));
  return exact ? [exact] : states.filter((state) => state.join('.') === path);
}

const known = new WeakMap<AnyStateMachine, Map<string, readonly string[]>>();

function keysIn(machine: AnyStateMachine, path: string): readonly string[] {
  const ofMachine = known.get(machine) ?? new Map<string, readonly string[]>();
  known.set(machine, ofMachine);
  const keys = ofMachine.get(path) ?? meantBy(path, statesOf(machine))[0] ?? keysOf(path);
  ofMachine.set(path, keys);
  return keys;
}

/** The keys that lead to the state at a dotted path. */
export const keysTo = ({ machine }: Partial<Pick<AnyMachineSnapshot, 'machine'>>, path: string): readonly string[] =>
  machine ? keysIn(machine, path) : keysOf(path);
