import { ALL_SUBSETS, FAULTS, REVISIONS } from '../../../machines/vocabulary.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { InputError } from '../../files/input.ts';
import { type CheckedSystem, SYSTEMS } from '../../htcondor/systems.ts';
import { type Environment, PATHS_OF, type VariantRow } from '../../verify/row.ts';
import { type MatrixRow, type TraceCycle, type TraceFile, type TraceRow, WITH_REVISION } from './trace-json.ts';

/** A trace file that has been read: which system it is about, and how to find its choices there. */
export interface ReadTrace {
  readonly system: string;
  readonly row: TraceRow;
  /** The choices of the steps, and then those of the cycle. */
  readonly find: (composition: Composition) => Choice[];
  readonly forever?: TraceCycle;
}

const OF_THE_KEEP_ALIVE = ['keep-alive', 'reschedule', 'peer', 'liveness'];

/** @throws {InputError} that names the file, the field or step, and what was expected there */
export function readTraceFile(file: string, json: unknown): ReadTrace {
  const given = (json ?? {}) as Partial<TraceFile>;
  const { format, version, system, steps, cycle, faults } = given;
  const expect: Expect = (holds, field, what) => {
    if (!holds) throw new InputError(`${file}: ${field}: ${what} was expected`);
  };
  expect(format === 'claimcheck-trace' && version === 1, 'format', 'claimcheck-trace, version 1,');
  const registered = SYSTEMS.find(({ name }) => name === system);
  const known = [...OF_THE_KEEP_ALIVE, ...SYSTEMS.map(({ name }) => name)];
  expect(known.includes(system as string), 'system', known.join(' or '));
  const row = registered ? variantRow(registered, given, expect) : matrixRow(given, expect);
  expect(Array.isArray(steps), 'steps', 'a list');
  expect(cycle === undefined || Array.isArray(cycle), 'cycle', 'a list');
  expect(cycle === undefined || isFaults(faults), 'faults', `a list of ${FAULTS.join(', ')}`);
  const all: readonly unknown[] = [...(steps ?? []), ...(cycle ?? [])];
  return {
    system: system as string,
    row,
    find: (composition) =>
      all.map((step, i) => {
        const choice = choiceOf(composition, step);
        expect(choice !== undefined, `step ${i + 1}`, 'a component and an event that the environment may send it');
        return choice as Choice;
      }),
    ...(steps && cycle && { forever: { cycleFrom: steps.length, faults: faults ?? [] } }),
  };
}

type Expect = (holds: boolean, field: string, what: string) => void;

function variantRow({ name, variants }: CheckedSystem, { variant }: Partial<TraceFile>, expect: Expect): VariantRow {
  const ids = variants.map(({ id }) => id);
  expect(ids.includes(variant as string), 'variant', ids.join(' or '));
  return { system: name, variant: variant as string };
}

function matrixRow({ system, fixes, path, revision }: Partial<TraceFile>, expect: Expect): MatrixRow {
  const environment: Environment = system === 'peer' ? 'peer' : 'network';
  const hasRevision = WITH_REVISION.includes(system as string);
  expect(!hasRevision || REVISIONS.some((known) => known === revision), 'revision', REVISIONS.join(', '));
  expect(ALL_SUBSETS.includes(fixes as string), 'fixes', 'four bits');
  expect(
    PATHS_OF[environment].some((known) => known === path),
    'path',
    PATHS_OF[environment].join(' or '),
  );
  return { environment, fixes, path, ...(hasRevision && { revision }) } as MatrixRow;
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
