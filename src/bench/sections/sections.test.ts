import { describe, expect, test } from 'vitest';
import { SECTION_NAMES, USUAL } from './all.ts';
import { commandTable } from './commands.ts';
import { logTable } from './logs.ts';
import { randomTable } from './random.ts';

const figures = (cpu: number | null) => ({ wall: 1, cpu, peak: 2 ** 20 });
const speed = (cpuSeconds: number) => ({
  seconds: cpuSeconds,
  cpuSeconds,
  megabytesPerSecond: 1000 / cpuSeconds,
  memory: 80,
});

const took = (steps: number, seconds: number) => ({ wall: 9, cpu: 10, runs: 100, steps, seconds, violated: 0 });

describe('the sections', () => {
  test('are measured as usual, but for those that take many minutes', () => {
    expect(SECTION_NAMES.filter((name) => !USUAL.includes(name))).toEqual(['logs', 'memory', 'long', 'growth']);
  });
});

describe('commands', () => {
  test('are compared with the one that is named', () => {
    const given = [
      { name: 'two', args: [] },
      { name: 'thousand', args: [], than: 'two' },
    ];
    const timed = [
      { name: 'two', figures: figures(2) },
      { name: 'thousand', figures: figures(2.2) },
    ];
    expect(commandTable(given, timed).slice(1)).toEqual([
      ['two', '1.00', '2.00', '1', '', ''],
      ['thousand', '1.00', '2.20', '1', '1.10', 'two'],
    ]);
    const unknown = [timed[0] as (typeof timed)[number], { name: 'thousand', figures: figures(null) }];
    expect(commandTable(given, unknown)[2]).toEqual(['thousand', '1.00', '–', '1', '–', 'two']);
  });
});

describe('readers of logs', () => {
  test('are compared with the first, and left out where they are not installed', () => {
    const readers = [
      { name: 'ours', speed: speed(10) },
      { name: 'grep', speed: speed(2.5) },
      { name: 'rg', speed: null },
    ];
    expect(logTable(readers).slice(1)).toEqual([
      ['ours', '10.0', '10.0', '100', '80', '1.00'],
      ['grep', '2.5', '2.5', '400', '80', '0.25'],
    ]);
  });
});

describe('random runs', () => {
  test('are compared by their steps a second, without what comes before the first run', () => {
    const results = [
      { name: 'ours', figures: took(3000, 1) },
      { name: 'theirs', figures: took(600, 2) },
    ];
    expect(randomTable(results).map((line) => line.slice(-2))).toEqual([
      ['steps/s', 'first, times as fast'],
      ['3,000', '1.00'],
      ['300', '10.0'],
    ]);
  });
});
