import type { IState, IStateMachine, ITransition } from 'state-machine-cat';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { describeGuard } from '../source/guard-text.ts';
import { inRows } from './in-rows.ts';

type Transition = NonNullable<AnyStateNode['always']>[number];

/** A chart to be laid out, and what to say of its states to whoever points at them. */
export interface Chart {
  readonly layout: IStateMachine;
  readonly hints: ReadonlyMap<string, string>;
}

/**
 * A machine as charts, one for each region where it is parallel. What a state does with its events is written into the
 * state, as `EVENT [guard] → target`; the arrows, one for each pair of states, only lead the eye, so that no label is in
 * the way of another. What holds anywhere in a composite state is a dashed box inside it.
 */
export function chartsOf(machine: AnyStateMachine): Chart[] {
  const root = machine.root as AnyStateNode;
  const hints = new Map(nodesBelow(root).map((node) => [node.id, node.description ?? '']));
  if (root.type !== 'parallel') return [{ layout: { ...region(root), transitions: arrows(nodesBelow(root)) }, hints }];
  const own = rows(root);
  const anywhere =
    own.length > 0 ? [{ layout: { states: [box(ownOf(root), `anywhere in ${root.key}`, own, 'own')] }, hints }] : [];
  const areas = Object.values(root.states).map((area) => ({
    layout: { states: [stateOf(area)], transitions: arrows(nodesBelow(area)) },
    hints,
  }));
  return [...anywhere, ...areas];
}

const isAtomic = (node: AnyStateNode): boolean => Object.keys(node.states).length === 0;
const initialOf = (node: AnyStateNode): string => `${node.id} initial`;
/** The box for what holds anywhere in a composite state. */
const ownOf = (node: AnyStateNode): string => `${node.id} anywhere`;

function nodesBelow(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}

function region(node: AnyStateNode): { states: IState[] } {
  const own = rows(node);
  return {
    states: [
      ...(node.type === 'compound' ? [{ name: initialOf(node), type: 'initial' as const }] : []),
      ...(own.length > 0 ? [box(ownOf(node), `anywhere in ${node.key}`, own, 'own')] : []),
      ...Object.values(node.states).map(stateOf),
    ],
  };
}

function stateOf(node: AnyStateNode): IState {
  if (isAtomic(node)) return box(node.id, node.key, rows(node));
  const type = node.type === 'parallel' ? 'parallel' : 'regular';
  return { name: node.id, label: node.key, type, statemachine: region(node) };
}

/** A state with rows of text in it. */
export function box(name: string, label: string, lines: readonly string[], kind?: string): IState {
  return {
    name,
    label: roomy(label, Math.ceil(label.length / 12)),
    type: 'regular',
    ...(kind && { class: kind }),
    ...(lines.length > 0 && { actions: lines.map((body) => ({ type: 'activity', body: roomy(body, 1) })) }),
  };
}

/** Graphviz measures with a font of its own, and knows nothing of bold type: room for a reader's wider one. */
const roomy = (text: string, spaces: number): string => {
  const room = '\u00a0'.repeat(spaces);
  return `${room}${text}${room}`;
};

const transitionsOf = (node: AnyStateNode): Transition[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];

/** What a state does with its events, in order; neighbours without a guard that lead to the same state share a row. */
function rows(node: AnyStateNode): string[] {
  const written: { events: string[]; target: string; guarded: boolean }[] = [];
  for (const { eventType, guard, target } of transitionsOf(node)) {
    const event = eventType || 'always';
    const row = {
      events: [guard ? `${event} [${describeGuard(guard)}]` : event],
      target: target ? ` → ${shortName(target[0] as AnyStateNode)}` : '',
      guarded: guard !== undefined,
    };
    const last = written.at(-1);
    const isShared = last && row.target && last.target === row.target && !last.guarded && !row.guarded;
    if (isShared) last.events.push(event);
    else written.push(row);
  }
  return written.flatMap(({ events, target }) => inRows(events).map((list) => list + target));
}

/** A state's key, after its parent's where the machine has several of that key. */
function shortName(node: AnyStateNode): string {
  const namesakes = nodesBelow(node.machine.root as AnyStateNode).filter(({ key }) => key === node.key);
  return namesakes.length === 1 ? node.key : `${node.parent?.key}.${node.key}`;
}

function arrows(nodes: readonly AnyStateNode[]): ITransition[] {
  const pairs = nodes.flatMap((node) => {
    const from = isAtomic(node) ? node.id : ownOf(node);
    const first = node.type === 'compound' ? [[initialOf(node), idOf(node.initial.target)] as const] : [];
    const targets = transitionsOf(node).flatMap(({ target }) => (target ? [idOf(target)] : []));
    return [...first, ...new Set(targets)].map((pair) => (typeof pair === 'string' ? ([from, pair] as const) : pair));
  });
  return pairs.map(([from, to], id) => ({ id, from, to }));
}

const idOf = (target: readonly AnyStateNode[]): string => (target[0] as AnyStateNode).id;
