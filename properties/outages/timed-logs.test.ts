import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replayLive } from '../../src/checker/replay/live-actors.ts';
import type { Model } from '../../src/checker/study/models.ts';
import { modelOf } from '../../src/testing/models.ts';
import { logLines } from '../../src/traces/story/lines.ts';
import { type Script, timedRun } from '../../src/testing/timed-run.ts';

type Line = readonly [seconds: number, text: string];

/** What both daemons wrote, with the seconds since a time of the day. */
const written = (scenario: string, since: string): Line[] =>
  ['StartLog', 'SchedLog'].flatMap((file) =>
    readFileSync(new URL(`../logs/${scenario}/${file}`, import.meta.url), 'utf8')
      .split('\n')
      .map((line): Line => [secondsOf(line) - secondsOf(`11/22/26 ${since}`), line.slice('11/22/26 13:52:29 '.length)]),
  );

function secondsOf(line: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = line.slice(9, 17).split(':').map(Number);
  return 3600 * hours + 60 * minutes + seconds;
}

/** What a slot, its job and its claim are called. */
interface Names {
  readonly slot: string;
  readonly job: string;
  readonly claim: string;
}

const FIRST = { slot: 'slot1', job: '1.0', claim: '#1#...' };
const SECOND = { slot: 'slot2', job: '1.1', claim: '#2#...' };

/** A line without what is different in every pool, and what HEAD has added to it since 2011. */
const plain = (text: string, { slot, job, claim }: Names): string =>
  text
    .replaceAll(slot, 'the slot')
    .replaceAll(new RegExp(`\\b${job}\\b`, 'g'), 'the job')
    .replaceAll(claim, 'the claim')
    .replace(/<127\.0\.0\.1:\d+[^>]*>/g, '<>')
    .replace(/#\d{10}/g, '')
    .replace(/>> \(\d+\)$/, '>>')
    .replace(/response of \d+/, 'response of an interval')
    .replace(/(, evicting claim| sent to schedd)$/, '');

/** What a claim does, as far as the model has it. */
const OF_THE_CLAIM = /Sending alive|Received Alive|Failed to connect|Couldn't send ALIVE|lease expired|no longer recog/;

/** The lines of the claim that say what it does, from the start of its job to some time. */
const deeds = (lines: readonly Line[], end: number): Line[] =>
  lines.filter(
    ([seconds, text]) => seconds > 0 && seconds <= end && text.startsWith('the slot: ') && OF_THE_CLAIM.test(text),
  );

/** An ALIVE that is answered at once: by way of a link, with a session. */
const ANSWERED = (seconds: number): Script => [
  [seconds, 'claim', 'ALIVE_TIMER'],
  [seconds, 'link', 'ARRIVES'],
  [seconds, 'claim', 'SELECT'],
  [seconds, 'link', 'ARRIVES', 'ARRIVES', 'ARRIVES'],
  [seconds, 'claim', 'SELECT'],
];

/** One whose session is refused. */
const REFUSED = (seconds: number): Script => [
  [seconds, 'claim', 'ALIVE_TIMER'],
  [seconds, 'link', 'ARRIVES'],
  [seconds, 'claim', 'SELECT'],
  [seconds, 'link', 'ARRIVES'],
];

/** An ALIVE to a schedd that may be restarted. */
const SERVED = (seconds: number): Script => [
  [seconds, 'claim', 'ALIVE_TIMER', 'SELECT'],
  [seconds, 'schedd', 'SELECT'],
  [seconds, 'claim', 'SELECT'],
];

const CHECKED = (seconds: number): Script[number] => [seconds, 'schedd', 'CLAIM_LEASES_TIMER'];

const every = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

const inOrder = (script: Script): Script => script.toSorted(([a], [b]) => a - b);

const stopped = (lease: number) =>
  modelOf('outage', {
    what: 'SCHEDD_HANGS',
    caught: 'goes on',
    revision: 'head',
    resumeResponse: true,
    lease,
    longest: lease,
    unit: 1,
  });

const killed = (lease: number, aliveInterval: number) =>
  modelOf('timed-restart', {
    alives: 'startd',
    expiry: 'M_CLAIMED',
    lease,
    aliveInterval,
    longest: lease,
    unit: 1,
  });

/** A real scenario: when its job began to run, what things were called, and what was done and came of it, by truth.json. */
interface Scenario {
  readonly name: string;
  readonly began: string;
  readonly names: Names;
  readonly modelled: Names;
  readonly model: () => Model;
  readonly script: Script;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'schedd-stopped-longer-than-lease',
    began: '13:39:50',
    names: FIRST,
    modelled: FIRST,
    model: () => stopped(30),
    script: [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      ...ANSWERED(10),
      ...ANSWERED(20),
      [20, 'outage', 'BEGIN'],
      [30, 'claim', 'ALIVE_TIMER'],
      [30, 'link', 'ARRIVES'],
      [30, 'claim', 'SELECT'],
      [50, 'link', 'COMMAND_TIMEOUT'],
      [50, 'claim', 'LEASE_TIMER'],
    ],
  },
  {
    name: 'schedd-stopped-shorter-than-lease',
    began: '13:39:52',
    names: FIRST,
    modelled: FIRST,
    model: () => stopped(60),
    script: [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      ...ANSWERED(20),
      ...ANSWERED(40),
      [40, 'outage', 'BEGIN'],
      [60, 'claim', 'ALIVE_TIMER'],
      [60, 'link', 'ARRIVES'],
      [60, 'claim', 'SELECT'],
      [70, 'outage', 'END'],
      [70, 'link', 'ARRIVES', 'ARRIVES', 'ARRIVES'],
      [70, 'claim', 'SELECT'],
      ...ANSWERED(90),
    ],
  },
  {
    name: 'schedd-down-refused',
    began: '13:40:02',
    names: FIRST,
    modelled: SECOND,
    model: () => killed(30, 10),
    script: inOrder([
      [0, 'absence', 'RUN_JOB'],
      ...every(10, 10, 20).flatMap((seconds) => [CHECKED(seconds), ...SERVED(seconds)]),
      [20, 'absence', 'BEGIN'],
      ...every(5, 30, 45).map((seconds): Script[number] => [seconds, 'claim', 'ALIVE_TIMER']),
      [50, 'claim', 'LEASE_TIMER'],
    ]),
  },
  {
    name: 'restart-claimed-expiry-3312',
    began: '13:53:16',
    names: SECOND,
    modelled: SECOND,
    model: () => killed(90, 2),
    script: inOrder([
      [0, 'absence', 'RUN_JOB'],
      ...every(2, 2, 14).map(CHECKED),
      [15, 'absence', 'BEGIN'],
      [30, 'claim', 'ALIVE_TIMER'],
      [35, 'claim', 'ALIVE_TIMER'],
      [37, 'absence', 'RESTART'],
      ...SERVED(40),
      ...every(2, 47, 81).map(CHECKED),
      ...SERVED(70),
      [82, 'absence', 'END'],
    ]),
  },
  {
    // It ends here before its lease: its starter, which has lost its shadow, gives up.
    name: 'schedd-forgot-claim-match-session',
    began: '13:50:18',
    names: FIRST,
    modelled: FIRST,
    model: () => modelOf('forgotten-claim', { lease: 90, unit: 1, forgotten: 'RESTART_WITHOUT_QUEUE' }),
    script: [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      ...ANSWERED(30),
      ...ANSWERED(60),
      [61, 'matchRecord', 'RESTART_WITHOUT_QUEUE'],
      ...REFUSED(90),
      ...REFUSED(95),
    ],
  },
];

