import { describe, expect, test } from 'vitest';
import { fixesFromBits } from '../../../../machines/vocabulary.ts';
import { replayLive } from '../../../checker/replay/live-actors.ts';
import { traceOf } from '../../../checker/replay/trace.ts';
import { logLines } from '../../../traces/story/lines.ts';
import { examineLines, ticketLines } from '../testing/scenarios.ts';
import { AliveRuns } from '../testing/runs/alive-runs.ts';
import { findRun } from '../testing/runs/search.ts';
import { aliveLines } from './alive-lines.ts';
import { consistentVariants, isLoggedIn } from './consistent.ts';
import type { Observations } from './observations.ts';
import { canPrint, type Question } from './search.ts';

const runsOf = (bits: string, path: 'auth' | 'raw' = 'auth', revision: '2011' | 'head' = '2011') =>
  new AliveRuns({ fixes: fixesFromBits(bits), path, revision });

const LINES = aliveLines();

/** Whether there is a run: the lines on record say the same as a search among the runs themselves. */
function can(
  bits: string,
  question: Question,
  path: 'auth' | 'raw' = 'auth',
  revision: '2011' | 'head' = '2011',
): boolean {
  const lines = LINES(revision, bits)[path === 'auth' ? 0 : 1] ?? [];
  const isRun = findRun(runsOf(bits, path, revision), question) !== null;
  expect(canPrint(lines, question)).toBe(isRun);
  return isRun;
}

const logged = { isLogged: () => true };
const ask = (startd: string[], schedd: string[]) => ({ observed: { startd, schedd }, ...logged });

const SPURIOUS = ['calls the handler', 'times out reading a header', 'has no header', 'knows no claim without a name'];

describe('a run that is found', () => {
  test("writes the ticket's own lines, and live actors do it too", async () => {
    const { observations } = await examineLines(ticketLines());
    const [observed] = observations.all;
    const runs = runsOf('0000');
    const run = findRun(runs, {
      observed: observed ?? { startd: [], schedd: [] },
      isLogged: observed ? isLoggedIn(observed) : () => true,
    });
    const trace = traceOf(runs.composition, run ?? []);
    const written = logLines(runs.composition, trace).map(({ text }) => text);
    expect(written.length).toBeGreaterThan(7);
    expect(written.join('\n')).toContain(
      'IO: Failed to read packet header\nReceived startd keepalive for unknown claimid',
    );
    expect(written.join('\n')).toContain('slot1: State change: claim no longer recognized by the schedd');
    expect(replayLive(runs.composition, trace)).toBeNull();
  });

  test.each([
    ['0000', true],
    ['1000', true],
    ['0010', true],
    ['1010', false],
    ['0100', false],
    ['0001', false],
    ['1111', false],
  ])('of a refusal after a read that timed out: %s %s', (bits, expected) => {
    expect(can(bits, ask([], SPURIOUS))).toBe(expected);
    expect(can(bits, ask([], SPURIOUS), 'auth', 'head')).toBe(expected);
    expect(can(bits, ask([], SPURIOUS), 'raw')).toBe(false);
  });

  test('may leave out lines that the log would not have had, and no others', () => {
    const question = { observed: { startd: [], schedd: ['calls the handler', 'returns from the handler'] } };
    const failed = { ...question, isLogged: () => false };
    expect(can('0000', failed)).toBe(true);
    const gap = ask([], ['times out reading a header', 'knows no claim without a name']);
    expect(can('0000', gap)).toBe(false);
  });

  test('keeps the order of each log, and of the two against each other only what messages force', () => {
    expect(can('1111', ask(['hears -1', 'removes the claim'], ['does not know the claim']))).toBe(true);
    expect(can('1111', ask(['removes the claim', 'hears -1'], []))).toBe(false);
    expect(can('1111', ask(['hears -1'], ['calls the handler', 'returns from the handler']))).toBe(false);
  });

  test('waits for the payload only with 27896', () => {
    const waited = ask([], ['has waited for the payload', 'calls the handler']);
    expect(can('0010', waited)).toBe(true);
    expect(can('1101', waited)).toBe(false);
  });
});

const stamp = (second: number, text: string) => `11/22/26 13:00:0${second} ${text}`;

test('a payload that was given up shows 27896, and so does one that was waited for', async () => {
  const schedd = [
    stamp(1, 'Match record (slot1@h <1.2.3.4:5>#1#1#... for truth, 1.0) deleted'),
    stamp(2, 'Calling Handler <DaemonCore::HandleReqPayloadReady> (7)'),
    stamp(2, 'Deadline expired after 300.004s waiting for <1.2.3.4:50123> to send payload for command 441 ALIVE.'),
    stamp(4, 'Calling HandleReq <receive_startd_alive> (0) for command 441 (ALIVE) from a@b <1.2.3.4:50124>'),
    stamp(4, 'Return from HandleReq <receive_startd_alive> (handler: 0.1s, sec: 0.0s, payload: 0.0s)'),
    stamp(6, 'Calling Handler <DaemonCore::HandleReqPayloadReady> (7)'),
    stamp(6, 'Calling HandleReq <receive_startd_alive> (0) for command 441 (ALIVE) from a@b <1.2.3.4:50125>'),
    stamp(6, 'Return from HandleReq <receive_startd_alive> (handler: 0.1s, sec: 0.0s, payload: 3.3s)'),
    stamp(8, 'Calling Handler <DaemonCore::HandleReqPayloadReady> (7)'),
    stamp(8, 'Calling HandleReq <handle_q> (0) for command 1112 (QMGMT_WRITE_CMD) from a@b <1.2.3.4:50126>'),
    stamp(8, 'Return from HandleReq <handle_q> (handler: 0.1s, sec: 0.0s, payload: 0.0s)'),
    stamp(8, 'Calling HandleReq <receive_startd_alive> (0) for command 441 (ALIVE) from a@b <1.2.3.4:50127>'),
    stamp(8, 'Return from HandleReq <receive_startd_alive> (handler: 0.1s, sec: 0.0s, payload: 0.0s)'),
  ];
  const { observations } = await examineLines({ startd: [], schedd });
  expect(observations.all.map(({ schedd: lines, count }) => [count, ...lines])).toEqual([
    [1, 'gives the payload up'],
    [2, 'calls the handler', 'returns from the handler'],
    [1, 'has waited for the payload', 'calls the handler', 'returns from the handler'],
  ]);
  expect(can('1101', ask([], ['gives the payload up']))).toBe(false);
  expect(can('0010', ask([], ['gives the payload up']))).toBe(true);
});

/** A refusal of which the line in between is missing, in a log that would have had every line, or none. */
function gapIn(prints: boolean): Observations {
  const logs = { startd: null, schedd: { prints: () => prints } };
  const schedd = ['times out reading a header', 'knows no claim without a name'];
  return { all: [{ startd: [], schedd, logs, count: 1 }] } as unknown as Observations;
}

test('the same ALIVE is another question in a log that would have had other lines', () => {
  const found = [true, false, true].map((prints) => consistentVariants(gapIn(prints)));
  expect(found.map(({ unexplained }) => unexplained.length)).toEqual([1, 0, 1]);
  expect([...(found[1]?.variants.keys() ?? [])]).toEqual(['0000', '0010', '1000']);
  expect(found[2]?.variants).toEqual(found[0]?.variants);
});
