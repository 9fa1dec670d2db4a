import type { AnyStateMachine } from 'xstate';
import { isSameDefinition } from '../checker/study/same-definition.ts';
import type { SystemSpec } from '../checker/system/compose.ts';
import { withDefinition } from './edit.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import type { Fields } from './sites.ts';

/** A mutant as a component runs it whose machine has the original's definition: its own actions do what they did. */
export function mutantAs(
  machine: AnyStateMachine,
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  { id }: Partial<Pick<Mutant, 'id'>> = {},
): AnyStateMachine {
  if (machine === original) return mutant;
  // What the functions of a machine made again have been given by its variant is its own.
  const own = machine.config === original.config ? undefined : mutantsOf(machine).find((one) => one.id === id);
  return own ? own.make() : withDefinition(machine, mutant.config as Fields);
}

/** The system with one machine put in the place of another, in every component that runs it and in those that start it. */
export function substitute(
  spec: SystemSpec,
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  which: Partial<Pick<Mutant, 'id'>> = {},
): SystemSpec {
  const mutants = new Map(
    spec.components
      .filter(({ machine }) => isSameDefinition(machine, original))
      .map(({ machine }) => [machine, mutantAs(machine, original, mutant, which)]),
  );
  const components = spec.components.map((component) => ({
    ...component,
    machine: starting(mutants.get(component.machine) ?? component.machine, mutants),
  }));
  return { ...spec, components };
}

/** A machine that starts mutants, by their names among its actors, where it would start their originals. */
function starting(machine: AnyStateMachine, mutants: ReadonlyMap<unknown, AnyStateMachine>): AnyStateMachine {
  const actors = Object.entries(machine.implementations.actors as Fields).flatMap(([name, logic]) => {
    const mutant = mutants.get(logic);
    return mutant ? [[name, mutant] as const] : [];
  });
  return actors.length === 0 ? machine : machine.provide({ actors: Object.fromEntries(actors) } as never);
}
