import { labelsOf } from '../checker/study/labels.ts';
import type { Models } from '../checker/study/models.ts';
import { smallRows } from '../checker/study/rows.ts';
import type { Trial } from './unmutated.ts';

/** Every system of a study in the variants that are so small that they can be explored thousands of times. */
export function trialsOf(models: Models): Trial[] {
  return models.study.systems.flatMap((system) => {
    const rows = smallRows(system);
    const labels = labelsOf(system, rows);
    return rows.map((row, i): Trial => {
      const { spec, properties } = models.search(row);
      return { name: [system.name, labels[i]].filter(Boolean).join(' '), spec, properties };
    });
  });
}
