import { keyOf } from '../../checker/study/rows.ts';
import { type Finding as Found, isWitness, type Verdict, verify } from '../../checker/verify.ts';
import type { Scene, Scenes } from './scene.ts';

/** What a search says of a property: plain data, so that a worker can send it. */
export interface Finding {
  readonly id: string;
  readonly verdict: Verdict;
  /** The shortest run that shows it, as indices of choices; what it does again and again comes last. */
  readonly run: readonly number[] | null;
  /** Of how many steps what it does again and again consists, where the run never ends. */
  readonly cycle: number | null;
}

/** Searches all that a scene's system can do. */
export function search(scenes: Scenes, scene: Scene): Finding[] {
  const { composition, properties } = scenes.model(scene);
  return verify(composition, properties, { faults: scene.faults }).findings.map(found);
}

const found = ({ property, verdict, run, cycle }: Found): Finding => ({
  id: property.id,
  verdict,
  run: run && [...run, ...(cycle ?? [])].map(({ index }) => index),
  cycle: cycle && cycle.length,
});

/** What an earlier search has found, where it is on record: with all faults. */
export function recorded(scenes: Scenes, scene: Scene): Finding[] | null {
  if (scene.faults.length < scenes.study.faults.length) return null;
  const runs = scenes.recorded.runs[keyOf(scenes.row(scene))];
  if (!runs) return null;
  return scenes.model(scene).properties.map((property) => {
    const run = runs[property.id] ?? null;
    const verdicts = isWitness(property) ? (['reached', 'unreachable'] as const) : (['violated', 'holds'] as const);
    return { id: property.id, verdict: verdicts[run ? 0 : 1], run, cycle: null };
  });
}
