import { describe, expect, test } from 'vitest';
import { endsOf, found, HOST, MadeSchedd, MadeStartd } from '../testing/made.ts';
import { examineLines } from '../testing/scenarios.ts';

const slot1 = () => new MadeStartd().run(0, 'slot1', '1.0');
/** The slot's policy is going to take it, but lets the job retire. */
const retires = (at: number) =>
  slot1().at(at, 'slot1: State change: PREEMPT is TRUE', 'slot1: Changing activity: Busy -> Retiring');
const OVER = 'claim retirement ended/expired';

const CASES: readonly [string, MadeStartd, string[]][] = [
  [
    'a job that ends by itself while it retires',
    retires(100).jobEnds(150, 'slot1').ends(150, 'slot1', OVER, 'Retiring'),
    ['slot1 1.0 preempted true'],
  ],
  [
    'a retirement that is taken back, and a release',
    retires(100)
      .at(
        120,
        'slot1: State change: unretiring because no preempting claim exists',
        'slot1: Changing activity: Retiring -> Busy',
      )
      .jobEnds(200, 'slot1')
      .released(201, 'slot1'),
    ['slot1 1.0 released true'],
  ],
  [
    'draining that is cancelled, and an end of which nothing says why',
    slot1()
      .at(100, 'Initiating graceful draining.', 'slot1: Changing activity: Busy -> Retiring')
      .at(120, 'Processing cancel drain request from <10.0.0.1:5>', 'slot1: Changing activity: Retiring -> Busy')
      .at(400, 'slot1: Changing state and activity: Claimed/Busy -> Preempting/Vacating'),
    ['slot1 1.0 other null'],
  ],
  [
    'draining that is cancelled and begun again',
    slot1()
      .at(100, 'Initiating graceful draining.')
      .at(120, 'Processing cancel drain request from <10.0.0.1:5>')
      .at(300, 'Initiating fast draining.')
      .at(300, 'slot1: Changing state and activity: Claimed/Busy -> Preempting/Killing'),
    ['slot1 1.0 other true'],
  ],
  [
    'draining, and a crash before it was over',
    slot1().at(100, 'Initiating graceful draining.').at(300, '** condor_startd (CONDOR_STARTD) STARTING UP'),
    ['slot1 1.0 other null'],
  ],
  [
    'a better match, whose job runs then',
    slot1()
      .at(
        100,
        'slot1: State change: preempting claim based on machine rank',
        'slot1: Changing activity: Busy -> Retiring',
      )
      .at(
        110,
        `slot1: State change: ${OVER}`,
        'slot1: Changing state and activity: Claimed/Retiring -> Preempting/Vacating',
      )
      .at(111, 'Starter pid 100 exited with status 0', 'slot1: State change: starter exited')
      .at(
        111,
        'slot1: State change: preempting claim exists - START is true or undefined',
        'slot1: Remote owner is bob@example.org',
      )
      .at(111, 'slot1: Changing state and activity: Preempting/Vacating -> Claimed/Idle')
      .job(112, 'slot1', '8.0')
      .jobEnds(200, 'slot1')
      .released(200, 'slot1'),
    ['slot1 1.0 preempted true', 'slot1 8.0 released true'],
  ],
  [
    'a lease that runs out while the job retires',
    retires(100).ends(110, 'slot1', 'claim lease expired (condor_schedd gone?), evicting claim', 'Retiring'),
    ['slot1 1.0 lease-expired true'],
  ],
  [
    'a shutdown, and a release before it was over',
    slot1()
      .at(100, 'Got SIGTERM. Performing graceful shutdown.', 'slot1: Changing activity: Busy -> Retiring')
      .jobEnds(150, 'slot1')
      .released(150, 'slot1'),
    ['slot1 1.0 released true'],
  ],
  [
    'a peaceful shutdown, which waits for the job',
    slot1()
      .at(100, 'Got SIGTERM. Performing peaceful shutdown.', 'slot1: Changing activity: Busy -> Retiring')
      .jobEnds(150, 'slot1')
      .at(151, '**** condor_startd (condor_STARTD) pid 7 EXITING WITH STATUS 0'),
    ['slot1 1.0 other true'],
  ],
  [
    'an exit that nobody asked for',
    slot1().at(151, '**** condor_startd (condor_STARTD) pid 7 EXITING WITH STATUS 4'),
    ['slot1 1.0 other null'],
  ],
  [
    'an idle claim that is too old',
    new MadeStartd().claim(0, 'slot1').ends(300, 'slot1', 'idle claim shutting down due to CLAIM_WORKLIFE', 'Idle'),
    ['slot1 null other true'],
  ],
  [
    'two dynamic slots, of which one is vacated',
    new MadeStartd()
      .run(0, 'slot1_1', '1.0')
      .run(5, 'slot1_2', '2.0')
      .ends(100, 'slot1_1', 'received VACATE_CLAIM_FAST command')
      .jobEnds(200, 'slot1_2')
      .released(200, 'slot1_2'),
    ['slot1_1 1.0 vacated true', 'slot1_2 2.0 released true'],
  ],
];

