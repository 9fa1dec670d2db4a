/**
 * What our own page is told next to the wire format, which has no word for it: what each step does, what is logged, and
 * which properties the run hits.
 */
export type Told = Situation | StepTold;

/** What there is to know before the first step. */
export interface Situation {
  readonly kind: 'situation';
  readonly title: string;
  /** The process of each component. */
  readonly processes: Readonly<Record<string, string>>;
  /** What can be switched on besides what the system has, by its effect. */
  readonly switches: readonly { readonly id: string; readonly effect: string }[];
}

export interface StepTold {
  readonly kind: 'step';
  /** From 1. */
  readonly number: number;
  /** What the environment does, and to whom. */
  readonly text: string;
  /** The step in words. */
  readonly sentence: string;
  /** All that is told of the step, in the order in which it happens. */
  readonly all: readonly string[];
  readonly fault: string | null;
  readonly logs: readonly { readonly process: string; readonly text: string }[];
  /** The properties that are hit for the first time here. */
  readonly hits: readonly Hit[];
}

/** A property that a step violates, or a witness that it reaches. */
export interface Hit {
  readonly id: string;
  /** What is so now, if the study says it in short; else the property. */
  readonly sentence: string;
  readonly isWitness: boolean;
  /** The component whose transition it was, or of whose state it is said; null where it is said of the whole system. */
  readonly actor: string | null;
}
