import { describe, expect, test } from 'vitest';
import type { Row } from './contest.ts';
import { sections } from './outcome.ts';
import { inMarkdown, inTerminal } from './show.ts';
import { costs, growthTable, headline } from './tables.ts';
import { report } from './testing/reports.ts';

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
const system = { name: 'two claims', system: 'keep-alive', choices, label: 'raw, 0000', faults: [] };
const along = { claims: 'claims', rounds: 'keep-alives each' };
const slower = row('spin-dfs', {
  cpu: 2.5,
  made: 14,
  report: report({ states: 2_000_000, transitions: null, memory: null }),
});
const result = { system, rows: [row('bitmap'), slower], disagreements: [] };

describe('the costs', () => {
  test('are given as rates, as bytes per state and as multiples of the first', () => {
    expect(headline(result)).toBe('two claims (raw, 0000): 2,000,000 states, 9,000,000 transitions');
    expect(costs(result).slice(1)).toEqual([
      ['claimcheck, bitmap', '1.25', '1.00', '2,000,000', '100', '15.0', '1.00', '', ''],
      ['Spin, depth first', '1.25', '2.50', '800,000', '100', '–', '2.50', '14.00', '16.5'],
    ]);
  });

  test('are left open where they could not be measured', () => {
    const [, line] = costs({ ...result, rows: [row('bitmap', { cpu: null, peak: null })] });
    expect(line).toEqual(['claimcheck, bitmap', '1.25', '–', '–', '–', '15.0', '–', '', '']);
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
  const outcome = {
    machine: 'A computer',
    growth: false,
    along: {},
    results: [result],
    goals: [],
    start: null,
    skipped: [],
  };

  test('is shown in columns, or as tables of Markdown', () => {
    const text = inTerminal(sections(outcome));
    expect(text).toContain('claimcheck, bitmap    1.25   1.00  2,000,000      100         15.0   1.00');
    expect(inMarkdown(sections(outcome))).toContain('| --- | --: |');
    expect(text).toContain('All methods agree.');
  });

  test('says what contradicts what, and what was not measured', () => {
    const wrong = { ...result, disagreements: ['states: one says 7, other says 8'] };
    const text = inTerminal(sections({ ...outcome, results: [wrong], skipped: ['Spin: spin not installed'] }));
    expect(text).toContain('contradict each other on two claims: states: one says 7, other says 8.');
    expect(text).toContain('Not measured: Spin: spin not installed.');
    expect(text).not.toContain('All methods agree.');
  });
});