describe('an end that the startd decides', () => {
  test.each(CASES)('%s', async (_, startd, ends) => {
    expect(endsOf(await found({ startd: { StartLog: startd } }))).toEqual(ends);
  });
});

/** What is told of job 1.0 when its schedd writes this, lines about a job that still runs first. */
async function fateTold(...messages: string[]): Promise<string[]> {
  const log = new MadeSchedd()
    .shadow(0, '1.0', 'slot1', 11)
    .at(99, ...messages.filter((text) => text.startsWith('Job')));
  log.ends(100, '1.0', 'slot1', 11, 107).at(100, ...messages.filter((text) => !text.startsWith('Job')));
  const { claims } = await found({ schedd: { SchedLog: log } });
  return claims.flatMap(({ jobs }) =>
    jobs.map(({ shadow, died }) => `${shadow?.split('; ').slice(1).join('; ')} ${died}`),
  );
}

describe('the jobs of a claim', () => {
  test('have each their own end, and a shadow that takes the next one has not ended', async () => {
    const startd = slot1()
      .jobEnds(100, 'slot1')
      .job(101, 'slot1', '1.1')
      .jobEnds(150, 'slot1', 'died on signal 9 (signal 9 (Killed))')
      .job(160, 'slot1', '1.2')
      .disowned(600, 'slot1');
    const schedd = new MadeSchedd()
      .shadow(0, '1.0', 'slot1', 11)
      .at(100, 'Shadow pid 11 for job 1.0 reports job exit reason 100.')
      .at(101, 'Shadow pid 11 switching to job 1.1.')
      .at(151, 'Shadow pid 11 for job 1.1 exited with status 107')
      .shadow(159, '1.2', 'slot1', 12)
      .nobody(600)
      .ends(601, '1.2', 'slot1', 12, 107);
    const { claims } = await found({ startd: { StartLog: startd }, schedd: { SchedLog: schedd } });
    expect(claims.map(({ end }) => end?.authoritative)).toEqual([false]);
    expect(claims[0]?.jobs.map(({ job, died }) => [job, died])).toEqual([
      ['1.0', false],
      ['1.1', true],
      ['1.2', true],
    ]);
  });

  test('that ran twice on it are two, each with the shadow of its time', async () => {
    const startd = slot1()
      .jobEnds(100, 'slot1', 'died on signal 11 (signal 11 (Segmentation fault))')
      .job(130, 'slot1', '1.0')
      .jobEnds(200, 'slot1')
      .released(201, 'slot1');
    const schedd = new MadeSchedd()
      .shadow(0, '1.0', 'slot1', 11)
      .at(101, 'Shadow pid 11 for job 1.0 exited with status 107')
      .shadow(129, '1.0', 'slot1', 12)
      .ends(200, '1.0', 'slot1', 12, 100);
    const { claims } = await found({ startd: { StartLog: startd }, schedd: { SchedLog: schedd } });
    expect(claims[0]?.jobs.map(({ shadows, died }) => [...shadows, died])).toEqual([
      ['11', true],
      ['12', false],
    ]);
  });

  test('are held, removed or let wait by their schedd, where its log says so', async () => {
    expect(await fateTold('Putting job 1.0 on hold')).toEqual(['its schedd put it on hold false']);
    expect(await fateTold('Job 1.0 put on hold: via condor_hold (by user alice)')).toEqual([
      'its schedd put it on hold (via condor_hold (by user alice)) false',
    ]);
    expect(await fateTold('Job 1.0 aborted: via condor_rm')).toEqual([
      'its schedd removed it from the queue (via condor_rm) false',
    ]);
    expect(await fateTold('Putting job 1.0 in cool down.')).toEqual([
      'its schedd lets it wait before it runs again true',
    ]);
    expect(await fateTold('Putting job 2.0 on hold')).toEqual([' true']);
  });
});

