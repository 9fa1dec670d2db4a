import { bitsOf, isSwitches, switchesOn } from '../../../checker/study/axis.ts';
import { recorded } from '../findings.ts';
import type { Scene, Scenes } from '../scene.ts';
import type { Repair } from './repairs.ts';

/**
 * The fewest other switches with which a repair keeps a property, and which do not keep it without the repair; null if there are
 * none, or nothing is on record of them.
 */
export function companionsOf(scenes: Scenes, scene: Scene, repair: Repair, property: string): readonly string[] | null {
  const [name = ''] = Object.keys(repair.choices);
  const axis = scenes.entry(scene).axes[name];
  if (!axis || !isSwitches(axis)) return null;
  const on = switchesOn(axis, `${scene.choices[name]}`);
  const others = Object.keys(axis.switches).filter((id) => id !== repair.id && !on.includes(id));
  const holdsWith = (ids: readonly string[]): boolean => {
    const choices = { ...scene.choices, [name]: bitsOf(axis, [...on, ...ids]) };
    return recorded(scenes, { ...scene, choices })?.find(({ id }) => id === property)?.verdict === 'holds';
  };
  return subsetsOf(others).find((ids) => holdsWith([...ids, repair.id]) && !holdsWith(ids)) ?? null;
}

/** All subsets but the empty one, the small ones first. */
const subsetsOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: 2 ** ids.length - 1 }, (_, n) => ids.filter((_id, i) => ((n + 1) >> i) & 1)).toSorted(
    (one, other) => one.length - other.length,
  );
