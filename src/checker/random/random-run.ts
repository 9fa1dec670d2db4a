import fc from 'fast-check';
import type { Choice, Composition } from '../system/compose.ts';
import { Walk } from './walk.ts';

export interface RandomRunOptions {
  readonly seed: number;
  /** The longest run. */
  readonly steps: number;
  readonly faults?: readonly string[];
  /** The longest of this many schedules is taken: many schedules soon come to where nothing more can happen. */
  readonly attempts: number;
}

/** A run of which each step is drawn among the enabled ones. The same for the same seed. */
export function randomRun(composition: Composition, { seed, steps, faults, attempts }: RandomRunOptions): Choice[] {
  const draws = fc.infiniteStream(fc.noBias(fc.nat({ max: 0xffff })));
  const [stream] = fc.sample(draws, { seed, numRuns: 1 }) as [fc.Stream<number>];
  const walk = new Walk(composition, { properties: [], faults });
  const runs = Array.from({ length: attempts }, () => drawn(walk, stream, steps));
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest));
}

function drawn(walk: Walk, draws: fc.Stream<number>, steps: number): Choice[] {
  const run: Choice[] = [];
  for (walk.begin(false); run.length < steps && walk.enabled.length > 0; walk.take(run.at(-1) as Choice)) {
    const ways = walk.ways(walk.enabled[(draws.next().value as number) % walk.enabled.length] as Choice);
    run.push(ways[ways.length === 1 ? 0 : (draws.next().value as number) % ways.length] as Choice);
  }
  return run;
}
