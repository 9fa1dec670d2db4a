import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageDecoder, WIRE_PATHS } from '../../../machines/condor-io/alive-message.ts';
import { concat } from '../../../machines/condor-io/cedar.ts';
import { daemonCoreMachine } from '../../../machines/daemon-core/daemon-core.ts';
import { receiveStartdAliveMachine } from '../../../machines/schedd/receive-startd-alive.ts';
import { reliSockMachine } from '../../../machines/condor-io/reli-sock.ts';
import { ALL_SUBSETS, PATHS, type Path, REVISIONS } from '../../../machines/vocabulary.ts';
import { keepAlive } from '../../../properties/systems/keep-alive.ts';
import { rowWith } from '../../checker/study/rows.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { MODELS } from '../../testing/models.ts';
import { draws } from '../../testing/sampled.ts';
import { byteRun, PACKETS, position, Replay, type Told } from '../../testing/byte-run.ts';
import { KNOWN_CLAIM_ID } from './conform.ts';
import { Run } from './run.ts';
import { Schedd, type ScheddBuild } from './schedd.ts';
import { type Arrival, type Schedule, SECOND, toSchedule } from './schedule.ts';

/**
 * The abstraction is shown, not assumed: what the schedd does with bytes and a clock is replayed, step by step, as
 * choices of the environment in the system that is explored exhaustively, and every transition must be the same.
 */

const tables = new TableStore();

const buildOf = (fixes: string): ScheddBuild => ({ revision: '2011', commandRead: 'blocking', fixes });

const told = ({ component, event, to }: Told): string =>
  `${component.replace('first.', '')} ${JSON.stringify(event)} → ${to.key}`;

const systemOf = (fixes: string, path: Path) =>
  MODELS.model(rowWith(keepAlive, { fixes, path, connections: 1 }), tables).composition;

/** Replays a byte-level run; the steps of both, which are to be equal. */
function compare(
  fixes: string,
  path: Path,
  schedule: Schedule,
  phase: number,
): { bytes: string[][]; replayed: string[][] } {
  const replay = new Replay(systemOf(fixes, path));
  replay.choose('matchRecord', { type: 'CLAIM_STARTD' });
  const accepted = ['ALIVE_TIMER', 'ESTABLISHED', 'SELECT'].flatMap((type) => replay.choose('claim', { type }));
  const bytes: string[][] = [];
  const replayed: string[][] = [];
  let delivered = '';
  const arrivals = [...schedule.arrivals];
  const deliver = ({ arrived }: Arrival): Told[] => {
    const reached = position(path, arrived);
    if (!reached || delivered === JSON.stringify(reached)) return [];
    delivered = JSON.stringify(reached);
    return replay.choose('first.toSchedd', { type: 'DELIVER', ...reached });
  };
  for (const { at, component, event, transitions } of byteRun(buildOf(fixes), schedule, phase, tables)) {
    const arrival = event.type === 'ACCEPT' || event.type === 'READABLE' ? arrivals.shift() : undefined;
    if (event.type === 'ACCEPT') {
      deliver(arrival as Arrival);
      bytes.push(transitions.map(told));
      replayed.push(accepted.map(told));
      continue;
    }
    if (arrival && arrival.at !== at) throw new Error('an arrival was overlooked');
    const same = arrival ? reach(replay, arrival, deliver) : replay.choose(`first.${component}`, event);
    if (same.length === 0) {
      if (transitions.some(({ from, to }) => from !== to))
        throw new Error('bytes that the explored system does not tell apart have changed something');
      continue;
    }
    bytes.push(transitions.map(told));
    replayed.push(same.map(told));
  }
  return { bytes, replayed };
}

function reach(replay: Replay, arrival: Arrival, deliver: (arrival: Arrival) => Told[]): Told[] {
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
      { numRuns: draws(100, 400) },
    ));
});

test.each([
  ['auth', ['TIMEOUT', 'DEADLINE', 'CLOSED', 'FOUND', 'EOM', 'PUT_FAILED', 'BODY_BYTES']],
  ['raw', ['TIMEOUT', 'CLOSED', 'FOUND', 'EOM', 'BODY_BYTES']],
] as const)('the runs drawn on the %s path see %j', (path, types) => {
  const drawn = fc.sample(fc.tuple(fc.constantFrom(...ALL_SUBSETS), cutSchedules(path)), {
    numRuns: draws(300, 1000),
    seed: 2563,
  });
  const seen = new Set(
    drawn
      .flatMap(([fixes, schedule]) => byteRun(buildOf(fixes), schedule, 0, tables))
      .flatMap((step) => step.transitions.map(({ event }) => event.type)),
  );
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
