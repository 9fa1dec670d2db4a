import type { AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { didYouMean, someOf } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import type { ComponentSpec } from '../system/spec.ts';
import { type Kept, keptIn, nodesOf } from './check-listed.ts';

/** A guard as a machine keeps it: by name, in place, or made of others by `and`, `or`, `not` and `stateIn`. */
type Guard =
  | string
  | (Readonly<Record<string, unknown>> & {
      readonly type?: string;
      readonly guards?: readonly Guard[];
      readonly stateValue?: StateValue;
    });

/**
 * XState fires a timer whose delay it does not know at once, and a guard `stateIn` of a state that is not there never holds; both in
 * silence. A guard and an actor that are not there make it throw, but only where it comes to them.
 *
 * @throws {ModelError} that names the component and the name that its machine does not have
 */
export function checkNames({ machine, name }: ComponentSpec): void {
  if (right.has(machine)) return;
  const { actors, delays, guards } = machine.implementations;
  const checkOne = (guard: unknown) => checkGuard(name, machine, guard as Guard | undefined, Object.keys(guards));
  for (const action of keptIn(machine)) checkDelay(name, action, Object.keys(delays));
  for (const guard of Object.values(guards)) checkOne(guard);
  for (const node of nodesOf(machine.root as AnyStateNode)) {
    for (const { src } of node.invoke) checkActor(name, src, Object.keys(actors));
    for (const { guard } of [...node.transitions.values(), node.always ?? []].flat()) checkOne(guard);
  }
  right.add(machine);
}

/** Machines in which nothing was found: the systems of a study share them. */
const right = new WeakSet<AnyStateMachine>();

function checkDelay(whose: string, action: Kept, known: readonly string[]): void {
  if (typeof action === 'string' || !/^xstate\.(raise|sendTo)$/.test(action.type ?? '')) return;
  const { delay, event } = action as { delay?: unknown; event?: { type?: unknown } };
  if (typeof delay !== 'string' || known.includes(delay)) return;
  const isAfter = String(event?.type).startsWith('xstate.after.');
  const where = isAfter ? `after: { ${delay}: … }` : `delay: '${delay}'`;
  if (!isAfter && delay.trim() !== '' && Number.isFinite(Number(delay))) {
    throw new ModelError(`${whose}: ${where} is a text, which XState takes for a name; write delay: ${Number(delay)}`);
  }
  refuse(whose, where, 'delay', delay, known);
}

function checkActor(whose: string, src: unknown, known: readonly string[]): void {
  // A name that resembles none is refused where the machine comes to it, with how to provide the actor.
  if (typeof src !== 'string' || known.includes(src) || didYouMean(src, known) === '') return;
  refuse(whose, `src: '${src}'`, 'actor', src, known);
}

function checkGuard(whose: string, machine: AnyStateMachine, guard: Guard | undefined, known: readonly string[]): void {
  if (guard === undefined) return;
  if (typeof guard === 'string') {
    if (!known.includes(guard)) refuse(whose, `guard: '${guard}'`, 'guard', guard, known);
    return;
  }
  for (const part of guard.guards ?? []) checkGuard(whose, machine, part, known);
  if (guard.stateValue !== undefined) checkState(whose, machine, guard.stateValue);
  if (typeof guard === 'object' && guard.type !== undefined && !known.includes(guard.type)) {
    refuse(whose, `guard: { type: '${guard.type}' }`, 'guard', guard.type, known);
  }
}

function checkState(whose: string, machine: AnyStateMachine, value: StateValue): void {
  // XState itself refuses an id that is not there.
  if (typeof value === 'string' && value.startsWith('#')) return;
  checkValue(whose, `stateIn(${JSON.stringify(value)})`, machine.root as AnyStateNode, value);
}

/** The keys that a text means: a dot that belongs to a key is written `\\.`. */
const keysOf = (path: string): string[] => path.split(/(?<!\\)\./).map((key) => key.replaceAll(String.raw`\.`, '.'));

function checkValue(whose: string, written: string, node: AnyStateNode, value: StateValue): void {
  const inner = typeof value === 'string' ? nested(keysOf(value)) : value;
  for (const [key, below] of Object.entries(inner)) {
    const states = Object.keys(node.states);
    const child = states.includes(key) ? (node.states[key] as AnyStateNode) : undefined;
    if (!child) {
      const place = node.path.length === 0 ? 'state' : `state in '${node.path.join('.')}'`;
      return refuse(whose, written, place, key, states);
    }
    if (below !== undefined) checkValue(whose, written, child, below);
  }
}

const nested = ([key, ...below]: readonly string[]): Readonly<Record<string, StateValue | undefined>> => ({
  [key as string]: below.length === 0 ? undefined : (nested(below) as StateValue),
});

function refuse(whose: string, where: string, what: string, wrong: string, known: readonly string[]): never {
  const all = known.length === 0 ? 'it has none' : `it has ${someOf(known)}`;
  throw new ModelError(`${whose}: ${where}: its machine has no ${what} '${wrong}'; ${all}${didYouMean(wrong, known)}`);
}
