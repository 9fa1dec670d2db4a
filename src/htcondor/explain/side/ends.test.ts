import { describe, expect, test } from 'vitest';
import { examineLines } from '../testing/scenarios.ts';

/** A StartLog of slot1, a second a line, until its claim ends. */
const startLog = (...lines: string[]): string[] =>
  [
    'slot1: Request accepted.',
    'slot1: Changing state: Unclaimed -> Claimed',
    'slot1: Remote job ID is 7.3',
    'slot1: Changing activity: Idle -> Busy',
    ...lines,
  ].map((line, i) => `10/19/11 12:00:${String(i).padStart(2, '0')} ${line}`);

async function endOf(...lines: string[]) {
  const { claims } = await examineLines({ startd: startLog(...lines), schedd: [] });
  const { cause, authoritative, at, explanation } = claims[0]?.end ?? {};
  return { claims: claims.length, cause, authoritative, second: at && Number(at.text.slice(-2)), explanation };
}

const kept = (claim: string) => `slot1: Keep alive for ClaimId <1.2.3.4:5>#1#${claim}#... job 7.3 sent to schedd`;

const LEAVES = 'slot1: Changing state and activity: Claimed/Busy -> Preempting/Vacating';

describe('a claim ends', () => {
  test.each<[string, string[], object]>([
    [
      'by RELEASE_CLAIM',
      ['slot1: State change: received RELEASE_CLAIM command', LEAVES],
      { cause: 'released', second: 4 },
    ],
    [
      'by a deactivation while it is closing',
      ['slot1: Called deactivate_claim()', LEAVES],
      { cause: 'released', second: 5 },
    ],
    [
      'by condor_vacate, when it has retired',
      [
        'slot1: State change: received VACATE_CLAIM command',
        'slot1: Changing activity: Busy -> Retiring',
        'slot1: State change: claim retirement ended/expired.',
        'slot1: Changing state and activity: Claimed/Retiring -> Preempting/Vacating',
      ],
      { cause: 'vacated', second: 7 },
    ],
    [
      'by condor_vacate -fast',
      ['slot1: State change: received VACATE_CLAIM_FAST command', LEAVES],
      { cause: 'vacated', second: 4 },
    ],
    ['with all others', ['State change: received VACATE_ALL_CLAIMS command', LEAVES], { cause: 'vacated', second: 5 }],
    [
      'with all others, at once',
      ['State change: received VACATE_ALL_FAST command', LEAVES],
      { cause: 'vacated', second: 4 },
    ],
    [
      'because PREEMPT is true, in 2011',
      ['slot1: State change: PREEMPT is TRUE', LEAVES],
      { cause: 'preempted', second: 5 },
    ],
    [
      'because PREEMPT is true, today',
      ['slot1: State change: PREEMPT is TRUE.', LEAVES],
      { cause: 'preempted', second: 5 },
    ],
    [
      'because a better match comes',
      [
        'slot1: State change: preempting claim based on machine rank',
        'slot1: State change: retiring due to preempting claim',
        LEAVES,
      ],
      { cause: 'preempted', second: 6 },
    ],
    [
      'because it is too old',
      [
        'slot1: Changing activity: Busy -> Idle',
        'slot1: State change: idle claim shutting down due to CLAIM_WORKLIFE',
        LEAVES,
      ],
      { cause: 'other', second: 6 },
    ],
    ['because the startd is drained', ['Initiating fast draining.', LEAVES], { cause: 'other', second: 5 }],
    [
      'because the startd shuts down',
      ['Got SIGTERM.  Performing graceful shutdown.', LEAVES],
      { cause: 'other', second: 5 },
    ],
    [
      'because its lease has run out',
      ['slot1: State change: claim lease expired (condor_schedd gone?)', LEAVES],
      { cause: 'lease-expired', second: 4 },
    ],
  ])('%s', async (_, lines, expected) => {
    expect(await endOf(...lines)).toMatchObject({ claims: 1, authoritative: true, ...expected });
  });

  test('with its startd, which leaves it open whether that was meant', async () => {
    const exited = '**** condor_startd (condor_STARTD) pid 93969 EXITING WITH STATUS 44';
    const started = '** condor_startd (CONDOR_STARTD) STARTING UP';
    for (const line of [exited, started]) {
      expect(await endOf(line)).toMatchObject({ claims: 1, cause: 'other', authoritative: null, second: 4 });
    }
  });

  test('without a reason in the log', async () => {
    expect(await endOf(LEAVES)).toMatchObject({ cause: 'other', authoritative: null });
  });
});

