import type { AnyChoices } from '../../checker/study/axis.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import type { Trace } from '../../checker/replay/trace.ts';
import { toldApart } from '../../checker/replay/named-run.ts';
import { processOf } from '../messages/processes.ts';
import { timesOf } from '../story/shown-run.ts';

/** How a run goes on for ever. */
export interface TraceCycle {
  /** How many steps lie before the cycle. */
  readonly cycleFrom: number;
  /** The fault classes that the environment may use: what is fair depends on them. */
  readonly faults: readonly string[];
}

/** A trace as data: what `claimcheck trace --format json` prints and `--replay` reads. */
export interface TraceFile {
  readonly format: 'claimcheck-trace';
  readonly version: 2;
  readonly system: string;
  /** The name of the variant, where it has one. */
  readonly variant?: string;
  /** What is chosen on each axis of the system. */
  readonly choices: AnyChoices;
  /** The property that the trace violates or witnesses; null for a run of one's own. */
  readonly property: string | null;
  readonly steps: readonly TraceFileStep[];
  /** Of a run that goes on for ever: what it does again and again after these steps, and the faults that there are. */
  readonly cycle?: readonly TraceFileStep[];
  readonly faults?: readonly string[];
}

interface TraceFileStep {
  /** The time after the step since the start; only in a timed system. */
  readonly seconds?: number;
  readonly component: string;
  readonly event: { readonly type: string };
  readonly fault: string | null;
  /** What is drawn with `oneOf` in the step, in order. */
  readonly draws?: Choice['draws'];
  /** The event with what JSON cannot say, where JSON would take another one of the component for it. */
  readonly exactly?: string;
  readonly messages: readonly {
    readonly from: string;
    readonly to: string;
    readonly message: { readonly type: string };
  }[];
  readonly log: readonly { readonly component: string; readonly process: string; readonly text: string }[];
  /** Every component's state value after the step. */
  readonly states: Readonly<Record<string, unknown>>;
}

export function traceFile(
  composition: Composition,
  trace: Trace,
  { system, variant, choices }: Row,
  property: string | null,
  forever?: TraceCycle,
  unit?: number,
): TraceFile {
  const times = timesOf(trace, unit);
  const all = trace.map((step, i) => ({
    ...(times && { seconds: times[i] as number }),
    component: step.component,
    event: step.choice.event,
    fault: step.choice.fault,
    ...toldApart(composition, step.choice),
    messages: step.occurrences.flatMap(({ component, sends }) =>
      sends.map(({ to, message }) => ({ from: component, to, message })),
    ),
    log: step.occurrences.flatMap(({ component, prints }) =>
      prints.map((text) => ({
        component,
        process: processOf(composition, component),
        text,
      })),
    ),
    states: Object.fromEntries(
      step.states.map((state, n) => [composition.components[n]?.spec.name, state.snapshot.value]),
    ),
  }));
  const steps = all.slice(0, forever?.cycleFrom);
  const cycle = forever && { cycle: all.slice(forever.cycleFrom), faults: forever.faults };
  const row = { system, ...(variant !== undefined && { variant }), choices };
  return { format: 'claimcheck-trace', version: 2, ...row, property, steps, ...cycle };
}
