import { ALIVE_INTERVAL, type Connection } from '../../machines/vocabulary.ts';
import type { Pattern, Property } from '../../src/checker/index.ts';
import { all, enters, goes, having, isIn, sends, takes, whileIn } from '../../src/checker/index.ts';

interface StreamContext {
  readonly arrived: number;
  readonly read: number;
}

const hasUnread = having<StreamContext>(({ arrived, read }) => arrived > read);
const hasNothingUnread = having<StreamContext>(({ arrived, read }) => arrived === read);

/** DaemonCore asks the stream, which is so. */
const polled = (connection: Connection, ...is: readonly Pattern[]): Pattern =>
  all(takes(`${connection}.toSchedd`, 'SELECT'), ({ sender }) => sender === `${connection}.daemonCore`, ...is);

const fromStateIn =
  (path: string): Pattern =>
  ({ from }) =>
    isIn(from.snapshot, path);

const leavesPayloadWait = (connection: Connection): Pattern =>
  goes(`${connection}.daemonCore`, 'waitingForPayload', 'inHandler');

/** The payload wait ends because the poll of this step found the stream so. */
const leftBy = (connections: readonly Connection[], id: string, sentence: string, is: Pattern): Property => ({
  id,
  sentence,
  source: 'daemon_core.cpp HandleReqPayloadReady: runs on any readability, and does not check again',
  checks: connections.map((connection) => ({
    kind: 'sometimes',
    what: leavesPayloadWait(connection),
    after: [polled(connection, is)],
    forget: takes(`${connection}.daemonCore`, 'SELECTED'),
  })),
});

const onAny = (connections: readonly Connection[], check: (connection: Connection) => Pattern): Property['checks'] =>
  connections.map((connection) => ({ kind: 'sometimes', what: check(connection) }));

const readTimesOut = (connections: readonly Connection[], id: string, sentence: string, path: string): Property => ({
  id,
  sentence,
  source: 'condor_rw.cpp condor_read: timeout reading ... bytes',
  checks: onAny(connections, (connection) =>
    takes(`${connection}.scheddSock`, 'TIMEOUT', `message.open.reading.${path}`),
  ),
});

const flagCleared = (connection: Connection, by: string): Pattern =>
  all(
    takes(`${connection}.scheddSock`, by),
    goes(`${connection}.scheddSock`, 'allowEmptyMessageFlag.set', 'allowEmptyMessageFlag.clear'),
  );

