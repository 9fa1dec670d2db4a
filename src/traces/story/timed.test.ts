import { expect, test } from 'vitest';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import { sequenceDiagram } from '../formats/sequence.ts';
import { logLines } from './lines.ts';
import { isTick, timesOf } from './shown-run.ts';
import { sideBySide } from './side-by-side.ts';
import { story } from './story.ts';

const plain = (text: string) => text;
const STYLE = { bold: plain, dim: () => '', red: plain, green: plain, yellow: plain };

/** The claim that an outage of 45 s costs, with a lease of 120 s. */
const { composition, properties, unit } = modelOf('outage', {
  what: 'NETWORK_FAILS',
  caught: 'hangs',
  revision: '2011',
  resumeResponse: false,
  lease: 120,
  unit: 5,
  longest: 45,
});
const trace = traceOf(composition, verify(composition, properties.slice(0, 1)).findings[0]?.run ?? []);
const run = { composition, trace, unit, carriers: CARRIERS };

test('the time of a step is what the clock has ticked, by what a tick is worth', () => {
  expect(trace.filter(isTick)).toHaveLength(24);
  expect(timesOf(trace, unit)?.at(-1)).toBe(120);
  expect(timesOf(trace, undefined)).toBeNull();
});

test('the lines of a claim that is lost have the times of its timers', () => {
  expect(logLines(composition, trace, unit).map((line) => [line.seconds, line.text])).toEqual([
    [40, 'slot1: Sending alive to schedd <>...'],
    [80, 'slot1: In Claim::sendAliveConnectHandler id <>#1318946760#1#...'],
    [80, 'slot1: Failed to connect to schedd <>'],
    [85, 'slot1: Sending alive to schedd <>...'],
    [120, 'slot1: State change: claim lease expired (condor_schedd gone?)'],
  ]);
});

test('a story has the time of each step, and no tick', () => {
  const lines = story(run, STYLE).split('\n');
  expect(lines.at(-2)).toBe('   120 s  claim LEASE_TIMER');
  expect(lines.filter((line) => line.includes('TICK'))).toEqual([]);
});

test('so does a sequence diagram', () => {
  const lines = sequenceDiagram(run).split('\n');
  expect(lines).toContain('  Note over startd,time: 120 s: claim LEASE_TIMER');
  expect(lines.filter((line) => line.includes('TICK'))).toEqual([]);
});

test('so do two logs side by side', () => {
  const lines = sideBySide(run, 160).split('\n');
  expect(lines[0]).toMatch(/^startd +\| schedd$/);
  expect(lines.at(-1)).toBe('120 s  slot1: State change: claim lease expired (condor_schedd gone?)'.padEnd(78) + ' |');
});
