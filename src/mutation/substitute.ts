import type { AnyStateMachine } from 'xstate';
import type { SystemSpec } from '../checker/system/compose.ts';
import { withDefinition } from './edit.ts';
import type { Fields } from './sites.ts';

/** Whether a machine is another as it is written: a system may have given its actions something to do (`provide`). */
export const isSameDefinition = (one: AnyStateMachine, other: AnyStateMachine): boolean => one.config === other.config;

/** A mutant as a component runs it whose machine has the original's definition: its own actions do what they did. */
export function mutantAs(
  machine: AnyStateMachine,
  original: AnyStateMachine,
  mutant: AnyStateMachine,
): AnyStateMachine {
  return machine === original ? mutant : withDefinition(machine, mutant.config as Fields);
}

/** The system with one machine put in the place of another, in every component that runs it. */
export function substitute(spec: SystemSpec, original: AnyStateMachine, mutant: AnyStateMachine): SystemSpec {
  return {
    ...spec,
    components: spec.components.map((component) =>
      isSameDefinition(component.machine, original)
        ? { ...component, machine: mutantAs(component.machine, original, mutant) }
        : component,
    ),
  };
}
