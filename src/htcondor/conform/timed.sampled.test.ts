import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../../../machines/condor-io/cedar.ts';
import { ALL_SUBSETS } from '../../../machines/vocabulary.ts';
import { deadlines } from '../../../properties/systems/deadlines.ts';
import { rowWith } from '../../checker/study/rows.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { MODELS } from '../../testing/models.ts';
import { byteRun, PACKETS, position, Replay, type Told } from '../../testing/byte-run.ts';
import type { ScheddBuild } from './schedd.ts';
import { type Schedule, SECOND } from './schedule.ts';
import { draws } from '../../testing/sampled.ts';

/**
 * What a schedd does with bytes is compared with real daemons; here the system with a clock is compared with that, for bytes that come at
 * quarters of a second: the same transitions, at the same times.
 */

const PER_SECOND = 4;
const TICK = SECOND / PER_SECOND;

const tables = { bytes: new TableStore(), timed: new TableStore() };

/** A machine has gone to another state; when, in ticks. */
const change = (tick: number, { component, event, to }: Told): string =>
  `${tick} ${component.replace('first.', '')} ${event.type} → ${JSON.stringify(to.snapshot.value)}`;

const changes = (tick: number, told: readonly Told[]): string[] =>
  told
    .filter(({ from, to }) => JSON.stringify(from.snapshot.value) !== JSON.stringify(to.snapshot.value))
    .map((one) => change(tick, one));

/** The system with a clock, in which a client sends its command and its claim id at once, and time then goes on. */
class TimedReplay {
  readonly changes: string[] = [];
  readonly #replay: Replay;
  readonly #start: number;
  #now: number;
  #delivered = '';

  constructor({ revision, fixes }: ScheddBuild, phase: number) {
    const row = rowWith(deadlines, { reader: 'schedd', revision, fixes, perSecond: PER_SECOND, deadlines: 'whole' });
    this.#replay = new Replay(MODELS.model(row, tables.timed).composition);
    this.#replay.choose('matchRecord', { type: 'CLAIM_STARTD' });
    this.#start = phase;
    this.#now = 0;
    this.waitUntil(0);
    this.choose('peer', { type: 'START' });
    this.choose('peer', { type: 'SEND_PACKET', items: [{ kind: 'claimId' }] });
  }

  waitUntil(tick: number): void {
    for (; this.#now < this.#start + tick; this.#now++) {
      const told = this.#replay.choose('clock', { type: 'TICK' });
      if (!told.some(({ event }) => event.type === 'TICK')) throw new Error('something is due, and time does not pass');
    }
  }

  choose(component: string, event: { type: string; [key: string]: unknown }): void {
    this.changes.push(...changes(this.#now - this.#start, this.#replay.choose(component, event)));
  }

  deliver(bytes: number): void {
    const reached = position('auth', bytes);
    if (!reached || this.#delivered === JSON.stringify(reached)) return;
    this.#delivered = JSON.stringify(reached);
    this.choose('first.toSchedd', { type: 'DELIVER', ...reached });
  }
}

/** Both runs of the same bytes, as what changes when. */
function compare(build: ScheddBuild, schedule: Schedule, phase: number): { bytes: string[]; timed: string[] } {
  const timed = new TimedReplay(build, phase);
  const bytes: string[] = [];
  const arrivals = [...schedule.arrivals];
  for (const { at, component, event, transitions } of byteRun(build, schedule, phase * TICK, tables.bytes)) {
    timed.waitUntil(at / TICK);
    bytes.push(...changes(at / TICK, transitions));
    const arrival = event.type === 'ACCEPT' || event.type === 'READABLE' ? arrivals.shift() : undefined;
    if (arrival?.ends) timed.choose('first.toSchedd', { type: 'RST' });
    else if (arrival) timed.deliver(arrival.arrived);
    else if (event.type !== 'TIMEOUT') timed.choose(`first.${component}`, event);
    else if (timed.changes.length < bytes.length) timed.choose('first.condorRead', event);
  }
  return { bytes, timed: timed.changes };
}

const bytes = concat(...PACKETS.auth);
const command = PACKETS.auth[0]?.length ?? 0;

/** Cuts where the system can tell them apart, some time between them, and an RST. */
const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    cuts: fc.subarray([1, 6, command, command + 1, command + 6, bytes.length], { minLength: 1 }),
    waits: fc.array(
      fc.oneof(
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(150, 220, 320).map((seconds) => seconds * PER_SECOND),
      ),
      { minLength: 9, maxLength: 9 },
    ),
  })
  .map(({ cuts, waits }) => {
    let at = 0;
    const times = waits.map((wait) => (at += wait * TICK) - wait * TICK);
    const arrivals = cuts.map((arrived, i) => ({ at: times[i] as number, arrived, ends: null }));
    const end = { at: times[cuts.length] as number, arrived: cuts.at(-1) as number, ends: 'rst' as const };
    return { bytes, arrivals: [...arrivals, end], patienceEnds: Infinity, end: 'rst' };
  });

const BUILDS = [
  ['October 2011', { revision: '2011', commandRead: 'blocking' }],
  ['HEAD', { revision: 'head', commandRead: 'non-blocking' }],
] as const;

describe.each(BUILDS)('the schedd of %s', (_, build) => {
  test('does with a clock what it does byte by byte, at the same times', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ALL_SUBSETS), schedules, fc.nat(PER_SECOND - 1), (fixes, schedule, phase) => {
        const both = compare({ ...build, fixes }, schedule, phase);
        expect(both.timed).toEqual(both.bytes);
      }),
      { numRuns: draws(40, 300) },
    ));
});

test('the runs drawn see reads and waits that are given up, and reads that go on', () => {
  const drawn = fc.sample(fc.tuple(schedules, fc.nat(PER_SECOND - 1)), { numRuns: draws(80, 200), seed: 2563 });
  const lines = drawn.flatMap(
    ([schedule, phase]) => compare({ ...BUILDS[0][1], fixes: '1111' }, schedule, phase).timed,
  );
  const seen = new Set(lines.map((line) => line.replace(/^\d+ (\w+ \w+).*/, '$1')));
  const expected = ['scheddSock TIMEOUT', 'daemonCore DEADLINE', 'scheddSock BODY', 'scheddSock CLOSED'];
  expect(expected.filter((one) => !seen.has(one))).toEqual([]);
});
