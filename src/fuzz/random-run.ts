import fc from 'fast-check';
import type { Choice, Composition } from '../engine/compose.ts';
import { withPacked } from '../engine/packed.ts';
import { Walker } from './walk.ts';

/** A run of that many steps (fewer where nothing more can happen), each drawn among the enabled ones. The same for the same seed. */
export function randomRun(composition: Composition, seed: number, steps: number, faults?: readonly string[]): Choice[] {
  const draws = fc.array(fc.nat({ max: 0xffff }), { minLength: steps, maxLength: steps });
  const [schedule] = fc.sample(draws, { seed, numRuns: 1 }) as [number[]];
  return withPacked(composition, [], faults, (system) => {
    const walker = new Walker(system);
    walker.reset();
    return schedule.flatMap((n) => walker.takeNth(n)?.choice ?? []);
  });
}
