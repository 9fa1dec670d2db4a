import type { AnyMachineSnapshot } from 'xstate';
import type { Occurrence } from '../system/compose.ts';
import type { Message } from '../system/message.ts';

/** Where a component is: its state value and context. */
export type Snapshot = AnyMachineSnapshot;

/** A pattern over single transitions; asked once per distinct transition, never per product state. */
export type Pattern = (occurrence: Occurrence) => boolean;

/** A condition on where a component is at the end of the step. */
export interface While {
  readonly component: string;
  readonly is: (snapshot: AnyMachineSnapshot) => boolean;
}

/** A condition on where some components are, which are handed over in this order; asked once per combination. */
export interface Condition {
  readonly of: readonly string[];
  readonly is: (...snapshots: AnyMachineSnapshot[]) => boolean;
}

/** Some choices of the environment, taken for one: by the component that they are about, and the event. */
export interface Action {
  readonly name: string;
  readonly is: (component: string, event: Message) => boolean;
  /** Whether it is taken again and again already if it is enabled again and again, not only without a break. */
  readonly strong?: boolean;
}

/**
 * What is stated of every run:
 * - `never`: no step contains a transition that matches (`while` the named component is so at the step's end);
 * - `sometimes`: some reachable step does, preceded by all of `after` since the last `forget`: a witness;
 * - `onlyAfter`: a matching transition (`while` it is so) is preceded by all of `after`, in that order, since the last `forget`;
 * - `neverAfter`: no matching transition follows one that matches `after`, unless `forget` lies between;
 * - `always`: the condition holds in every reachable state, the initial one included;
 * - `deadlock`: in every reachable state there is a step that changes something, `except` where an end is legitimate;
 * - `leadsTo`: see there.
 */
export type Check =
  | { readonly kind: 'never'; readonly what: Pattern; readonly while?: While }
  | {
      readonly kind: 'sometimes';
      readonly what: Pattern;
      readonly while?: While;
      readonly after?: readonly Pattern[];
      readonly forget?: Pattern;
    }
  | {
      readonly kind: 'onlyAfter';
      readonly what: Pattern;
      readonly while?: While;
      readonly after: readonly Pattern[];
      readonly forget?: Pattern;
    }
  | { readonly kind: 'neverAfter'; readonly what: Pattern; readonly after: Pattern; readonly forget?: Pattern }
  | { readonly kind: 'always'; readonly what: Condition }
  | { readonly kind: 'deadlock'; readonly except?: Condition }
  | LeadsTo;

/**
 * On every fair run, a transition that matches `from` is followed by one that matches `to` (which may be the same one).
 *
 * - The obligation rests `during` any time at which that condition does not hold.
 * - A run is fair if every action that is enabled from some time on without a break is taken again and again, also if it
 *   changes nothing (weak fairness). An action that is `strong` is taken again and again if it is enabled again and again
 *   (strong fairness). Nothing else need ever happen.
 * - `only` says which choices are taken at all after some time: what is hoped of the environment. A choice for which it
 *   gives a condition is taken only where that holds; elsewhere it counts as not enabled.
 *
 * What violates it is a lasso: a run to a state in which the obligation is pending, and a cycle that never discharges it.
 */
export interface LeadsTo {
  readonly kind: 'leadsTo';
  readonly from: Pattern;
  readonly to: Pattern;
  readonly during?: Condition;
  readonly only?: (component: string, event: Message) => boolean | Condition;
  readonly fair: readonly Action[];
  /** With `strong`, every fair action is a strong one. */
  readonly fairness?: 'weak' | 'strong';
}

/** A property as one may state it: without a sentence and a source, and with all choices fair. */
export interface PropertySpec {
  readonly id: string;
  /** What it is called, in a few plain words: `No valid claim is removed`. */
  readonly name?: string;
  /** What is so where it is violated, as a short sentence: `A valid claim can be removed`. */
  readonly violation?: string;
  readonly sentence?: string;
  readonly source?: string;
  readonly checks: readonly (Exclude<Check, LeadsTo> | LeadsToSpec)[];
}

/** `leadsTo` as one may state it. */
export interface LeadsToSpec extends Omit<LeadsTo, 'fair'> {
  /** Every choice of the environment that is no fault, or those listed; none, if not given. */
  readonly fair?: 'all' | readonly Action[];
}

/** A check that is hit by a step; the others look at states, or at what never ends. */
export type StepCheck = Extract<Check, { readonly kind: 'never' | 'sometimes' | 'onlyAfter' | 'neverAfter' }>;

export function isStepCheck(check: Check): check is StepCheck {
  return check.kind !== 'always' && check.kind !== 'deadlock' && check.kind !== 'leadsTo';
}

/** A statement about a system. It is violated (or, for `sometimes`, witnessed) as soon as one of its checks is hit. */
export interface Property {
  readonly id: string;
  /** What it is called, in a few plain words. */
  readonly name?: string;
  /** What is so where it is violated, as a short sentence. */
  readonly violation?: string;
  /** The property as an English sentence. */
  readonly sentence: string;
  /** Where the property comes from. */
  readonly source: string;
  readonly checks: readonly Check[];
}
