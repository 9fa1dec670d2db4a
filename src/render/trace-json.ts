import type { Revision } from '../../machines/vocabulary.ts';
import type { Composition } from '../engine/compose.ts';
import type { Trace } from '../engine/trace.ts';
import { processOf } from './log.ts';
import type { Environment, Row } from '../verify/variant.ts';

/** Which variant a trace is of: a peer's system asks for the schedd's revision, the reply's and that of L1 for the startd's. */
export interface TraceRow extends Row {
  readonly environment: Environment;
  readonly revision?: Revision;
}

/** The systems that ask for a revision. */
export const WITH_REVISION = ['reply', 'peer', 'liveness'];

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
  readonly version: 1;
  readonly system: string;
  readonly fixes: string;
  readonly path: string;
  /** Of the startd, or of the schedd that a peer speaks to; only where the system has one. */
  readonly revision?: Revision;
  /** The property that the trace violates or witnesses; null for a run of one's own. */
  readonly property: string | null;
  readonly steps: readonly TraceFileStep[];
  /** Of a run that goes on for ever: what it does again and again after these steps, and the faults that there are. */
  readonly cycle?: readonly TraceFileStep[];
  readonly faults?: readonly string[];
}

interface TraceFileStep {
  readonly component: string;
  readonly event: { readonly type: string };
  readonly fault: string | null;
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
  { fixes, path, revision }: TraceRow,
  property: string | null,
  forever?: TraceCycle,
): TraceFile {
  const all = trace.map((step) => ({
    component: step.component,
    event: step.choice.event,
    fault: step.choice.fault,
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
      step.states.map((state, i) => [composition.components[i]?.spec.name, state.snapshot.value]),
    ),
  }));
  const system = composition.spec.name;
  const ofRevision = WITH_REVISION.includes(system) && revision ? { revision } : {};
  const steps = all.slice(0, forever?.cycleFrom);
  const cycle = forever && { cycle: all.slice(forever.cycleFrom), faults: forever.faults };
  return { format: 'claimcheck-trace', version: 1, system, fixes, path, ...ofRevision, property, steps, ...cycle };
}
