import { describe, expect, test } from 'vitest';
import { SCHEDD } from './grammar/schedd.ts';
import { STARTD } from './grammar/startd.ts';
import { redact } from './redact.ts';
import { explanationJson } from './render/json.ts';
import { explanationText } from './render/text.ts';
import type { Consistency } from './replay/consistent.ts';
import { type Both, examineLines, explainLines, outcomes, STYLE } from './testing/scenarios.ts';
import { draws, isDeep, onlyDeep } from '../../testing/sampled.ts';

const MEGABYTE = 1 << 20;
/** How much is read of what `test:deep` reads. Daily the answers are looked at; whether time grows with the square, in depth. */
const PART = draws(1 / 64, 1);
/** Where time grew with the square of a log's length, a megabyte took minutes. Of the process: the machine may be busy. */
const MOST_CPU_MS = draws(Number.POSITIVE_INFINITY, 4000);

const T = '10/19/11 12:07:20';

/** A claim that begins, and is disowned. */
const CLAIM = [
  `${T} slot1: Remote owner is ada@pool.example`,
  `${T} slot1: Changing state: Unclaimed -> Claimed`,
  `${T} slot1: Remote job ID is 10.0`,
];
const REMOVED = [
  `${T} slot1: State change: claim no longer recognized by the schedd - removing claim`,
  `${T} slot1: Changing state and activity: Claimed/Busy -> Preempting/Killing`,
];
const ANSWER = [
  `${T} (pid:900) condor_read(): timeout reading 5 bytes from <192.0.2.31:51515>.`,
  `${T} (pid:900) IO: Failed to read packet header`,
  `${T} (pid:900) Received startd keepalive for unknown claimid #...`,
];

const otherHost = (i: number): string =>
  `${T} (pid:900) condor_read(): timeout reading 5 bytes from <192.0.2.99:${i % 60_000}>.`;

const lines = (count: number, line: (i: number) => string): string[] =>
  Array.from({ length: Math.ceil(count * PART) }, (_, i) => line(i));
/** As many lines as make a megabyte. */
const megabyte = (line: (i: number) => string): string[] => lines(MEGABYTE / (line(10_000).length + 1), line);

/** Explains and shows; within the bound. Daily one flood is replayed against the machines, in depth each of them. */
async function told(both: Both, isReplayed = isDeep) {
  const started = process.cpuUsage();
  const explanation = isReplayed ? await explainLines(both) : { ...(await examineLines(both)), consistency: NONE };
  const text = explanationText(explanation, STYLE);
  JSON.stringify(explanationJson(explanation));
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(MOST_CPU_MS);
  return { ...explanation, text };
}

const NONE: Consistency = { variants: new Map(), unexplained: [], passedOver: 0 };

const spurious = expect.objectContaining({ slot: 'slot1', cause: 'unrecognized', authoritative: false });

