import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { examine } from '../explain.ts';
import { Logs } from '../read/logs.ts';
import { withNotes } from './attach.ts';
import { reasonIn, withReason } from './event-log.ts';
import type { JobNote } from './note.ts';
import { readFurther } from './read.ts';

const ROOT = fileURLToPath(new URL('../../../../properties/logs/jobs/', import.meta.url));
const folderOf = (recording: string): string => join(ROOT, recording);
const fileOf = (recording: string, log: string): string => join(folderOf(recording), log);

async function told(recording: string, given: readonly ('StartLog' | 'SchedLog')[]) {
  const files = (log: 'StartLog' | 'SchedLog') =>
    readdirSync(folderOf(recording)).flatMap((name) =>
      given.includes(log) && name.startsWith(log) ? [fileOf(recording, name)] : [],
    );
  const { claims } = await examine(await Logs.open({ startd: files('StartLog'), schedd: files('SchedLog') }));
  const notes = await readFurther({
    shadow: [fileOf(recording, 'ShadowLog')],
    starter: readdirSync(folderOf(recording))
      .filter((name) => name.startsWith('StarterLog.'))
      .map((name) => fileOf(recording, name)),
    event: [fileOf(recording, 'job.log')],
  });
  return withNotes(claims, notes);
}

const BOTH = ['StartLog', 'SchedLog'] as const;

/** What was done, how each claim ended by both logs and by the SchedLog alone, and which jobs ended badly by each. */
const RECORDINGS: readonly [
  string,
  readonly (string | undefined)[],
  readonly (string | undefined)[],
  string[],
  string[]?,
][] = [
  ['held', ['released'], ['released'], []],
  ['killed-by-signal', ['released'], ['released'], ['1.0']],
  ['vacated-ignoring-it', ['vacated', undefined], ['unknown', undefined], ['1.0']],
  ['startd-killed', ['other'], [undefined], []],
  ['schedd-shut-down-reconnect', [undefined], [undefined], []],
  ['three-jobs-one-killed', ['released'], ['released'], ['1.1']],
  ['vacated-by-schedd', ['released', undefined], ['unknown', undefined], ['1.0']],
  ['removed-by-policy', ['released'], ['released'], []],
  ['vacated-fast', ['released', undefined], ['unknown', undefined], ['1.0']],
  // The next job cannot be started, for the startd has gone.
  ['startd-off-peaceful', ['other'], ['unknown'], ['1.1']],
  ['startd-off-retirement', ['other'], ['unknown'], ['1.0']],
  ['startd-off-fast', ['other'], ['unknown'], ['1.0']],
  ['drain-cancelled', ['released', undefined], ['unknown', undefined], ['1.0']],
  ['drain-quick', ['other'], ['unknown'], ['1.0']],
  [
    'preempt-retirement',
    ['preempted', 'preempted', 'preempted', undefined],
    ['unknown', 'unknown', 'unknown', undefined],
    ['1.0', '1.0', '1.0'],
  ],
  ['held-by-startd-policy', ['preempted'], ['unknown'], []],
  ['held-by-schedd-policy', ['released'], ['released'], []],
  ['schedd-killed-reconnect', [undefined], [undefined], []],
  ['schedd-off-long', ['lease-expired'], [undefined], ['1.0'], []],
  ['worklife', ['other', 'other'], ['unknown', 'unknown'], []],
  ['pslot-mixed', ['released', 'released', 'released'], ['released', 'released', 'released'], []],
  ['pslot-drain-fast', ['other', 'other'], ['unknown', 'unknown'], ['1.0', '1.1']],
  ['two-schedds', ['released', 'released', undefined], ['released', 'unknown', undefined], ['1.0']],
  [
    'suspended-killed',
    ['preempted', 'preempted', 'preempted'],
    ['unknown', 'unknown', 'unknown'],
    ['1.0', '1.0', '1.0'],
  ],
  ['ignores-term-preempted', ['preempted', 'preempted'], ['unknown', 'unknown'], ['1.0', '1.0']],
  // The job's second shadow is refused by the startd, which still has the first one's starter.
  ['shadow-crashed', ['released', 'released'], ['unknown', 'released'], ['1.0', '1.0']],
  [
    'pslot-shadow-killed',
    ['released', 'released', 'released', 'released'],
    ['unknown', 'released', 'released', 'released'],
    ['1.0', '1.0'],
  ],
  ['start-turned-false', ['released'], ['unknown'], ['1.1']],
  ['requeued-on-exit', ['released', 'released', 'released'], ['unknown', 'unknown', 'released'], []],
  ['twelve-hour-clock', ['released'], ['released'], []],
  ['removed-by-force', ['released'], ['unknown'], []],
];

describe.each(RECORDINGS)('the recording %s', (recording, both, schedd, died, diedBySchedd = died) => {
  test.each([
    ['both logs', BOTH, both, died],
    ['the SchedLog alone', ['SchedLog'] as const, schedd, diedBySchedd],
  ])('by %s', async (_, given, causes, badly) => {
    const claims = await told(recording, given);
    expect(claims.map(({ end }) => end?.cause)).toEqual(causes);
    const jobs = claims.flatMap((claim) => claim.jobs);
    expect(jobs.filter((run) => run.died).map(({ job }) => job)).toEqual(badly);
    expect(claims.some(({ end }) => end?.authoritative === false)).toBe(false);
  });
});

