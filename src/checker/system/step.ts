import type { Draw } from './draw.ts';
import type { Message } from './message.ts';
import type { ComponentSpec } from './spec.ts';
import type { Cell, LocalState, MachineTable } from './table/table.ts';

/** One transition that a component took within a step. */
export interface Occurrence {
  readonly component: string;
  readonly sender: string;
  readonly event: Message;
  readonly from: LocalState;
  readonly to: LocalState;
  /** The messages it sent, resolved. */
  readonly sends: readonly { readonly to: string; readonly message: Message }[];
  /** The log lines it wrote, with the labels put in. */
  readonly prints: readonly string[];
  /** Set if the component had no transition for the message, which is lost. */
  readonly unhandled?: true;
  /** What it drew with `oneOf`. */
  readonly draws?: readonly Draw[];
}

/** A choice of the environment. */
export interface Choice {
  readonly index: number;
  readonly component: number;
  readonly event: Message;
  readonly fault: string | null;
  /** What is drawn with `oneOf` in its step, in order, if anything is; `component` says whose draw it is, if not its own. */
  readonly draws?: readonly StepDraw[];
  /** The choice without what is drawn, if anything is. */
  readonly base?: Choice;
}

/** What a component draws in a step. */
export interface StepDraw extends Draw {
  readonly component?: string;
}

/** What a choice leads to: the transitions in order, and each touched component's new state. */
export interface Step {
  readonly occurrences: readonly Occurrence[];
  readonly writes: ReadonlyMap<number, LocalState>;
}

/** A step, and the choice that takes it: with what is drawn in it. */
export interface TakenStep extends Step {
  readonly choice: Choice;
}

/** A message on its way to a component. */
export interface Delivery {
  readonly target: number;
  readonly message: Message;
  readonly isMail: boolean;
  /** Whether its receiver takes it as soon as it is started, which is later in the same transition. */
  readonly isEarly?: true;
  /** Whether `system.get` has found its receiver. */
  readonly isNamed?: true;
  /** Whether it was delayed, and its sender is at no work now. */
  readonly isDue?: true;
  /** Whether it tells that its sender has ended, which is the last that a machine does. */
  readonly isEnd?: true;
}

export interface Component {
  readonly spec: ComponentSpec;
  readonly table: MachineTable;
  readonly process: string;
  /** Its transitions so far, by sender and cell. */
  readonly transitions: Map<string, Map<Cell, Transition>>;
}

/** A cell of one component, called by one sender: what it sends, resolved. Made once, so that it can be recognised. */
export interface Transition {
  readonly occurrence: Occurrence;
  readonly deliveries: readonly Delivery[];
}

/** The environment, as a sender. */
export const ENVIRONMENT = 'environment';

/** What a step asks of the system in which it is taken. */
export interface Stepped {
  readonly components: readonly Component[];
  cell(index: number, state: LocalState, event: Message): Cell;
  transition(index: number, cell: Cell, sender: string): Transition;
}
