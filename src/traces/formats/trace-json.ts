import type { Revision } from '../../../machines/vocabulary.ts';
import type { Composition } from '../../checker/system/compose.ts';
import type { Trace } from '../../checker/replay/trace.ts';
import type { Environment, Row, VariantRow } from '../../verify/row.ts';
import { processOf } from '../story/log.ts';

/** Which variant a trace is of: one of a registered system, or of the matrices of the keep-alive. */
export type TraceRow = MatrixRow | VariantRow;

/** A peer's system asks for the schedd's revision, that of L1 for the startd's. */
export interface MatrixRow extends Row {
  readonly environment: Environment;
  readonly revision?: Revision;
}

/** The systems that ask for a revision. */
export const WITH_REVISION = ['peer', 'liveness'];

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
  /** Of a registered system; the others have fixes and a path. */
  readonly variant?: string;
  readonly fixes?: string;
  readonly path?: string;
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
  row: TraceRow,
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
  const steps = all.slice(0, forever?.cycleFrom);
  const cycle = forever && { cycle: all.slice(forever.cycleFrom), faults: forever.faults };
  return { format: 'claimcheck-trace', version: 1, ...variantFields(composition, row), property, steps, ...cycle };
}

function variantFields({ spec }: Composition, row: TraceRow): Pick<TraceFile, 'system' | 'variant' | 'fixes' | 'path'> {
  if ('system' in row) return { system: row.system, variant: row.variant };
  const { fixes, path, revision } = row;
  return { system: spec.name, fixes, path, ...(WITH_REVISION.includes(spec.name) && revision && { revision }) };
}
