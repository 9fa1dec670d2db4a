import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replayLive } from '../../src/checker/replay/live-actors.ts';
import type { Model } from '../../src/checker/study/models.ts';
import { modelOf } from '../../src/testing/models.ts';
import { type Script, timedRun } from '../../src/testing/timed-run.ts';
import { logLines } from '../../src/traces/story/lines.ts';

type Line = readonly [seconds: number, text: string];

interface Recorded {
  /** The folder in logs/waits. */
  readonly name: string;
  /** When the script's time 0 was. */
  readonly began: string;
  readonly logs: readonly string[];
  /** What of the log is compared with the model: nothing else may be in it, from the beginning to the script's end. */
  readonly deeds: RegExp;
  readonly model: () => Model;
  readonly script: Script;
  /** From this second on the daemons were so many seconds late: a deadline is over in the second after it, a kernel's timer is rounded up. */
  readonly late?: { readonly from: number; readonly by: number };
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return 3600 * hours + 60 * minutes + seconds;
}

const written = ({ name, began, logs }: Recorded): Line[] =>
  logs.flatMap((log) =>
    readFileSync(new URL(`../logs/waits/${name}/${log}`, import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): Line => [secondsOf(line.slice(9, 17)) - secondsOf(began), plain(line.slice(18))]),
  );

