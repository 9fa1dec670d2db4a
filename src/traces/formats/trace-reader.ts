import { expectedOf, isValueOf } from '../../checker/study/axis.ts';
import { runNamed } from '../../checker/replay/named-run.ts';
import { rowOfCase, rowWith } from '../../checker/study/rows.ts';
import type { Study } from '../../checker/study/study.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { InputError } from '../../files/input.ts';
import { MOST } from '../../verify/limits.ts';
import type { TraceCycle } from './trace-json.ts';

/** A trace file that has been read: which variant it is about, and how to find its choices there. */
export interface ReadTrace {
  readonly row: Row;
  /** The choices of the steps, and then those of the cycle. */
  readonly find: (composition: Composition) => Choice[];
  readonly forever?: TraceCycle;
}

type Fields = Readonly<Record<string, unknown>>;
type Expect = (holds: boolean, field: string, what: string) => void;

/**
 * Reads version 2, which has `choices`, and version 1, in which the choices are fields next to the others.
 *
 * @throws {InputError} that names the file, the field or step, and what was expected there
 */
export function readTraceFile(study: Study, file: string, json: unknown): ReadTrace {
  const given = (typeof json === 'object' && json !== null ? json : {}) as Fields;
  const { format, version, steps, cycle, faults } = given;
  const expect: Expect = (holds, field, what) => {
    if (!holds) throw new InputError(`${file}: ${field}: ${what} was expected`);
  };
  expect(
    format === 'claimcheck-trace' && (version === 1 || version === 2),
    'format',
    'claimcheck-trace, version 1 or 2,',
  );
  const system = study.systems.find(({ name }) => name === given['system']);
  expect(system !== undefined, 'system', study.systems.map(({ name }) => name).join(' or '));
  const row = rowIn(system as SystemEntry, given, expect);
  expect(Array.isArray(steps), 'steps', 'a list');
  expect(cycle === undefined || Array.isArray(cycle), 'cycle', 'a list');
  expect(cycle === undefined || isFaults(study, faults), 'faults', `a list of ${study.faults.join(', ')}`);
  const all = [...(steps as unknown[]), ...((cycle ?? []) as unknown[])];
  return {
    row,
    find: (composition) =>
      runNamed(composition, all).map((choice, i) => {
        expect(choice !== undefined, `step ${i + 1}`, 'a component and an event that the environment may send it');
        return choice as Choice;
      }),
    ...(cycle !== undefined && {
      forever: { cycleFrom: (steps as unknown[]).length, faults: faults as readonly string[] },
    }),
  };
}

function rowIn(system: SystemEntry, given: Fields, expect: Expect): Row {
  const { variant } = given;
  const ids = (system.cases ?? []).map(({ id }) => id);
  if (variant !== undefined || (system.cases && given['version'] === 1)) {
    expect(ids.includes(variant as string), 'variant', ids.join(' or ') || 'none');
    return rowOfCase(system, variant as string);
  }
  const chosen = given['version'] === 1 ? given : given['choices'];
  expect(typeof chosen === 'object' && chosen !== null, 'choices', 'what is chosen on each axis');
  const axes = Object.entries(system.axes).filter(([axis]) => Object.hasOwn(chosen as Fields, axis));
  for (const [axis, known] of axes) {
    const value = (chosen as Fields)[axis];
    expect(isValueOf(known, value), axis, expectedOf(known));
    expect(typeof value !== 'number' || value <= MOST, axis, `${MOST} at the most`);
  }
  return rowWith(system, Object.fromEntries(axes.map(([axis]) => [axis, (chosen as Fields)[axis] as string])));
}

const isFaults = (study: Study, faults: unknown): boolean =>
  Array.isArray(faults) && faults.every((fault) => study.faults.includes(fault as string));
