import { expect, test } from 'vitest';
import { explore, type Occurrence } from '../src/checker/index.ts';
import { modelOf, variantOf } from '../src/testing/models.ts';
import { TELLS } from './tells.ts';

/** Every transition that is taken anywhere in some systems. */
function occurrences(): Occurrence[] {
  const models = [
    ...['0000', '1010', '1111'].flatMap((fixes) =>
      ['auth', 'raw'].map((path) => modelOf('keep-alive', { fixes, path, connections: 1 })),
    ),
    variantOf('outage', 'hangs-405'),
    variantOf('restart', 'head-startd'),
    variantOf('disconnected-job', 'lease-400'),
  ];
  return models.flatMap(({ composition }) => {
    explore(composition, []);
    return composition.components.flatMap(({ transitions }) =>
      [...transitions.values()].flatMap((cells) => [...cells.values()].map(({ occurrence }) => occurrence)),
    );
  });
}

test('everything that is told happens somewhere', () => {
  const all = occurrences();
  const untold = TELLS.filter(({ when }) => !all.some(when)).map(({ says }) => says);
  expect(all.length).toBeGreaterThan(500);
  expect(untold).toEqual([]);
});
