import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../checker/study/rows.ts';
import { machinesOf } from '../../checker/study/machines.ts';
import { Models } from '../../checker/study/models.ts';
import { InputError } from '../../files/input.ts';
import { pathTo } from '../../files/root.ts';
import { mutantsOf } from '../../mutation/mutants.ts';
import { sampled } from '../../testing/sampled.ts';
import { type LoadedStudy, loadStudy } from '../../verify/load-study.ts';
import { readPlan, shardFile } from './folder.ts';
import { type Merged, isFinding, merge } from './merge.ts';
import { type Plan, digest, piecesOf, shardOf } from './plan.ts';
import { poolFiles } from './pool-files.ts';
import { emptyShard, runShard } from './shard.ts';

/** A lock with leases, which is unsafe in one of its builds. */
const CONFIG = pathTo('src/pages/testing/lease/claimcheck.config.ts');
const loaded = await loadStudy(CONFIG);
const { study } = loaded;

const folder = () => mkdtempSync(join(tmpdir(), 'claimcheck-campaign-'));
const frame = {
  format: 'claimcheck-campaign',
  version: 1,
  study: study.name,
  bundle: '',
  rows: [],
  mutants: [],
} as const;
const rows = study.systems.flatMap((system) => rowsOf(system));
const mutants = [...machinesOf(new Models(study)).values()].flatMap((machine) =>
  mutantsOf(machine).map(({ id }) => id),
);

/** A piece of each row is whole, and one is not. */
const RUNS = 210;
const FUZZ: Plan = { ...frame, work: 'fuzz', rows, seed: 7, runs: RUNS, shards: 1 };
const ROWS: Plan = { ...frame, work: 'rows', rows, shards: 1 };
const MUTANTS: Plan = { ...frame, work: 'mutants', mutants, shards: 1 };

/** What a plan finds in so many shards, in a folder of its own. */
async function foundIn(plan: Plan, shards: number, where = folder()): Promise<Merged> {
  const cut = { ...plan, shards };
  for (let shard = 0; shard < shards; shard++)
    expect(await runShard({ study, plan: cut }, shard, join(where, shardFile(shard)))).toBe(true);
  return merge(loaded, cut, where);
}

const [fuzzed, searched, tried] = [await foundIn(FUZZ, 1), await foundIn(ROWS, 1), await foundIn(MUTANTS, 1)];

describe('a campaign', () => {
  test.each([
    ['random runs', FUZZ, fuzzed],
    ['searches', ROWS, searched],
    ['mutants', MUTANTS, tried],
  ])('of %s finds the same in any number of shards, even in more than there are pieces', async (_, plan, whole) => {
    for (const shards of sampled([piecesOf(plan).length + 1, 2, 3], 3))
      expect(JSON.stringify(await foundIn(plan, shards))).toBe(JSON.stringify(whole));
  });

  test('of random runs counts those that violate a property, and shows the shortest of them', () => {
    const violated = fuzzed.fuzzed?.flatMap((row) => Object.entries(row.violated)) ?? [];
    expect(violated.length).toBeGreaterThan(0);
    for (const [id, { times, shortest }] of violated) {
      expect([id, times > 0 && times < RUNS]).toEqual([id, true]);
      expect(fuzzed.counterexamples[id]?.steps.length).toBeLessThanOrEqual(shortest);
    }
    expect(fuzzed.coverage?.reached).toBeGreaterThan(1);
    expect(isFinding(fuzzed)).toBe(true);
  });

  test('of searches has the verdicts of each row, and the shortest counterexample of each property', () => {
    expect(searched.searched).toHaveLength(rows.length);
    const lengths = searched.searched?.flatMap(({ verdicts }) => Object.entries(verdicts)) ?? [];
    const violated = lengths.filter(([, verdict]) => verdict.startsWith('violated'));
    expect(violated.length).toBeGreaterThan(0);
    for (const [id, verdict] of violated)
      expect(searched.counterexamples[id]?.steps.length).toBeLessThanOrEqual(Number(verdict.split(' ')[1]));
    expect(isFinding(searched)).toBe(true);
  });

  test('of mutants has every mutant once', () => {
    const counts = Object.values(tried.matrix ?? {}).map((one) => one.mutants);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThan(20);
  });
});

