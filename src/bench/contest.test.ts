import { describe, expect, test } from 'vitest';
import { contend, median } from './contest.ts';
import type { Method } from './methods.ts';
import type { BenchSystem } from './system.ts';
import { measured } from './testing/reports.ts';

const system = (name: string): BenchSystem => ({ name, system: 'lock', choices: {}, label: '', faults: [], asked: [] });
const quietly = { onStep: () => {} };
const never = () => false;
const failing = async (method: Method) => {
  if (method === 'spin-dfs-2') throw new Error('no memory');
  return measured(1);
};

describe('a contest', () => {
  test('measures everything by turns, and what takes long only once', async () => {
    const order: string[] = [];
    const measure = async (method: Method, { name }: BenchSystem) => {
      order.push(`${name} ${method}`);
      return measured(method === 'naive' ? 60 : 1);
    };
    const plan = [
      { system: system('a'), methods: ['bitmap', 'naive'] as const },
      { system: system('b'), methods: ['grouped'] as const },
    ];
    const results = await contend(plan, { measure }, { runs: 2, ...quietly });
    expect(order).toEqual(['a bitmap', 'a naive', 'b grouped', 'a bitmap', 'b grouped']);
    expect(results.map(({ rows }) => rows.map(({ runs }) => runs))).toEqual([[2, 1], [2]]);
  });

  test('tells Spin how many states the method before it has found', async () => {
    const told: number[] = [];
    const measure = async (_method: Method, _system: BenchSystem, states: number) => {
      told.push(states);
      return measured(1, { states: 100 });
    };
    await contend([{ system: system('a'), methods: ['bitmap', 'spin-dfs'] }], { measure }, { runs: 1, ...quietly });
    expect(told[1]).toBe(100);
  });

  test('gives medians, and a disagreement between two runs of one method', async () => {
    const usages = [measured(5), measured(1), measured(2, { states: 8 })];
    const measure = async () => usages.shift() as (typeof usages)[number];
    const [result] = await contend([{ system: system('a'), methods: ['table'] }], { measure }, { runs: 3, ...quietly });
    expect(result?.rows).toMatchObject([{ method: 'table', cpu: 2, wall: 3, runs: 3 }]);
    expect(result?.disagreements).toEqual(['states: table says 7, table says 8']);
  });
});

describe('a method that fails', () => {
  const plan = [{ system: system('a'), methods: ['bitmap', 'spin-dfs-2'] as const }];
  test('is left out if it may fail, and tried once', async () => {
    const told: string[] = [];
    const onFailure = (_: BenchSystem, method: Method, { message }: Error) => told.push(`${method}: ${message}`) > 0;
    const [result] = await contend(plan, { measure: failing }, { runs: 2, ...quietly, onFailure });
    expect(told).toEqual(['spin-dfs-2: no memory']);
    expect(result?.rows.map(({ method }) => method)).toEqual(['bitmap']);
  });

  test('ends the contest if it may not', async () => {
    await expect(contend(plan, { measure: failing }, { runs: 2, ...quietly, onFailure: never })).rejects.toThrow(
      'no memory',
    );
  });
});

describe('what a search alone took', () => {
  test('is the median of its runs, and left open where one of them does not know it', async () => {
    const phases = [
      { wall: 3, merging: 1 },
      { wall: 5, merging: null },
      { wall: 4, merging: 2 },
    ];
    const measure = async () => measured(1, { phase: phases.shift() as (typeof phases)[number] });
    const plan = [{ system: system('a'), methods: ['workers-2'] as const }];
    const [result] = await contend(plan, { measure }, { runs: 3, ...quietly });
    expect(result?.rows).toMatchObject([{ phase: { wall: 4, merging: null } }]);
  });
});

describe('a median', () => {
  test.each([
    [[3], 3],
    [[9, 1, 4], 4],
    [[4, 1, 9, 2], 3],
    [[1, null, 2], null],
  ])('of %j is %s', (numbers, expected) => {
    expect(median(numbers)).toBe(expected);
  });
});
