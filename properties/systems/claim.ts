import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { NO_FIXES, PATHS } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { CLAIM } from '../claim/claim.ts';
import { PATH_AXIS, STARTD_REVISION } from './axes.ts';

export const claim = defineSystem({
  name: 'claim',
  sentence: "A claim of the startd and its one connection to the ticket's schedd: its end and its ALIVE in flight",
  axes: { revision: STARTD_REVISION, path: PATH_AXIS },
  cases: (['2011', 'head'] as const).flatMap((revision) =>
    PATHS.map((path) => ({
      id: `${revision}-${path}`,
      sentence: `A startd of revision ${revision} on the ${path} path`,
      choices: { revision, path },
    })),
  ),
  search: ({ revision, path }) => ({
    spec: { ...keepAliveSystem({ fixes: NO_FIXES, path, startd: revision }, ['first']), name: 'claim' },
    properties: CLAIM,
  }),
  compared: PATHS.map((path) => ({ revision: 'head' as const, path })),
  family: 'keep-alive',
});
