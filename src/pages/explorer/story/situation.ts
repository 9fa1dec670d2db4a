import { type Axis, defaultOf, isOpen, isSwitches, switchesOn, type Value } from '../../../checker/study/axis.ts';
import { rowAxes } from '../../../checker/study/rows.ts';
import type { Scene, Scenes } from '../scene.ts';

/** A part of what is looked at, in words. */
export interface Circumstance {
  readonly label: string;
  readonly text: string;
}

/** What is looked at, in words: what is chosen on each axis, where it is not left as it is, and what may go wrong. */
export function situationOf(scenes: Scenes, scene: Scene): Circumstance[] {
  const { axes, cases } = scenes.entry(scene);
  const { variant } = scenes.row(scene);
  const { faults, faultsMean = {} } = scenes.study;
  const named = cases?.find(({ id }) => id === variant);
  const usual = rowAxes(scenes.entry(scene));
  const chosen = Object.entries(axes)
    .filter(([name, axis]) => usual.includes(name) || scene.choices[name] !== defaultOf(axis))
    .toSorted(([, one], [, other]) => Number(isSwitches(other)) - Number(isSwitches(one)))
    .map(([name, axis]) => ({ label: labelOf(name), text: inWords(axis, scene.choices[name] as Value) }));
  return [
    ...(named ? [{ label: 'Variant', text: named.sentence }] : chosen),
    ...(faults.length === 0
      ? []
      : [{ label: 'Faults', text: scene.faults.map((fault) => faultsMean[fault] ?? fault).join(', ') || 'none' }]),
  ];
}

function inWords(axis: Axis, value: Value): string {
  if (isOpen(axis)) return axis.open === 'seconds' ? `${value} s` : `${value}`;
  if (!isSwitches(axis)) return axis.means?.[`${value}`] ?? yesOrNo(value);
  const on = switchesOn(axis, `${value}`);
  const { length } = Object.keys(axis.switches);
  if (on.length === 0) return length === 1 ? 'none' : `none of the ${length}`;
  if (on.length === length && length > 1) return `all ${length}`;
  const [only = ''] = on;
  return on.length === 1 ? `${only} (${axis.switches[only]})` : on.join(' and ');
}

const yesOrNo = (value: Value): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : `${value}`);

/** An axis as people call it: `waitingTime` is `Waiting time`. */
export function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
