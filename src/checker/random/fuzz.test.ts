import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../errors.ts';
import type { Property } from '../property/property.ts';
import { judge } from '../replay/judge.ts';
import { replayLive } from '../replay/live-actors.ts';
import { traceOf } from '../replay/trace.ts';
import { NOT_ENABLED, StepTree } from '../search/step-tree.ts';
import type { Composition } from '../system/compose.ts';
import { component, compose, graph, machine, reaches, send } from '../testing/machines.ts';
import { verify } from '../verify.ts';
import { fuzz, randomRuns } from './fuzz.ts';
import { randomRun } from './random-run.ts';

const property = (id: string, ...checks: Property['checks']): Property => ({ id, sentence: id, source: '', checks });

/** Two that walk to and fro, and one of them comes to the end of its way. */
const walkers = () =>
  compose(
    component('one', graph('one', 'a-GO->b', 'b-BACK->a', 'b-ON->c', 'c-BACK->b', 'c-ON->d'), ['GO', 'BACK', 'ON']),
    component('two', graph('two', 'a-GO->b', 'b-BACK->a'), ['GO', 'BACK']),
  );
const never = property('never-d', { kind: 'never', what: reaches('one', 'd') });
const apart = property('apart', {
  kind: 'always',
  what: { of: ['one', 'two'], is: (a, b) => a.value !== 'c' || b.value !== 'b' },
});

const text = (composition: Composition, run: readonly { component: number; event: { type: string } }[] = []) =>
  run.map(({ component: i, event }) => `${composition.components[i]?.spec.name} ${event.type}`);

const judged = () => fc.property(randomRuns(walkers(), [never]), ({ wrong }) => wrong === null);

describe('random runs', () => {
  test('find what the search finds, and are shrunk to as few steps', () => {
    const composition = walkers();
    for (const [stated, steps] of [
      [never, ['one GO', 'one ON', 'one ON']],
      [apart, ['one GO', 'one ON', 'two GO']],
    ] as const) {
      const { found } = fuzz({ composition, properties: [stated] }, { runs: 100, seed: 1 });
      expect(found?.wrong).toMatchObject({ kind: 'violation', property: { id: stated.id } });
      expect(text(composition, found?.run).toSorted()).toEqual(steps.toSorted());
      expect(verify(composition, [stated]).findings[0]?.run).toHaveLength(steps.length);
      expect(replayLive(composition, traceOf(composition, found?.run ?? []))).toBeNull();
    }
  });

  test('find dead ends, lost messages, what is wrong from the start, and what the order of steps makes wrong', () => {
    const stuck = compose(component('one', graph('one', 'a-GO->b', 'a-ON->a'), ['GO', 'ON']));
    const deadlock = property('deadlock', { kind: 'deadlock' });
    expect(fuzz({ composition: stuck, properties: [deadlock] }, { runs: 50, seed: 1 }).found?.run).toHaveLength(1);
    const except = property('end', { kind: 'deadlock', except: { of: ['one'], is: ({ value }) => value === 'b' } });
    expect(fuzz({ composition: stuck, properties: [except] }, { runs: 50, seed: 1 }).found).toBeNull();

    const sender = machine({ id: 'sender', on: { GO: { actions: send('other', 'HELLO') } } });
    const lost = compose(
      component('sender', sender, ['GO'], { ports: { other: 'deaf' } }),
      component('deaf', graph('deaf', 'a-GO->a')),
    );
    const { found } = fuzz(
      { composition: lost, properties: [property('n', { kind: 'never', what: () => false })] },
      { runs: 5, seed: 1 },
    );
    expect(found?.wrong).toMatchObject({ kind: 'violation', property: { id: 'unhandled' } });

    const atStart = property('start', { kind: 'always', what: { of: ['one'], is: ({ value }) => value !== 'a' } });
    expect(fuzz({ composition: walkers(), properties: [atStart] }, { runs: 5, seed: 1 }).found?.run).toEqual([]);

    const order = property('order', {
      kind: 'onlyAfter',
      what: reaches('two', 'b'),
      after: [reaches('one', 'b')],
      forget: reaches('one', 'a'),
    });
    expect(fuzz({ composition: walkers(), properties: [order] }, { runs: 50, seed: 1 }).found?.run).toHaveLength(1);
  });

  test('are the same for the same seed, and leave out the faults that are off', () => {
    const twice = [0, 1].map(() => {
      const composition = walkers();
      return text(composition, fuzz({ composition, properties: [never] }, { runs: 100, seed: 7 }).found?.run);
    });
    expect(twice[0]).toEqual(twice[1]);
    const faulty = compose(component('one', graph('one', 'a-GO->b', 'a-BREAK->c'), ['GO', 'BREAK!']));
    const unbroken = property('unbroken', { kind: 'never', what: reaches('one', 'c') });
    const found = (faults?: string[]) =>
      fuzz({ composition: faulty, properties: [unbroken] }, { runs: 50, seed: 1, faults }).found;
    expect([found([]), found()?.run.length, found(['fault'])?.run.length]).toEqual([null, 1, 1]);
  });

  test('are replayed by the seed and the path that fast-check prints', () => {
    const first = fc.check(judged(), { seed: 3 });
    const again = fc.check(judged(), { seed: 3, path: first.counterexamplePath ?? '' });
    expect([first.failed, again.failed, again.numShrinks]).toEqual([true, true, 0]);
    expect(fc.stringify(again.counterexample)).toBe(fc.stringify(first.counterexample));
    expect(fc.stringify(first.counterexample)).toBe('[a run of 3 steps (one GO; one ON; one ON)]');
  });

  test('judge nothing only with a refusal: nothing stated, or nothing that a run which ends can violate', () => {
    const reached = property('reached', { kind: 'sometimes', what: reaches('one', 'd') });
    for (const [properties, ids] of [
      [[], 'none'],
      [[reached], 'reached'],
    ] as const) {
      const attempt = () => fuzz({ composition: walkers(), properties }, { runs: 1, seed: 1 });
      expect(attempt).toThrow(ModelError);
      expect(attempt).toThrow(`test: no random run can violate what is stated (${ids}), so nothing would be checked`);
    }
  });

  test.each([
    [{ run: 3 }, /^fuzz has no 'run'; it has runs, .*did you mean 'runs'/],
    [{ runs: 0 }, /^the option 'runs' of random runs is 0; it must be a whole number from 1 on$/],
    [{ steps: -1 }, /^the option 'steps' of random runs is -1/],
    [{ liveEvery: 0 }, /^the option 'liveEvery' of random runs is 0/],
    [{ faults: 'loss' }, /^the option 'faults' of random runs must be a list/],
  ])('have no options but their own: %j', (others, refusal) => {
    const attempt = () =>
      fuzz({ composition: walkers(), properties: [never] }, { runs: 1, seed: 1, ...(others as object) });
    expect(attempt).toThrow(ModelError);
    expect(attempt).toThrow(refusal);
  });

  test('are judged with no options but those there are', () => {
    expect(() => judge(walkers(), [never], [], { cycle: 1 } as object)).toThrow(
      "judge has no 'cycle'; it has cycleFrom",
    );
  });

  test('are drawn without properties, too, for a show', () => {
    const composition = walkers();
    const run = randomRun(composition, { seed: 1, steps: 10, attempts: 20 });
    expect(replayLive(composition, traceOf(composition, run))).toBeNull();
    expect(run).toEqual(randomRun(composition, { seed: 1, steps: 10, attempts: 20 }));
  });
});