describe('a shard', () => {
  test.each([
    ['random runs', FUZZ, fuzzed],
    ['mutants', MUTANTS, tried],
  ])('that is ended between any two pieces of %s goes on from there', async (_, plan, whole) => {
    const pieces = piecesOf(plan).length;
    expect(pieces).toBeGreaterThan(1);
    const where = folder();
    const file = join(where, shardFile(0));
    for (let most = 1; most < pieces; most++) {
      let begun = 0;
      expect(await runShard({ study, plan }, 0, file, { isStopped: () => ++begun > 1 })).toBe(false);
      expect(JSON.parse(readFileSync(file, 'utf8')).done).toHaveLength(most);
      await expect(merge(loaded, plan, where)).rejects.toThrow('1 of 1 shards are not done (0): run them first');
    }
    expect(JSON.stringify(await foundIn(plan, 1, where))).toBe(JSON.stringify(whole));
  });

  test('begins nothing when its time is up, and says that there is more to do', async () => {
    const file = join(folder(), shardFile(0));
    expect(await runShard({ study, plan: FUZZ }, 0, file, { minutes: 0 })).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(emptyShard(FUZZ, 0));
  });

  const plan = { ...ROWS, shards: 2 };
  const file = join(folder(), 'shard.json');
  const whole = { ...JSON.parse(emptyShard(plan, 1)), done: [{ piece: 1, found: { row: { system: 'x' } } }] };
  test.each<[string, object, string]>([
    ['another campaign', { campaign: 'x' }, 'a result of this campaign was expected, not of another'],
    ['another shard', { shard: 0 }, 'shard 1 was expected, not 0'],
    ['a piece of another', { done: [{ ...whole.done[0], piece: 0 }] }, 'piece 0 is none of shard 1'],
    ['a piece that there is not', { done: [{ ...whole.done[0], piece: 999 }] }, 'piece 999 is none of shard 1'],
    ['a piece twice', { done: [whole.done[0], whole.done[0]] }, 'piece 1 is there twice'],
    ['other work', { done: [{ piece: 1, found: { mutants: [] } }] }, 'piece 1: row was expected'],
    ['what it has not written', {}, 'what a shard wrote was expected, and it has been changed since'],
    [
      'an event without a type',
      {
        done: [
          { piece: 1, found: { violations: [{ property: 'x', times: 1, run: [{ component: 'x', event: {} }] }] } },
        ],
      },
      'done[0].found.violations[0].run[0].event.type: a text was expected, not nothing',
    ],
    ['no version', { version: 2 }, 'version: version 1 was expected, not 2'],
  ])('does not go on from the file of %s', async (_, change, why) => {
    writeFileSync(file, JSON.stringify({ ...whole, ...change }));
    await expect(runShard({ study, plan }, 1, file)).rejects.toThrow(new InputError(`${file}: ${why}`));
  });
});

describe('a plan', () => {
  test.each<[string, object, string]>([
    ['no runs', { runs: undefined }, 'a seed, and a number of runs, were expected'],
    ['no rows', { rows: [] }, 'there are no rows, so nothing would be found'],
    ['no mutants', { work: 'mutants' }, 'there are no mutants, so nothing would be found'],
    ['a system of nobody', { rows: [{ system: 'x', choices: {} }] }, "there is no system 'x'"],
    [
      'a choice that is an object',
      { rows: [{ ...rows[0], choices: { build: {} } }] },
      'rows[0].choices.build: a text, a number, true or false was expected, not {}',
    ],
    ['a choice of nobody', { rows: [{ ...rows[0], choices: { build: 7 } }] }, "lease: build is '7'; expected"],
    ['an inherited name', { rows: [{ ...rows[0], choices: { constructor: '1' } }] }, "lease has no axis 'constructor'"],
    ['faults of nobody', { faults: ['toString'] }, "'toString' is not a class of faults of the study"],
    [
      'seeds that come again',
      { seed: 2 ** 32 },
      'there are 4294967296 random runs of a row, from seed 0 on, and not 210',
    ],
    ['too many pieces', { runs: 1e9 }, 'this is cut into 30000000 pieces: 1000000 at the most can be done'],
    ['too many shards', { shards: 1e9 }, 'shards: at the most 9999 was expected, not 1000000000'],
  ])('with %s is not carried out', (_, change, why) => {
    const where = folder();
    writeFileSync(join(where, 'campaign.json'), JSON.stringify({ ...FUZZ, ...change }));
    expect(() => readPlan(where, study)).toThrow(InputError);
    expect(() => readPlan(where, study)).toThrow(`${join(where, 'campaign.json')}: ${why}`);
  });

  test('that is sound is carried out', () => {
    for (const plan of [FUZZ, ROWS, MUTANTS]) {
      const where = folder();
      writeFileSync(join(where, 'campaign.json'), JSON.stringify(plan));
      expect(readPlan(where, study)).toEqual(plan);
    }
  });
});

