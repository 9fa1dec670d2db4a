import { ownMachinesOf } from '../checker/study/machines.ts';
import { Models } from '../checker/study/models.ts';
import type { Study } from '../checker/study/study.ts';
import { type Coverage, coverageOf } from './covered.ts';
import { trialsOf } from './trials.ts';
import { bySystem, explore } from './unmutated.ts';

/**
 * What the small variants of a study's systems take of its machines.
 *
 * @param onProgress is told what is done next
 */
export function coverageOfStudy(study: Study, onProgress: (doing: string) => void = () => {}): Coverage[] {
  const models = new Models(study);
  const systems = [...bySystem(trialsOf(models)).entries()];
  const stores = systems.map(([name, trials], i) => {
    onProgress(`exploring ${name}, system ${i + 1} of ${systems.length}`);
    return explore(trials).store;
  });
  onProgress('asking each machine which of its transitions were taken');
  return coverageOf(stores, ownMachinesOf(models).values());
}
