import { describe, expect, test } from 'vitest';
import { examineLines } from '../testing/scenarios.ts';

/** Lines, each a second after the one before. */
const seconds = (lines: readonly string[]): string[] =>
  lines.map((line, i) => `10/19/11 12:00:${String(i).padStart(2, '0')} ${line}`);

const STARTS = [
  'slot1: Request accepted.',
  'slot1: Changing state: Unclaimed -> Claimed',
  'slot1: Remote job ID is 7.3',
  'slot1: State change: claim-activation protocol successful, Starter 41 (condor_starter)',
  'slot1: Changing activity: Idle -> Busy',
];

const startdClaim = async (lines: readonly string[]) =>
  (await examineLines({ startd: seconds([...STARTS, ...lines]), schedd: [] })).claims[0];

const RECORD = 'slot1@exec1.pool <192.0.2.31:9618>#1308000000#12#... for ada';
const RECORD_STARTS = [
  `Completed REQUEST_CLAIM to startd ${RECORD}`,
  `Started shadow for job 7.3 on ${RECORD}, (shadow pid = 55)`,
];

const scheddClaim = async (lines: readonly string[], before = RECORD_STARTS) =>
  (await examineLines({ startd: [], schedd: seconds([...before, ...lines]) })).claims[0];

describe('the StartLog says why a claim or a job ends', () => {
  test('a claim of better rank comes', async () => {
    const claim = await startdClaim([
      'slot1: New claim has sufficient rank, preempting current claim.',
      'slot1: Changing state and activity: Claimed/Busy -> Preempting/Vacating',
    ]);
    expect(claim?.end).toMatchObject({ cause: 'preempted', authoritative: true });
    expect(claim?.end?.evidence.map(({ line }) => line)).toEqual([6, 7]);
  });

  test('retirement ends early, so that the job has its vacate time', async () => {
    const claim = await startdClaim([
      "slot1: Evicting job with 6s of retirement time remaining in order to accommodate this job's max vacate time of 7s.",
      'slot1: State change: claim retirement ended/expired.',
      'slot1: Changing state and activity: Claimed/Retiring -> Preempting/Vacating',
    ]);
    expect(claim?.end?.explanation).toContain(
      'retirement ended 6 s early, to leave the job its max vacate time of 7 s',
    );
  });

  test.each([
    ['max vacate time expired.  Escalating to a fast shutdown of the job.', 'within its max vacate time'],
    ['Failed to hold job (starter pid 41), so killing it.', 'could not be told to vacate'],
    ['Failed to vacate job (starter pid 41), so killing it.', 'could not be told to vacate'],
    ['starter (pid 41) is not responding to the request to hardkill its job.', 'did not answer the request to kill'],
  ])('%s', async (line, why) => {
    const ends = ['Starter pid 41 died on signal 9 (signal 9 (Killed))', 'slot1: State change: starter exited'];
    const claim = await startdClaim([line, ...ends]);
    expect(claim?.jobs[0]?.starter).toContain(why);
    expect(claim?.jobs[0]?.evidence.map(({ line: number }) => number)).toContain(6);
  });

  test('the starter of one slot among several is meant by its slot, and by the job behind it', async () => {
    const second = STARTS.map((line) => line.replaceAll('slot1', 'slot2').replace('7.3', '7.4').replace('41', '42'));
    for (const slot of ['slot1', 'slot1[7.3]', 'slot1[-1.-1]']) {
      const startd = seconds([
        ...STARTS,
        ...second,
        `${slot}: max vacate time expired.  Escalating to a fast shutdown of the job.`,
        'Starter pid 41 died on signal 9 (signal 9 (Killed))',
        'slot1: State change: starter exited',
      ]);
      const { claims } = await examineLines({ startd, schedd: [] });
      expect(claims.map(({ jobs }) => jobs[0]?.starter)).toEqual([
        'the starter died on signal 9, killed by the startd: it had not stopped within its max vacate time',
        null,
      ]);
    }
  });

  test('of two jobs that run it is not said which one took too long, nor of another pid', async () => {
    const second = STARTS.map((line) => line.replaceAll('slot1', 'slot2').replace('7.3', '7.4').replace('41', '42'));
    for (const line of [
      'max vacate time expired.  Escalating to a fast shutdown of the job.',
      'Failed to vacate job (starter pid 43), so killing it.',
    ]) {
      const startd = seconds([
        ...STARTS,
        ...second,
        line,
        'Starter pid 41 exited with status 0',
        'slot1: State change: starter exited',
      ]);
      const { claims } = await examineLines({ startd, schedd: [] });
      expect(claims.map(({ jobs }) => jobs[0]?.starter ?? '').join()).not.toContain('killed by the startd');
    }
  });
});