/** What must be reachable, so that no safety property holds vacuously. */
export const witnesses = (connections: readonly Connection[]): readonly Property[] => [
  {
    id: 'renewed',
    sentence: 'A reply with the alive interval renews the lease',
    source: 'claim.cpp sendAliveResponseHandler: alive()',
    checks: [
      {
        kind: 'sometimes',
        what: all(
          goes('claim', 'keepAlive.endingReply', 'keepAlive.waiting.aThirdOfTheLease'),
          having<{ reply: number }>(({ reply }) => reply === ALIVE_INTERVAL),
        ),
      },
    ],
  },
  {
    id: 'disowned',
    sentence: 'A claim without a record is disowned, and removed',
    source: 'claim.cpp sendAliveResponseHandler: "the schedd knows nothing about this claim, so relinquish it"',
    checks: [
      { kind: 'sometimes', what: enters('claim', 'lifecycle.disowned'), while: whileIn('matchRecord', 'absent') },
    ],
  },
  {
    id: 'lease-expired',
    sentence: 'The lease expires',
    source: 'claim.cpp leaseExpired',
    checks: [{ kind: 'sometimes', what: enters('claim', 'lifecycle.leaseExpired') }],
  },
  {
    id: 'lease-restarted-late',
    sentence: 'A late reply restarts the lease timer of a claim that has ended',
    source: 'claim.cpp alive: c_lease_tid == -1 → startLeaseTimer()',
    checks: [
      {
        kind: 'sometimes',
        what: all(enters('claim', 'lease.running'), fromStateIn('lifecycle.leaseExpired')),
      },
    ],
  },
  {
    id: 'retried-while-held',
    sentence: 'A retry starts while the schedd still holds the connection before',
    source: 'claim.cpp ALIVE_BAILOUT',
    checks: [{ kind: 'sometimes', what: goes('claim', 'keepAlive.takingSecond', 'keepAlive.connected') }],
  },
  {
    id: 'payload-wait-entered',
    sentence: 'DaemonCore waits for the payload',
    source: 'daemon_core.cpp CallCommandHandler: !readReady()',
    checks: onAny(connections, (connection) => enters(`${connection}.daemonCore`, 'waitingForPayload')),
  },
  {
    id: 'payload-at-once',
    sentence: 'The payload is there when DaemonCore first asks',
    source: 'daemon_core.cpp CallCommandHandler: readReady()',
    checks: onAny(connections, (connection) => goes(`${connection}.daemonCore`, 'checkingPayload', 'inHandler')),
  },
  leftBy(connections, 'payload-wait-left-by-byte', 'The payload wait is left because a byte has arrived', hasUnread),
  leftBy(
    connections,
    'payload-wait-left-by-fin',
    'The payload wait is left because of a FIN',
    all(fromStateIn('connected.finArrived'), hasNothingUnread),
  ),
  leftBy(
    connections,
    'payload-wait-left-by-rst',
    'The payload wait is left because of an RST',
    all(fromStateIn('connected.reset'), hasNothingUnread),
  ),
  {
    id: 'payload-wait-left-by-deadline',
    sentence: 'The payload wait ends at its deadline, and the handler is not called',
    source: 'daemon_core.cpp HandleReqPayloadReady: "Deadline expired"',
    checks: onAny(connections, (connection) => takes(`${connection}.daemonCore`, 'DEADLINE', 'waitingForPayload')),
  },
  {
    id: 'handler-after-wait',
    sentence: 'The handler is called after a payload wait',
    source: 'daemon_core.cpp HandleReqPayloadReady → CallCommandHandler',
    checks: onAny(connections, leavesPayloadWait),
  },
  {
    id: 'command-timed-out',
    sentence: 'The read of the command times out, and the connection is closed',
    source: 'daemon_core.cpp HandleReq: "Can\'t receive command request"',
    checks: connections.map((connection) => ({
      kind: 'sometimes',
      what: takes(`${connection}.daemonCore`, 'GET_FAILED', 'readingCommand'),
      after: [
        all(
          takes(`${connection}.scheddSock`, 'TIMEOUT'),
          having<{ caller: string }>(({ caller }) => caller === 'daemonCore'),
        ),
      ],
      forget: takes(`${connection}.daemonCore`, 'GET_FAILED'),
    })),
  },
  readTimesOut(connections, 'timeout-at-0-header-bytes', 'A read times out with no header byte', 'header.none'),
  readTimesOut(connections, 'timeout-in-header', 'A read times out with 1 to 4 header bytes', 'header.some'),
  readTimesOut(connections, 'timeout-in-body', 'A read times out in the body', 'body'),
  {
    id: 'found-in-dedicated-table',
    sentence: "The record is found in the dedicated scheduler's table",
    source: 'schedd.cpp receive_startd_alive (#2317)',
    checks: onAny(connections, (connection) =>
      all(
        sends('matchRecord', `${connection}.handler`, 'FOUND'),
        ({ event }) => event['table'] === 'dedicated scheduler',
      ),
    ),
  },
  {
    id: 'reply-to-nobody',
    sentence: 'The schedd replies on a connection that the startd has closed',
    source: 'claim.cpp ALIVE_BAILOUT; schedd.cpp receive_startd_alive ignores whether the reply was sent',
    checks: onAny(connections, (connection) =>
      all(takes(`${connection}.toStartd`, 'SEND'), fromStateIn('connected.readerGone')),
    ),
  },
  {
    id: 'header-put-together',
    sentence: 'A header that arrived in two pieces is put together by the read that blocks on it',
    source: 'condor_rw.cpp condor_read: select(), recv() until all bytes have come',
    checks: onAny(connections, (connection) =>
      takes(`${connection}.scheddSock`, 'HEADER', 'message.open.reading.header.some'),
    ),
  },
  {
    id: 'body-put-together',
    sentence: 'A body that arrived in two pieces is put together by the read that blocks on it',
    source: 'condor_rw.cpp condor_read: select(), recv() until all bytes have come',
    checks: onAny(connections, (connection) =>
      takes(`${connection}.scheddSock`, 'BODY', 'message.open.reading.body.some'),
    ),
  },
  {
    id: 'fin-in-body',
    sentence: 'A FIN ends a read in the body',
    source: 'condor_rw.cpp condor_read: recv() returns 0, "Socket closed when trying to read"',
    checks: onAny(connections, (connection) =>
      all(
        takes(`${connection}.scheddSock`, 'CLOSED', 'message.open.reading.body'),
        ({ event }) => event['by'] === 'fin',
      ),
    ),
  },
  {
    id: 'flag-spent',
    sentence: 'end_of_message() takes allow_empty_message_flag back: it is good for one message',
    source: 'reli_sock.cpp end_of_message: allow_empty_message_flag = FALSE',
    checks: onAny(connections, (connection) => flagCleared(connection, 'END_OF_MESSAGE')),
  },
  {
    id: 'flag-not-inherited',
    sentence: 'A flag that nobody used does not outlive its connection',
    source: 'reli_sock.cpp: a new ReliSock starts with allow_empty_message_flag = FALSE',
    checks: onAny(connections, (connection) => flagCleared(connection, 'CLOSE')),
  },
  {
    id: 'nothing-received',
    sentence: 'DaemonCore closes a connection on which no command ever came',
    source: 'daemon_core.cpp HandleReqSocketTimerHandler: "no data received"',
    checks: onAny(connections, (connection) => takes(`${connection}.daemonCore`, 'DEADLINE', 'waitingForCommand')),
  },
  {
    id: 'closed-after-handler',
    sentence: 'When the handler has returned, the schedd closes the connection',
    source: 'daemon_core.cpp HandleReq: delete stream, whatever the handler returned',
    checks: onAny(connections, (connection) => goes(`${connection}.daemonCore`, 'inHandler', 'listening')),
  },
];
