import { type Axis, bitsOf, isOpen, isSwitches, type SomeChoices, switchesOn } from '../../../checker/study/axis.ts';
import type { SystemEntry } from '../../../checker/study/system-entry.ts';
import { statesAfter, type Trace, traceOf } from '../../../checker/replay/trace.ts';
import type { Composition, Occurrence } from '../../../checker/system/compose.ts';
import { messageText } from '../../../checker/system/message.ts';
import { type Told, toldOf } from '../../../traces/story/telling.ts';
import { refusal } from '../refusal.ts';
import type { Scene, Scenes } from '../scene.ts';
import { choiceOf, tokenOf } from '../token.ts';
import { moved, type View } from '../view.ts';

/** Something that can be switched on besides what a scene has: a switch of an axis, or an axis of no and yes. */
export interface Repair {
  readonly id: string;
  /** What it changes, in words. */
  readonly effect: string;
  readonly choices: SomeChoices;
}

/** All repairs that a scene does not have yet. */
export const repairsOf = (scenes: Scenes, scene: Scene): Repair[] => repairsAt(scenes.entry(scene), scene.choices);

/** All that can be switched on in a system besides what is chosen. */
export function repairsAt({ axes, cases }: SystemEntry, choices: SomeChoices): Repair[] {
  if (cases) return [];
  return Object.entries(axes).flatMap(([name, axis]): Repair[] => {
    const value = choices[name];
    if (isYesOrNo(axis))
      return value === false
        ? [{ id: name, effect: axis.about.replace(/^whether /, ''), choices: { [name]: true } }]
        : [];
    if (!isSwitches(axis)) return [];
    const on = switchesOn(axis, `${value}`);
    return Object.entries(axis.switches)
      .filter(([id]) => !on.includes(id))
      .map(([id, effect]) => ({ id, effect, choices: { [name]: bitsOf(axis, [...on, id]) } }));
  });
}

const isYesOrNo = (axis: Axis): boolean =>
  !isOpen(axis) &&
  !isSwitches(axis) &&
  axis.values.length === 2 &&
  axis.values.every((value) => typeof value === 'boolean');

/** What becomes of a run where something has been changed. */
export interface Outcome {
  /** As far as it is possible there. */
  readonly view: View;
  /** The first step that goes another way, and what the machines say of how; null if none does. */
  readonly differs: { readonly step: number; readonly how: string } | null;
  /** Why the first step that is not possible is not; null if all are. */
  readonly refused: string | null;
}

/**
 * Takes a run in a changed scene as far as it is possible.
 *
 * @throws {ModelError} if there is no such scene
 */
export function outcomeOf(scenes: Scenes, view: View, choices: SomeChoices): Outcome {
  const whole = { ...view, at: view.run.length };
  const next = moved(scenes, whole, { choices });
  const from = scenes.model(view.scene).composition;
  const to = scenes.model(next.scene).composition;
  const [before, after] = [traceOf(from, view.run), traceOf(to, next.run)];
  const differs =
    firstNewSentence(scenes, toldIn(scenes, from, before), toldIn(scenes, to, after)) ??
    firstDifference(to, before, after);
  return { view: next, differs, refused: stoppedBy(scenes, view, next) };
}

/** Why the first step of a run that is not possible in another scene is not; null if all are. */
export function stoppedBy(scenes: Scenes, before: View, after: View): string | null {
  const stopped = before.run[after.run.length];
  if (!stopped) return null;
  const { composition } = scenes.model(after.scene);
  if (stopped.fault !== null && !after.scene.faults.includes(stopped.fault))
    return `faults of class ${stopped.fault} are off`;
  const choice = choiceOf(composition, tokenOf(scenes.model(before.scene).composition, stopped));
  if (!choice) return 'there is no such event';
  const trace = traceOf(composition, after.run);
  return refusal(composition, statesAfter(composition, trace, trace.length), choice);
}

const toldIn = ({ study: { carriers = [], tells } }: Scenes, composition: Composition, trace: Trace) =>
  toldOf({ composition, trace, carriers }, tells);

/** The first step of which something is told that is not told of it before. */
function firstNewSentence({ study }: Scenes, before: readonly Told[], after: readonly Told[]): Outcome['differs'] {
  if (!study.tells) return null;
  for (const [i, { all }] of after.entries()) {
    const how = all.find((sentence) => !before[i]?.all.includes(sentence));
    if (how !== undefined) return { step: i + 1, how };
  }
  return null;
}

/** The first step that takes other transitions. What it does then is what its machine says of the first of them that it says anything of. */
function firstDifference(composition: Composition, before: Trace, after: Trace): Outcome['differs'] {
  const describe = ({ component, from, event }: Occurrence) =>
    composition.components[composition.indexOf(component)]?.table.describe(from, event) ?? '';
  for (const [i, { occurrences }] of after.entries()) {
    const old = before[i]?.occurrences ?? [];
    const at = occurrences.findIndex((one, n) => lookOf(one) !== lookOf(old[n]));
    if (at < 0 && old.length === occurrences.length) continue;
    const rest = occurrences.slice(Math.max(at, 0));
    const described = rest.map(describe).find((text) => text !== '');
    return { step: i + 1, how: described ?? (rest[0] ? doneIn(rest[0]) : 'less happens') };
  }
  return null;
}

/** A transition of which its machine says nothing. */
const doneIn = ({ component, event, sends }: Occurrence): string =>
  [
    `${component} takes ${messageText(event)}`,
    ...sends.map(({ to, message }) => `and sends ${messageText(message)} to ${to}`),
  ].join(' ');

/** What can be seen of a transition from outside. */
const lookOf = (one: Occurrence | undefined): string =>
  one === undefined
    ? ''
    : JSON.stringify([
        one.component,
        messageText(one.event),
        one.to.snapshot.value,
        one.prints,
        one.sends.map(({ to, message }) => `${to} ${messageText(message)}`),
      ]);
