import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { ModelError } from '../errors.ts';
import type { Pending } from './effects.ts';
import { isSameData, NOT_PLAIN, NotPlain, plain } from './plain.ts';

/** A local state of one component: what XState knows, what it waits for, and its small number in the table. */
export interface LocalState {
  readonly id: number;
  /** With a context that is a frozen copy of the machine's. */
  readonly snapshot: AnyMachineSnapshot;
  /** Value, context and what else tells it from other states, as text; equal texts are the same state. */
  readonly key: string;
  /** Its process does nothing else while it is in this state. */
  readonly blocking: boolean;
  /** Its armed timers and its children that run. */
  readonly pending: Pending;
  /** The id under which another machine has started it; null if none has. */
  readonly startedAs: string | null;
}

/** A snapshot whose context is plain and frozen, with the text that tells it from others. */
export interface Keyed {
  readonly snapshot: AnyMachineSnapshot;
  readonly key: string;
}

/**
 * A snapshot with a frozen context, and its key.
 *
 * @throws {ModelError} if its context is not plain data
 */
export function keyed(
  name: string,
  snapshot: AnyMachineSnapshot,
  { pending, startedAs }: Pick<LocalState, 'pending' | 'startedAs'>,
  order: readonly number[],
): Keyed {
  const { value, context, status } = snapshot;
  const { text, infinite, value: frozen } = contextOf(name, snapshot);
  if (infinite !== null) {
    refuseContext(name, snapshot, infinite, 'NaN or infinite, which no JSON can say; use null or a text for it');
  }
  const more = [
    ...history(snapshot),
    ...oddNodes(snapshot),
    ...(order.length > 0 ? [['order', order]] : []),
    ...pendingText(pending),
    ...childrenText(snapshot),
    ...(startedAs === null ? [] : [['as', startedAs]]),
    ...(status === 'active' ? [] : [[status, endText(snapshot)]]),
  ];
  const rest = more.map((one) => `,${JSON.stringify(one)}`).join('');
  return {
    snapshot: frozen === context ? snapshot : ({ ...snapshot, context: frozen } as AnyMachineSnapshot),
    key: `[${JSON.stringify(value)},${text}${rest}]`,
  };
}

/** The context as plain data. @throws {ModelError} if it is none */
export function contextOf(name: string, snapshot: AnyMachineSnapshot) {
  try {
    return plain(snapshot.context);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    return refuseContext(name, snapshot, error.path, `${error.what}, ${NOT_PLAIN}`);
  }
}

function refuseContext(name: string, { value }: AnyMachineSnapshot, path: string, what: string): never {
  throw new ModelError(`${name}: context.${path} in ${JSON.stringify(value)} is ${what}`);
}

/**
 * The active states, where there are more than the value names: XState may come to have two states of one region active
 * when it restores a history in a parallel state, and goes on from both.
 */
function oddNodes({ _nodes, value }: AnyMachineSnapshot): [string, string[]][] {
  const nodes = _nodes as readonly AnyStateNode[];
  if (nodes.length === 0 || nodes.length === 1 + sizeOf(value)) return [];
  return [['active', nodes.map(({ id }) => id).toSorted()]];
}

/** How many states a value names. */
const sizeOf = (value: StateValue | undefined): number =>
  typeof value === 'string'
    ? 1
    : Object.values(value ?? {}).reduce<number>((size, inner) => size + 1 + sizeOf(inner), 0);

/**
 * What history states remember; nothing in a machine without any. XState enters what is remembered in the order of the
 * machine, in whichever order it was left.
 */
export function history({ historyValue }: AnyMachineSnapshot): [string, string[]][] {
  return Object.entries(historyValue)
    .map(([id, nodes]) => [id, nodes.map((node) => node.id).toSorted()] as [string, string[]])
    .toSorted();
}

/** Whether two snapshots are of the same state, but for what they wait for. */
export function isSameSnapshot(one: AnyMachineSnapshot, other: AnyMachineSnapshot): boolean {
  return (
    one.status === other.status &&
    isSameData(one.value, other.value) &&
    isSameData(one.context, other.context) &&
    isSameData([one.output, one.error], [other.output, other.error]) &&
    isSameData(Object.keys(one.children), Object.keys(other.children)) &&
    (one.historyValue === other.historyValue || isSameData(history(one), history(other)))
  );
}

export function pendingText({ timers, children }: Pending): unknown[] {
  if (timers.length + children.length === 0) return [];
  const armed = timers.map(({ id, event, to }) => [id, plain(event).text, to].map(String).join(' '));
  return [['pending', armed.toSorted(), children.map(({ id, src }) => `${id} ${src}`).toSorted()]];
}

function childrenText({ children }: AnyMachineSnapshot): unknown[] {
  const ids = Object.keys(children).filter((id) => children[id]);
  return ids.length === 0 ? [] : [['children', ids.toSorted()]];
}

function endText({ output, error }: AnyMachineSnapshot): string {
  return plain([output, error]).text;
}

/** The order in which XState asks regions for transitions without an event, where it is not that of the machine. */
export class RegionOrder {
  readonly #isParallel: boolean;

  constructor({ root }: AnyStateMachine) {
    this.#isParallel = hasAlways(root) && isParallel(root);
  }

  /** The places of the active atomic states that such a transition may leave, if there are several, and out of order. */
  of({ _nodes }: AnyMachineSnapshot): readonly number[] {
    if (!this.#isParallel) return IN_ORDER;
    const orders = (_nodes as AnyStateNode[]).filter(isEventless).map(({ order }) => order);
    return orders.every((order, i) => i === 0 || (orders[i - 1] as number) < order) ? IN_ORDER : orders;
  }
}

const IN_ORDER: readonly number[] = [];

const isEventless = (node: AnyStateNode): boolean =>
  Object.keys(node.states).length === 0 && [...ancestors(node)].some(({ always }) => always !== undefined);

function* ancestors(node: AnyStateNode): Iterable<AnyStateNode> {
  for (let at: AnyStateNode | undefined = node; at; at = at.parent) yield at;
}

export function hasAlways(node: AnyStateNode): boolean {
  return node.always !== undefined || Object.values(node.states).some(hasAlways);
}

function isParallel(node: AnyStateNode): boolean {
  return node.type === 'parallel' || Object.values(node.states).some(isParallel);
}

/** Whether any state of a machine is tagged `blocking`. */
export function blocks(node: AnyStateNode): boolean {
  return node.tags.includes('blocking') || Object.values(node.states).some(blocks);
}

/** The snapshot of a machine that no one has started, or that has been stopped: it takes no event. */
export function restingSnapshot(machine: AnyStateMachine, value: 'not started' | 'stopped'): AnyMachineSnapshot {
  return {
    status: 'stopped',
    machine,
    value,
    context: {},
    children: {},
    historyValue: {},
    tags: new Set<string>(),
    _nodes: [],
    output: undefined,
    error: undefined,
    matches: (other: unknown) => other === value,
    hasTag: () => false,
    can: () => false,
    getMeta: () => ({}),
    toJSON: () => ({ status: 'stopped', value }),
  } as unknown as AnyMachineSnapshot;
}