const endsOfJobs = async (startd: MadeStartd, schedd?: MadeSchedd) => {
  const { claims } = await found({
    startd: { StartLog: startd },
    ...(schedd ? { schedd: { SchedLog: schedd } } : {}),
  });
  return claims.flatMap(({ jobs }) => jobs.map(({ starter, died }) => [starter, died]));
};

describe('a job that still ran when its claim ended', () => {
  const KILLED = [['the starter exited with status 0 as its claim ended', true]];

  test.each([
    ['no longer recognized by the schedd', slot1().disowned(600, 'slot1')],
    ['which expired', slot1().ends(600, 'slot1', 'claim lease expired (condor_schedd gone?), evicting claim')],
    ['which was vacated', slot1().ends(600, 'slot1', 'received VACATE_CLAIM_FAST command')],
  ])('ended badly, whatever its starter exited with: %s', async (_, startd) => {
    expect(await endsOfJobs(startd)).toEqual(KILLED);
  });

  test('ended by itself if its shadow says so', async () => {
    const schedd = new MadeSchedd().shadow(0, '1.0', 'slot1', 11).ends(599, '1.0', 'slot1', 11, 100);
    expect(await endsOfJobs(slot1().disowned(600, 'slot1'), schedd)).toEqual([[KILLED[0]?.[0], false]]);
  });

  test('and one that ended before, or whose claim was given back, did not', async () => {
    expect(await endsOfJobs(slot1().jobEnds(500, 'slot1').disowned(600, 'slot1'))).toEqual([
      [expect.stringContaining('status 0'), false],
    ]);
    expect(await endsOfJobs(slot1().released(600, 'slot1'))).toEqual([['the starter exited with status 0', false]]);
  });
});

const lines = (...messages: readonly (readonly [time: string, message: string])[]) =>
  ['08:00:00 slot1: Request accepted.', '08:00:00 slot1: Changing state: Unclaimed -> Claimed']
    .concat(messages.map(([time, message]) => `${time} ${message}`))
    .map((line) => `03/02/24 ${line}`);
const EXPIRED = 'slot1: State change: claim lease expired (condor_schedd gone?), evicting claim';
const warned = async (startd: readonly string[]) =>
  (await examineLines({ startd, schedd: [] })).warnings.filter((text) => text.includes('goes back'));

describe('a clock that goes back', () => {
  test('is noticed among lines that are not known, if one that is known follows before its time', async () => {
    const [warning, ...more] = await warned(lines(['10:00:00', 'noise'], ['07:30:00', 'noise'], ['07:40:00', EXPIRED]));
    expect(warning).toMatch(/:4: the clock goes back by 2 h 30 min here: it was set right, /);
    expect(more).toEqual([]);
    expect(await warned(lines(['10:45:00', 'noise'], ['10:10:00', 'noise'], ['10:40:00', EXPIRED]))).toEqual([
      expect.stringMatching(/:4: the clock goes back by 35 min here: it was set right, /),
    ]);
  });

  test('is none where a single line has another time', async () => {
    expect(await warned(lines(['10:00:00', 'noise'], ['07:30:00', 'noise'], ['10:01:00', EXPIRED]))).toEqual([]);
    expect(await warned(lines(['10:00:00', 'noise'], ['08:30:00', 'noise']))).toEqual([]);
  });
});

