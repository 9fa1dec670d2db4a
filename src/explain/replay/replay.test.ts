import { describe, expect, test } from 'vitest';
import { fixesFromBits } from '../../../machines/vocabulary.ts';
import { replayLive } from '../../engine/live.ts';
import { traceOf } from '../../engine/trace.ts';
import { logLines } from '../../render/log.ts';
import { examineLines, ticketLines } from '../testing/scenarios.ts';
import { AliveRuns } from './alive-runs.ts';
import { findRun } from './search.ts';

const runsOf = (bits: string, path: 'auth' | 'raw' = 'auth', revision: '2011' | 'head' = '2011') =>
  new AliveRuns({ fixes: fixesFromBits(bits), path, revision });

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
      isLogged: ({ process, kind, always }) => always || observations.hasSeen(process, kind),
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
    expect(findRun(runsOf(bits), ask([], SPURIOUS)) !== null).toBe(expected);
    expect(findRun(runsOf(bits, 'auth', 'head'), ask([], SPURIOUS)) !== null).toBe(expected);
    expect(findRun(runsOf(bits, 'raw'), ask([], SPURIOUS))).toBeNull();
  });

  test('may leave out lines that the log would not have had, and no others', () => {
    const question = { observed: { startd: [], schedd: ['calls the handler', 'returns from the handler'] } };
    const failed = { ...question, isLogged: () => false };
    expect(findRun(runsOf('0000'), failed)).not.toBeNull();
    const gap = ask([], ['times out reading a header', 'knows no claim without a name']);
    expect(findRun(runsOf('0000'), gap)).toBeNull();
  });

  test('keeps the order of each log, and of the two against each other only what messages force', () => {
    expect(findRun(runsOf('1111'), ask(['hears -1', 'removes the claim'], ['does not know the claim']))).not.toBeNull();
    expect(findRun(runsOf('1111'), ask(['removes the claim', 'hears -1'], []))).toBeNull();
    expect(findRun(runsOf('1111'), ask(['hears -1'], ['calls the handler', 'returns from the handler']))).toBeNull();
  });

  test('waits for the payload only with 27896', () => {
    const waited = ask([], ['has waited for the payload', 'calls the handler']);
    expect(findRun(runsOf('0010'), waited)).not.toBeNull();
    expect(findRun(runsOf('1101'), waited)).toBeNull();
  });
});
