import { describe, expect, test } from 'vitest';
import type { Row } from '../contest.ts';
import { type Outcome, partsOf } from './outcome.ts';
import { inMarkdown, inTerminal } from './show.ts';
import { costs, growthTable, headline, serialText } from './tables.ts';
import { report } from '../testing/reports.ts';

const row = (method: Row['method'], changes: Partial<Row> = {}): Row => ({
  method,
  report: report({ states: 2_000_000, transitions: 9_000_000, memory: 30_000_000 }),
  runs: 1,
  wall: 1.25,
  cpu: 1,
  peak: 100 * 2 ** 20,
  ...changes,
});
const choices = { fixes: '0000', path: 'raw', claims: 2, rounds: 1 };
const system = { name: 'two claims', system: 'keep-alive', choices, label: 'raw, 0000', faults: [], asked: [] };
const along = { claims: 'claims', rounds: 'keep-alives each' };
const slower = row('spin-dfs', {
  cpu: 2.5,
  made: { generated: 4, compiled: 10 },
  report: report({ states: 2_000_000, transitions: null, memory: null }),
});
const result = { system, rows: [row('bitmap'), slower], disagreements: [] };

describe('the costs', () => {
  test('are given as rates, as bytes per state and as multiples of the first', () => {
    expect(headline(result)).toBe('two claims (raw, 0000): 2,000,000 states, 9,000,000 transitions');
    expect(costs(result).slice(1)).toEqual([
      ['claimcheck, bitmap', '1.25', '1.00', '2,000,000', '100', '15.0', '1.00', '', '', ''],
      ['Spin, depth first', '1.25', '2.50', '800,000', '100', '–', '2.50', '4.00', '10.00', '16.5'],
    ]);
  });

  test('are left open where they could not be measured', () => {
    const [, line] = costs({ ...result, rows: [row('bitmap', { cpu: null, peak: null })] });
    expect(line).toEqual(['claimcheck, bitmap', '1.25', '–', '–', '–', '15.0', '–']);
  });

  test('of a method that has left states out are given with how many it has found', () => {
    const part = row('spin-bitstate', { report: report({ states: 1_999_000, bound: 'hash' }) });
    const [, , line] = costs({ ...result, rows: [row('bitmap'), part] });
    expect(line?.[0]).toBe('Spin, depth first, a few bits a state (1,999,000 states)');
  });

  test('of threads are given by the clock, with what more of them could gain', () => {
    const alone = row('workers-1', { wall: 9, phase: { wall: 8, merging: 8 } });
    const both = row('workers-2', { wall: 6, phase: { wall: 5, merging: 2.5 } });
    const shared = { ...result, rows: [alone, both] };
    expect(costs(shared).map((line) => line.slice(-3))).toEqual([
      ['search, wall s', 'times as fast, search', 'times as fast, process'],
      ['8.00', '1.00', '1.00'],
      ['5.00', '1.60', '1.50'],
    ]);
    expect(serialText(shared)).toContain('at most 2.00 times as fast on 2 processors, and at most 3.20 times on 16');
    expect(serialText(result)).toBeNull();
  });

  test('of a part are told with the bound', () => {
    const part = row('table', { report: report({ states: 500, bound: 'max-states' }) });
    expect(headline({ ...result, rows: [part] })).toContain('at least 500 states');
    expect(growthTable([result, { ...result, rows: [part] }], along)).toEqual([
      ['claims', 'keep-alives each', 'method', 'states', 'CPU s', 'MB', 'Spin: states', 'CPU s', 'MB'],
      ['2', '1', 'bitmap', '2,000,000', '1.00', '100', '2,000,000', '2.50', '100'],
      ['2', '1', 'table', 'bounded (max-states): 500', '1.00', '100', '–', '–', '–'],
    ]);
  });
});

describe('an outcome', () => {
  const outcome: Outcome = {
    section: 'systems',
    machine: 'A computer',
    parts: [{ title: headline(result), table: costs(result) }],
    data: {},
    goals: [],
    wrong: [],
    skipped: [],
  };

  test('is shown in columns, or as tables of Markdown', () => {
    const text = inTerminal(partsOf(outcome));
    expect(text).toContain('claimcheck, bitmap    1.25   1.00  2,000,000      100         15.0   1.00');
    expect(inMarkdown(partsOf(outcome))).toContain('| --- | --: |');
    expect(text).toContain('All methods agree.');
  });

  test('says what contradicts what, and what was not measured', () => {
    const wrong = ['two claims: states: one says 7, other says 8'];
    const text = inTerminal(partsOf({ ...outcome, wrong, skipped: ['Spin: spin not installed'] }));
    expect(text).toContain('Contradiction: two claims: states: one says 7, other says 8.');
    expect(text).toContain('Not measured: Spin: spin not installed.');
    expect(text).not.toContain('All methods agree.');
  });
});
