import type { Choice, Component, Composition } from './compose.ts';
import { hears } from '../words/heard.ts';

/** What is declared, or asked for, and has no effect: a slip of the pen, as like as not. */
export function notesOn(composition: Composition, { faults = [] }: { readonly faults?: readonly string[] }): string[] {
  const { choices, components } = composition;
  const declared = [...new Set(choices.flatMap(({ fault }) => fault ?? []))];
  const unknown = faults.filter((fault) => !declared.includes(fault));
  const isHeard = ({ component, event }: Choice) => {
    const { machine } = (components[component] as Component).spec;
    return hears(machine, event.type);
  };
  const unheard = choices.filter((choice) => !composition.isInner(choice) && !isHeard(choice));
  return [
    ...unknown.map(
      (fault) =>
        `no event has the fault class '${fault}'; ${declared.length > 0 ? `there are ${declared.join(', ')}` : 'there is none'}`,
    ),
    ...unheard.map(
      ({ component, event }) =>
        `${components[component]?.spec.name}: no state of its machine has a transition for the environment's event '${event.type}'`,
    ),
  ];
}
