import { type Components, type Graph, stronglyConnected } from './scc.ts';
import type { Space } from '../search/space.ts';
import { grown } from '../typed-array.ts';

/** What is looked for: a fair cycle of pending states. */
export interface Question {
  readonly isPending: (state: number) => boolean;
  readonly isAllowed: (choice: number, state: number) => boolean;
  /** Per choice: the fair actions that it is one of, a bit each. */
  readonly actions: Int32Array;
}

/** A state, and the choices that lead from it back to it. None: in this state nothing need ever happen. */
export interface Cycle {
  readonly state: number;
  readonly choices: readonly number[];
}

/**
 * The pending states of an exhausted space and the allowed steps between them, numbered anew. A step that changes
 * nothing is an edge from a node to itself: it counts for fairness.
 */
interface PendingGraph extends Graph {
  /** Per node: its state. In breadth-first order, as the states are. */
  readonly states: Int32Array;
  /** Per edge: its choice. */
  readonly choices: Int32Array;
  /** Per node: the fair actions of which some choice is enabled and allowed. */
  readonly enabled: Int32Array;
}

/**
 * The fair cycle whose first state is nearest to the initial one; null if there is none.
 *
 * A run that is for ever pending stays, from some time on, in one strongly connected component of the pending graph. It
 * can be fair there if, for every fair action, the component has a step that takes it or a state that does not enable
 * it: then it can go round through all of these. A single state without any step is such a component, too: there the
 * run stutters.
 */
export function fairCycle(space: Space, question: Question): Cycle | null {
  const graph = pendingGraph(space, question);
  const components = stronglyConnected(graph);
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
  let edges = 0;
  states.forEach((state, node) => {
    space.steps(state, (choice, target) => {
      if (!question.isAllowed(choice, state)) return;
      enabled[node] = (enabled[node] as number) | (question.actions[choice] as number);
      const to = nodeOf[target] as number;
      if (to < 0) return;
      if (edges === targets.length) {
        targets = grown(targets);
        choices = grown(choices);
      }
      targets[edges] = to;
      choices[edges++] = choice;
    });
    offsets[node + 1] = edges;
  });
  return { states, offsets, targets, choices, enabled };
}

function pendingStates(space: Space, { isPending }: Question): Int32Array {
  const states = new Int32Array(space.size);
  let count = 0;
  for (let state = 0; state < space.size; state++) if (isPending(state)) states[count++] = state;
  return states.subarray(0, count);
}

/** Per component: 1 if every fair action is taken inside it or not enabled in some of its states. */
function fairComponents(graph: PendingGraph, { of, count }: Components, { actions }: Question): Uint8Array {
  const satisfied = new Int32Array(count);
  const nodes = graph.states.length;
  for (let node = 0; node < nodes; node++) {
    const component = of[node] as number;
    let bits = ~(graph.enabled[node] as number);
    for (let edge = graph.offsets[node] as number; edge < (graph.offsets[node + 1] as number); edge++) {
      if (of[graph.targets[edge] as number] === component) bits |= actions[graph.choices[edge] as number] as number;
    }
    satisfied[component] = (satisfied[component] as number) | bits;
  }
  return Uint8Array.from(satisfied, (bits) => (bits === -1 ? 1 : 0));
}

/** A round trip within one component that does for every fair action what fairness asks. */
class Round {
  readonly #graph: PendingGraph;
  readonly #of: Int32Array;
  readonly #actions: Int32Array;
  /** How a walk came to a node: the node before it, and the edge; those of the last search. */
  readonly #before: Int32Array;
  readonly #via: Int32Array;

  constructor(graph: PendingGraph, { of }: Components, { actions }: Question) {
    this.#graph = graph;
    this.#of = of;
    this.#actions = actions;
    this.#before = new Int32Array(graph.states.length);
    this.#via = new Int32Array(graph.states.length);
  }

  /** Each time to the nearest place that does something for an action that still wants it, and home in the end. */
  from(entry: number): number[] {
    const round: number[] = [];
    let node = entry;
    let satisfied = this.#disabledAt(entry);
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
    return ~(this.#graph.enabled[node] as number);
  }

  #takenBy(edge: number): number {
    return this.#actions[this.#graph.choices[edge] as number] as number;
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
