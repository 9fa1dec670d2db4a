import { useEffect, useLayoutEffect, useMemo, useReducer } from 'preact/hooks';
import type { Carrier } from '../../../../checker/study/carrier.ts';
import type { Choice } from '../../../../checker/system/compose.ts';
import { type Judgement, judge } from '../../../../checker/replay/judge.ts';
import { ModelError } from '../../../../checker/errors.ts';
import type { Model } from '../../../../checker/study/models.ts';
import type { LocalState } from '../../../../checker/system/table.ts';
import { type Trace, traceOf } from '../../../../checker/replay/trace.ts';
import { FragmentError, fragmentOf, readFragment } from '../../fragment.ts';
import type { Change, Scene, Scenes } from '../../scene.ts';
import { type Steps, stepsAt } from '../../steps.ts';
import { goTo, moved, take, type View } from '../../view.ts';

/** What a reader can do. */
export type Action =
  | { readonly do: 'take'; readonly choice: Choice }
  | { readonly do: 'go to'; readonly at: number }
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'change'; readonly scene: Change }
  | { readonly do: 'load'; readonly run: readonly number[] }
  | { readonly do: 'follow'; readonly fragment: string };

/** All that the page shows. */
export interface Explorer {
  readonly scenes: Scenes;
  readonly view: View;
  readonly model: Model;
  readonly carriers: readonly Carrier[];
  /** The steps that have been taken. */
  readonly trace: Trace;
  readonly states: readonly LocalState[];
  readonly steps: Steps;
  readonly judgements: readonly Judgement[];
  /** What the reader must know of what was asked for last. */
  readonly notice: string | null;
  readonly act: (action: Action) => void;
}

interface State {
  readonly view: View;
  readonly notice: string | null;
}

export function useExplorer(scenes: Scenes): Explorer {
  const [{ view, notice }, act] = useReducer(
    (state: State, action: Action) => reduce(scenes, state, action),
    location.hash.slice(1),
    (fragment) => follow(scenes, fragment),
  );
  useFragment(scenes, view, act);
  const { scene, run, at } = view;
  return useMemo(() => {
    const model = scenes.model(scene);
    const trace = traceOf(model.composition, run.slice(0, at));
    const states = trace.at(-1)?.states ?? model.composition.initial;
    const steps = stepsAt(model.composition, states, scene.faults);
    const judgements = judge(model.composition, model.properties, trace);
    const carriers = scenes.study.carriers ?? [];
    return { scenes, view, model, carriers, trace, states, steps, judgements, notice, act };
  }, [view, notice]);
}

/** The address says what is shown, and what it is changed to is shown. */
function useFragment(scenes: Scenes, view: View, act: Explorer['act']): void {
  useLayoutEffect(() => history.replaceState(null, '', `#${fragmentOf(scenes, view)}`), [view]);
  useEffect(() => {
    const onChange = () => act({ do: 'follow', fragment: location.hash.slice(1) });
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
}

function reduce(scenes: Scenes, { view }: State, action: Action): State {
  switch (action.do) {
    case 'take':
      return { view: take(view, action.choice), notice: null };
    case 'go to':
      return { view: goTo(view, action.at), notice: null };
    case 'move':
      return { view: goTo(view, view.at + action.by), notice: null };
    case 'change':
      return change(scenes, view, action.scene);
    case 'load':
      return { view: loaded(scenes, view.scene, action.run), notice: null };
    case 'follow':
      return follow(scenes, action.fragment);
  }
}

function change(scenes: Scenes, view: View, scene: Change): State {
  try {
    return changed(view, moved(scenes, view, scene));
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { view, notice: `This cannot be looked at: ${error.message}.` };
  }
}

function changed(view: View, next: View): State {
  const isCut = next.scene.system === view.scene.system && next.run.length < view.run.length;
  const notice = `Here only the first ${next.run.length} of the ${view.run.length} steps are possible; the rest is gone.`;
  return { view: next, notice: isCut ? notice : null };
}

/** A link's view; the study's story, from its beginning, for a link that says nothing or cannot be shown. */
function follow(scenes: Scenes, fragment: string): State {
  if (fragment === '') return { view: storyView(scenes), notice: null };
  try {
    return { view: readFragment(scenes, decodeURIComponent(fragment)), notice: null };
  } catch (error) {
    if (!(error instanceof FragmentError || error instanceof URIError)) throw error;
    return {
      view: storyView(scenes),
      notice: `This link cannot be shown: ${error.message}. Here is what the page opens with instead.`,
    };
  }
}

function storyView(scenes: Scenes): View {
  return { ...loaded(scenes, scenes.first, scenes.recorded.story ?? []), at: 0 };
}

function loaded(scenes: Scenes, scene: Scene, indices: readonly number[]): View {
  const { choices } = scenes.model(scene).composition;
  const run = indices.map((index) => choices[index] as Choice);
  return { scene, run, at: run.length };
}