describe('a flood is read in time, and what matters is found in it', () => {
  test.each<[string, Both]>([
    [
      "100,000 failed reads in the startd's log",
      {
        startd: [
          ...CLAIM,
          ...lines(
            100_000,
            (i) =>
              `${T} condor_read() failed: recv() returned -1, errno = 104, reading 5 bytes from <192.0.2.9:${i % 60_000}>.`,
          ),
          ...REMOVED,
        ],
        schedd: ANSWER,
      },
    ],
    [
      '200,000 lines of one ALIVE',
      {
        startd: [
          ...CLAIM,
          ...lines(200_000, () => `${T} slot1: In Claim::sendAliveConnectHandler id <192.0.2.31:9618>#1#2#...`),
          ...REMOVED,
        ],
        schedd: ANSWER,
      },
    ],
    [
      '100,000 ALIVEs begun within a second',
      {
        startd: [
          ...CLAIM,
          ...lines(100_000, () => `${T} slot1: Sending alive to schedd <192.0.2.9:9618>...`),
          ...REMOVED,
        ],
        schedd: ANSWER,
      },
    ],
    [
      '10,000 slots, and as many commands to vacate all',
      {
        startd: [
          ...lines(10_000, (i) => `${T} slot${i + 2}: Changing state: Unclaimed -> Claimed`),
          ...lines(10_000, (i) => `${T} State change: received VACATE_ALL_${i % 2 ? 'FAST' : 'CLAIMS'} command`),
          ...CLAIM,
          ...REMOVED,
        ],
        schedd: ANSWER,
      },
    ],
    [
      '5,000 dynamic slots that are killed at once, as many requests, and starts of other hosts',
      {
        startd: [
          ...lines(5000, (i) => `${T} slot9_${i}: Changing state: Owner -> Claimed`),
          ...lines(5000, (i) => `${T} slot9_${i}: Changing state and activity: Claimed/Busy -> Preempting/Killing`),
          ...lines(5000, () => `${T} slot9: Request accepted.`),
          ...lines(2000, (i) => `${T} slot9_${i}[1.${i}]: max vacate time expired.  Escalating`),
          ...lines(2000, (i) => `${T} DaemonCore: command socket at <192.0.2.${i % 9}:9618>`),
          `${T} DaemonCore: command socket at <192.0.2.31:9618>`,
          ...CLAIM,
          ...REMOVED,
        ],
        schedd: ANSWER,
      },
    ],
    [
      'a handler with 100,000 failed reads',
      {
        startd: [...CLAIM, ...REMOVED],
        schedd: [
          `${T} (pid:900) Calling HandleReq <receive_startd_alive> (0) for command 441 (ALIVE) from condor <192.0.2.31:51515>`,
          ...lines(100_000, () => ANSWER[0] as string),
          ...ANSWER,
        ],
      },
    ],
    [
      'a line of a megabyte',
      {
        startd: [...CLAIM, 'x'.repeat(MEGABYTE), `${T} slot1: State change: ${'x'.repeat(MEGABYTE)}`, ...REMOVED],
        schedd: ANSWER,
      },
    ],
    ['a message of brackets', { startd: [...CLAIM, ...megabyte(() => `${T} (abc`), ...REMOVED], schedd: ANSWER }],
  ])('%s', async (_, both) => {
    expect(outcomes(await told(both))).toContainEqual(spurious);
  });

  test('100,000 failed reads of other hosts within a second: whose the answer is cannot be told', async () => {
    const { claims } = await told({
      startd: [...CLAIM, ...REMOVED],
      schedd: [...lines(100_000, otherHost), ...ANSWER],
    });
    expect(claims).toHaveLength(1);
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: null });
  });

  test('a megabyte of removals and of answers within a second: which is whose cannot be told', async () => {
    const startd = megabyte(() => REMOVED[0] as string);
    const schedd = megabyte(
      (i) =>
        `${T} (pid:900) Received startd keepalive for unknown claimid ${i % 2 ? '#...' : `<192.0.2.31:9618>#1#${i}#...`}`,
    );
    const { claims } = await told({ startd, schedd });
    expect(claims).toHaveLength(startd.length);
    expect(claims.filter(({ end }) => end?.authoritative !== null).length).toBeLessThan(claims.length / 10);
  });

  test('a megabyte of ALIVEs that all go wrong in other ways', async () => {
    const kinds = [
      `${T} slot1: In Claim::sendAliveConnectHandler id <192.0.2.31:9618>#1#2#...`,
      `${T} slot1: Leaving Claim::sendAliveConnectHandler success id <192.0.2.31:9618>#1#2#...`,
      `${T} slot1: Received Alive response of 0 from schedd <192.0.2.9:9618> job 10.0`,
      `${T} slot1: Keep alive for ClaimId <192.0.2.31:9618>#1#2#... job 10.0, received from schedd`,
      `${T} slot1: Response problem from schedd <192.0.2.9:9618> on ALIVE job 10.0.`,
      `${T} slot1: Sending alive to schedd <192.0.2.9:9618>...`,
    ];
    let random = 1;
    const startd = megabyte(() => kinds[(random = (random * 48_271) % 2_147_483_647) % kinds.length] as string);
    const { claims, warnings } = await told({ startd: [...CLAIM, ...startd, ...REMOVED], schedd: ANSWER }, true);
    expect(claims).toHaveLength(1);
    expect(warnings.join('\n').length).toBeLessThan(100_000);
  });
});

/** What a pattern may look for again and again: its words, and what stands between them. */
function fragmentsOf(source: string): string[] {
  const words = source
    .replaceAll(/\(\?<\w+>|\(\?[:=!]/g, '(')
    .split(/\(|\)|\[[^\]]*\]|\\[dDwWsS]|[.*+?|^$]/)
    .map((word) => word.replaceAll('\\', ''));
  return [
    ...new Set(['a', '1', ' ', '<', 'a@', '<a', ',', ', ', '.', ')', ...words.filter((word) => word.length > 1)]),
  ];
}

describe('no pattern takes more than linear time', () => {
  const kinds = [...STARTD.recognisers, ...SCHEDD.recognisers].filter(({ rest }) => rest !== undefined);
  const KILLER = 1 << 15;
  test.each(onlyDeep(kinds.map((kind) => [kind.name, kind] as const)))('of %s', (_, { rest }) => {
    const fragments = fragmentsOf((rest as RegExp).source);
    const beginnings = ['', 'slot1@h <a', '<1.2.3.4:5>#1#2#', '1.0 on <1.2.3.4:5>#1#2#', '1 '];
    for (const fragment of fragments) {
      const killer = fragment.repeat(Math.ceil(KILLER / fragment.length));
      for (const beginning of beginnings) {
        const started = process.cpuUsage();
        rest?.exec(beginning + killer);
        // A square of this length takes a second.
        expect(process.cpuUsage(started).user / 1000, `${beginning}, ${fragment} again and again`).toBeLessThan(250);
      }
    }
  });

  test.each([
    '#',
    '#1',
    '#1#',
    '#1#2#[',
    '#1#2#',
    '<h:1>#',
    '%23',
    '&#35;',
    '#1#2#["',
    '#1#2#a"',
    'ClaimId = "',
    'Capability = "a',
    'eyJ',
    'eyJaaaaaaaa.',
    '#a-',
    '\\#',
    ' #',
  ])('where claim ids are cut: %s', (fragment) => {
    const killer = fragment.repeat(MEGABYTE / 4 / fragment.length);
    const started = process.cpuUsage();
    // Not toContain(): it would show a quarter of a megabyte.
    expect(redact(`${killer} <1.2.3.4:5>#1#2#5ec4e75ec4e75ec4e75e`).includes('5ec4e')).toBe(false);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(MOST_CPU_MS / 2);
  });
});
