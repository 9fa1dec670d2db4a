import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../../testing/in-process.ts';
import { SlotConformer } from './conform.ts';
import { loadSlotRuns, type RecordedStep, type SlotRun } from './record.ts';
import { slotSites } from './sites.ts';
import { slotSteps } from './steps.ts';

/** Commands, and what the claim's own end comes to: RETIRE_CLAIM, EVICT_CLAIM or KILL_CLAIM. */
const MADE_OF_CLAIM = [
  'DEACTIVATE_CLAIM',
  'DISOWNED',
  'DRAIN_FAST',
  'DRAIN_GRACEFULLY',
  'DRAIN_QUICKLY',
  'LEASE_EXPIRED',
  'RELEASE_CLAIM',
  'SHUT_DOWN_FAST',
  'SHUT_DOWN_GRACEFULLY',
  'VACATE_ALL_CLAIMS',
  'VACATE_ALL_FAST',
  'VACATE_CLAIM',
  'VACATE_CLAIM_FAST',
];

const RUNS = loadSlotRuns(fileURLToPath(new URL('../../../../properties/measured/slot-runs.json', import.meta.url)));
const conformer = new SlotConformer();

/** The way back of a claim that is taken back at once. */
const isBack = ({ reason }: RecordedStep) => reason?.includes(' reverting to ');

const isBranch = ({ what }: { what: string }) => what.startsWith('xa_');

const step = (from: string, to: string, reason: string | null = null): RecordedStep => {
  const [[fromState = '', fromActivity = ''], [toState = '', toActivity = '']] = [from.split('/'), to.split('/')];
  return { fromState, fromActivity, toState, toActivity, reason, teardown: null };
};

const judged = (...steps: RecordedStep[]) => conformer.conform([{ scenario: 'made up', run: 1, slot: 'slot1', steps }]);

/** A job that is killed once its time to retire is over, and what was said of WANT_VACATE before. */
const killing = (word: string) =>
  judged(step('Claimed/Retiring', 'Preempting/Killing', `State change: WANT_VACATE is ${word}`));

describe('what real slots did', () => {
  test('is what the machine does, every step', () => {
    const { runs, steps, agree, disagree, unknownReasons } = conformer.conform(RUNS);
    expect({ runs, steps, agree, disagree, unknownReasons }).toEqual({
      runs: 91,
      steps: 820,
      agree: 820,
      disagree: [],
      unknownReasons: 0,
    });
  });

  test('is noticed when a step is left out, anywhere but at an end; the way back of a claim taken back may be', () => {
    const cut = RUNS.flatMap((run): SlotRun[] =>
      run.steps.slice(1, -1).flatMap((one, i) => (isBack(one) ? [] : { ...run, steps: run.steps.toSpliced(i + 1, 1) })),
    );
    const unnoticed = cut.filter((run) => conformer.conform([run]).disagree.length === 0);
    expect(cut.length).toBeGreaterThan(500);
    expect(unnoticed).toEqual([]);
  });

  test('is noticed when a step is turned round', () => {
    const turned = RUNS.flatMap(({ steps }) => steps).map((one) => ({
      ...one,
      fromState: one.toState,
      fromActivity: one.toActivity,
      toState: one.fromState,
      toActivity: one.fromActivity,
    }));
    // These go both ways, and for a line that is no cause, or that may stand before any change out of Owner.
    const both = turned.filter((one) => judged(one).disagree.length === 0);
    const causes = both.map(({ reason }) => reason).filter((reason) => reason?.startsWith('State change: '));
    expect(causes).toEqual(['State change: claiming protocol failed']);
  });
});

