import type { Draw } from '../draw.ts';
import type { Effect } from '../effects.ts';
import type { LocalState } from '../local-state.ts';
import type { Message } from '../message.ts';

/** What one event does in one local state. */
export interface Cell {
  readonly from: LocalState;
  readonly event: Message;
  readonly to: LocalState;
  readonly effects: readonly Effect[];
  /**
   * - `step`: a transition is taken, and changes or does something;
   * - `still`: a transition is taken, and neither changes nor does anything;
   * - `ignored`: all that is declared is `EVENT: {}`, without a target, an action or `reenter`;
   * - `unhandled`: no transition is declared, or none whose guard holds.
   */
  readonly kind: 'step' | 'still' | 'ignored' | 'unhandled';
  /** Whether it may pass through states that lie between `from` and `to`. */
  readonly isLong: boolean;
  /** Whether a step of some product has passed through it: it may also have been asked for only to see what it is. */
  used: boolean;
  /** What was drawn with `oneOf`. */
  readonly draws?: readonly Draw[];
  /** All ways in which it may come out, where something is drawn: this is the first of them. */
  ways?: readonly Cell[];
}

/** The ways in which a cell may come out: itself, where nothing is drawn. */
export const waysOf = (cell: Cell): readonly Cell[] => cell.ways ?? [cell];
