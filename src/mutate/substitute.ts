import type { AnyStateMachine } from 'xstate';
import type { SystemSpec } from '../engine/compose.ts';

/** The system with one machine put in the place of another, in every component that runs it. */
export function substitute(spec: SystemSpec, original: AnyStateMachine, mutant: AnyStateMachine): SystemSpec {
  return {
    ...spec,
    components: spec.components.map((component) =>
      component.machine === original ? { ...component, machine: mutant } : component,
    ),
  };
}