/** A line without what is different in every pool and every run, and what HEAD has added to it since 2011. */
const plain = (text: string): string =>
  text
    .replace(/^\(1\.0\) \(\d+\): /, '')
    .replaceAll(/<(?:192\.0\.2|127\.0\.0)\.\d:\d+[^>]*>/g, '<>')
    .replace(/<:0>/, '<>')
    .replace(/#\d{10}/g, '')
    .replace(/>> \(\d+\)$/, '>>')
    .replace(/(WaitForSocketData|HandleReqPayloadReady)> \(\d+\)$/, '$1>')
    .replace(/after \d+\.\d+s/, 'after N s')
    .replace(/for \d+ seconds, aborting/, 'for N seconds, aborting')
    .replace(/response of \d+/, 'response of an interval')
    .replace(/ job pooluser@\S+$/, ' job')
    .replace(/( sent to schedd)$/, '');

/** A line of 2011 that HEAD has left out. */
const OF_2011 = /^Received TCP command/;

const linesOf = ({ model, script, late }: Recorded): Line[] => {
  const { composition } = model();
  return logLines(composition, timedRun(composition, script), 1)
    .filter(({ text }) => !OF_2011.test(text))
    .map(({ seconds = 0, text }): Line => [late && seconds >= late.from ? seconds + late.by : seconds, plain(text)]);
};

const sorted = (lines: readonly Line[]): Line[] =>
  lines.toSorted(([a, x], [b, y]) => a - b || (x < y ? -1 : x > y ? 1 : 0));

const OF_CLAIM = /Sending alive|Received Alive|Response problem|Couldn't send ALIVE|lease expired|no longer recog/;
const OF_WAIT = /^Deadline expired|deadline for security handshake/;
const OF_JOB =
  /Can no longer talk|Attempting to locate|Scheduling another|Reconnect (SUCCESS|FAILED)|EXPIRED|Lost connection|Accepted request|Recovered|No reconnect/;

const ANSWERED = (seconds: number): Script => [
  [seconds, 'claim', 'ALIVE_TIMER'],
  [seconds, 'link', 'ARRIVES'],
  [seconds, 'claim', 'SELECT'],
  [seconds, 'link', 'ARRIVES', 'ARRIVES', 'ARRIVES'],
  [seconds, 'claim', 'SELECT'],
];

/** Without an answer to the command, which goes with the claim id. */
const ANSWERED_WITHOUT_SESSION = (seconds: number): Script => [
  [seconds, 'claim', 'ALIVE_TIMER'],
  [seconds, 'link', 'ARRIVES'],
  [seconds, 'claim', 'SELECT'],
  [seconds, 'link', 'ARRIVES', 'ARRIVES'],
  [seconds, 'claim', 'SELECT'],
];

const outage = (lease: number, choices: object) => () =>
  modelOf('outage', { what: 'NETWORK_FAILS', revision: 'head', lease, longest: lease, unit: 1, ...choices });

const job = (lease: number) => () => modelOf('disconnected-job', { lease, longest: lease, unit: 1 });

const silent = () =>
  modelOf('deadlines', { reader: 'schedd', revision: 'head', fixes: '1111', perSecond: 1, deadlines: 'whole' });

const CALL = (seconds: number): Script => [
  [seconds, 'starter', 'START_SYSCALL'],
  [seconds, 'sock', 'ARRIVES'],
];

/** The shadow's attempts that find no network, each 20 s long: when each begins. */
const IN_VAIN = (...attempts: readonly number[]): Script =>
  attempts.flatMap(
    (seconds): Script => [
      [seconds, 'shadow', 'RECONNECT_TIMER'],
      [seconds + 20, 'shadow', 'CONNECT_TIMEOUT'],
    ],
  );

const inOrder = (script: Script): Script => script.toSorted(([a], [b]) => a - b);

const RECORDED: readonly Recorded[] = [
  {
    name: 'silent-clients',
    began: '02:38:39',
    logs: ['SchedLog'],
    deeds: /^$/,
    model: silent,
    script: [
      [0, 'peer', 'START'],
      [121, 'first.daemonCore', 'DEADLINE'],
    ],
  },
  {
    name: 'silent-clients',
    began: '02:44:23',
    logs: ['SchedLog'],
    deeds: OF_WAIT,
    model: silent,
    script: [
      [0, 'peer', 'START'],
      [0, 'first.toSchedd', 'DELIVER'],
      [0, 'first.daemonCore', 'SELECT'],
      [301, 'first.daemonCore', 'DEADLINE'],
    ],
  },
  {
    name: 'alive-command-lost',
    began: '02:36:52',
    logs: ['StartLog', 'SchedLog'],
    deeds: OF_CLAIM,
    model: outage(300, { caught: 'is closed', resumeResponse: true }),
    script: [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      [100, 'claim', 'ALIVE_TIMER'],
      [100, 'link', 'ARRIVES'],
      [100, 'outage', 'BEGIN'],
      [100, 'claim', 'SELECT'],
      [120, 'link', 'COMMAND_TIMEOUT'],
      [121, 'outage', 'END'],
      ...ANSWERED(125),
      [220, 'daemonCore', 'DEADLINE'],
    ],
    late: { from: 120, by: 1 },
  },
  {
    name: 'alive-command-lost-without-session',
    began: '02:36:58',
    logs: ['StartLog', 'SchedLog'],
    deeds: OF_CLAIM,
    model: outage(360, { caught: 'is closed' }),
    script: [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      [120, 'claim', 'ALIVE_TIMER'],
      [120, 'link', 'ARRIVES'],
      [120, 'claim', 'SELECT'],
      [120, 'outage', 'BEGIN'],
      [240, 'daemonCore', 'DEADLINE'],
      [240, 'outage', 'END'],
      [240, 'link', 'ARRIVES'],
      [240, 'claim', 'SELECT'],
      ...ANSWERED_WITHOUT_SESSION(245),
    ],
    late: { from: 240, by: 1 },
  },
  {
    name: 'alive-payload-lost',
    began: '02:36:52',
    logs: ['StartLog', 'SchedLog'],
    deeds: OF_CLAIM,
    model: outage(600, { caught: 'is closed', resumeResponse: true }),
    script: [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      [200, 'claim', 'ALIVE_TIMER'],
      [200, 'link', 'ARRIVES'],
      [200, 'claim', 'SELECT'],
      [200, 'link', 'ARRIVES'],
      [200, 'outage', 'BEGIN'],
      [500, 'daemonCore', 'DEADLINE'],
      [500, 'outage', 'END'],
      [500, 'link', 'ARRIVES'],
      [500, 'claim', 'SELECT'],
      ...ANSWERED(505),
    ],
    late: { from: 500, by: 1 },
  },
  {
    name: 'alive-cut-off',
    began: '02:36:52',
    logs: ['StartLog', 'SchedLog'],
    deeds: OF_CLAIM,
    model: outage(720, { caught: 'hangs', resumeResponse: true, tcpGivesUp: true }),
    script: [
      [0, 'matchRecord', 'CLAIM_STARTD'],
      [240, 'claim', 'ALIVE_TIMER'],
      [240, 'link', 'ARRIVES'],
      [240, 'claim', 'SELECT'],
      [240, 'link', 'ARRIVES'],
      [240, 'outage', 'BEGIN'],
      [625, 'link', 'TCP_GIVES_UP'],
      [625, 'claim', 'SELECT'],
      [626, 'outage', 'END'],
      ...ANSWERED(630),
    ],
    late: { from: 625, by: 2 },
  },
  {
    name: 'job-call-goes-on',
    began: '02:37:06',
    logs: ['ShadowLog', 'StarterLog'],
    deeds: OF_JOB,
    model: job(900),
    script: [
      ...CALL(0),
      [47, 'outage', 'BEGIN'],
      [60, 'starter', 'START_SYSCALL'],
      [107, 'outage', 'END'],
      [115, 'sock', 'ARRIVES', 'ARRIVES'],
      ...CALL(282),
    ],
  },
  {
    name: 'job-shadow-loses-first',
    began: '02:37:02',
    logs: ['ShadowLog', 'StarterLog'],
    deeds: OF_JOB,
    model: job(900),
    script: inOrder([
      ...CALL(0),
      [282, 'outage', 'BEGIN'],
      [300, 'starter', 'START_SYSCALL'],
      [437, 'sock', 'TCP_GIVES_UP'],
      ...IN_VAIN(437),
      [462, 'outage', 'END'],
      [465, 'shadow', 'RECONNECT_TIMER'],
      [485, 'shadow', 'CONNECT_TIMEOUT'],
      [501, 'shadow', 'RECONNECT_TIMER'],
      [519, 'sock', 'ARRIVES'],
    ]),
  },
  {
    name: 'job-lease-over',
    began: '02:37:02',
    logs: ['ShadowLog', 'StarterLog'],
    deeds: OF_JOB,
    model: job(700),
    script: inOrder([
      ...CALL(0),
      [282, 'outage', 'BEGIN'],
      [300, 'starter', 'START_SYSCALL'],
      [437, 'sock', 'TCP_GIVES_UP'],
      ...IN_VAIN(437, 465, 501, 553, 637, 700),
      [600, 'starter', 'SYSCALL_TIMEOUT'],
      [700, 'starter', 'JOB_LEASE_TIMER'],
    ]),
  },
  {
    name: 'job-starter-loses-first',
    began: '02:37:04',
    logs: ['ShadowLog', 'StarterLog'],
    deeds: OF_JOB,
    model: job(900),
    script: [
      ...CALL(0),
      [42, 'outage', 'BEGIN'],
      [60, 'starter', 'START_SYSCALL'],
      [360, 'starter', 'SYSCALL_TIMEOUT'],
      [363, 'outage', 'END'],
      [394, 'sock', 'ARRIVES'],
      [394, 'shadow', 'RECONNECT_TIMER'],
    ],
  },
  {
    name: 'job-starter-gone',
    began: '02:40:22',
    logs: ['ShadowLog', 'StarterLog'],
    deeds: OF_JOB,
    model: job(400),
    script: [
      ...CALL(0),
      [61, 'starter', 'START_SYSCALL'],
      [61, 'outage', 'BEGIN'],
      [361, 'starter', 'SYSCALL_TIMEOUT'],
      [400, 'starter', 'JOB_LEASE_TIMER'],
      [409, 'outage', 'END'],
      [447, 'sock', 'TCP_GIVES_UP'],
      [447, 'shadow', 'RECONNECT_TIMER'],
    ],
    late: { from: 400, by: 1 },
  },
];

describe.each(RECORDED)('the model does what the real daemons did in $name, from $began on', (recorded) => {
  const { model, script, deeds, late } = recorded;
  const end = script.at(-1)?.[0] ?? 0;
  const until = late && end >= late.from ? end + late.by : end;

  test('as live actors do', () => {
    const { composition } = model();
    expect(replayLive(composition, timedRun(composition, script))).toBeNull();
  });

  test('what it writes the daemons wrote, at that second', () => {
    const lines = linesOf(recorded);
    const log = written(recorded);
    const missing = lines.filter(([seconds, text]) => !log.some((one) => one[0] === seconds && one[1] === text));
    expect(missing).toEqual([]);
  });

  test('what they did by then it does, and no more', () => {
    const [done, seen] = [linesOf(recorded), written(recorded)].map((lines) =>
      sorted(lines.filter(([seconds, text]) => seconds >= 0 && seconds <= until && deeds.test(text))),
    );
    expect(done).toEqual(seen);
  });
});
