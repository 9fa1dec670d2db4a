import { ALL_SUBSETS, FAULTS, REVISIONS } from '../../machines/vocabulary.ts';
import type { Choice, Composition } from '../engine/compose.ts';
import { InputError } from '../input.ts';
import { type Environment, PATHS_OF } from '../verify/variant.ts';
import { type TraceCycle, type TraceFile, type TraceRow, WITH_REVISION } from './trace-json.ts';

/** A trace file that has been read: which system it is about, and how to find its choices there. */
export interface ReadTrace {
  readonly system: string;
  readonly row: TraceRow;
  /** The choices of the steps, and then those of the cycle. */
  readonly find: (composition: Composition) => Choice[];
  readonly forever?: TraceCycle;
}

const SYSTEMS = ['keep-alive', 'reschedule', 'reply', 'peer', 'liveness'] as const;

/** @throws {InputError} that names the file, the field or step, and what was expected there */
export function readTraceFile(file: string, json: unknown): ReadTrace {
  const { format, version, system, fixes, path, revision, steps, cycle, faults } = (json ?? {}) as Partial<TraceFile>;
  const expect = (holds: boolean, field: string, what: string) => {
    if (!holds) throw new InputError(`${file}: ${field}: ${what} was expected`);
  };
  expect(format === 'claimcheck-trace' && version === 1, 'format', 'claimcheck-trace, version 1,');
  expect(
    SYSTEMS.some((known) => known === system),
    'system',
    SYSTEMS.join(' or '),
  );
  const environment: Environment = system === 'peer' ? 'peer' : 'network';
  const hasRevision = WITH_REVISION.includes(system as string);
  expect(!hasRevision || REVISIONS.some((known) => known === revision), 'revision', REVISIONS.join(', '));
  expect(ALL_SUBSETS.includes(fixes as string), 'fixes', 'four bits');
  expect(
    PATHS_OF[environment].some((known) => known === path),
    'path',
    PATHS_OF[environment].join(' or '),
  );
  expect(Array.isArray(steps), 'steps', 'a list');
  expect(cycle === undefined || Array.isArray(cycle), 'cycle', 'a list');
  expect(cycle === undefined || isFaults(faults), 'faults', `a list of ${FAULTS.join(', ')}`);
  const all: readonly unknown[] = [...(steps ?? []), ...(cycle ?? [])];
  return {
    system: system as string,
    row: { environment, fixes, path, ...(hasRevision && { revision }) } as TraceRow,
    find: (composition) =>
      all.map((step, i) => {
        const choice = choiceOf(composition, step);
        expect(choice !== undefined, `step ${i + 1}`, 'a component and an event that the environment may send it');
        return choice as Choice;
      }),
    ...(steps && cycle && { forever: { cycleFrom: steps.length, faults: faults ?? [] } }),
  };
}

const isFaults = (faults: unknown): boolean =>
  Array.isArray(faults) && faults.every((fault) => FAULTS.some((known) => known === fault));

function choiceOf(composition: Composition, step: unknown): Choice | undefined {
  const { component, event } = (step ?? {}) as { component?: unknown; event?: unknown };
  return composition.choices.find(
    (choice) =>
      composition.components[choice.component]?.spec.name === component &&
      JSON.stringify(choice.event) === JSON.stringify(event),
  );
}
