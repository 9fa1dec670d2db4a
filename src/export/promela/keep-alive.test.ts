import { describe, expect, test } from 'vitest';
import { ALL_SUBSETS, type Connection, fixesFromBits, type Path, PATHS } from '../../../machines/vocabulary.ts';
import type { Choice, Composition } from '../../engine/compose.ts';
import { judge } from '../../engine/judge.ts';
import { choiceText, traceOf } from '../../engine/trace.ts';
import { isWitness, verify } from '../../engine/verdict.ts';
import { keepAliveModel, type Model, rescheduleModel } from '../../model.ts';
import { HAS_SPIN, shortestRun, spin, type SpinResult, WHY_SKIPPED } from '../testing/spin.ts';
import { promela } from './promela.ts';

const claimsOf = ({ properties }: Model) => properties.filter((property) => !isWitness(property));

const modelText = (model: Model, ids?: readonly string[]) =>
  promela(
    model.composition,
    claimsOf(model).filter(({ id }) => ids?.includes(id) ?? true),
    { title: 'a test' },
  );

/** What our own search finds, in the words of Spin. */
function found(model: Model) {
  const { states, findings } = verify(model.composition, claimsOf(model));
  const violated = findings.filter(({ verdict }) => verdict === 'violated');
  return { states, failed: violated.map(({ property }) => `holds_${property.id}`) };
}

/** Many subsets come to one model but for the comments: what a fix does not change, it does not change for Spin. */
const results = new Map<string, Promise<SpinResult>>();

async function spins(model: Model) {
  const text = modelText(model);
  const program = text.replace(/\/\*.*?\*\//gs, '');
  const result = results.get(program) ?? spin(text);
  results.set(program, result);
  const { states, failed } = await result;
  return { states, failed };
}

const variants = PATHS.flatMap((path) => ALL_SUBSETS.map((fixes) => [path, fixes] as const));
const keepAlive = (path: Path, fixes: string, connections?: readonly Connection[]) =>
  keepAliveModel({ path, fixes: fixesFromBits(fixes) }, connections);

describe.skipIf(!HAS_SPIN)(`Spin agrees on the states and on every claim${WHY_SKIPPED}`, () => {
  test.concurrent.each(variants)('of the keep-alive over one connection, %s path, subset %s', async (path, fixes) => {
    const model = keepAlive(path, fixes, ['first']);
    expect(await spins(model)).toEqual(found(model));
  });

  test.concurrent.each(variants)('of a command without payload, %s path, subset %s', async (path, fixes) => {
    const model = rescheduleModel({ path, fixes: fixesFromBits(fixes) });
    expect(await spins(model)).toEqual(found(model));
  });

  test.concurrent('of the keep-alive over two connections, auth path, subset 0010', async () => {
    const model = keepAlive('auth', '0010');
    expect(await spins(model)).toEqual(found(model));
  });
});

describe.skipIf(!HAS_SPIN)(`Spin's counterexample${WHY_SKIPPED}`, () => {
  test.concurrent('is as short as ours, and in our own system violates what Spin says', async () => {
    const model = keepAlive('auth', '0000', ['first']);
    const [ours] = verify(
      model.composition,
      claimsOf(model).filter(({ id }) => id === 'S1'),
    ).findings;
    const steps = await shortestRun(modelText(model, ['S1']));
    const run = steps.map((step) => choiceOf(model.composition, step));
    const judged = judge(model.composition, claimsOf(model), traceOf(model.composition, run));
    expect(run).toHaveLength(ours?.run?.length ?? 0);
    expect(judged.find(({ property }) => property.id === 'S1')?.step).toBe(run.length);
  });

  test.concurrent('is missed by a model that lacks one thing that the environment may do', async () => {
    const model = keepAlive('auth', '0000', ['first']);
    const withoutTimeout = modelText(model).replaceAll(
      /:: d_step \{ (.*) ->\n\s*printf\("first.scheddSock TIMEOUT/g,
      ':: d_step { false ->\nprintf("',
    );
    const { states, failed } = await spin(withoutTimeout);
    expect(states).toBeLessThan(found(model).states);
    expect(failed).not.toContain('holds_S1');
  });
});

function choiceOf(composition: Composition, text: string): Choice {
  const choice = composition.choices.find(
    (candidate) => choiceText(composition.components[candidate.component]?.spec.name ?? '', candidate) === text,
  );
  if (!choice) throw new Error(`no choice is called '${text}'`);
  return choice;
}
