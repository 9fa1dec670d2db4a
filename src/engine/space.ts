import type { Choice } from './compose.ts';
import type { LocalState } from './table.ts';

/** A searched space, state by state: what algorithms beyond reachability need. */
export interface Space {
  /** The states are numbered from 0 to here, in breadth-first order; 0 is the initial one. */
  readonly size: number;
  /**
   * Every enabled step of a state, by the number of its choice, in the order of the search; `target` is the state itself
   * where nothing changes. For an exhausted space only.
   */
  steps(state: number, visit: (choice: number, target: number) => void): void;
  /** Whether the search has tried every step of a state, and none changes a component. */
  isDeadEnd(state: number): boolean;
  /** The memory that a check's observer has in a state; 0 if it has none. */
  memory(state: number, check: number): number;
  /** The local state of a component. */
  local(state: number, component: number): LocalState;
  /** The shortest run to a state. */
  path(state: number): Choice[];
}