/** Breaks something of the engine on purpose, for as long as the test takes. */
function broken<T extends object, K extends keyof T>(owner: T, name: K, other: T[K], use: () => void): void {
  const own = owner[name];
  owner[name] = other;
  try {
    use();
  } finally {
    owner[name] = own;
  }
}

describe('random runs are a check of their own:', () => {
  test('they find what a search with broken packing misses', () => {
    const { find } = StepTree.prototype;
    const composition = walkers();
    // The search takes every step ON for one that is not enabled.
    const blind: typeof find = function blind(this: StepTree, entry, state, at) {
      const leaf = find.call(this, entry, state, at);
      const choice = composition.choices[this.nodes[entry] as number];
      return choice?.event.type === 'ON' ? NOT_ENABLED : leaf;
    };
    broken(StepTree.prototype, 'find', blind, () => {
      expect(verify(composition, [never]).findings[0]?.verdict).toBe('holds');
      expect(fuzz({ composition, properties: [never] }, { runs: 100, seed: 1 }).found?.run).toHaveLength(3);
    });
    expect(verify(composition, [never]).findings[0]?.verdict).toBe('violated');
  });

  test('they notice a table that leads to another state than XState does', () => {
    const composition = walkers();
    const { table } = composition.components[0] as Composition['components'][number];
    const [go] = composition.choices;
    const cell = table.cell(table.initial, go?.event as never);
    Object.assign(cell, { to: table.initial, kind: 'still' });
    expect(verify(composition, [never]).findings[0]?.verdict).toBe('holds');
    const { found } = fuzz({ composition, properties: [never] }, { runs: 100, seed: 1 });
    expect(found?.wrong).toEqual({
      kind: 'difference',
      text: 'the live actor one is in another state than the composition says',
    });
    expect(text(composition, found?.run)).toEqual(['one GO']);
  });

  test('they notice a table that says that an event cannot be taken', () => {
    const composition = walkers();
    const { table } = composition.components[0] as Composition['components'][number];
    const [go] = composition.choices;
    Object.assign(table.cell(table.initial, go?.event as never), { kind: 'unhandled', to: table.initial });
    expect(verify(composition, [never]).findings[0]?.verdict).toBe('holds');
    expect(fuzz({ composition, properties: [never] }, { runs: 100, seed: 1 }).found).toEqual({
      wrong: {
        kind: 'difference',
        text: 'the live actor would take one GO, and the composition says that it cannot',
      },
      run: [],
    });
  });
});
