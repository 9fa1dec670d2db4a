import { describe, expect, test } from 'vitest';
import { disagreements } from './agree.ts';
import { report } from './testing/reports.ts';

const says = (method: string, changes: Parameters<typeof report>[0] = {}) => ({ method, report: report(changes) });

describe('methods', () => {
  test('agree on what each of them counts', () => {
    expect(disagreements([says('one'), says('other', { transitions: null, steps: 20, deadEnds: null })])).toEqual([]);
  });

  test.each(['states', 'transitions', 'deadEnds'] as const)('disagree if they count %s otherwise', (count) => {
    expect(disagreements([says('one'), says('other'), says('third', { [count]: 8 })])).toEqual([
      expect.stringMatching(new RegExp(`^${count}: one says \\d+, third says 8$`)),
    ]);
  });

  test('disagree on a count that the first of them does not make', () => {
    const all = [says('one'), says('other', { steps: 20 }), says('third', { steps: 21 })];
    expect(disagreements(all)).toEqual(['steps: other says 20, third says 21']);
  });

  test('disagree on a verdict, and on one that is missing', () => {
    const all = [says('one'), says('other', { verdicts: { S1: 'violated' } })];
    expect(disagreements(all)).toEqual([
      'S1: one says holds, other says violated',
      'S2: one says violated, other says not judged',
    ]);
  });

  test('say nothing of the whole when they have looked at a part, except what is violated in it', () => {
    const part = { states: 3, transitions: 4, deadEnds: 0, bound: 'time' };
    const looks = (S1: 'bounded' | 'violated') => says('other', { ...part, verdicts: { S1, S2: 'bounded' } });
    expect(disagreements([says('one'), looks('bounded')])).toEqual([]);
    expect(disagreements([says('one'), looks('violated')])).toEqual(['S1: one says holds, other says violated']);
  });
});
