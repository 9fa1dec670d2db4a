import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isDeep, sampled } from '../testing/sampled.ts';
import { loadStudy } from '../verify/load-study.ts';
import { bench } from './bench.ts';
import type { Result } from './contest.ts';
import { measured } from './testing/reports.ts';
import { typed } from '../testing/typed.ts';

const start = async () => ({ cells: 1, begun: 1, asking: 1, all: 3 });

/** Runs the bench as a user would, from the build that `npm test` has just made. */
function npmRunBench(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const main = fileURLToPath(new URL('../../dist/src/bench/main.js', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe('the bench', () => {
  test.runIf(isDeep)('finds that our own search, XState asked at every edge, and xstate/graph agree', async () => {
    const { code, stdout } = await npmRunBench('--quick', '--methods', 'bitmap,naive,xstate-graph', '--json');
    const [{ results, start: begun }] = JSON.parse(stdout) as [{ results: Result[]; start: { cells: number } }];
    const found = { states: 401, transitions: 1731, deadEnds: 4, verdicts: { S1: 'holds', S2: 'holds' } };
    expect(results).toHaveLength(1);
    expect(results[0]?.rows.map(({ method }) => method)).toEqual(['bitmap', 'naive', 'xstate-graph']);
    for (const { report } of results[0]?.rows ?? []) expect(report).toMatchObject(found);
    expect(begun?.cells).toBeGreaterThan(100);
    expect(code).toBe(0);
  });

  test('explains itself, with an example and the exit codes', async () => {
    const { code, stdout } = await npmRunBench('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example:\n  npm run bench -- ');
    expect(stdout).toContain('Exit code: 0');
  });

  const wrong = typed([
    [['--methods', 'bitmap,abacus'], "'abacus' is not one of bitmap, table"],
    [['--runs', '0'], "'0' is not a whole number of at least 1"],
    [['--write', '--quick'], '--write is for the whole'],
    [['--only', 'systems,weather'], "'weather' is not one of ticket, systems"],
    [['--quick', '--only', 'logs'], '--quick is for systems and growth: the section logs has no small systems'],
    [['--slowly'], "unknown option '--slowly'"],
  ]);

  test.each(sampled(wrong, 3))('%s is wrong usage: exit code 2 and a line that says why', async (_, args, why) => {
    const { code, stdout, stderr } = await npmRunBench(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
  });
});

describe('the exit code of the bench', async () => {
  const loaded = await loadStudy(null);

  afterEach(() => vi.restoreAllMocks());

  test.each([
    [7, 0, 'All methods agree.'],
    [8, 1, 'states: bitmap says 7, table says 8'],
  ])('after one method has found 7 states and another %s is %s', async (states, expected, text) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const laboratory = {
      start,
      measure: async (method: string) => measured(1, { states: method === 'table' ? states : 7 }),
    };
    expect(await bench({ quick: true, methods: ['bitmap', 'table'] }, loaded, laboratory)).toBe(expected);
    expect(log.mock.calls.flat().join('\n')).toContain(text);
  });
});
