import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCommand, MessageDecoder, WIRE_PATHS } from '../../machines/alive-message.ts';
import { concat, encodeInt, encodeMessage, encodeString, HEADER_SIZE } from '../../machines/cedar.ts';
import { daemonCoreMachine } from '../../machines/daemon-core.ts';
import { receiveStartdAliveMachine } from '../../machines/receive-startd-alive.ts';
import { reliSockMachine } from '../../machines/reli-sock.ts';
import { ALL_SUBSETS, FRAGMENTS, fixesFromBits, PATHS, type Path, REVISIONS } from '../../machines/vocabulary.ts';
import type { Choice, Composition } from '../engine/compose.ts';
import type { Message } from '../engine/message.ts';
import { type LocalState, TableStore } from '../engine/table.ts';
import { keepAliveModel } from '../model.ts';
import { KNOWN_CLAIM_ID } from './conform.ts';
import { type Occurrence, Run } from './run.ts';
import { Schedd } from './schedd.ts';
import { type Arrival, type Schedule, SECOND, toSchedule } from './schedule.ts';

/**
 * The abstraction is shown, not assumed: what the schedd does with bytes and a clock is replayed, step by step, as
 * choices of the environment in the system that is explored exhaustively, and every transition must be the same.
 */

const claimId = encodeString(KNOWN_CLAIM_ID);
const tables = new TableStore();
/** What the exhaustive system's startd writes, a message a packet. */
const PACKETS: Readonly<Record<Path, readonly Uint8Array[]>> = {
  auth: [encodeCommand('auth-resume'), encodeMessage(claimId)],
  raw: [encodeMessage(concat(encodeInt(441), claimId))],
};

/** One step of the schedd, as it was told: what each machine was sent, and where that led. */
type Step = readonly string[];

const told = (component: string, event: Message, to: LocalState): string =>
  `${component.replace('first.', '')} ${JSON.stringify(event)} → ${to.key}`;

/** What the environment did in a byte-level run, and the transitions that followed. */
interface ByteStep {
  readonly at: number;
  readonly component: string;
  readonly event: Message;
  readonly transitions: Step;
  readonly types: readonly string[];
  readonly changes: boolean;
}

function byteRun(fixes: string, schedule: Schedule, phase: number): ByteStep[] {
  const schedd = new Schedd({ revision: '2011', commandRead: 'blocking', fixes }, tables);
  const occurrences: Occurrence[] = [];
  new Run(schedd, schedule, new MessageDecoder(KNOWN_CLAIM_ID), phase, (occurrence) =>
    occurrences.push(occurrence),
  ).outcome();
  const starts = occurrences.flatMap(({ sender }, i) => (sender === 'environment' ? [i] : []));
  return starts.map((start, i) => {
    const step = occurrences.slice(start, starts[i + 1]);
    const { at, component, event } = step[0] as Occurrence;
    const transitions = step.map((occurrence) => told(occurrence.component, occurrence.event, occurrence.to));
    const types = step.map((occurrence) => occurrence.event.type);
    return { at, component, event, transitions, types, changes: step.some(({ from, to }) => from !== to) };
  });
}

/** The exhaustive system, driven by choices of its environment. */
class Replay {
  readonly #composition: Composition;
  #states: readonly LocalState[];

  constructor(fixes: string, path: Path) {
    this.#composition = keepAliveModel({ fixes: fixesFromBits(fixes), path }, ['first'], tables).composition;
    this.#states = this.#composition.initial;
  }

  /** Makes a choice; the transitions of the schedd's machines that follow. */
  choose(component: string, event: Message): Step {
    const choice = this.#composition.choices.find(
      (other) =>
        other.component === this.#composition.indexOf(component) &&
        JSON.stringify(other.event) === JSON.stringify(event),
    );
    const step = this.#composition.step(choice as Choice, (i) => this.#states[i] as LocalState);
    if (!step) throw new Error(`${component} cannot take ${JSON.stringify(event)}`);
    this.#states = this.#states.map((state, i) => step.writes.get(i) ?? state);
    return step.occurrences
      .filter(({ component: name }) => /daemonCore|scheddSock|handler|matchRecord/.test(name))
      .map((occurrence) => told(occurrence.component, occurrence.event, occurrence.to));
  }
}

/** How far a number of bytes is in the exhaustive system: the last packet begun, and how much of it there is. */
function position(path: Path, bytes: number): { packet: number; upTo: (typeof FRAGMENTS)[number] } | null {
  let before = 0;
  let reached = null;
  for (const [i, packet] of PACKETS[path].entries()) {
    const there = Math.min(bytes - before, packet.length);
    if (there > 0) reached = { packet: i + 1, upTo: FRAGMENTS[fragment(there, packet.length)] as never };
    before += packet.length;
  }
  return reached;
}

function fragment(bytes: number, length: number): number {
  if (bytes < HEADER_SIZE) return 0;
  if (bytes === HEADER_SIZE) return 1;
  return bytes < length ? 2 : 3;
}

