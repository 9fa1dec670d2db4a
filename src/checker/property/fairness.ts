import type { Choice, Composition } from '../system/compose.ts';
import { conditionOn, type Locals } from './condition.ts';
import { ModelError } from '../errors.ts';
import type { Action, LeadsTo, LeadsToSpec } from './property.ts';

/** As many actions as an integer has bits. */
const MAX_ACTIONS = 32;

/** The fair actions of a check: each choice that is no fault by itself, where all are fair. */
export function fairActions(composition: Composition, check: LeadsToSpec): readonly Action[] {
  const actions = check.fair === 'all' ? mildChoices(composition) : (check.fair ?? []);
  return check.fairness === 'strong' ? actions.map((action) => ({ ...action, strong: true })) : actions;
}

/** The strong ones among the fair actions of a check, a bit each. */
export const strongBits = (composition: Composition, check: LeadsToSpec): number =>
  fairActions(composition, check).reduce((bits, { strong }, action) => (strong ? bits | (1 << action) : bits), 0);

function mildChoices({ components, spec, undrawn }: Composition): readonly Action[] {
  const mild = undrawn.filter((choice) => choice.fault === null);
  if (mild.length > MAX_ACTIONS) {
    throw new ModelError(
      `${spec.name}: ${mild.length} choices are more than can be fair one by one; list at most ${MAX_ACTIONS} actions: fair: [{ name, is }]`,
    );
  }
  return mild.map(({ component, event }) => {
    const name = components[component]?.spec.name as string;
    return { name: `${name} ${event.type}`, is: (who, one) => who === name && one === event };
  });
}

/** Which choices are taken at all after some time: by number, in a state. */
export function allowed(composition: Composition, { only }: LeadsTo): (choice: number, locals: Locals) => boolean {
  // A system has more choices as soon as a step is asked for in which something is drawn.
  const answerOf = (choice: number) => {
    const { component, event } = composition.choices[choice] as Choice;
    const answer = only?.(nameOf(composition, component), event) ?? true;
    return typeof answer === 'boolean' ? () => answer : conditionOn(composition, answer);
  };
  const answers = composition.choices.map(({ index }) => answerOf(index));
  return (choice, locals) => (answers[choice] ??= answerOf(choice))(locals);
}

/**
 * For each choice: the fair actions that it belongs to, a bit each.
 *
 * @throws {ModelError} if an action is none of the system's choices, or if there are too many
 */
export function actionBits(composition: Composition, check: LeadsTo): (choice: number) => number {
  const { choices, spec } = composition;
  const fair = fairActions(composition, check);
  if (fair.length > MAX_ACTIONS) throw new ModelError(`${spec.name}: more than ${MAX_ACTIONS} fair actions`);
  const isOneOf = ({ component, event }: Choice, { is }: Action) => is(nameOf(composition, component), event);
  const none = fair.find((action) => !choices.some((choice) => isOneOf(choice, action)));
  if (none) throw new ModelError(`${spec.name}: the fair action '${none.name}' is not one of its choices`);
  const bits: number[] = [];
  const bitsOf = (choice: Choice) => fair.reduce((all, one, i) => (isOneOf(choice, one) ? all | (1 << i) : all), 0);
  return (choice) => (bits[choice] ??= bitsOf(choices[choice] as Choice));
}

const nameOf = (composition: Composition, component: number): string =>
  composition.components[component]?.spec.name as string;
