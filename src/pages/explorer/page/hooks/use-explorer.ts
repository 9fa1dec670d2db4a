import { useEffect, useLayoutEffect, useMemo, useReducer } from 'preact/hooks';
import { type Judgement, judge } from '../../../../checker/replay/judge.ts';
import { type Trace, type TraceStep, traceOf } from '../../../../checker/replay/trace.ts';
import type { Carrier } from '../../../../checker/study/carrier.ts';
import type { Model } from '../../../../checker/study/models.ts';
import type { Choice } from '../../../../checker/system/compose.ts';
import type { LocalState } from '../../../../checker/system/table/table.ts';
import { isWitness } from '../../../../checker/verify.ts';
import { messagesOf, type Sent } from '../../../../traces/messages/messages.ts';
import { isQuietTick, type ShownRun, timesOf } from '../../../../traces/story/shown-run.ts';
import { type Told, toldOf } from '../../../../traces/story/telling.ts';
import { fragmentOf } from '../../fragment.ts';
import type { Scenes } from '../../scene.ts';
import { type Steps, stepsAt } from '../../steps.ts';
import { type Fold, foldsOf } from '../../story/folds.ts';
import type { View } from '../../view.ts';
import { type Action, follow, reduce, type State } from './reduce.ts';

/** A run with all that is said of it. */
export interface ToldRun {
  readonly trace: Trace;
  readonly messages: readonly Sent[];
  readonly told: readonly Told[];
  readonly times: readonly number[] | null;
  readonly folds: readonly Fold[];
  readonly judgements: readonly Judgement[];
  /** How many steps lie before what it does for ever; null if it ends. */
  readonly cycleFrom: number | null;
}

/** All that the page shows. */
export interface Explorer {
  readonly scenes: Scenes;
  readonly view: View;
  readonly model: Model;
  readonly carriers: readonly Carrier[];
  /** The whole run, also what is ahead. */
  readonly whole: ToldRun;
  /** The steps that have been taken. */
  readonly trace: Trace;
  readonly states: readonly LocalState[];
  readonly steps: Steps;
  /** What the steps show that have been taken. */
  readonly judgements: readonly Judgement[];
  /** The run of which it is looked at what becomes of it otherwise. */
  readonly tried: View | null;
  /** What the reader must know of what was asked for last. */
  readonly notice: string | null;
  /** Whether nothing is looked at yet: a run is welcome. */
  readonly isFresh: boolean;
  readonly act: (action: Action) => void;
}

export function useExplorer(scenes: Scenes): Explorer {
  const [{ view, tried, notice, cycleFrom, isFresh = false }, act] = useReducer(
    (state: State, action: Action) => reduce(scenes, state, action),
    location.hash.slice(1),
    (fragment) => follow(scenes, fragment),
  );
  useFragment(scenes, view, act);
  const { scene, run, at } = view;
  const model = scenes.model(scene);
  const carriers = scenes.study.carriers ?? [];
  const whole = useMemo(() => tellRun(scenes, model, run, cycleFrom), [model, run, cycleFrom]);
  return useMemo(() => {
    const trace = whole.trace.slice(0, at);
    const states = trace.at(-1)?.states ?? model.composition.initial;
    const steps = stepsAt(model.composition, states, scene.faults);
    const judgements = whole.judgements.filter(({ step }) => step <= at);
    return { scenes, view, model, carriers, whole, trace, states, steps, judgements, tried, notice, isFresh, act };
  }, [view, whole, tried, notice, isFresh]);
}

function tellRun(
  scenes: Scenes,
  { composition, properties, unit }: Model,
  run: readonly Choice[],
  cycleFrom?: number,
): ToldRun {
  const { carriers = [], tells } = scenes.study;
  const trace = traceOf(composition, run);
  const told = toldOf({ composition, trace, carriers, unit }, tells);
  const judgements = judge(composition, properties, trace, cycleFrom === undefined ? {} : { cycleFrom });
  const shown = new Set(judgements.filter(({ property }) => !isWitness(property)).map(({ step }) => step));
  const keys = trace.map(({ choice, occurrences }, i) =>
    [choice.index, told[i]?.sentence, ...occurrences.flatMap(({ prints }) => prints)].join('\n'),
  );
  return {
    trace,
    messages: drawnIn({ composition, trace, carriers, unit }),
    told,
    times: timesOf(trace, unit),
    folds: foldsOf(keys, (step) => shown.has(step) || step - 1 === cycleFrom),
    judgements,
    cycleFrom: cycleFrom ?? null,
  };
}

/** The messages of a run, but for those by which a clock goes on. */
export const drawnIn = ({ composition, trace, carriers, unit }: ShownRun): Sent[] =>
  messagesOf(composition, trace, carriers).filter(({ sent }) => !isQuietTick(trace[sent.step - 1] as TraceStep, unit));

/** The address says what is shown, and what it is changed to is shown. */
function useFragment(scenes: Scenes, view: View, act: Explorer['act']): void {
  useLayoutEffect(() => history.replaceState(null, '', `#${fragmentOf(scenes, view)}`), [view]);
  useEffect(() => {
    const onChange = () => act({ do: 'follow', fragment: location.hash.slice(1) });
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
}
