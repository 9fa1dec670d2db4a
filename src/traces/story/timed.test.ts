import { expect, test } from 'vitest';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { outageModel } from '../../htcondor/models.ts';
import { sequenceDiagram } from '../formats/sequence.ts';
import { clockOf, isTick, timedLines, timedStory } from './timed.ts';

const plain = (text: string) => text;
const STYLE = { bold: plain, dim: () => '', red: plain, green: plain, yellow: plain };

/** The claim that an outage of 45 s costs, with a lease of 120 s. */
const { composition, properties, unit } = outageModel({
  what: 'NETWORK_FAILS',
  caught: 'hangs',
  revision: '2011',
  resumeResponse: false,
  lease: 120,
  unit: 5,
  longest: 45,
});
const trace = traceOf(composition, verify(composition, properties.slice(0, 1)).findings[0]?.run ?? []);
const seconds = unit ?? 0;

test('the time of a step is what the clock has ticked, by what a tick is worth', () => {
  expect(trace.filter(isTick)).toHaveLength(24);
  expect(clockOf(trace, seconds).at(-1)).toBe(120);
});

test('the lines of a claim that is lost have the times of its timers', () => {
  expect(timedLines(composition, trace, seconds).map((line) => [line.seconds, line.text])).toEqual([
    [40, 'slot1: Sending alive to schedd <>...'],
    [80, 'slot1: In Claim::sendAliveConnectHandler id <>#1318946760#1#...'],
    [80, 'slot1: Failed to connect to schedd <>'],
    [85, 'slot1: Sending alive to schedd <>...'],
    [120, 'slot1: State change: claim lease expired (condor_schedd gone?)'],
  ]);
});

test('a story tells the time of each step, and no tick', () => {
  const lines = timedStory(composition, trace, seconds, STYLE).split('\n');
  expect(lines.at(-2)).toBe('   120 s  claim LEASE_TIMER');
  expect(lines.filter((line) => line.includes('TICK'))).toEqual([]);
});

test('so does a sequence diagram', () => {
  const lines = sequenceDiagram(composition, trace, undefined, unit).split('\n');
  expect(lines).toContain('  Note over startd,time: 120 s: claim LEASE_TIMER');
  expect(lines.filter((line) => line.includes('TICK'))).toEqual([]);
});
