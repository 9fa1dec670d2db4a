import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { CARRIERS } from '../../../../../properties/systems/stream-carrier.ts';
import type { Carrier } from '../../../../checker/study/carrier.ts';
import type { Choice } from '../../../../checker/system/compose.ts';
import { type Judgement, judge } from '../../../../checker/replay/judge.ts';
import type { LocalState } from '../../../../checker/system/table.ts';
import { type Trace, traceOf } from '../../../../checker/replay/trace.ts';
import type { Model } from '../../../../htcondor/models.ts';
import { FragmentError, fragmentOf, readFragment } from '../../fragment.ts';
import { modelOf, type Scene, TICKET } from '../../scene.ts';
import { type Steps, stepsAt } from '../../steps.ts';
import { goTo, moved, take, type View } from '../../view.ts';
import { recordedFor } from './use-findings.ts';

/** What a reader can do. */
export type Action =
  | { readonly do: 'take'; readonly choice: Choice }
  | { readonly do: 'go to'; readonly at: number }
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'change'; readonly scene: Partial<Scene> }
  | { readonly do: 'load'; readonly run: readonly number[] }
  | { readonly do: 'follow'; readonly fragment: string };

/** All that the page shows. */
export interface Explorer {
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

export function useExplorer(): Explorer {
  const [{ view, notice }, act] = useReducer(reduce, location.hash.slice(1), follow);
  useFragment(view, act);
  const { scene, run, at } = view;
  return useMemo(() => {
    const model = modelOf(scene);
    const trace = traceOf(model.composition, run.slice(0, at));
    const states = trace.at(-1)?.states ?? model.composition.initial;
    const steps = stepsAt(model.composition, states, scene.faults);
    const judgements = judge(model.composition, model.properties, trace);
    return { view, model, carriers: CARRIERS, trace, states, steps, judgements, notice, act };
  }, [view, notice]);
}

/** The address says what is shown, and what it is changed to is shown. */
function useFragment(view: View, act: Explorer['act']): void {
  useEffect(() => history.replaceState(null, '', `#${fragmentOf(view)}`), [view]);
  useEffect(() => {
    const onChange = () => act({ do: 'follow', fragment: location.hash.slice(1) });
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
}

function reduce({ view }: State, action: Action): State {
  switch (action.do) {
    case 'take':
      return { view: take(view, action.choice), notice: null };
    case 'go to':
      return { view: goTo(view, action.at), notice: null };
    case 'move':
      return { view: goTo(view, view.at + action.by), notice: null };
    case 'change':
      return change(view, action.scene);
    case 'load':
      return { view: loaded(view.scene, action.run), notice: null };
    case 'follow':
      return follow(action.fragment);
  }
}

function change(view: View, scene: Partial<Scene>): State {
  const next = moved(view, scene);
  const isCut = next.scene.system === view.scene.system && next.run.length < view.run.length;
  const notice = `Here only the first ${next.run.length} of the ${view.run.length} steps are possible; the rest is gone.`;
  return { view: next, notice: isCut ? notice : null };
}

/** A link's view; the ticket's counterexample, from its beginning, for a link that says nothing or cannot be shown. */
function follow(fragment: string): State {
  if (fragment === '') return { view: ticketView(), notice: null };
  try {
    return { view: readFragment(decodeURIComponent(fragment)), notice: null };
  } catch (error) {
    if (!(error instanceof FragmentError || error instanceof URIError)) throw error;
    return {
      view: ticketView(),
      notice: `This link cannot be shown: ${error.message}. Here is the ticket's counterexample instead.`,
    };
  }
}

function ticketView(): View {
  const run = recordedFor(TICKET)?.find(({ id }) => id === 'S1')?.run ?? [];
  return { ...loaded(TICKET, run), at: 0 };
}

function loaded(scene: Scene, indices: readonly number[]): View {
  const { choices } = modelOf(scene).composition;
  const run = indices.map((index) => choices[index] as Choice);
  return { scene, run, at: run.length };
}
