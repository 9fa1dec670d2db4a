import type { Crew } from './parallel/crew.ts';
import type { StepStore } from './kept/kept-steps.ts';
import type { Choice } from './system/compose.ts';
import type { Space } from './search/space.ts';

/** Which faults are on, and how far an exploration goes. */
export interface ExploreOptions {
  /** The fault classes that the environment may use; all that the system declares, if not given. */
  readonly faults?: readonly string[];
  /** Stop when this many states have been found. */
  readonly maxStates?: number;
  /** Stop when the states take this many bytes. */
  readonly maxMemory?: number;
  /** Stop at the end of the level in which any check was hit: enough for the shortest run, not for a verdict on others. */
  readonly stopWhenHit?: boolean;
  /** Asked now and then; the search stops when it says so. */
  readonly isInterrupted?: () => boolean;
  /** Keep the states in this, whatever would suit them better. */
  readonly engine?: Engine;
  /** Threads that help with a large search: what is found is the same, and it is found sooner. */
  readonly crew?: Crew;
  /** Where the steps of this very system are kept from one process to the next. */
  readonly steps?: StepStore;
  /** What becomes of a message that a component has no transition for: it is found (the default), or it is an error. */
  readonly unhandled?: 'report' | 'refuse';
}

/** How the states are kept: a bit for each that there might be, or a hash table of those that there are. */
export const ENGINES = ['bitmap', 'table'] as const;
export type Engine = (typeof ENGINES)[number];

/** Why a search came to its end; anything but `exhausted` makes it a bounded one. */
export type End = 'exhausted' | 'hit' | 'max-states' | 'max-memory' | 'interrupted';

/** What an exploration says: the counts, why it ended, and the shortest run to each check. */
export interface Exploration {
  readonly states: number;
  /** Steps that change something, over all states. */
  readonly transitions: number;
  /** The longest of the shortest paths from the initial state. */
  readonly depth: number;
  readonly end: End;
  /** Whether the search ended before the space was exhausted. */
  readonly bounded: boolean;
  readonly engine: Engine;
  /** What the states took at the end, in bytes. */
  readonly memory: number;
  /** Per check: the shortest run that hits it, as choices from the initial state; null if none does. */
  readonly runs: readonly (readonly Choice[] | null)[];
  /**
   * The shortest run in which a message is lost on a component that has no transition for it and has not opted into dropping
   * it; null if there is none. States beyond it are counted as if the message were dropped.
   */
  readonly unhandled: readonly Choice[] | null;
  /** What was found, for what needs more than the shortest runs. */
  readonly space: Space;
}