/** Replays a byte-level run; the steps of both, which are to be equal. */
function compare(fixes: string, path: Path, schedule: Schedule, phase: number): { bytes: Step[]; replayed: Step[] } {
  const replay = new Replay(fixes, path);
  replay.choose('matchRecord', { type: 'CLAIM_STARTD' });
  const accepted = ['ALIVE_TIMER', 'ESTABLISHED', 'SELECT'].flatMap((type) => replay.choose('claim', { type }));
  const bytes: Step[] = [];
  const replayed: Step[] = [];
  let delivered = '';
  const arrivals = [...schedule.arrivals];
  const deliver = ({ arrived }: Arrival): Step => {
    const reached = position(path, arrived);
    if (!reached || delivered === JSON.stringify(reached)) return [];
    delivered = JSON.stringify(reached);
    return replay.choose('first.toSchedd', { type: 'DELIVER', ...reached });
  };
  for (const { at, component, event, transitions, changes } of byteRun(fixes, schedule, phase)) {
    const arrival = event.type === 'ACCEPT' || event.type === 'READABLE' ? arrivals.shift() : undefined;
    if (event.type === 'ACCEPT') {
      deliver(arrival as Arrival);
      bytes.push(transitions);
      replayed.push(accepted);
      continue;
    }
    if (arrival && arrival.at !== at) throw new Error('an arrival was overlooked');
    const same = arrival ? reach(replay, arrival, deliver) : replay.choose(`first.${component}`, event);
    if (same.length === 0) {
      if (changes) throw new Error('bytes that the explored system does not tell apart have changed something');
      continue;
    }
    bytes.push(transitions);
    replayed.push(same);
  }
  return { bytes, replayed };
}

function reach(replay: Replay, arrival: Arrival, deliver: (arrival: Arrival) => Step): Step {
  if (arrival.ends === null) return deliver(arrival);
  if (arrival.ends === 'rst') return replay.choose('first.toSchedd', { type: 'RST' });
  replay.choose('claim', { type: 'STARTD_DIES' });
  return replay.choose('first.toSchedd', { type: 'DELIVER_FIN' });
}

/** Cuts of the startd's bytes at whatever moments, and then an end on its own. */
const cutSchedules = (path: Path): fc.Arbitrary<Schedule> => {
  const bytes = concat(...PACKETS[path]);
  const edges = PACKETS[path].flatMap((_, i) => {
    const before = PACKETS[path].slice(0, i).reduce((sum, { length }) => sum + length, 0);
    return [0, 1, 4, 5, 6].map((offset) => before + offset);
  });
  const wait = fc.oneof(
    fc.integer({ min: 1, max: 3 * SECOND }),
    fc.constantFrom(50_000, 300_000, 700_000, 250 * SECOND, 350 * SECOND),
  );
  const cut = fc.oneof(
    fc.integer({ min: 1, max: bytes.length }),
    fc.constantFrom(...edges.filter((edge) => edge > 0)),
    fc.constantFrom(bytes.length, PACKETS[path][0]?.length ?? 0),
  );
  return fc
    .record({
      cuts: fc.uniqueArray(cut, { minLength: 1, maxLength: 5 }),
      waits: fc.array(wait, { minLength: 6, maxLength: 6 }),
      ends: fc.constantFrom('fin' as const, 'rst' as const),
    })
    .map(({ cuts, waits, ends }) => {
      const arrivals: Arrival[] = [];
      let at = 0;
      for (const [i, arrived] of cuts.toSorted((a, b) => a - b).entries()) {
        arrivals.push({ at, arrived, ends: null });
        at += waits[i] as number;
      }
      arrivals.push({ at, arrived: Math.max(...cuts), ends });
      return { bytes, arrivals, patienceEnds: Infinity, end: ends };
    });
};

describe.each(PATHS)('on the %s path, October 2011', (path) => {
  test('every byte-level run is a run of the system that is explored', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ALL_SUBSETS), cutSchedules(path), fc.nat(SECOND - 1), (fixes, schedule, phase) => {
        const { bytes, replayed } = compare(fixes, path, schedule, phase);
        expect(bytes).toEqual(replayed);
      }),
      { numRuns: 400 },
    ));
});

test.each([
  ['auth', ['TIMEOUT', 'DEADLINE', 'CLOSED', 'FOUND', 'EOM', 'PUT_FAILED', 'BODY_BYTES']],
  ['raw', ['TIMEOUT', 'CLOSED', 'FOUND', 'EOM', 'BODY_BYTES']],
] as const)('the runs drawn on the %s path see %j', (path, types) => {
  const drawn = fc.sample(fc.tuple(fc.constantFrom(...ALL_SUBSETS), cutSchedules(path)), { numRuns: 1000, seed: 2563 });
  const seen = new Set(drawn.flatMap(([fixes, schedule]) => byteRun(fixes, schedule, 0)).flatMap((step) => step.types));
  expect(types.filter((type) => !seen.has(type))).toEqual([]);
});

describe.each(REVISIONS)('in %s, on every path', (mode) => {
  const alphabet = new Map([
    ['scheddSock', new Set<string>(reliSockMachine.events)],
    ['daemonCore', new Set<string>(daemonCoreMachine.events)],
    ['handler', new Set<string>(receiveStartdAliveMachine.events)],
  ]);

  test('arbitrary bytes lead to no message outside the machines’ alphabets', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL_SUBSETS),
        fc.constantFrom(...WIRE_PATHS),
        fc.array(fc.tuple(fc.constantFrom(0, 0.1, 0.8, 1.5), fc.uint8Array({ maxLength: 20 })), { maxLength: 5 }),
        fc.constantFrom('fin' as const, 'rst' as const, 'hold' as const),
        (fixes, path, chunks, end) => {
          const writes = chunks.map(([wait, bytes]) => [wait, Buffer.from(bytes).toString('hex')] as const);
          const schedule = toSchedule({ path, gap: 0.3, writes, end });
          const schedd = new Schedd({ revision: mode, commandRead: 'non-blocking', fixes }, tables);
          new Run(schedd, schedule, new MessageDecoder(KNOWN_CLAIM_ID), 0, ({ component, event }) => {
            expect([component, alphabet.get(component)?.has(event.type) ?? true]).toEqual([component, true]);
          }).outcome();
        },
      ),
    ));
});