describe('a claim does not end', () => {
  test.each([
    ['when a preempting claim has gone again', ['slot1: State change: unretiring because no preempting claim exists']],
    ['when it is suspended', ['slot1: State change: SUSPEND is TRUE', 'slot1: Changing activity: Busy -> Suspended']],
    ['when its job has', ['slot1: State change: starter exited', 'slot1: Changing activity: Busy -> Idle']],
    ['when it retires', ['slot1: State change: PREEMPT is TRUE', 'slot1: Changing activity: Busy -> Retiring']],
    ['when another daemon exits', ['**** condor_starter (condor_STARTER) pid 7 EXITING WITH STATUS 0']],
  ])('%s', async (_, lines) => {
    expect(await endOf(...lines)).toMatchObject({ claims: 1, cause: undefined });
  });
});

describe('the claim after', () => {
  const ended = ['slot1: State change: received RELEASE_CLAIM command', LEAVES];

  test('is another one', async () => {
    const { claims } = await examineLines({
      startd: startLog(...ended, 'slot1: Request accepted.', 'slot1: Remote job ID is 8.0'),
      schedd: [],
    });
    expect(claims.map(({ job, end }) => [job, end?.cause])).toEqual([
      ['7.3', 'released'],
      ['8.0', undefined],
    ]);
  });

  test('takes over from the one that it preempts', async () => {
    const { claims } = await examineLines({
      startd: startLog(
        'slot1: Received ClaimId from schedd (<1.2.3.4:5>#1#2#...)',
        'slot1: State change: preempting claim based on user priority',
        LEAVES,
        'slot1: Remote owner is somebody@else',
        'slot1: Changing state and activity: Preempting/Vacating -> Claimed/Idle',
      ),
      schedd: [],
    });
    expect(claims.map(({ claimId, end }) => [claimId, end?.cause])).toEqual([
      [null, 'preempted'],
      ['<1.2.3.4:5>#1#2#...', undefined],
    ]);
  });

  test('is not blamed for late lines about the one before', async () => {
    const { claims } = await examineLines({
      startd: startLog(
        kept('1'),
        ...ended,
        'slot1: Received ClaimId from schedd (<1.2.3.4:5>#1#2#...)',
        'slot1: Request accepted.',
        kept('1'),
        kept('2'),
      ),
      schedd: [],
    });
    expect(claims.map(({ claimId, end }) => [claimId, end?.cause])).toEqual([
      ['<1.2.3.4:5>#1#1#...', 'released'],
      ['<1.2.3.4:5>#1#2#...', undefined],
    ]);
  });
});

test('a dynamic slot has the claim that its partitionable slot was asked for', async () => {
  const lines = [
    'slot1: Received ClaimId from schedd (<1.2.3.4:5>#1#9#...)',
    'slot1: Request accepted.',
    'slot1_4: New Slot of type 1 allocated',
    'slot1_4: Remote owner is somebody@here',
    'slot1_4: Changing state: Owner -> Claimed',
    'slot1_4: State change: claim lease expired (condor_schedd gone?), evicting claim',
    'slot1_4: Changing state and activity: Claimed/Idle -> Preempting/Killing',
    'slot1_4: Changing state and activity: Preempting/Killing -> Delete/Idle',
  ];
  const startd = lines.map((line, i) => `10/19/11 12:00:0${i} ${line}`);
  const { claims } = await examineLines({ startd, schedd: [] });
  expect(claims).toMatchObject([
    { slot: 'slot1_4', claimId: '<1.2.3.4:5>#1#9#...', end: { cause: 'lease-expired', authoritative: true } },
  ]);
});