describe.each(SCENARIOS)(
  'the timed model writes the log of $name, to the second',
  ({ name, began, names, modelled, model, script }) => {
    const { composition } = model();
    const trace = timedRun(composition, script);
    const lines = logLines(composition, trace, 1).map(
      ({ seconds, text }): Line => [seconds as number, plain(text, modelled)],
    );
    const end = lines.at(-1)?.[0] ?? 0;
    const log = written(name, began).map(([seconds, text]): Line => [seconds, plain(text, names)]);

    test('as live actors do', () => {
      expect(replayLive(composition, trace)).toBeNull();
    });

    test('what it writes the daemons wrote, at that time', () => {
      const missing = lines.filter(([seconds, text]) => !log.some((one) => one[0] === seconds && one[1] === text));
      expect(missing).toEqual([]);
    });

    test('what the claim did by then it does, and no more', () => {
      expect(deeds(lines, end)).toEqual(deeds(log, end));
    });
  },
);

test('a script that leaves out what is due is refused', () => {
  const { composition } = stopped(30);
  expect(() =>
    timedRun(composition, [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      [11, 'claim', 'ALIVE_TIMER'],
    ]),
  ).toThrow('clock TICK does nothing at 10 s');
});

test('so is one in which a timer fires too early', () => {
  const { composition } = stopped(30);
  expect(() =>
    timedRun(composition, [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      [9, 'claim', 'ALIVE_TIMER'],
    ]),
  ).toThrow("claim ALIVE_TIMER can't happen at 9 s");
});
