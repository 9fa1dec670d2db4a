import { received } from '../../findings.ts';
import type { Sent } from '../../token.ts';
import { ModelError } from '../../../../checker/errors.ts';
import { isSwitches, type SomeChoices, switchesOn } from '../../../../checker/study/axis.ts';
import type { Choice } from '../../../../checker/system/compose.ts';
import { FragmentError, readFragment } from '../../fragment.ts';
import type { Change, Scene, Scenes } from '../../scene.ts';
import { type Fold, rowsOn } from '../../story/folds.ts';
import { outcomeOf, stoppedBy } from '../../story/repairs.ts';
import { goTo, moved, take, type View } from '../../view.ts';

/** What a reader can do. */
export type Action =
  | { readonly do: 'take'; readonly choice: Choice }
  | { readonly do: 'go to'; readonly at: number }
  /** Go so many rows of the run on, or back; further than there are, to its end or its start. */
  | { readonly do: 'move'; readonly by: number; readonly folds: readonly Fold[] }
  | { readonly do: 'change'; readonly scene: Change }
  /** Look at a run, at its end; or at the whole of it. The last `cycle` of its steps go on for ever. */
  | {
      readonly do: 'load';
      readonly run: readonly Sent[];
      readonly cycle: number | null;
      readonly from?: 'the start';
    }
  | { readonly do: 'follow'; readonly fragment: string }
  /** Look at what becomes of the run with something else switched on; with null, as it was. */
  | { readonly do: 'try'; readonly choices: SomeChoices | null };

export interface State {
  readonly view: View;
  readonly tried: View | null;
  readonly notice: string | null;
  /** How many steps of the run lie before what it does for ever, if it does. */
  readonly cycleFrom?: number;
  /** Whether nothing is looked at yet: a run is welcome. */
  readonly isFresh?: boolean;
}

export function reduce(scenes: Scenes, state: State, action: Action): State {
  const { view, tried } = state;
  switch (action.do) {
    case 'take': {
      const next = take(view, action.choice);
      return next.run === view.run ? { ...state, view: next, notice: null } : shows(next);
    }
    case 'go to':
      return { ...state, view: goTo(view, action.at), notice: null };
    case 'move': {
      const { by, folds } = action;
      const at = Number.isFinite(by) ? rowsOn(folds, view.at, by) : by;
      return { ...state, view: goTo(view, at), notice: null };
    }
    case 'change':
      return change(scenes, view, action.scene);
    case 'load':
      return load(scenes, view.scene, action);
    case 'follow':
      return follow(scenes, action.fragment);
    case 'try':
      return tryOut(scenes, tried ?? view, action.choices);
  }
}

function load(scenes: Scenes, scene: Scene, { run, cycle, from }: Extract<Action, { do: 'load' }>): State {
  const view = loaded(scenes, scene, run);
  const shown = shows(from ? { ...view, at: 0 } : view);
  return cycle === null ? shown : { ...shown, cycleFrom: run.length - cycle };
}

const shows = (view: View, notice: string | null = null): State => ({ view, tried: null, notice });

function tryOut(scenes: Scenes, view: View, choices: SomeChoices | null): State {
  if (choices === null) return shows(view);
  return { view: outcomeOf(scenes, view, choices).view, tried: view, notice: null };
}

function change(scenes: Scenes, view: View, scene: Change): State {
  try {
    return changed(scenes, view, moved(scenes, view, scene));
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return shows(view, `This cannot be looked at: ${error.message}.`);
  }
}

function changed(scenes: Scenes, view: View, next: View): State {
  const length = next.run.length;
  if (next.scene.system !== view.scene.system) return { ...shows(next), isFresh: true };
  if (length === view.run.length) return shows(next);
  const why = stoppedBy(scenes, view, next);
  const where = withWhat(scenes, view.scene, next.scene);
  return shows(
    next,
    `${where} step ${length + 1} of ${view.run.length} cannot happen: ${why}. The run ends at step ${length}.`,
  );
}

/** What has been switched on, if nothing else has changed: `With 27895`. */
function withWhat(scenes: Scenes, before: Scene, after: Scene): string {
  const added = Object.entries(scenes.entry(after).axes).flatMap(([name, axis]) => {
    if (!isSwitches(axis)) return [];
    const old = switchesOn(axis, `${before.choices[name]}`);
    return switchesOn(axis, `${after.choices[name]}`).filter((id) => !old.includes(id));
  });
  return added.length > 0 ? `With ${added.join(' and ')}` : 'Here';
}

/** A link's view; the study's story, from its beginning, for a link that says nothing or cannot be shown. */
export function follow(scenes: Scenes, fragment: string): State {
  if (fragment === '') return { ...shows(storyView(scenes)), isFresh: scenes.recorded.story === null };
  try {
    return shows(readFragment(scenes, decodeURIComponent(fragment)));
  } catch (error) {
    if (!(error instanceof FragmentError || error instanceof URIError)) throw error;
    return shows(
      storyView(scenes),
      `This link cannot be shown: ${error.message}. The page shows what it opens with instead.`,
    );
  }
}

function storyView(scenes: Scenes): View {
  return { ...loaded(scenes, scenes.first, scenes.recorded.story ?? []), at: 0 };
}

function loaded(scenes: Scenes, scene: Scene, steps: readonly Sent[]): View {
  const run = received(scenes.model(scene).composition, steps, scene.faults);
  return { scene, run, at: run.length };
}