test('every piece is of one shard, and no shard has many more than another', () => {
  const plan = { ...FUZZ, shards: 4 };
  const counts = [0, 1, 2, 3].map((shard) => piecesOf(plan).filter((_, i) => shardOf(i, plan) === shard).length);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(piecesOf(plan).length);
  expect(piecesOf(FUZZ).reduce((sum, piece) => sum + ('runs' in piece ? piece.runs : 0), 0)).toBe(RUNS * rows.length);
});

describe('for a pool', () => {
  const files = poolFiles({ shards: 3, minutes: 30, merge: ['/a folder/node', 'main.js', 'merge', "it's"] });

  test('each shard is a job, which is begun again unless it cannot be done, and then all are merged', () => {
    const shards = files.get('shards.sub') ?? '';
    expect(shards).toContain('queue shard, name from (\n  0, 0000\n  1, 0001\n  2, 0002\n)\n');
    expect(shards).toContain('max_retries = 100\nretry_until = ExitCode == 2 || ExitCode == 70\n');
    expect(files.get('campaign.dag')).toBe('JOB shards shards.sub\nJOB merge merge.sub\nPARENT shards CHILD merge\n');
  });

  test('a shard gets what it has done so far, and gives it back when it is evicted', () => {
    const shards = files.get('shards.sub') ?? '';
    expect(shards).toContain('when_to_transfer_output = ON_EXIT_OR_EVICT\n');
    expect(shards).toContain('transfer_input_files = campaign.mjs, campaign.json, shard-$(name).json\n');
    expect(shards).toContain('transfer_output_files = shard-$(name).json\n');
    expect(shards).toContain('arguments = "node campaign.mjs $(shard) --minutes 30"\n');
    expect(files.get('merge.sub')).toContain(`arguments = "main.js merge 'it''s'"\n`);
  });
});

describe('the bundle', () => {
  /** The study in a folder of its own, as a user has it. */
  const own: LoadedStudy = { ...loaded };

  test('is one file, with the same bytes when it is made again, and runs where nothing else is', async () => {
    const { campaignBundle } = (await import(
      new URL('../../../dist/src/cli/campaign/bundle.js', import.meta.url).href
    )) as typeof import('./bundle.ts');
    const code = await campaignBundle(own);
    expect(await campaignBundle(own)).toBe(code);
    expect(code).not.toContain(process.cwd());
    const where = folder();
    writeFileSync(join(where, 'campaign.mjs'), code);
    const plan = { ...FUZZ, bundle: digest(code) };
    writeFileSync(join(where, 'campaign.json'), `${JSON.stringify(plan)}\n`);
    execFileSync(process.execPath, ['campaign.mjs', '0'], { cwd: where });
    expect(JSON.stringify(await merge(loaded, plan, where))).toBe(JSON.stringify(fuzzed));
    expect(existsSync(join(where, 'node_modules'))).toBe(false);
  });
});

test('what a shard has done is not undone by a copy of its folder', async () => {
  const [one, other] = [folder(), folder()];
  await foundIn({ ...ROWS, shards: 2 }, 2, one);
  cpSync(one, other, { recursive: true });
  rmSync(join(other, shardFile(1)));
  await expect(merge(loaded, { ...ROWS, shards: 2 }, other)).rejects.toThrow('1 of 2 shards are not done (1)');
  expect(JSON.stringify(await foundIn(ROWS, 2, other))).toBe(JSON.stringify(searched));
});
