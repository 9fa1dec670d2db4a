import type { Composition } from './compose.ts';

/** What is declared, or asked for, and has no effect: a slip of the pen, as like as not. */
export function notesOn(composition: Composition, { faults = [] }: { readonly faults?: readonly string[] }): string[] {
  const { choices, components } = composition;
  const declared = [...new Set(choices.flatMap(({ fault }) => fault ?? []))];
  const unknown = faults.filter((fault) => !declared.includes(fault));
  const unheard = choices.filter(
    (choice) => !composition.isInner(choice) && !isHeard(composition, choice.component, choice.event.type),
  );
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

/** Whether any state of a component's machine declares something for an event. */
function isHeard({ components }: Composition, component: number, type: string): boolean {
  const { spec } = components[component] as Composition['components'][number];
  return (
    descriptors(spec.machine.root as StateNode).some((descriptor) => matches(type, descriptor)) ||
    type.startsWith('xstate.')
  );
}

interface StateNode {
  readonly transitions: ReadonlyMap<string, unknown>;
  readonly states: Readonly<Record<string, StateNode>>;
}

const descriptors = ({ transitions, states }: StateNode): string[] => [
  ...transitions.keys(),
  ...Object.values(states).flatMap(descriptors),
];

const matches = (type: string, descriptor: string): boolean =>
  descriptor === type ||
  descriptor === '*' ||
  (descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1)));
