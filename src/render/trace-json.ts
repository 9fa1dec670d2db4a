import type { Revision } from '../../machines/vocabulary.ts';
import type { Composition } from '../engine/compose.ts';
import type { Trace } from '../engine/trace.ts';
import { processOf } from './log.ts';
import type { Environment, Row } from '../verify/variant.ts';

/** Which variant a trace is of: the reply's system asks for the startd's revision, a peer's for the schedd's. */
export interface TraceRow extends Row {
  readonly environment: Environment;
  readonly revision?: Revision;
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
): TraceFile {
  const steps = trace.map((step) => ({
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
  const ofRevision = (system === 'reply' || system === 'peer') && revision ? { revision } : {};
  return { format: 'claimcheck-trace', version: 1, system, fixes, path, ...ofRevision, property, steps };
}
