import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimcheckHere } from '../../testing/in-process.ts';
import { typed } from '../../testing/typed.ts';

const LEASE = 'src/pages/testing/lease/claimcheck.config.ts';
const campaign = (...args: string[]) => claimcheckHere('campaign', '--config', LEASE, ...args);
const folder = () => join(mkdtempSync(join(tmpdir(), 'claimcheck-campaign-')), 'runs');

describe('campaign', () => {
  test('runs its shards here and merges them, does not do again what is done, and does what is lost', async () => {
    const out = folder();
    const args = ['--shards', '2', '--runs', '60', '--out', out, '--local', '2', '--json'];
    const { code, stdout } = await campaign(...args);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'claimcheck-campaign-result', work: 'fuzz', runs: 120 });
    const merged = readFileSync(join(out, 'merged.json'), 'utf8');
    expect(merged).toBe(stdout);
    rmSync(join(out, 'shard-0001.json'));
    const lost = await campaign('merge', out);
    expect(lost).toMatchObject({
      code: 2,
      stderr: `claimcheck: ${out}: 1 of 2 shards are not done (1): run them first\n`,
    });
    const again = await campaign(...args);
    expect([again.code, again.stdout]).toEqual([1, merged]);
    const text = await campaign('merge', out);
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(
      /violated: .* in \d+ steps\. \d+ of \d+ states of the machines were reached\.\nAll of it: /,
    );
  });

  test('for a pool writes one folder with all that its machines need', async () => {
    const out = folder();
    const { code, stdout } = await campaign('--work', 'mutants', '--shards', '3', '--minutes', '5', '--out', out);
    expect([code, stdout.split('\n')[0]]).toEqual([
      0,
      `${out}: 3 shards. On a pool: cd ${out} && condor_submit_dag campaign.dag`,
    ]);
    const shards = ['0000', '0001', '0002'].map((shard) => `shard-${shard}.json`);
    expect(readdirSync(out).toSorted()).toEqual(
      ['campaign.dag', 'campaign.json', 'campaign.mjs', 'merge.sub', ...shards, 'shards.sub'].toSorted(),
    );
    const other = await campaign('--work', 'mutants', '--shards', '4', '--out', out);
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toContain('campaign.json: another campaign is there already: give another --out');
  });

  test('searches each row with each value that is asked for', async () => {
    const out = folder();
    const args = [
      '--work',
      'rows',
      '--max-states',
      '5',
      '--over',
      'writes=1,2,2',
      '--out',
      out,
      '--local',
      '1',
      '--json',
    ];
    const { stdout } = await campaign(...args);
    const { searched } = JSON.parse(stdout);
    const writes = searched.map(({ choices }: { choices: { writes: number } }) => choices.writes);
    expect(writes.filter((one: number) => one === 1)).toHaveLength(writes.length / 2);
    expect(searched.map(({ end }: { end: string }) => end)).toContain('max-states');
  });

  test('of searches that end early and find nothing says that they leave something open', async () => {
    const args = ['--work', 'rows', '--max-states', '5', '--out', folder(), '--local', '1', '--json'];
    const { code, stdout } = await campaign(...args);
    const { searched, counterexamples } = JSON.parse(stdout);
    expect(searched.map(({ end }: { end: string }) => end)).toEqual(Array(4).fill('max-states'));
    expect([code, counterexamples]).toEqual([3, {}]);
  });

  test.each(
    typed([
      [[], 'give --out, the folder of the campaign'],
      [['--out', 'x', '--json'], '--json goes with --local'],
      [['--out', 'x', '--shards', '0'], "'0' is not a whole number of at least 1 and at the most 9999"],
      [['--out', 'x', '--over', 'writes'], "'writes' is not of the form axis=values"],
      [['--out', 'x', '--over', 'colour=red'], '--colour is not a choice in the system'],
      [['--out', 'x', '--work', 'rows', '--runs', '3'], '--runs and --seed go with --work fuzz'],
      [['--out', 'x', '--work', 'fuzz', '--max-states', '3'], '--max-states goes with --work rows'],
      [['--out', 'nowhere/at/all'], 'nowhere/at/all: cannot be written to (ENOENT)'],
      [['merge', 'nowhere'], 'nowhere/campaign.json: cannot be read (ENOENT)'],
    ]),
  )('campaign %s is refused in one line', async (_, args, why) => {
    const { code, stdout, stderr } = await campaign(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
  });

  test('merges nothing of another study, nor of one that has changed since', async () => {
    const out = folder();
    await campaign('--shards', '1', '--runs', '1', '--out', out);
    const other = await claimcheckHere('campaign', 'merge', out);
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toContain("campaign.json: a campaign of the study 'HTCondor #2563' was expected, not of '");
    const file = join(out, 'campaign.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"bundle":"..../, '"bundle":"0000'));
    const { code, stderr } = await campaign('merge', out);
    expect([code, stderr]).toEqual([
      2,
      `claimcheck: ${out}: the study has changed since, or claimcheck has: make the campaign once more\n`,
    ]);
  });
});
