import type { Choice, Composition } from '../system/compose.ts';
import { plain } from '../system/plain.ts';
import type { LocalState } from '../system/table/table.ts';

/** A choice as it is written down: the number of one depends on what a search has met before, its names do not. */
export interface NamedChoice {
  readonly component: string;
  readonly event: Choice['event'];
  readonly draws?: Choice['draws'];
  /** The event with what JSON cannot say, where JSON would take another one of the component for it. */
  readonly exactly?: string;
}

/** What is written down of a choice beside its event, so that it is known again. */
export function toldApart(composition: Composition, { component, draws, event }: Choice): Partial<NamedChoice> {
  const text = JSON.stringify(event);
  const isAlone = composition.undrawn.every(
    (one) => one.component !== component || one.event === event || JSON.stringify(one.event) !== text,
  );
  return { ...(draws && { draws }), ...(!isAlone && { exactly: plain(event).text }) };
}

/** A run as it is written down. */
export const namesOf = (composition: Composition, run: readonly Choice[]): NamedChoice[] =>
  run.map((choice) => ({
    component: composition.components[choice.component]?.spec.name ?? '',
    event: choice.event,
    ...toldApart(composition, choice),
  }));

/**
 * The choices of a run that was written down; undefined for a step that is none of the system's. A timer or an outcome is a
 * choice only from where it is met, so the run is taken step by step.
 */
export function runNamed(composition: Composition, steps: readonly unknown[]): (Choice | undefined)[] {
  let states: readonly LocalState[] = composition.initial;
  return steps.map((named) => {
    const choice = choiceNamed(composition, named, states);
    const step = choice && composition.step(choice, (component) => states[component] as LocalState);
    if (step) states = states.map((state, component) => step.writes.get(component) ?? state);
    return choice;
  });
}

function choiceNamed(composition: Composition, named: unknown, states: readonly LocalState[]): Choice | undefined {
  const {
    component: name,
    draws,
    event,
    exactly,
  } = (named ?? {}) as Partial<Readonly<Record<keyof NamedChoice, unknown>>>;
  const component = composition.components.findIndex(({ spec }) => spec.name === name);
  const state = states[component];
  const text = textOf(event);
  if (!state || text === undefined) return undefined;
  // Asking what may be chosen here makes the choices known that a component has by itself.
  composition.choicesOf(component, state.id);
  const base = composition.undrawn.find(
    (one) =>
      one.component === component &&
      (exactly === undefined ? JSON.stringify(one.event) === text : plain(one.event).text === exactly),
  );
  if (!base || draws === undefined) return base;
  const drawn = textOf(draws);
  const ways = composition.steps(base, (one) => states[one] as LocalState).map(({ choice }) => choice);
  return ways.find((choice) => JSON.stringify(choice.draws) === drawn);
}

/** A value as text; of one that is nested too deeply for that, none. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
