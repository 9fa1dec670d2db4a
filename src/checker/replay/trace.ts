import type { Choice, Composition, Occurrence, TakenStep } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import { drawText } from '../system/draw.ts';
import { typeText } from '../system/message.ts';
import { worded } from '../system/plain.ts';
import { waysOf } from '../system/table/cell.ts';
import type { LocalState } from '../system/table/table.ts';
import { checkArguments } from '../words/arguments.ts';

/** One step of a run: what the environment chose, and every transition that followed from it, in order. */
export interface TraceStep {
  readonly choice: Choice;
  /** The component to which the environment did something. */
  readonly component: string;
  /** What the machine says of the transition that it took first. */
  readonly description: string;
  readonly occurrences: readonly Occurrence[];
  /** Every component's local state after the step. */
  readonly states: readonly LocalState[];
}

/** A run, step by step. */
export type Trace = readonly TraceStep[];

/**
 * Runs a list of choices from the initial state.
 *
 * @throws {ModelError} if a choice is not enabled where it is to be taken
 */
export function traceOf(composition: Composition, run: readonly Choice[]): Trace {
  checkArguments('traceOf', ['composition', composition], ['run', run]);
  let states: readonly LocalState[] = composition.initial;
  return run.map((choice, i) => {
    const step = composition.step(choice, (component) => states[component] as LocalState);
    const component = composition.components[choice.component]?.spec.name ?? '';
    if (!step) throw new ModelError(`step ${i + 1}: ${component} cannot take ${choice.event.type} here`);
    states = states.map((state, index) => step.writes.get(index) ?? state);
    const description = composition.describe(choice, step);
    return { choice, component, description, occurrences: step.occurrences, states };
  });
}

/** Every component's local state after so many steps of a trace; the initial ones after none. */
export function statesAfter(composition: Composition, trace: Trace, steps: number): readonly LocalState[] {
  return trace[steps - 1]?.states ?? composition.initial;
}

/** What a choice may do where the components are so; nothing where it is not enabled, or ignored. */
export function stepsFrom(composition: Composition, choice: Choice, states: readonly LocalState[]): TakenStep[] {
  const read = (component: number) => states[component] as LocalState;
  const ways = waysOf(composition.cell(choice.component, read(choice.component), choice.event));
  return ways.some(({ kind }) => kind === 'step' || kind === 'still') ? composition.steps(choice, read) : [];
}

/**
 * A choice as a line of text: `link DELIVER packet=2 upTo=part of the header`. What XState's own events are called is said in
 * words: `page request fails error=offline`, `page after 1000`. What is drawn stands behind: `player FLIP coin := heads`.
 */
export function choiceText(component: string, choice: Choice): string {
  checkArguments('choiceText', ['text', component], ['choice', choice]);
  const { type, ...params } = choice.event;
  const what = typeText(type);
  if (what !== type) delete (params as { actorId?: unknown }).actorId;
  const shownParams = Object.entries(params).filter(([, value]) => value !== undefined);
  return [component, what, ...shownParams.map(([key, value]) => `${key}=${worded(value)}`), ...drawTexts(choice)].join(
    ' ',
  );
}

/** What is drawn in a choice's step, each in words: `coin := heads`, `server.coin := heads` if another component draws it. */
export const drawTexts = ({ draws = [] }: Choice): string[] =>
  draws.map((draw) => (draw.component === undefined ? drawText(draw) : `${draw.component}.${drawText(draw)}`));
