import type { Choice, Composition } from '../../checker/system/compose.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import type { Change, Scene, Scenes } from './scene.ts';
import { choiceOf, tokenOf } from './token.ts';

/** What the page shows: a run of a scene, up to one of its steps. What comes after that can be taken again. */
export interface View {
  readonly scene: Scene;
  readonly run: readonly Choice[];
  /** How many steps of the run have been taken. */
  readonly at: number;
}

/** The view after one more step: what could have been taken again is forgotten, unless the step is just that. */
export function take(view: View, choice: Choice): View {
  const { scene, run, at } = view;
  if (run[at] === choice) return { ...view, at: at + 1 };
  return { scene, run: [...run.slice(0, at), choice], at: at + 1 };
}

/** The view at another step of its run. */
export function goTo(view: View, at: number): View {
  return { ...view, at: Math.max(0, Math.min(at, view.run.length)) };
}

/**
 * The same run in a changed scene, as far as it is possible there.
 *
 * @throws {ModelError} if there is no such scene
 */
export function moved(scenes: Scenes, { scene, run, at }: View, change: Change): View {
  const next = scenes.changed(scene, change);
  if (next.system !== scene.system) return { scene: next, run: [], at: 0 };
  const from = scenes.model(scene).composition;
  const to = scenes.model(next).composition;
  const kept = possible(
    to,
    run.map((choice) => tokenOf(from, choice)),
    next.faults,
  );
  return { scene: next, run: kept, at: Math.min(at, kept.length) };
}

/** The choices for which tokens stand, up to the first that is not there, not allowed, or not enabled. */
export function possible(composition: Composition, tokens: readonly string[], faults: readonly string[]): Choice[] {
  let states: readonly LocalState[] = composition.initial;
  const kept: Choice[] = [];
  for (const token of tokens) {
    // Asking what may be chosen makes the timers and outcomes known that are there by now.
    const here = states;
    const offered = here.flatMap(({ id }, component) => composition.choicesOf(component, id));
    // To take the steps makes known what may be drawn in them.
    if (!choiceOf(composition, token)) for (const one of offered) composition.steps(one, (i) => here[i] as LocalState);
    const choice = choiceOf(composition, token);
    if (!choice || (choice.fault !== null && !faults.includes(choice.fault))) break;
    const before = states;
    const step = composition.step(choice, (component) => before[component] as LocalState);
    if (!step) break;
    states = before.map((state, i) => step.writes.get(i) ?? state);
    kept.push(choice);
  }
  return kept;
}
