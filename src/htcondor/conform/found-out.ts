import type { AnyStateMachine } from 'xstate';
import { scheddAlone } from '../../../machines/systems/alone.ts';
import { ALL_FIXES } from '../../../machines/vocabulary.ts';
import type { ComponentSpec } from '../../checker/index.ts';
import { ModelError } from '../../checker/errors.ts';
import { isSameDefinition } from '../../checker/study/same-definition.ts';
import { mutantAs } from '../../mutation/substitute.ts';
import { Conformer, type MeasuredRecord } from './conform.ts';

/** The machines of a schedd are the same in every build. */
const ANY_BUILD = { revision: 'head', commandRead: 'non-blocking', fixes: ALL_FIXES } as const;

/** Whether a daemon runs a machine that is written like this one: a system may have given its actions something to do. */
export const runs = (components: readonly ComponentSpec[], original: AnyStateMachine): boolean =>
  components.some(({ machine }) => isSameDefinition(machine, original));

/** A daemon's components with the mutant wherever its original runs. */
export const mutated = (
  components: readonly ComponentSpec[],
  original: AnyStateMachine,
  mutant: AnyStateMachine,
): ComponentSpec[] =>
  components.map((component) =>
    isSameDefinition(component.machine, original)
      ? { ...component, machine: mutantAs(component.machine, original, mutant) }
      : component,
  );

/** Whether a comparison finds a difference, a message that a machine does not expect, or an exchange without end. */
export function differs(compare: () => boolean): boolean {
  try {
    return compare();
  } catch (error) {
    if (error instanceof ModelError || error instanceof RangeError) return true;
    throw error;
  }
}

/** Whether a schedd with `mutant` in the place of `original` is told from the measured one. */
export function isFoundOut(
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  records: readonly MeasuredRecord[],
): boolean {
  if (!runs(scheddAlone(ANY_BUILD), original)) return false;
  const conformer = new Conformer((build) => mutated(scheddAlone(build), original, mutant));
  return differs(() => records.some((record) => conformer.conform([record]).disagree.length > 0));
}
