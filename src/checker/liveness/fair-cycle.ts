import type { PendingGraph, Question } from './pending-graph.ts';
import { type Components, stronglyConnected } from './scc.ts';
import { seenIn, strongComponents } from './strong.ts';
import type { Space } from '../search/space.ts';
import { grown } from '../typed-array.ts';

/** A state, and the choices that lead from it back to it. None: in this state nothing need ever happen. */
export interface Cycle {
  readonly state: number;
  readonly choices: readonly number[];
}

/**
 * The fair cycle whose first state is nearest to the initial one; null if there is none.
 *
 * A run that is for ever pending stays, from some time on, in one strongly connected component of the pending graph. It
 * can be fair there if, for every fair action, the component has a step that takes it or a state that does not enable
 * it: then it can go round through all of these. A single state without any step is such a component, too: there the
 * run stutters.
 *
 * A strong action must be taken where it is enabled at all. In a component that has no step for it the run must keep from
 * the states that enable it: what is left without these falls apart into smaller components.
 */
export function fairCycle(space: Space, question: Question): Cycle | null {
  const graph = pendingGraph(space, question);
  const components = strongComponents(graph, stronglyConnected(graph), question);
  const isFair = fairComponents(graph, components, question);
  const entry = components.of.findIndex((component) => isFair[component] === 1);
  if (entry < 0) return null;
  return { state: graph.states[entry] as number, choices: new Round(graph, components, question).from(entry) };
}

function pendingGraph(space: Space, question: Question): PendingGraph {
  const states = pendingStates(space, question);
  const nodeOf = new Int32Array(space.size).fill(-1);
  states.forEach((state, node) => (nodeOf[state] = node));
  const offsets = new Int32Array(states.length + 1);
  const enabled = new Int32Array(states.length);
  let targets = new Int32Array(1 << 12);
  let choices = new Int32Array(1 << 12);
  let actions = new Int32Array(1 << 12);
  let edges = 0;
  states.forEach((state, node) => {
    space.steps(state, (choice, target) => {
      if (!question.isAllowed(choice, state)) return;
      const own = question.actionsOf(choice);
      enabled[node] = (enabled[node] as number) | own;
      const to = nodeOf[target] as number;
      if (to < 0) return;
      if (edges === targets.length) {
        targets = grown(targets);
        choices = grown(choices);
        actions = grown(actions);
      }
      targets[edges] = to;
      actions[edges] = own;
      choices[edges++] = choice;
    });
    offsets[node + 1] = edges;
  });
  return { states, offsets, targets, choices, actions, enabled };
}

function pendingStates(space: Space, { isPending }: Question): Int32Array {
  const states = new Int32Array(space.size);
  let count = 0;
  for (let state = 0; state < space.size; state++) if (isPending(state)) states[count++] = state;
  return states.subarray(0, count);
}

/** Per component: 1 if every fair action is taken inside it or not enabled in some of its states. */
function fairComponents(graph: PendingGraph, { of, count }: Components, { strong = 0 }: Question): Uint8Array {
  const satisfied = new Int32Array(count);
  const { enabled, taken } = seenIn(graph, { of, count });
  for (let node = 0; node < graph.states.length; node++) {
    const component = of[node] as number;
    if (component < 0) continue;
    const weak = ~(graph.enabled[node] as number) & ~strong;
    satisfied[component] = (satisfied[component] as number) | weak;
  }
  return Uint8Array.from(satisfied, (bits, component) =>
    (bits | (taken[component] as number) | (strong & ~(enabled[component] as number))) === -1 ? 1 : 0,
  );
}

/** A round trip within one component that does for every fair action what fairness asks. */
class Round {
  readonly #graph: PendingGraph;
  readonly #of: Int32Array;
  readonly #strong: number;
  readonly #components: Components;
  /** How a walk came to a node: the node before it, and the edge; those of the last search. */
  readonly #before: Int32Array;
  readonly #via: Int32Array;

  constructor(graph: PendingGraph, components: Components, { strong = 0 }: Question) {
    this.#graph = graph;
    this.#components = components;
    this.#of = components.of;
    this.#strong = strong;
    this.#before = new Int32Array(graph.states.length);
    this.#via = new Int32Array(graph.states.length);
  }

  /** Each time to the nearest place that does something for an action that still wants it, and home in the end. */
  from(entry: number): number[] {
    const round: number[] = [];
    let node = entry;
    const { enabled } = seenIn(this.#graph, this.#components);
    // A strong action that is enabled nowhere in the component wants nothing.
    let satisfied = this.#disabledAt(entry) | (this.#strong & ~(enabled[this.#of[entry] as number] as number));
    while (satisfied !== -1) {
      const wanted = ~satisfied;
      const edges = this.#nearest(node, (at, edge) => ((this.#disabledAt(at) | this.#takenBy(edge)) & wanted) !== 0);
      for (const edge of edges) {
        round.push(edge);
        node = this.#graph.targets[edge] as number;
        satisfied |= this.#takenBy(edge) | this.#disabledAt(node);
      }
    }
    if (node !== entry) round.push(...this.#nearest(node, (at) => at === entry));
    return round.map((edge) => this.#graph.choices[edge] as number);
  }

  #disabledAt(node: number): number {
    return ~(this.#graph.enabled[node] as number) & ~this.#strong;
  }

  #takenBy(edge: number): number {
    return this.#graph.actions[edge] as number;
  }

  /** The edges of the shortest walk within the component that ends with an edge to a node, both as wanted. */
  #nearest(start: number, isWanted: (node: number, edge: number) => boolean): number[] {
    const { offsets, targets } = this.#graph;
    this.#before.fill(-1);
    const queue = [start];
    for (const node of queue) {
      for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
        const target = targets[edge] as number;
        if (this.#of[target] !== this.#of[start]) continue;
        if (isWanted(target, edge)) return [...this.#walkTo(node, start), edge];
        if (target === start || this.#before[target] !== -1) continue;
        this.#before[target] = node;
        this.#via[target] = edge;
        queue.push(target);
      }
    }
    throw new Error('a component is not strongly connected');
  }

  #walkTo(node: number, start: number): number[] {
    const edges: number[] = [];
    for (let at = node; at !== start; at = this.#before[at] as number) edges.push(this.#via[at] as number);
    return edges.reverse();
  }
}
