import type { Connection } from '../../machines/vocabulary.ts';
import type { Action, Condition, LeadsTo, Message, Property, Snapshot } from '../../src/checker/index.ts';
import { enters, isIn, leaves, ofAll, whileIn } from '../../src/checker/index.ts';

/**
 * The properties of runs that never end, and what they assume of the environment.
 *
 * "Communication is good" says: no RST, no failed connect, and a time-out fires only where nothing more will come. What
 * is under way arrives, bytes in pieces and FINs, for TCP sends them again until they do. An RST is sent once: one that
 * was lost while communication was bad never comes, and the connection is half-open for good.
 */

const streamTo = (end: 'Startd' | 'Schedd', connection: string): string => `${connection}.to${end}`;

/** Nothing comes from the stream but what has arrived: its writer has gone, whether or not the reader can know. */
const isOver = (stream: Snapshot): boolean =>
  ['finArrived', 'resetSent', 'reset'].some((end) => isIn(stream, `connected.${end}`));

const whereOver = (stream: string): Condition => ({ of: [stream], is: isOver });

/** The connection on which the startd waits for a reply is over. */
const replyIsLost = (connections: readonly Connection[]): Condition => ({
  of: ['claim', ...connections.map((connection) => streamTo('Startd', connection))],
  is: (claim, ...streams) => {
    const { sock } = claim.context as { sock: Connection | null };
    return streams.some((stream, i) => connections[i] === sock && isOver(stream));
  },
});

/** What is done, or where, while communication is good. */
const goodCommunication =
  (connections: readonly Connection[]): LeadsTo['only'] =>
  (component, { type }) => {
    const [connection, part] = component.split('.') as [string, string];
    if (type === 'REPLY_DEADLINE') return replyIsLost(connections);
    if (type === 'TIMEOUT' && part === 'startdSock') return whereOver(streamTo('Startd', connection));
    if (type === 'TIMEOUT' || type === 'DEADLINE') return whereOver(streamTo('Schedd', connection));
    return type !== 'RST' && type !== 'CONNECT_FAILED';
  };

const action = (component: string, ...types: readonly string[]): Action => ({
  name: `${component} ${types.join(' or ')}`,
  is: (name: string, { type }: Message) => name === component && types.includes(type),
});

/** What does not fail to happen where it can for ever: arrivals, event loops, timers. The lease timer is not among it. */
const fairActions = (connections: readonly Connection[]): readonly Action[] => [
  action('claim', 'ALIVE_TIMER'),
  action('claim', 'ESTABLISHED'),
  action('claim', 'SELECT'),
  action('claim', 'REPLY_DEADLINE'),
  ...connections.flatMap((connection) => [
    action(`${connection}.toSchedd`, 'DELIVER', 'DELIVER_FIN'),
    action(`${connection}.toStartd`, 'DELIVER', 'DELIVER_FIN'),
    action(`${connection}.daemonCore`, 'SELECT'),
    action(`${connection}.scheddSock`, 'TIMEOUT'),
    action(`${connection}.startdSock`, 'TIMEOUT'),
  ]),
];

const isClaimed: Condition = { of: ['claim'], is: (claim) => isIn(claim, 'lifecycle.claimed') };

const givenUp = (connections: readonly Connection[]): LeadsTo => ({
  kind: 'leadsTo',
  from: enters('matchRecord', 'absent'),
  to: leaves('claim', 'lifecycle.claimed'),
  during: isClaimed,
  only: goodCommunication(connections),
  fair: fairActions(connections),
});

/** Claimed without the lease timer, which would end the claim by itself: it may fire in L1, but nothing relies on it. */
export const L1 = (connections: readonly Connection[]): Property => ({
  id: 'L1',
  name: 'A dead claim is given up',
  violation: 'A dead claim can be kept for ever',
  sentence: 'If the record is gone and communication is good from then on, the claim is eventually given up',
  source: 'Claim::sendAlive(): the deadline of the connect, which in 2011 also ends the wait for the reply',
  checks: [givenUp(connections)],
});

/** What is left of L1 where the wait for the reply has no deadline. */
export const L2 = (connections: readonly Connection[]): Property => {
  const check = givenUp(connections);
  return {
    id: 'L2',
    name: 'A dead claim is given up within its lease',
    violation: 'A dead claim can outlive its lease',
    sentence:
      'If the record is gone and communication is good from then on, the claim is given up at the latest when its lease expires',
    source: 'Claim::leaseExpired(): c_lease_tid, which only a reply puts off',
    checks: [{ ...check, fair: [...check.fair, action('claim', 'LEASE_TIMER')] }],
  };
};

/** Witnesses that L1 and L2 do not hold vacuously. */
export const livenessWitnesses = (connections: readonly Connection[]): readonly Property[] => [
  {
    id: 'gone-while-claimed',
    sentence: 'The record goes while the startd holds the claim',
    source: 'the antecedent of L1: Scheduler::DelMrec()',
    checks: [
      { kind: 'sometimes', what: enters('matchRecord', 'absent'), while: whileIn('claim', 'lifecycle.claimed') },
    ],
  },
  {
    id: 'half-open',
    sentence: 'The startd waits for a reply on a connection of which the schedd knows nothing any more',
    source: 'RFC 9293, section 3.5.1: half-open connections',
    checks: connections.map((connection) => ({
      kind: 'sometimes',
      what: enters(`${connection}.toStartd`, 'connected.resetSent'),
      while: whileIn('claim', 'keepAlive.awaitingReply'),
    })),
  },
];

/** The one end there is: a state with nothing left to do anywhere. */
const hasEnded = (connections: readonly Connection[]): Condition => ({
  of: ['claim', 'matchRecord', ...connections.flatMap((name) => [streamTo('Schedd', name), streamTo('Startd', name)])],
  is: (claim, record, ...streams) =>
    !isIn(claim, 'lifecycle.claimed') && isIn(record, 'absent') && streams.every((stream) => isIn(stream, 'free')),
});

/** With several claims, whose components' names begin with these prefixes, all of them must have come to it. */
export const D1 = (connections: readonly Connection[], claims: readonly string[] = ['']): Property => ({
  id: 'D1',
  name: 'Something can always happen',
  violation: 'Everything can come to a standstill',
  sentence:
    'Something can always happen, until the claim has ended, its record is gone and both daemons have closed every connection',
  source: 'DaemonCore: whoever waits on a socket has a time-out, or the other end comes round to closing it',
  checks: [{ kind: 'deadlock', except: ofAll(claims, hasEnded(connections)) }],
});
