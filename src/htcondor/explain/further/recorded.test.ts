import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { examine } from '../explain.ts';
import { Logs } from '../read/logs.ts';
import { withNotes } from './attach.ts';
import { readFurther } from './read.ts';

const fileOf = (recording: string, log: string): string =>
  fileURLToPath(new URL(`../../../../properties/logs/jobs/${recording}/${log}`, import.meta.url));

async function told(recording: string, given: readonly ('StartLog' | 'SchedLog')[]) {
  const files = (log: 'StartLog' | 'SchedLog') => (given.includes(log) ? [fileOf(recording, log)] : []);
  const { claims } = await examine(await Logs.open({ startd: files('StartLog'), schedd: files('SchedLog') }));
  const notes = await readFurther({
    shadow: [fileOf(recording, 'ShadowLog')],
    starter: [fileOf(recording, 'StarterLog.slot1')],
    event: [fileOf(recording, 'job.log')],
  });
  return withNotes(claims, notes);
}

const BOTH = ['StartLog', 'SchedLog'] as const;

/** What was done, how each claim ended by both logs and by the SchedLog alone, and which jobs ended badly. */
const RECORDINGS: readonly [string, readonly (string | undefined)[], readonly (string | undefined)[], string[]][] = [
  ['held', ['released'], ['released'], []],
  ['killed-by-signal', ['released'], ['released'], ['1.0']],
  ['vacated-ignoring-it', ['vacated', undefined], ['unknown', undefined], ['1.0']],
  ['startd-killed', ['other'], [undefined], []],
  ['schedd-shut-down-reconnect', [undefined], [undefined], []],
  ['three-jobs-one-killed', ['released'], ['released'], ['1.1']],
  ['vacated-by-schedd', ['released', undefined], ['unknown', undefined], ['1.0']],
  ['removed-by-policy', ['released'], ['released'], []],
];

describe.each(RECORDINGS)('the recording %s', (recording, both, schedd, died) => {
  test.each([
    ['both logs', BOTH, both],
    ['the SchedLog alone', ['SchedLog'] as const, schedd],
  ])('by %s', async (_, given, causes) => {
    const claims = await told(recording, given);
    expect(claims.map(({ end }) => end?.cause)).toEqual(causes);
    const jobs = claims.flatMap((claim) => claim.jobs);
    expect(jobs.filter((run) => run.died).map(({ job }) => job)).toEqual(died);
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
      'job.log the job was evicted',
    ],
    ['job.log the job began to run'],
  ]);
});

test('a job that its schedd reconnects to has not ended with its first shadow', async () => {
  for (const given of [BOTH, ['SchedLog'] as const]) {
    const [claim] = await told('schedd-shut-down-reconnect', given);
    expect(claim?.jobs).toHaveLength(1);
    expect(claim?.jobs[0]).toMatchObject({ job: '1.0', end: null, died: false });
    expect(claim?.jobs[0]?.shadow).toMatch(/the schedd shuts down\), another shadow took over$/);
  }
});
