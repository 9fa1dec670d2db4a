import type { ComponentSpec, EnvironmentEvent, SystemSpec } from '../../src/checker/index.ts';
import type { Datagram } from '../condor-io/safe-sock.ts';
import { safeSockMachine } from '../condor-io/safe-sock.ts';
import { daemonCoreUdpMachine } from '../daemon-core/daemon-core-udp.ts';
import { datagramClientMachine } from '../environment/datagram-client.ts';
import { datagramsMachine } from '../environment/datagrams.ts';
import { matchRecordMachine } from '../schedd/match-record.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import type { DatagramPath, Fixes, Item, Message } from '../vocabulary.ts';
import { event, NAMES } from './connection.ts';

export interface DatagramsVariant {
  readonly fixes: Fixes;
  readonly path: DatagramPath;
}

/** The schedd's command socket for UDP: DaemonCore, its SafeSock, and the handler of ALIVE. */
export const scheddUdpEnd = (fixes: Fixes, client: string): ComponentSpec[] => [
  {
    name: 'udp.daemonCore',
    process: 'schedd',
    machine: daemonCoreUdpMachine,
    input: { fixes },
    ports: { sock: 'udp.safeSock', incoming: 'udp.toSchedd', handler: 'udp.handler' },
    environment: [event('SELECT')],
    labels: NAMES,
  },
  {
    name: 'udp.safeSock',
    process: 'schedd',
    machine: safeSockMachine,
    ports: { incoming: 'udp.toSchedd', outgoing: client, daemonCore: 'udp.daemonCore', handler: 'udp.handler' },
    labels: NAMES,
  },
  {
    name: 'udp.handler',
    process: 'schedd',
    machine: receiveStartdAliveMachine,
    input: { fixes },
    ports: { sock: 'udp.safeSock', daemonCore: 'udp.daemonCore', matchRecord: 'matchRecord' },
    labels: NAMES,
  },
];

const sent = (datagram: Datagram): EnvironmentEvent => ({ event: { type: 'SEND_DATAGRAM', ...datagram } });
const whole = (...items: Message) => sent({ items });
const fragment = (no: number, last: boolean, ...items: Message) => sent({ items, fragment: { message: 1, no, last } });

/** What a client may send, the honest first. A claim id is cut short only where its length comes before it, encrypted. */
const datagrams = (path: DatagramPath): EnvironmentEvent[] => {
  const command: Item = { kind: 'command', name: 'ALIVE', authenticate: path !== 'raw' };
  const encrypted = [whole(command, { kind: 'cutShort' }), whole(command, { kind: 'cutShort' }, { kind: 'junk' })];
  return [
    whole(command, { kind: 'claimId' }),
    fragment(0, false, command),
    fragment(1, true, { kind: 'claimId' }),
    whole(command, { kind: 'otherClaimId' }),
    whole(command, { kind: 'nullString' }),
    whole(command, { kind: 'claimId' }, { kind: 'junk' }),
    ...(path === 'auth-encrypted' ? encrypted : [whole(command, { kind: 'unterminated' })]),
    whole(command),
    whole({ kind: 'junk' }),
    whole({ kind: 'cutShort' }),
    fragment(1, true),
    sent({ items: [], isTooShort: true }),
  ];
};

/** So many datagrams: a message in two fragments, or two messages. */
const DATAGRAMS = 2;

/** The schedd against clients that send ALIVE by UDP, and a network that loses and reorders what they send. */
export function datagramsSystem({ fixes, path }: DatagramsVariant): SystemSpec {
  return {
    name: 'datagrams',
    components: [
      {
        name: 'client',
        process: 'client',
        machine: datagramClientMachine,
        input: { left: DATAGRAMS },
        ports: { datagrams: 'udp.toSchedd' },
        environment: datagrams(path),
        labels: NAMES,
      },
      {
        name: 'matchRecord',
        process: 'schedd',
        machine: matchRecordMachine,
        ports: { claim: 'client' },
        environment: [event('CLAIM_STARTD'), event('CLAIM_STARTD_FOR_PARALLEL_JOB')],
        labels: NAMES,
      },
      {
        name: 'udp.toSchedd',
        process: 'network',
        machine: datagramsMachine,
        environment: Array.from({ length: DATAGRAMS }, (_, i) => ({ event: { type: 'DELIVER', datagram: i + 1 } })),
        labels: NAMES,
      },
      ...scheddUdpEnd(fixes, 'client'),
    ],
  };
}
