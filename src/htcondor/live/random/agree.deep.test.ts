import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import { Predictor } from '../probe/predict.ts';
import { measured, predicted, RUNS } from '../testing/random-run.ts';
import { serving } from '../testing/serving.ts';
import { agreeAtRandom } from './agree.ts';

test('4000 random schedules show what the model predicts, to the phase of the second', async () => {
  await fc.assert(
    fc.asyncProperty(RUNS, async (run) => {
      expect(await measured(run)).toEqual(predicted(run));
    }),
    { numRuns: 4000 },
  );
});

test('random schedules on the wall clock show what the model allows', async () => {
  const predictor = new Predictor([KNOWN_CLAIM_ID]);
  const builds = (['2011', 'head', 'head-no3393'] as const).flatMap((revision) =>
    ['0000', '0010', '0110', '1111'].map((fixes) => ({ revision, fixes })),
  );
  const results = await Promise.all(
    builds.map(async (build, seed) => {
      const { server, target } = await serving(build, { claims: [KNOWN_CLAIM_ID] });
      const result = await agreeAtRandom(target, build, predictor, { runs: 8, seed });
      await server.close();
      return { build, ...result };
    }),
  );
  expect(results.filter(({ disagreement }) => disagreement !== null)).toEqual([]);
  expect(results.map(({ agree }) => agree)).toEqual(results.map(() => 8));
});
