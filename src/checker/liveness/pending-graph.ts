import type { Graph } from './scc.ts';

/** What is looked for: a fair cycle of pending states. */
export interface Question {
  readonly isPending: (state: number) => boolean;
  readonly isAllowed: (choice: number, state: number) => boolean;
  /** For each choice: the fair actions that it belongs to, a bit each. */
  readonly actionsOf: (choice: number) => number;
  /** The strong ones among these, a bit each; none, if not given. */
  readonly strong?: number;
}

/**
 * The pending states of an exhausted space and the allowed steps between them, with numbers of their own. A step that changes
 * nothing is an edge from a node to itself: it counts for fairness.
 */
export interface PendingGraph extends Graph {
  /** Per node: its state. In breadth-first order, as the states are. */
  readonly states: Int32Array;
  /** Per edge: its choice. */
  readonly choices: Int32Array;
  /** Per edge: the fair actions that it takes, a bit each. */
  readonly actions: Int32Array;
  /** Per node: the fair actions of which some choice is enabled and allowed. */
  readonly enabled: Int32Array;
}
