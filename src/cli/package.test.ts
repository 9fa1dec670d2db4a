import { expect, test } from 'vitest';
import { installed, runInstalled } from '../testing/package.ts';
import { typed } from '../testing/typed.ts';

const { folder, files } = installed();
const MEASURED = 'node_modules/claimcheck/properties/measured';

test('the package has what commands need, and neither tests nor benchmarks', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/src/cli/main.js',
      'dist/src/verify/worker.js',
      'dist/src/mutation/worker.js',
      'properties/surviving-mutants.json',
      'properties/uncovered.json',
      'properties/kill-matrix.json',
      'schemas/claimcheck-trace-2.schema.json',
    ]),
  );
  expect(files.filter((file) => /^dist\/src\/bench|\btesting\b|\.test\.|\.jsonl$/.test(file))).toEqual([]);
});

test.each(
  typed([
    [['--help'], 0, /Usage: claimcheck/],
    [['verify', '--system', 'slot'], 0, /as expected/],
    [['trace'], 1, /removing claim/],
    [['fuzz', '--property', 'S1', '--runs', '3'], 0, /3 schedules/],
    [['export', '--format', 'sarif'], 0, /machines\/startd\/claim\.ts/],
    [['draw', '--out', 'pictures'], 0, /claim\.svg/],
    [['explore', '--out', 'explorer.html'], 0, /explorer\.html written/],
    [['inspect', '--no-serve'], 0, /removing claim/],
    [['conform', `${MEASURED}/alive-replies.json`], 0, /1104 of 1104/],
    [['conform', '--startd', `${MEASURED}/startd-replies.json`], 0, /agree/],
    [['conform', '--slot', `${MEASURED}/slot-runs.json`], 0, /agree/],
    [['gallery', '7195'], 0, /with the defect +before 7195: R1 violated in 8/],
    [['outage', '--kind', 'restart-startd', '--json'], 0, /"asExpected":true/],
    [['explain', '--start-log', 'nowhere'], 2, /nowhere: cannot be read \(ENOENT\)/],
    [['diff', 'HEAD'], 2, /HEAD: a revision of this repository, or a folder/],
    [
      ['review', '--out', 'review'],
      2,
      /the review is made from claimcheck's repository: properties\/ticket-2563\.txt is not there/,
    ],
  ]),
)('claimcheck %s of the package works, or says in one line why not', async (_, args, code, says) => {
  const outcome = await runInstalled(folder, args);
  expect([outcome.code, outcome.stderr.split('\n').length <= 2]).toEqual([code, true]);
  expect(outcome.stdout + outcome.stderr).toMatch(says);
});
