import type { IState, IStateMachine, ITransition } from 'state-machine-cat';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { describeGuard } from '../source/guard-text.ts';
import { wrap } from '../story/side-by-side.ts';
import { inRows } from './in-rows.ts';

/** Longer guards are broken into lines. */
const LONGEST_ROW = 44;

type Transition = NonNullable<AnyStateNode['always']>[number];

/** A chart to be laid out, and what to say of its states to whoever points at them. */
export interface Chart {
  readonly layout: IStateMachine;
  readonly hints: ReadonlyMap<string, string>;
  /** The pictures of the states that have one of their own. */
  readonly links?: ReadonlyMap<string, string>;
  /** By what a page's script finds the states. */
  readonly names?: ReadonlyMap<string, string>;
}

/** The composite states of a chart that are boxes in it, because each has a chart of its own. */
export type Folded = ReadonlySet<AnyStateNode>;

const NONE: Folded = new Set();

/**
 * What is drawn of a machine next to each other: what applies anywhere in it, and each of its regions where it is
 * parallel, or else the whole of it.
 */
export function areasOf(machine: AnyStateMachine): { readonly anywhere: Chart | null; readonly areas: AnyStateNode[] } {
  const root = machine.root as AnyStateNode;
  if (root.type !== 'parallel') return { anywhere: null, areas: [root] };
  const own = rows(root);
  const anywhere = own.length > 0 ? { layout: { states: [anywhereIn(root, own)] }, hints: hintsOf(root) } : null;
  return { anywhere, areas: Object.values(root.states) as AnyStateNode[] };
}

/**
 * A state as a chart, and all that is in it. What a state does with its events is written into the state, as
 * `EVENT [guard] → target`; the arrows, one for each pair of states, only lead the eye, so that no label is in the way of
 * another. What applies anywhere in a composite state is a dashed box inside it.
 */
export function chartOf(node: AnyStateNode, folded: Folded = NONE): Chart {
  const layout = node.parent ? { states: [stateOf(node, folded)] } : region(node, folded);
  return { layout: { ...layout, transitions: arrows(node, folded) }, hints: hintsOf(node) };
}

/** The composite states right below a state. */
export const compositesIn = (node: AnyStateNode): AnyStateNode[] =>
  (Object.values(node.states) as AnyStateNode[]).filter((child) => !isAtomic(child));

const hintsOf = (node: AnyStateNode) => new Map(nodesBelow(node).map(({ id, description = '' }) => [id, description]));

const isAtomic = (node: AnyStateNode): boolean => Object.keys(node.states).length === 0;
const initialOf = (node: AnyStateNode): string => `${node.id} initial`;
/** The box for what holds anywhere in a composite state. */
const ownOf = (node: AnyStateNode): string => `${node.id} anywhere`;

function nodesBelow(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}

const anywhereIn = (node: AnyStateNode, own: readonly string[]): IState =>
  box(ownOf(node), `anywhere in ${node.key}`, own, 'own');

function region(node: AnyStateNode, folded: Folded): { states: IState[] } {
  const own = rows(node);
  return {
    states: [
      ...(node.type === 'compound' ? [{ name: initialOf(node), type: 'initial' as const }] : []),
      ...(own.length > 0 ? [anywhereIn(node, own)] : []),
      ...Object.values(node.states).map((child) => stateOf(child, folded)),
    ],
  };
}

function stateOf(node: AnyStateNode, folded: Folded): IState {
  if (isAtomic(node)) return box(node.id, node.key, rows(node));
  if (folded.has(node)) return box(node.id, `${node.key} …`, inRows(Object.keys(node.states)), 'folded');
  const type = node.type === 'parallel' ? 'parallel' : 'regular';
  return { name: node.id, label: node.key, type, statemachine: region(node, folded) };
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
      target: target ? ` →${shortName(target[0] as AnyStateNode)}` : '',
      guarded: guard !== undefined,
    };
    const last = written.at(-1);
    const isShared = last && row.target && last.target === row.target && !last.guarded && !row.guarded;
    if (isShared) last.events.push(event);
    else written.push(row);
  }
  return written.flatMap(({ events, target }) => inRows(events).flatMap((list) => inLines(list + target)));
}

/** A row in as many lines as it takes, an arrow on the line of its target; those after the first are indented. */
const inLines = (row: string): string[] =>
  wrap(row, LONGEST_ROW).map((line, i) => (i > 0 ? '\u00a0\u00a0\u00a0' : '') + line.replace('→', '→ '));

/** A state's key, after its parent's where the machine has several of that key. */
function shortName(node: AnyStateNode): string {
  const namesakes = nodesBelow(node.machine.root as AnyStateNode).filter(({ key }) => key === node.key);
  return namesakes.length === 1 ? node.key : `${node.parent?.key}.${node.key}`;
}

/** One arrow for each pair of states; what leads out of the chart is in the rows alone. */
function arrows(root: AnyStateNode, folded: Folded): ITransition[] {
  const nodes = new Set(nodesBelow(root));
  const foldedAround = (node: AnyStateNode) => ancestors(node).findLast((one) => folded.has(one));
  const idOf = (node: AnyStateNode) => (foldedAround(node) ?? node).id;
  const pairs = [...nodes].flatMap((node) => {
    const outer = foldedAround(node);
    const from = outer?.id ?? (isAtomic(node) ? node.id : ownOf(node));
    const first =
      node.type === 'compound' && !outer ? [[initialOf(node), idOf(firstOf(node.initial.target))] as const] : [];
    const targets = transitionsOf(node).flatMap(({ target }) => (target ? [firstOf(target)] : []));
    const shown = targets.filter((target) => nodes.has(target) && !(outer && idOf(target) === outer.id));
    return [...first, ...shown.map((target) => [from, idOf(target)] as const)];
  });
  const unlike = new Map(pairs.map((pair) => [pair.join('\n'), pair]));
  return [...unlike.values()].map(([from, to], id) => ({ id, from, to }));
}

/** A state and those around it, from the innermost. */
const ancestors = (node: AnyStateNode): AnyStateNode[] => [node, ...(node.parent ? ancestors(node.parent) : [])];

const firstOf = (target: readonly AnyStateNode[]): AnyStateNode => target[0] as AnyStateNode;
