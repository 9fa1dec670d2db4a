import type { AnyMachineSnapshot } from 'xstate';
import type { Occurrence } from './compose.ts';

/** A pattern over single transitions; asked once per distinct transition, never per product state. */
export type Pattern = (occurrence: Occurrence) => boolean;

/** A condition on where a component is at the end of the step. */
export interface While {
  readonly component: string;
  readonly is: (snapshot: AnyMachineSnapshot) => boolean;
}

/**
 * What is claimed of every run:
 * - `never`: no step contains a transition that matches (`while` the named component is so at the step's end);
 * - `sometimes`: some reachable step does, preceded by all of `after` since the last `forget`: a witness;
 * - `onlyAfter`: a matching transition is preceded by all of `after`, in that order, since the last `forget`;
 * - `neverAfter`: no matching transition follows one that matches `after`, unless `forget` lies between.
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
  | { readonly kind: 'onlyAfter'; readonly what: Pattern; readonly after: readonly Pattern[]; readonly forget: Pattern }
  | { readonly kind: 'neverAfter'; readonly what: Pattern; readonly after: Pattern; readonly forget: Pattern };

/** A claim about a system. It is violated (or, for `sometimes`, witnessed) as soon as one of its checks is hit. */
export interface Property {
  readonly id: string;
  /** The claim as an English sentence. */
  readonly sentence: string;
  /** Where the claim comes from. */
  readonly source: string;
  readonly checks: readonly Check[];
}
