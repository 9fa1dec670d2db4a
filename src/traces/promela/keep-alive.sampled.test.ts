import { describe, expect, test } from 'vitest';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { judge } from '../../checker/replay/judge.ts';
import { choiceText, traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import { statedOf, found, keepAlive, modelText, spins, VARIANTS } from '../testing/agreement.ts';
import { HAS_SPIN, shortestRun, spin, WHY_SKIPPED } from '../testing/spin.ts';
import { isDeep, onlyDeep, sampled } from '../../testing/sampled.ts';

describe.skipIf(!HAS_SPIN)(`Spin agrees on the states and on every claim${WHY_SKIPPED}`, () => {
  test.concurrent.each(sampled(VARIANTS, 32))(
    'of the keep-alive over one connection, %s path, subset %s',
    async (path, fixes) => {
      const model = keepAlive(path, fixes, 1);
      expect(await spins(model)).toEqual(found(model));
    },
  );

  test.concurrent.each(onlyDeep(VARIANTS))('of a command without payload, %s path, subset %s', async (path, fixes) => {
    const model = modelOf('reschedule', { path, fixes });
    expect(await spins(model)).toEqual(found(model));
  });

  test.runIf(isDeep)(
    'of the keep-alive over two connections, auth path, subset 0010',
    { concurrent: true },
    async () => {
      const model = keepAlive('auth', '0010', 2);
      expect(await spins(model)).toEqual(found(model));
    },
  );
});

describe.skipIf(!HAS_SPIN)(`Spin's counterexample${WHY_SKIPPED}`, () => {
  test.concurrent('is as short as ours, and in our own system violates what Spin says', async () => {
    const model = keepAlive('auth', '0000', 1);
    const [ours] = verify(
      model.composition,
      statedOf(model).filter(({ id }) => id === 'S1'),
    ).findings;
    const steps = await shortestRun(modelText(model, ['S1']));
    const run = steps.map((step) => choiceOf(model.composition, step));
    const judged = judge(model.composition, statedOf(model), traceOf(model.composition, run));
    expect(run).toHaveLength(ours?.run?.length ?? 0);
    expect(judged.find(({ property }) => property.id === 'S1')?.step).toBe(run.length);
  });

  test.runIf(isDeep)(
    'is missed by a model that lacks one thing that the environment may do',
    { concurrent: true },
    async () => {
      const model = keepAlive('auth', '0000', 1);
      const withoutTimeout = modelText(model).replaceAll(
        /:: d_step \{ (.*) ->\n\s*printf\("first.scheddSock TIMEOUT/g,
        ':: d_step { false ->\nprintf("',
      );
      const { states, failed } = await spin(withoutTimeout);
      expect(states).toBeLessThan(found(model).states);
      expect(failed).not.toContain('holds_S1');
    },
  );
});

function choiceOf(composition: Composition, text: string): Choice {
  const choice = composition.choices.find(
    (candidate) => choiceText(composition.components[candidate.component]?.spec.name ?? '', candidate) === text,
  );
  if (!choice) throw new Error(`no choice is called '${text}'`);
  return choice;
}
