import { keyOf } from '../../checker/study/rows.ts';
import { isWitness, type Verdict, verify } from '../../checker/verify.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import type { Scene, Scenes } from './scene.ts';
import { type Sent, tokenOf } from './token.ts';
import { possible } from './view.ts';

/** What a search says of a property: plain data, so that a worker can send it. */
export interface Finding {
  readonly id: string;
  readonly verdict: Verdict;
  /** The shortest run that shows it; what it does again and again comes last. */
  readonly run: readonly Sent[] | null;
  /** The number of steps of its cycle, where the run never ends. */
  readonly cycle: number | null;
}

/** Searches all that a scene's system can do. */
export function search(scenes: Scenes, scene: Scene): Finding[] {
  const { composition, properties } = scenes.model(scene);
  return verify(composition, properties, { faults: scene.faults }).findings.map(
    ({ property, verdict, run, cycle }): Finding => ({
      id: property.id,
      verdict,
      run: run && sent(composition, [...run, ...(cycle ?? [])]),
      cycle: cycle && cycle.length,
    }),
  );
}

/** A run as it is sent. */
export const sent = (composition: Composition, run: readonly Choice[]): Sent[] =>
  run.map((choice) => (composition.isInner(choice) || choice.draws ? tokenOf(composition, choice) : choice.index));

/** The run that was sent. */
export function received(composition: Composition, run: readonly Sent[], faults: readonly string[]): Choice[] {
  const { choices } = composition;
  if (run.every((one) => typeof one === 'number')) return run.map((index) => choices[index] as Choice);
  const tokens = run.map((one) => (typeof one === 'string' ? one : tokenOf(composition, choices[one] as Choice)));
  return possible(composition, tokens, faults);
}

/** What an earlier search has found, where it is on record: with all faults. */
export function recorded(scenes: Scenes, scene: Scene): Finding[] | null {
  if (scene.faults.length < scenes.study.faults.length) return null;
  const runs = scenes.recorded.runs[keyOf(scenes.row(scene))];
  if (!runs) return null;
  const { composition } = scenes.model(scene);
  const isDeclared = (index: number): boolean => {
    const choice = composition.choices[index];
    return choice !== undefined && !composition.isInner(choice) && !choice.draws;
  };
  // A file has indices: those of timers and outcomes are of the search that wrote it.
  if (!Object.values(runs).every((run) => run?.every(isDeclared) ?? true)) return null;
  return scenes.model(scene).properties.map((property) => {
    const run = runs[property.id] ?? null;
    const verdicts = isWitness(property) ? (['reached', 'unreachable'] as const) : (['violated', 'holds'] as const);
    return { id: property.id, verdict: verdicts[run ? 0 : 1], run, cycle: null };
  });
}