describe('a recorded step', () => {
  test('that the machine does not have is refused', () => {
    const { disagree } = judged(step('Backfill/Killing', 'Backfill/Idle'));
    expect(disagree).toMatchObject([{ step: 1, why: 'the machine has no such step' }]);
  });

  test('for the reason of another is refused', () => {
    const { disagree } = judged(step('Unclaimed/Idle', 'Claimed/Idle', 'State change: KILL is TRUE.'));
    expect(disagree).toMatchObject([
      { why: 'not for this reason: its causes are REQUEST_CLAIM, REQUEST_CLAIM_REVERTED' },
    ]);
  });

  test('for a reason that no transition logs is not refused, and counted', () => {
    const result = judged(step('Claimed/Busy', 'Preempting/Killing', 'State change: the sky has fallen'));
    expect(result).toMatchObject({ agree: 1, disagree: [], unknownReasons: 1 });
  });

  test('with any other line before it, or none, is judged by where it leads', () => {
    expect(judged(step('Owner/Idle', 'Unclaimed/Idle', 'Received something')).disagree).toEqual([]);
    expect(judged(step('Owner/Idle', 'Preempting/Killing', 'Received something')).disagree).toHaveLength(1);
  });

  test('of a claim that is taken back at once is one of the machine, whether or not the way back was recorded', () => {
    const accepted = step('Owner/Idle', 'Claimed/Idle');
    const back = step('Claimed/Idle', 'Owner/Idle', 'State change: IS_OWNER is true reverting to Owner/Idle');
    const again = step('Owner/Idle', 'Claimed/Idle', 'State change: claiming protocol failed');
    expect(judged(accepted, back, again)).toMatchObject({ agree: 3, disagree: [], unknownReasons: 0 });
    expect(judged(accepted, again)).toMatchObject({ agree: 2, disagree: [] });
    const elsewhere = judged(accepted, step('Unclaimed/Idle', 'Claimed/Idle'));
    expect(elsewhere.disagree).toMatchObject([{ step: 2, why: 'the slot was in Claimed/Idle' }]);
  });

  test.each([
    ['Claimed/Busy', 'claim retirement ended/expired.'],
    ['Claimed/Retiring', 'claim retirement ended/expired.'],
    ['Claimed/Suspended', 'claim retirement ended/expired.'],
    ['Claimed/Suspended', 'Error sending signals to starter'],
  ])('from %s to Preempting comes with a wanted vacate and without: %s', (from, reason) => {
    for (const activity of ['Vacating', 'Killing']) {
      expect(judged(step(from, `Preempting/${activity}`, `State change: ${reason}`))).toMatchObject({
        agree: 1,
        unknownReasons: 0,
      });
    }
  });

  test.each([
    ['Claimed/Idle', 'IS_OWNER is true.'],
    ['Claimed/Idle', 'claim retirement ended/expired.'],
    ['Claimed/Retiring', 'starter exited : /usr/src/Resource.cpp(1112) Claimed/Retiring'],
    ['Claimed/Cleaning', 'starter exited : /usr/src/Resource.cpp(1112) Claimed/Cleaning'],
  ])('from %s to Preempting always vacates where there is no job any more: %s', (from, reason) => {
    expect(judged(step(from, 'Preempting/Vacating', `State change: ${reason}`))).toMatchObject({ agree: 1 });
    expect(judged(step(from, 'Preempting/Killing', `State change: ${reason}`)).disagree).toHaveLength(1);
  });

  test('of a claim that is taken back goes to where the slot was, and nowhere else', () => {
    const accepted = step('Matched/Idle', 'Claimed/Idle');
    const back = (to: string) => step('Claimed/Idle', to, `State change: IS_OWNER is true reverting to ${to}`);
    const failed = step('Matched/Idle', 'Owner/Idle', 'State change: claiming protocol failed');
    expect(judged(accepted, back('Matched/Idle'), failed)).toMatchObject({ agree: 3, unknownReasons: 0 });
    expect(judged(accepted, failed)).toMatchObject({ agree: 2, disagree: [] });
    expect(judged(accepted, back('Unclaimed/Idle')).disagree).toMatchObject([{ step: 2 }]);
    expect(judged(back('Matched/Idle')).disagree).toMatchObject([{ step: 1 }]);
    const later = judged(
      accepted,
      step('Claimed/Idle', 'Claimed/Busy'),
      step('Claimed/Busy', 'Claimed/Idle'),
      back('Matched/Idle'),
    );
    expect(later.disagree).toMatchObject([{ step: 4 }]);
  });

  test('is held to what was logged of WANT_VACATE', () => {
    expect(killing('FALSE')).toMatchObject({ agree: 1, unknownReasons: 0 });
    expect(killing('TRUE').disagree).toMatchObject([{ why: 'that goes with a change to Preempting/Vacating' }]);
  });

  test('must begin where the one before has ended', () => {
    const { disagree } = judged(step('Owner/Idle', 'Unclaimed/Idle'), step('Claimed/Idle', 'Claimed/Busy'));
    expect(disagree).toMatchObject([{ step: 2, why: 'the slot was in Unclaimed/Idle' }]);
  });
});

