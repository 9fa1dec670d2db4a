import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { didYouMean, someOf } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import type { ComponentSpec } from '../system/spec.ts';

/** An action as a machine keeps it: by name, as an object, as a function, or one of XState's own, which is a function too. */
export type Kept = string | ({ readonly type?: string; readonly name?: string } & Readonly<Record<string, unknown>>);

/**
 * What a component lists is what its machine does: each action that is ignored, and each child whose outcomes are listed.
 * Where a machine decides only in a function what it does, any name may be one of it.
 *
 * @throws {ModelError} that names the component and the name that its machine does not have
 */
export function checkListed({ ignores = [], machine, name, outcomes = {} }: ComponentSpec): void {
  if (ignores.length > 0) check(`${name}: 'ignores'`, ignores, actionsIn(machine), 'does not have the action');
  const children = Object.keys(outcomes);
  if (children.length > 0)
    check(`${name}: 'outcomes'`, children, childrenIn(machine), 'invokes or spawns nothing by the name');
}

function check(what: string, names: readonly string[], known: ReadonlySet<string> | null, why: string): void {
  if (!known) return;
  const wrong = names.find((one) => !known.has(one));
  if (wrong === undefined) return;
  const all = [...known].filter((one) => !one.startsWith('xstate.'));
  const hint = all.length === 0 ? 'it has none' : `it has ${someOf(all)}`;
  throw new ModelError(`${what} names '${wrong}', and its machine ${why}; ${hint}${didYouMean(wrong, all)}`);
}

/** The names of a machine's actions; null if it has some that cannot be known. */
function actionsIn(machine: AnyStateMachine): ReadonlySet<string> | null {
  const all = keptIn(machine);
  if (all.some(isEnqueuing)) return null;
  const own = all.map((one) => (typeof one === 'string' ? one : (one.type ?? (one.name || '(anonymous)'))));
  return new Set([...own.filter((one) => !one.startsWith('xstate.')), ...Object.keys(machine.implementations.actions)]);
}

/** The ids and sources of what a machine invokes or spawns; null if some cannot be known. */
function childrenIn(machine: AnyStateMachine): ReadonlySet<string> | null {
  const all = keptIn(machine).filter((one) => typeof one !== 'string');
  const spawned = all.filter(({ type }) => type === 'xstate.spawnChild');
  const maySpawn = [machine.config.context, ...all.flatMap(assignedBy)].some(mightSpawn);
  if (maySpawn || all.some(isEnqueuing) || spawned.some(({ id }) => typeof id === 'function')) return null;
  const invoked = nodesOf(machine.root as AnyStateNode).flatMap(({ invoke }) => invoke);
  const names = [...invoked, ...spawned].flatMap(({ id, src }) => [id, src]);
  return new Set([
    ...names.filter((one): one is string => typeof one === 'string'),
    ...Object.keys(machine.implementations.actors),
  ]);
}

const isEnqueuing = (action: Kept): boolean => typeof action !== 'string' && action.type === 'xstate.enqueueActions';

/** Every action of a machine, and XState's own among those that it is provided with. */
export const keptIn = (machine: AnyStateMachine): Kept[] => [
  ...nodesOf(machine.root as AnyStateNode).flatMap(actionsOf),
  ...(Object.values(machine.implementations.actions) as unknown as Exclude<Kept, string>[]).filter(
    (one) => one?.type !== undefined,
  ),
];

function actionsOf({ always = [], entry, exit, initial, transitions }: AnyStateNode): Kept[] {
  const taken = [...transitions.values(), always].flat().flatMap(({ actions }) => actions);
  return [...entry, ...exit, ...taken, ...(initial?.actions ?? [])] as unknown as Kept[];
}

export const nodesOf = (node: AnyStateNode): AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap((child) => nodesOf(child as AnyStateNode)),
];

/** The functions of an assignment. */
function assignedBy({ assignment, type }: Exclude<Kept, string>): unknown[] {
  if (type !== 'xstate.assign') return [];
  return typeof assignment === 'function' ? [assignment] : Object.values(assignment as object);
}

/** What a function takes apart by name: `({ context, event }) => …`. */
const TAKEN = /^[^(]*\(\s*\{([^{}.]*)\}/;

/** Whether a function may spawn: it does not if it is given nothing, or takes apart what it is given and leaves `spawn` out. */
function mightSpawn(use: unknown): boolean {
  if (typeof use !== 'function' || use.length === 0) return false;
  const [, taken = 'spawn'] = TAKEN.exec(String(use)) ?? [];
  return taken.includes('spawn');
}