test('a claim of a parallel job that ended badly is given back, and a job of the schedd itself is a warning', async () => {
  const log = new MadeSchedd()
    .shadow(0, '1.0', 'slot1', 11)
    .at(100, 'Dedicated job abnormally ended, releasing claim')
    .ends(100, '1.0', 'slot1', 11, 107)
    .released(100, 'slot1')
    .at(200, 'scheduler universe job (5.0) pid 77 died with signal 9 (Killed)');
  const findings = await found({ schedd: { SchedLog: log } });
  expect(endsOf(findings)).toEqual(['slot1 1.0 released true']);
  expect(findings.warnings).toEqual([expect.stringContaining('scheduler universe job (5.0) pid 77 died')]);
});

const expired = () => slot1().ends(2400, 'slot1', 'claim lease expired (condor_schedd gone?), evicting claim');
const shadow = () => new MadeSchedd().shadow(0, '1.0', 'slot1', 11);

test('a parallel job that ended badly has given its claim back, though no line says that its record is deleted', async () => {
  const log = new MadeSchedd()
    .shadow(0, '1.0', 'slot2', 11)
    .at(100, 'Shadow pid 11 exited with status 107')
    .at(100, 'Dedicated job abnormally ended, releasing claim', 'Dedicated job abnormally ended, releasing claim')
    .shadow(110, '1.0', 'slot2', 12);
  const { claims } = await found({ schedd: { SchedLog: log } });
  expect(claims.map(({ jobs, end }) => [jobs.length, end?.cause])).toEqual([
    [1, 'released'],
    [1, undefined],
  ]);
});

describe('a lease that ran out is explained by the log of its schedd', () => {
  const EXITS = '**** condor_schedd (condor_SCHEDD) pid 4242 EXITING WITH STATUS 0';

  test.each<[string, MadeSchedd, string, number]>([
    ['which had exited', shadow().at(1000, EXITS), 'had exited at 2024-03-05T10:16:40.', 1],
    [
      'which was away',
      shadow().at(1000, EXITS).starts(2500),
      'had exited at 2024-03-05T10:16:40, and was started again at 2024-03-05T10:41:40.',
      2,
    ],
    ['which had crashed', shadow().starts(2500), 'may say why: its schedd was started again at 2024-03-05T10:41:40', 1],
    ['which had lost its records', shadow().starts(1000), 'does not show a match record of the claim since', 1],
    ['which had let go of it', shadow().ends(1000, '1.0', 'slot1', 11, 107), 'had deleted its match record', 1],
  ])('%s', async (_, schedd, why, more) => {
    const { claims } = await found({ startd: { StartLog: expired() }, schedd: { SchedLog: schedd } });
    expect(endsOf({ claims })).toEqual(['slot1 1.0 lease-expired true']);
    expect(claims[0]?.end?.explanation).toContain(why);
    expect(claims[0]?.end?.evidence).toHaveLength(more + 1);
  });

  test.each<[string, MadeSchedd]>([
    ['if it was there all the time', shadow().ends(2410, '1.0', 'slot1', 11, 107)],
    ['if it lets go of it for that, by a clock that is a second behind', shadow().ends(2399, '1.0', 'slot1', 11, 107)],
    ['if it went away later', shadow().ends(2410, '1.0', 'slot1', 11, 107).at(2500, EXITS).starts(2600)],
    ['if it took the job up again', shadow().starts(1000).shadow(1005, '1.0', 'slot1', 12)],
    [
      'if it took the job up again, without the slot',
      shadow().starts(1000).at(1005, `Started shadow for job 1.0 on ${HOST} for alice, (shadow pid = 12)`),
    ],
    ['if it crashed days later', shadow().starts(3 * 86_400)],
  ])('not %s', async (_, schedd) => {
    const { claims } = await found({ startd: { StartLog: expired() }, schedd: { SchedLog: schedd } });
    expect(endsOf({ claims })).toEqual(['slot1 1.0 lease-expired true']);
    expect(claims[0]?.end?.explanation).not.toContain('SchedLog');
  });
});
