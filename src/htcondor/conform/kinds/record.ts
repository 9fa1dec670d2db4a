import * as v from 'valibot';
import { ALL_SUBSETS, REVISIONS, type Revision } from '../../../../machines/vocabulary.ts';
import { readJson } from '../../../files/input.ts';
import { byKey, fields, hex, integer, oneOf, records, seconds, text } from '../../../files/schema.ts';
import { ENDINGS, type Ending } from '../schedule.ts';

/** Seconds to wait, and then bytes in hex; with `urgent` their last byte is TCP's urgent data. */
type Write = readonly [number, string] | readonly [number, string, 'urgent'];

/** What so many clients do, all alike and at the same moments. */
export interface Client {
  readonly count: number;
  /** When it connects. */
  readonly at: number;
  /** All its bytes, the command with them. */
  readonly writes: readonly Write[];
  readonly end: Ending;
  /** With `hold`: for how many seconds after its last bytes the client waits for the schedd to close. */
  readonly patience: number;
}

/** What the clients of one entry saw. Times count from when they connect; of several clients `closedAfter` is the last one's. */
export interface ClientOutcome {
  readonly reply: number | null;
  readonly replyAfter?: number | null | undefined;
  readonly connection: (typeof CONNECTIONS)[number];
  readonly closedAfter?: number | null | undefined;
}

const CONNECTIONS = ['closed', 'open'] as const;

interface Kind<O> {
  readonly mode: Revision;
  readonly case: string;
  readonly outcomes: Readonly<Record<string, O>>;
}

/** Clients that connect, and a schedd that may be stopped (SIGSTOP) and go on (SIGCONT). */
export interface ConnectionsRecord extends Kind<readonly ClientOutcome[]> {
  readonly connections: readonly Client[];
  /** From when to when the schedd is stopped, in seconds. */
  readonly stops: readonly (readonly [number, number])[];
}

/** A client that sends these datagrams, one after another; the outcome is the ints that came back. */
export interface DatagramsRecord extends Kind<readonly number[]> {
  readonly datagrams: readonly string[];
}

export type KindRecord = ConnectionsRecord | DatagramsRecord;

const outcomes = <S extends v.GenericSchema>(outcome: S) =>
  v.pipe(
    byKey(v.picklist(ALL_SUBSETS, 'four bits were expected'), outcome, 'an object of outcomes by subset'),
    v.minEntries(1, 'an object of outcomes by subset'),
  );

const orNone = (expected: string) => v.optional(v.nullable(seconds(expected)));

const CLIENT_OUTCOME = fields({
  reply: v.nullable(integer('an int or null')),
  replyAfter: orNone('a number of seconds or null'),
  connection: oneOf(CONNECTIONS),
  closedAfter: orNone('a number of seconds or null'),
});

const WRITE = v.union(
  [v.strictTuple([seconds(), hex()]), v.strictTuple([seconds(), hex(), v.literal('urgent')])],
  '[seconds, hex], or [seconds, hex, "urgent"]',
);

const CLIENT = fields({
  count: v.pipe(integer('a number of clients'), v.minValue(1, 'a number of clients'), v.maxValue(100, 'at most 100')),
  at: seconds(),
  writes: v.pipe(v.array(WRITE, 'a list of writes'), v.nonEmpty('at least one write')),
  end: oneOf(ENDINGS),
  patience: seconds(),
});

const STOP = v.pipe(
  v.strictTuple([seconds(), seconds()], '[seconds, seconds]'),
  v.check(([from, to]) => from < to, 'a stop that ends after it begins'),
);

const OF_CONNECTIONS = v.pipe(
  fields({
    mode: oneOf(REVISIONS),
    case: text(),
    connections: v.pipe(v.array(CLIENT, 'a list of clients'), v.nonEmpty('at least one client')),
    stops: v.array(STOP, 'a list of [seconds, seconds]'),
    outcomes: outcomes(v.array(CLIENT_OUTCOME, 'a list of what the clients saw')),
  }),
  v.check(
    ({ connections, outcomes: measured }) =>
      Object.values(measured).every((seen) => seen.length === connections.length),
    'outcomes with one entry for each entry of connections',
  ),
);

const OF_DATAGRAMS = fields({
  mode: oneOf(REVISIONS),
  case: text(),
  datagrams: v.pipe(v.array(hex(), 'a list of bytes in hex'), v.nonEmpty('at least one datagram')),
  outcomes: outcomes(v.array(integer(), 'a list of ints')),
});

const RECORD = v.lazy(
  (given): v.GenericSchema<unknown, KindRecord> =>
    given !== null && typeof given === 'object' && 'datagrams' in given ? OF_DATAGRAMS : OF_CONNECTIONS,
);

/**
 * The records of a file of special kinds: several clients, urgent data, a stopped schedd, UDP.
 *
 * @throws {InputError} with one line that names the file, the record and the field
 */
export const loadKinds = (file: string): KindRecord[] => readJson(file, records(RECORD));
