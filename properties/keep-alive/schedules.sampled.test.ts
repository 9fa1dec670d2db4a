import { describe, expect, test } from 'vitest';
import { ALL_SUBSETS } from '../../machines/vocabulary.ts';
import { replayLive } from '../../src/checker/replay/live-actors.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { verify } from '../../src/checker/verify.ts';
import { fuzz } from '../../src/checker/random/fuzz.ts';
import { modelOf } from '../../src/testing/models.ts';
import { CARRIERS } from '../systems/stream-carrier.ts';
import { counterexampleText } from '../../src/traces/story/side-by-side.ts';
import { draws, sampled, SEED } from '../../src/testing/sampled.ts';

const UNSAFE = ['0000', '0010', '1000'];
const SAFE = ALL_SUBSETS.filter((fixes) => !UNSAFE.includes(fixes));
const RUNS = draws(400, 10_000);

const keepAlive = (fixes: string, path = 'auth') => modelOf('keep-alive', { fixes, path });

const violated = ({ found }: ReturnType<typeof fuzz>) =>
  found?.wrong.kind === 'violation' ? found.wrong.property.id : found?.wrong.text;

/** Where a random search went wrong, and the command that shows it again. */
const report = (fixes: string, result: ReturnType<typeof fuzz>) => {
  if (!result.found) return '';
  const { composition } = keepAlive(fixes);
  const text = counterexampleText(
    { composition, trace: traceOf(composition, result.found.run), carriers: CARRIERS },
    160,
  );
  return `${text}\n${violated(result)} violated; npx claimcheck fuzz --fixes ${fixes} --runs ${result.runs} --seed ${result.seed}`;
};

describe.each(sampled(UNSAFE, 3))('random schedules in %s', (fixes) => {
  test.each(sampled(['S2', 'S1', 'S3', 'S5'], 2))(
    'find the violation of %s, and shrink it to the length of the shortest',
    (id) => {
      const model = keepAlive(fixes);
      const result = fuzz(model, { runs: 200_000, seed: SEED, property: id });
      const { found } = result;
      const small = modelOf('keep-alive', { fixes, path: 'auth', connections: 1 });
      const wanted = small.properties.filter((property) => property.id === id);
      const [exhaustive] = verify(small.composition, wanted).findings;
      expect(violated(result)).toBe(id);
      // Leaving out steps cannot trade a FIN, which takes two steps to arrive, for an RST, which takes one.
      expect(found?.run.length).toBeLessThanOrEqual((exhaustive?.run?.length ?? 0) + 2);
    },
  );

  test('are confirmed by live actors', () => {
    const model = keepAlive(fixes);
    const { found } = fuzz(model, { runs: 10_000, seed: SEED });
    expect(replayLive(model.composition, traceOf(model.composition, found?.run ?? []))).toBeNull();
  });
});

test.each(sampled(SAFE, 4))(`${RUNS} random schedules do no harm in %s`, (fixes) => {
  const result = fuzz(keepAlive(fixes), { runs: RUNS, seed: SEED });
  expect(result.found, report(fixes, result)).toBeNull();
  expect(result.runs).toBe(RUNS);
});

test.each(sampled(ALL_SUBSETS, 4))(`${RUNS} random schedules do no harm on the raw path in %s`, (fixes) => {
  expect(fuzz(keepAlive(fixes, 'raw'), { runs: RUNS, seed: SEED }).found).toBeNull();
});

test('the same seed finds the same counterexample', () => {
  const twice = [0, 1].map(() => fuzz(keepAlive('0000'), { runs: 10_000, seed: 7 }));
  expect(twice[0]?.found?.run).toEqual(twice[1]?.found?.run);
});
