import { describe, expect, test } from 'vitest';
import type { Property } from '../../checker/property/property.ts';
import { component, compose, graph, machine, reaches, send } from '../../checker/testing/machines.ts';
import { quintModel } from './quint-model.ts';
import { quintRuns } from './quint-output.ts';

const property = (id: string, ...checks: Property['checks']): Property => ({ id, sentence: id, source: '', checks });

describe('a Quint module', () => {
  const sender = machine({ id: 'sender', on: { GO: { actions: send('other', 'HELLO') } } });
  const composition = compose(
    component('sender', sender, ['GO'], { ports: { other: 'two' } }),
    component('two', graph('two', 'a-HELLO->b', 'b-HELLO->b', 'b-BACK->a'), ['BACK']),
  );

  test('has a function for each message of a step, and a choice of the environment for each option', () => {
    const never = property('never-b', { kind: 'never', what: reaches('two', 'b') });
    expect(quintModel(composition, [never]).split('\n')).toEqual([
      'module system {',
      '  // at_0: "sender"',
      '  // at_1: "two"',
      '  type S = { at_0: int, at_1: int, violated_0: bool, gap: bool }',
      '  var s: S',
      '  pure def beyond(s: S): S = { ...s, gap: true }',
      '  pure val value_0 = Map(0 -> 1, 1 -> 1)',
      '  pure val value_1 = Set(0, 1)',
      '  pure def take_0(s: S): S = if (value_1.contains(s.at_1)) { ...s, at_1: value_0.get(s.at_1), violated_0: (true) or s.violated_0 } else { ...s, gap: true }',
      '  pure def take_1(s: S): S = if (s.at_0 == 0) take_0(s) else { ...s, gap: true }',
      '  pure val value_2 = Map(1 -> 0)',
      '  pure def take_2(s: S): S = if (s.at_1 == 1) { ...s, at_1: value_2.get(s.at_1) } else { ...s, gap: true }',
      '  pure def settled(s: S): S = s',
      "  action init = s' = { at_0: 0, at_1: 0, violated_0: false, gap: false }",
      '  action step = any {',
      "    all { s.at_0 == 0, s' = settled(take_1(s)) },",
      "    all { s.at_1 == 1, s' = settled(take_2(s)) },",
      '  }',
      '  val safe = not(s.violated_0 or s.gap)',
      '}',
      '',
    ]);
  });

  test('remembers what a check waits for, and judges at the end of a step what depends on where a component is', () => {
    const after = property('after', {
      kind: 'onlyAfter',
      what: reaches('two', 'a'),
      after: [reaches('two', 'b')],
      while: { component: 'two', is: ({ value }) => value === 'a' },
    });
    const text = quintModel(composition, [after]);
    expect(text).toContain('seen_0: if (s.seen_0 == 0) s.seen_0 + 1 else s.seen_0');
    expect(text).toContain('hit_0: (s.seen_0 != 1) or s.hit_0');
    expect(text).toContain(
      'settled(s: S): S = { ...s, violated_0: (s.hit_0 and s.at_1 == 0) or s.violated_0, hit_0: false }',
    );
  });

  test('is refused for a property that is about more than steps', () => {
    const always = property('always', { kind: 'always', what: { of: ['two'], is: () => true } });
    expect(() => quintModel(composition, [always])).toThrow(
      'always is about more than steps: no Quint is written for it',
    );
  });
});

describe('what the simulator of Quint says', () => {
  const statistics = 'Trace length statistics: max=16, min=3, average=4.74\n';

  test('is understood: how many runs, of how many steps, in what time', () => {
    const text = `[ok] No violation found (2139ms at 935 traces/second).\n${statistics}`;
    expect(quintRuns(text, 2000)).toEqual({ runs: 2000, steps: 7480, seconds: 2.139, violated: false });
  });

  test('is understood if it finds a violation', () => {
    const text = '[violation] Found an issue (36ms at 28 traces/second).\n';
    expect(quintRuns(text, 10)).toMatchObject({ seconds: 0.036, violated: true });
  });

  test('is refused without its end', () => {
    expect(() => quintRuns(statistics, 10)).toThrow('Quint says nothing of its runs');
  });
});