describe('conform --slot', () => {
  test('says so as JSON', async () => {
    const { code, stdout } = await claimcheck('conform', '--slot', 'properties/measured/slot-runs.json', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ runs: 91, steps: 820, agree: 820, disagree: [] });
  });

  test('says of a file of another kind what was expected where', async () => {
    const { code, stderr } = await claimcheck('conform', '--slot', 'properties/measured/alive-replies.json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/alive-replies.json: record 1 .*: scenario: a text was expected, not nothing\n$/);
  });

  test.each([
    [[], 'at least one record was expected, not []'],
    [[{ ...RUNS[0], steps: [] }], 'record 1: steps: at least one step was expected, not []'],
    [[RUNS[0], { ...RUNS[0], steps: [{ fromState: 5 }] }], 'record 2: steps[0].fromState: a text was expected, not 5'],
  ])(
    'says of a file in which nothing, or something else, is to be checked what was expected: %#',
    async (runs, why) => {
      const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'runs.json');
      writeFileSync(file, JSON.stringify(runs));
      const { code, stdout, stderr } = await claimcheck('conform', '--slot', file);
      expect([code, stdout, stderr]).toEqual([2, '', `claimcheck: ${file}: ${why}\n`]);
    },
  );
});

describe("the list of the source's sites", () => {
  const { commit, counts, sites } = slotSites();
  const steps = slotSteps();
  const [fileOf, lineOf] = [0, 1].map(
    (i) =>
      ({ at }: { at: string }) =>
        at.split(':')[i] ?? '',
  ) as [(site: { at: string }) => string, (site: { at: string }) => string];

  test('has as many calls and branches as were counted at its commit, each once', () => {
    expect(commit).toBe('7491a145f64a1c2393ed0933375874344fa44f9f');
    expect(Object.keys(counts)).toEqual(
      expect.arrayContaining(['ResState.cpp', 'Resource.cpp', 'command.cpp', 'ResMgr.cpp', 'claim.cpp']),
    );
    for (const [file, { calls, branches }] of Object.entries(counts)) {
      const own = sites.filter((site) => fileOf(site) === file);
      expect([file, own.length, own.filter(isBranch).length]).toEqual([file, calls + branches, branches]);
    }
    expect(new Set(sites.map(({ at }) => at)).size).toBe(sites.length);
    expect(sites.every((site) => Number(lineOf(site)) > 0)).toBe(true);
    expect(sites).toHaveLength(89);
  });

  test.each(sites)('has for $at, $what, an event of the machine or the reason why not', ({ by, why, reason }) => {
    expect([by?.length ?? 0, why?.length ?? 0].filter((length) => length > 0)).toHaveLength(1);
    const lines = (by ?? []).map((event) => steps.filter((one) => one.event === event).flatMap((one) => one.lines));
    const isLogged = lines.map(
      (own) => reason === null || own.some((line) => line.includes(`State change: ${reason}`)),
    );
    const happens = (by ?? []).map((event) => steps.some((one) => one.event === event));
    expect(happens).toEqual(happens.map(() => true));
    expect(isLogged.some(Boolean) || !by).toBe(true);
  });

  test('leaves out no event of the machine that changes a slot', () => {
    const named = new Set(sites.flatMap(({ by = [] }) => by));
    // These come to one of the three ways in which a claim is made to end, or to the same place of the source as another.
    const throughOthers = steps.filter(({ event, lines }) => !named.has(event) && lines.length === 0);
    expect(throughOthers.map(({ event }) => event)).toEqual([]);
    const unnamed = [...new Set(steps.map(({ event }) => event))].filter((event) => !named.has(event));
    expect(unnamed.toSorted()).toEqual(MADE_OF_CLAIM);
  });
});
