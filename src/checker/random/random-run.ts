import fc from 'fast-check';
import type { Choice, Composition } from '../system/compose.ts';
import { StepCache } from '../search/step-cache.ts';
import { type PackedSystem, withPacked } from '../search/packed.ts';
import { Walker } from './walk.ts';

export interface RandomRunOptions {
  readonly seed: number;
  /** The longest run. */
  readonly steps: number;
  readonly faults?: readonly string[];
  /** Of so many schedules the longest is taken: many a one soon comes to where nothing more can happen. */
  readonly attempts: number;
}

/** A run of which each step is drawn among the enabled ones. The same for the same seed. */
export function randomRun(composition: Composition, { seed, steps, faults, attempts }: RandomRunOptions): Choice[] {
  const draws = fc.infiniteStream(fc.noBias(fc.nat({ max: 0xffff })));
  const [stream] = fc.sample(draws, { seed, numRuns: 1 }) as [fc.Stream<number>];
  return withPacked(new StepCache(composition, []), faults, (system) => {
    const runs = Array.from({ length: attempts }, () => walk(system, stream, steps));
    return runs.reduce((longest, run) => (run.length > longest.length ? run : longest));
  });
}

function walk(system: PackedSystem, draws: fc.Stream<number>, steps: number): Choice[] {
  const walker = new Walker(system);
  walker.reset();
  const run: Choice[] = [];
  while (run.length < steps) {
    const step = walker.takeNth(draws.next().value as number);
    if (!step) break;
    run.push(step.choice);
  }
  return run;
}
