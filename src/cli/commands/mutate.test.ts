import { expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import { typed } from '../../testing/typed.ts';

test.each(
  typed([
    [['mutate', 'gearbox'], "there is no machine 'gearbox': give one of claim, "],
    [['mutate', '--kind', 'paint'], "'paint' is not one of negate-guard, "],
    [['mutate', '--kind', 'drop-action', '--write'], '--write records all kinds of mutants: leave out --kind'],
    [['coverage', 'claim'], 'too many arguments'],
  ]),
)('%s is refused in a line', async (_, args, why) => {
  const { code, stdout, stderr } = await claimcheck(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(why);
  expect(stderr).not.toContain('    at ');
});

const FETCH = ['--config', 'examples/fetch-retry/claimcheck.config.ts', '--json'];

test('timers, and what comes of an invocation, are mutated and covered like any other transition', async () => {
  const mutated = await claimcheck('mutate', ...FETCH);
  expect(mutated.code).toBe(0);
  const { matrix, mutants, survivors } = JSON.parse(mutated.stdout) as {
    matrix: object;
    mutants: { id: string; fate: string; kind: string }[];
    survivors: object[];
  };
  // Seven transitions, two outcomes of one guard, seven targets with five siblings each, and one action.
  const kinds = ['drop-transition', 'negate-guard', 'drop-guard', 'retarget', 'drop-action'];
  expect(kinds.map((kind) => mutants.filter((one) => one.kind === kind).length)).toEqual([7, 1, 1, 35, 1]);
  expect(matrix).toMatchObject({ page: { mutants: 45, equivalent: 0, survive: 1 } });
  expect(mutants.filter(({ id }) => /\/(?:after|invoke)\./.test(id)).every(({ fate }) => fate === 'killed')).toBe(true);
  // Cancelling a pause may show the page, and nothing is stated against it.
  expect(survivors).toMatchObject([{ id: 'page/pausing/CANCEL[0] retarget shown', line: 28 }]);

  const { code, stdout } = await claimcheck('coverage', ...FETCH);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    coverage: [{ machine: 'page', transitions: 7, guards: 1, notTaken: [], neverTrue: [], neverFalse: [] }],
    differences: [],
  });
});

test('coverage is of the machines that somebody has written, and channels are none of them', async () => {
  const config = 'examples/alternating-bit/claimcheck.config.ts';
  const { code, stdout } = await claimcheck('coverage', '--config', config, '--json');
  expect(code).toBe(0);
  const { coverage } = JSON.parse(stdout) as {
    coverage: { machine: string; transitions: number; notTaken: string[] }[];
  };
  const taken = coverage.map(({ machine, transitions, notTaken }) => [
    machine,
    transitions - notTaken.length,
    transitions,
  ]);
  expect(taken).toEqual([
    ['sender', 5, 5],
    ['receiver', 2, 2],
    ['app', 1, 1],
  ]);
});