test('each note stands with the run that it is about', async () => {
  const claims = await told('vacated-by-schedd', BOTH);
  expect(claims.map(({ jobs }) => jobs[0]?.notes.map(({ what, line }) => `${basename(line.file)} ${what}`))).toEqual([
    [
      'job.log the job began to run',
      'ShadowLog the job was evicted',
      'ShadowLog shadow status 107: the job was lost or evicted, and is to be run again',
      'StarterLog.slot1 the starter was told to stop the job',
      "StarterLog.slot1 the job's process died on signal 15",
      'job.log the job was evicted: Job vacated by schedd',
    ],
    ['job.log the job began to run'],
  ]);
});

/** Each claim's runs: whether its job started, how the shadow ended, and whether a note says that the startd refused. */
const runs = async (recording: string) => {
  const claims = await told(recording, BOTH);
  return claims.map(({ jobs }) =>
    jobs.map(({ job, isStarted, shadow, notes }) => [
      job,
      isStarted,
      /signal \d+|status \d+/.exec(shadow ?? '')?.[0],
      notes.some(({ what }) => what === 'the startd refused the job'),
    ]),
  );
};

test('a job that the startd has refused is one of its claim, and what its shadow says is of no other run', async () => {
  expect(await runs('shadow-crashed')).toEqual([
    [
      ['1.0', true, 'signal 11', false],
      ['1.0', false, 'status 108', true],
    ],
    [['1.0', true, 'status 100', false]],
  ]);
  expect((await runs('pslot-shadow-killed'))[0]).toEqual([
    ['1.0', true, 'signal 9', false],
    ['1.0', false, 'status 108', true],
  ]);
  expect(await runs('start-turned-false')).toEqual([
    [
      ['1.0', true, 'status 100', false],
      ['1.1', false, 'status 108', true],
    ],
  ]);
});

test('a job that is run again because its on_exit_remove says so has ended by itself', async () => {
  const [claim] = await told('requeued-on-exit', BOTH);
  expect(claim?.jobs[0]?.notes.map(({ what }) => what)).toContain(
    'the job ended by itself, with status 0, and is run again: its on_exit_remove says so',
  );
});

const reasons = async (recording: string) =>
  (await readFurther({ shadow: [], starter: [], event: [fileOf(recording, 'job.log')] })).map(({ what }) => what);

test("a job's own event log says why", async () => {
  expect(await reasons('held')).toContain('the job was put on hold: via condor_hold (by user pooluser)');
  expect(await reasons('removed-by-policy')).toContainEqual(expect.stringMatching(/^the job was removed: The job/));
  expect(await reasons('schedd-killed-reconnect')).toContain(
    'the shadow lost its starter: Local schedd and job shadow died, schedd now running again',
  );
  const note = { job: '1.0', what: 'the job was put on hold', died: false } as JobNote;
  expect(withReason(note, '012', 'via condor_hold (by user ada)').died).toBe(false);
  expect(withReason(note, '012', "Error from slot1@node5: Failed to execute '/bin/x'").died).toBe(true);
  expect(reasonIn('012', true, '\tReason unspecified')).toBe(null);
  expect(reasonIn('012', false, '\tCode 6 Subcode 2')).toBe(null);
  expect(reasonIn('021', true, "\tFailed to execute '/bin/x': (errno=2: 'No such file or directory')")).toContain(
    'errno=2',
  );
  expect(reasonIn('005', true, '\t(1) Normal termination (return value 0)')).toBe(null);
});

test('a job that its schedd reconnects to has not ended with its first shadow', async () => {
  for (const given of [BOTH, ['SchedLog'] as const]) {
    const [claim] = await told('schedd-shut-down-reconnect', given);
    expect(claim?.jobs).toHaveLength(1);
    expect(claim?.jobs[0]).toMatchObject({ job: '1.0', end: null, died: false });
    expect(claim?.jobs[0]?.shadow).toMatch(/the schedd shuts down\), another shadow took over$/);
  }
});

test('a job that two schedds both call 1.0 has the notes of its own shadow and starter', async () => {
  const claims = await told('two-schedds', BOTH);
  const files = claims.map(({ jobs }) => (jobs[0]?.notes ?? []).map(({ line }) => basename(line.file)));
  expect(claims.map(({ slot }) => slot)).toEqual(['slot2', 'slot1', 'slot1']);
  expect(files.map((names) => names.toSorted())).toEqual([
    ['ShadowLog', 'ShadowLog', 'StarterLog.slot2', 'StarterLog.slot2'],
    ['ShadowLog', 'ShadowLog', 'StarterLog.slot1', 'StarterLog.slot1', 'job.log', 'job.log', 'job.log'],
    [],
  ]);
});
