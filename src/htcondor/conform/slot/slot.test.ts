import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../../testing/in-process.ts';
import { SlotConformer } from './conform.ts';
import { loadSlotRuns, type RecordedStep, type SlotRun } from './record.ts';

const RUNS = loadSlotRuns(fileURLToPath(new URL('../../../../properties/measured/slot-runs.json', import.meta.url)));
const conformer = new SlotConformer();

const step = (from: string, to: string, reason: string | null = null): RecordedStep => {
  const [[fromState = '', fromActivity = ''], [toState = '', toActivity = '']] = [from.split('/'), to.split('/')];
  return { fromState, fromActivity, toState, toActivity, reason, teardown: null };
};

const judged = (...steps: RecordedStep[]) => conformer.conform([{ scenario: 'made up', run: 1, slot: 'slot1', steps }]);

describe('what real slots did', () => {
  test('is what the machine does, every step', () => {
    const { runs, steps, agree, disagree, unknownReasons } = conformer.conform(RUNS);
    expect({ runs, steps, agree, disagree, unknownReasons }).toEqual({
      runs: 87,
      steps: 710,
      agree: 710,
      disagree: [],
      unknownReasons: 0,
    });
  });

  test('is noticed when a step is left out, anywhere but at an end', () => {
    const cut = RUNS.flatMap((run): SlotRun[] =>
      run.steps.slice(1, -1).map((_, i) => ({ ...run, steps: run.steps.toSpliced(i + 1, 1) })),
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
    // These go both ways, and for a line that is no cause.
    const both = turned.filter((one) => judged(one).disagree.length === 0);
    expect(both.every(({ reason }) => !reason?.startsWith('State change: '))).toBe(true);
  });
});

describe('a recorded step', () => {
  test('that the machine does not have is refused', () => {
    const { disagree } = judged(step('Backfill/Killing', 'Backfill/Idle'));
    expect(disagree).toMatchObject([{ step: 1, why: 'the machine has no such step' }]);
  });

  test('for the reason of another is refused', () => {
    const { disagree } = judged(step('Unclaimed/Idle', 'Claimed/Idle', 'State change: KILL is TRUE.'));
    expect(disagree).toMatchObject([{ why: 'not for this reason: its causes are REQUEST_CLAIM' }]);
  });

  test('for a reason that no transition logs is not refused, and counted', () => {
    const result = judged(step('Claimed/Busy', 'Preempting/Killing', 'State change: the sky has fallen'));
    expect(result).toMatchObject({ agree: 1, disagree: [], unknownReasons: 1 });
  });

  test('with any other line before it, or none, is judged by where it leads', () => {
    expect(judged(step('Owner/Idle', 'Unclaimed/Idle', 'Received something')).disagree).toEqual([]);
    expect(judged(step('Owner/Idle', 'Preempting/Killing', 'Received something')).disagree).toHaveLength(1);
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
    expect(JSON.parse(stdout)).toMatchObject({ runs: 87, steps: 710, agree: 710, disagree: [] });
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
