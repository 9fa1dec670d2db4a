import type { Choice, Composition } from '../../checker/system/compose.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { type Trace, type TraceStep, traceOf } from '../../checker/replay/trace.ts';
import { Inspection } from './inspection.ts';
import type { InspectionEvent } from './wire-format.ts';

/** A run under way: what has happened, and what may happen next. */
export class Session {
  readonly composition: Composition;
  readonly #faults: readonly string[];
  readonly #inspection: Inspection;
  #run: readonly Choice[] = [];
  #states: readonly LocalState[];

  /** `observe` gets every actor before this returns, and what the actors do with each step. */
  constructor(composition: Composition, faults: readonly string[], observe: (event: InspectionEvent) => void) {
    this.composition = composition;
    this.#faults = faults;
    this.#states = composition.initial;
    this.#inspection = new Inspection(composition, observe);
  }

  /** How many steps have been taken. */
  get length(): number {
    return this.#run.length;
  }

  /** What the environment may do: whatever changes something. */
  get enabled(): Choice[] {
    const isOn = ({ fault }: Choice) => fault === null || this.#faults.includes(fault);
    return this.composition.undrawn.filter(isOn).flatMap((choice) =>
      this.composition
        .steps(choice, (component) => this.#states[component] as LocalState)
        .filter(({ writes }) => [...writes].some(([component, state]) => state !== this.#states[component]))
        .map((step) => step.choice),
    );
  }

  /**
   * @returns the run up to and including the choice
   * @throws {ModelError} if the choice is not enabled
   */
  take(choice: Choice): Trace {
    const run = [...this.#run, choice];
    const trace = traceOf(this.composition, run);
    const step = trace.at(-1) as TraceStep;
    this.#inspection.take(step.component, choice);
    this.#run = run;
    this.#states = step.states;
    return trace;
  }
}