describe('a dynamic slot that is killed without a word', () => {
  const dynamic = STARTS.map((line) => line.replaceAll('slot1', 'slot1_1'));
  const killed = 'slot1_1: Changing state and activity: Claimed/Busy -> Preempting/Killing';

  test('makes room for a claim that its partitionable slot accepts at once', async () => {
    const startd = [
      ...seconds([...dynamic]),
      `10/19/11 12:00:09 ${killed}`,
      '10/19/11 12:00:09 slot1: Request accepted.',
    ];
    const { claims } = await examineLines({ startd, schedd: [] });
    expect(claims).toHaveLength(1);
    expect(claims[0]?.end).toMatchObject({ cause: 'preempted', authoritative: true });
    expect(claims[0]?.end?.explanation).toContain('its partitionable slot accepted another claim in the same second');
    expect(claims[0]?.end?.evidence.map(({ line }) => line)).toEqual([6, 7]);
  });

  test.each([
    ['later', '10/19/11 12:00:12 slot1: Request accepted.'],
    ['on another machine slot', '10/19/11 12:00:09 slot2: Request accepted.'],
    ['never', '10/19/11 12:00:09 slot1: State change: IS_OWNER is false'],
  ])('does not where that happens %s', async (_, line) => {
    const startd = [...seconds([...dynamic]), `10/19/11 12:00:09 ${killed}`, line];
    const { claims } = await examineLines({ startd, schedd: [] });
    expect(claims[0]?.end).toMatchObject({ cause: 'other', authoritative: null });
  });
});

test('a startd that is started and has not said that it exits has crashed, as far as its log tells', async () => {
  const claim = await startdClaim(['** condor_startd (CONDOR_STARTD) STARTING UP']);
  expect(claim?.end).toMatchObject({ cause: 'other', authoritative: null });
  expect(claim?.end?.explanation).toContain('it crashed or was killed, or its machine went down');
});

describe('the SchedLog alone says why a record goes', () => {
  test('its schedd has told the shadow to stop, and gives the claim back itself', async () => {
    const claim = await scheddClaim([
      'abort_job_myself: 7.3 action:Vacate-Fast log_hold:true',
      'Shadow pid 55 for job 7.3 exited with status 107',
      `Match record (${RECORD}, 7.3) deleted`,
      `Completed RELEASE_CLAIM to startd ${RECORD}`,
    ]);
    expect(claim?.end).toMatchObject({ cause: 'released', authoritative: true });
    expect(claim?.jobs[0]?.shadow).toContain('after its schedd had told it to stop (action: Vacate-Fast)');
  });

  const gone = `Match record (${RECORD}, 7.3) deleted`;

  test('the startd has ended the claim', async () => {
    const claim = await scheddClaim(['Got RELEASE_CLAIM from <192.0.2.31:40001>', gone]);
    expect(claim?.end).toMatchObject({ cause: 'unknown', authoritative: null });
    expect(claim?.end?.explanation).toContain('The startd had ended the claim, and told the schedd so');
    const other = await scheddClaim(['Got RELEASE_CLAIM from <192.0.2.99:40001>', gone]);
    expect(other?.end?.explanation).not.toContain('told the schedd so');
  });

  test('the startd did not answer the request', async () => {
    const timedOut = `Timed out requesting claim ${RECORD} after REQUEST_CLAIM_TIMEOUT=1800 seconds.`;
    const claim = await scheddClaim([timedOut, gone], []);
    expect(claim?.end).toMatchObject({ cause: 'released', authoritative: true });
    expect(claim?.end?.explanation).toContain('did not answer the request');
  });

  test('the dedicated scheduler had no use for it', async () => {
    const record = 'slot1@exec1.pool <192.0.2.31:9618> for DedicatedScheduler@here';
    const claim = await scheddClaim(
      [
        'Resource slot1@exec1.pool has been unused for 601 seconds, limit is 600, releasing',
        `Completed RELEASE_CLAIM to startd ${record}`,
        `Match record (${record}, -1.-1) deleted`,
      ],
      [`Completed REQUEST_CLAIM to startd ${record}`],
    );
    expect(claim?.end).toMatchObject({ cause: 'released', authoritative: true });
  });

  test.each([
    ['Preempting 2 jobs due to MAX_JOBS_RUNNING change', 'more jobs run than MAX_JOBS_RUNNING allows'],
    ['Called preempt( 1 ) for a graceful shutdown', 'the schedd shuts down'],
  ])('a job is stopped: %s', async (line, why) => {
    const vacated = 'Sent vacate command to <192.0.2.31:9618> for job 7.3';
    const exited = 'Shadow pid 55 for job 7.3 exited with status 107';
    expect((await scheddClaim([line, vacated, exited]))?.jobs[0]?.shadow).toContain(`(${why})`);
    const later = [line, ...Array<string>(3).fill('noise'), vacated, exited];
    expect((await scheddClaim(later))?.jobs[0]?.shadow).not.toContain(why);
  });

  test('the job had left the queue when the schedd was started again', async () => {
    const claim = await scheddClaim([
      '** condor_schedd (CONDOR_SCHEDD) STARTING UP',
      'WARNING: job 7.3 no longer in job queue, cannot reconnect',
    ]);
    expect(claim?.end).toMatchObject({ cause: 'unknown', authoritative: null });
    expect(claim?.end?.explanation).toContain('job 7.3 was no longer in its queue');
  });
});
