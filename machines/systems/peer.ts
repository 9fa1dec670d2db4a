import type { EnvironmentEvent, SystemSpec } from '../../src/checker/index.ts';
import { matchRecordMachine } from '../schedd/match-record.ts';
import { misbehavingPeerMachine } from '../environment/misbehaving-peer.ts';
import { streamMachine } from '../condor-io/stream.ts';
import type { Fixes, Item, Message, Packet, PeerPath, Revision } from '../vocabulary.ts';
import { NAMES, deliveries, fault, event, commandReadOf, RECEIVE_STARTD_ALIVE, scheddEnd } from './connection.ts';

export interface PeerVariant {
  readonly fixes: Fixes;
  readonly revision: Revision;
  readonly path: PeerPath;
}

const packet = (items: Message, more: Omit<Packet, 'items'> = {}): EnvironmentEvent => ({
  event: { type: 'SEND_PACKET', items, ...more },
});

/** What a peer may send for a claim id, the well-behaved first. In a raw-1msg message the command goes before it. */
const payloads = (path: PeerPath): EnvironmentEvent[] => {
  const command: Item[] = path === 'raw-1msg' ? [{ kind: 'command', name: 'ALIVE', authenticate: false }] : [];
  const whole = (...items: Item[]) => packet([...command, ...items]);
  return [
    whole({ kind: 'claimId' }),
    whole({ kind: 'otherClaimId' }),
    whole({ kind: 'nullString' }),
    whole({ kind: 'claimId' }, { kind: 'junk' }),
    whole({ kind: path === 'auth-encrypted' ? 'cutShort' : 'unterminated' }),
    packet([], { more: true }),
    packet([], { stray: true }),
    ...(['improperly sized', 'unrecognized', 'too large'] as const).map((kind) => packet([], { fault: kind })),
  ];
};

const commandOf = (path: PeerPath): Packet | null =>
  path === 'raw-1msg' ? null : { items: [{ kind: 'command', name: 'ALIVE', authenticate: path !== 'raw-2msg' }] };

/** What a peer sends is bad enough: that a header arrives to the byte is left to the network's system. */
const PEER_CUTS = ['part of the header', 'part of the body'] as const;

/** The schedd against a client that need not be a startd, over one connection. */
export function peerSystem({ fixes, revision, path }: PeerVariant): SystemSpec {
  const commandRead = commandReadOf(revision);
  const packets = commandOf(path) ? 3 : 2;
  return {
    name: 'peer',
    components: [
      {
        name: 'peer',
        process: 'peer',
        machine: misbehavingPeerMachine,
        input: { command: commandOf(path) },
        ports: { outgoing: 'first.toSchedd', incoming: 'first.toStartd' },
        environment: [event('START'), ...payloads(path), event('HANG_UP')],
        labels: NAMES,
      },
      {
        name: 'matchRecord',
        process: 'schedd',
        machine: matchRecordMachine,
        ports: { claim: 'peer' },
        environment: [event('CLAIM_STARTD')],
        labels: NAMES,
      },
      {
        name: 'first.toSchedd',
        process: 'network',
        machine: streamMachine,
        ports: { reverse: 'first.toStartd', reader: 'first.scheddSock', listener: 'first.daemonCore' },
        environment: [...deliveries(packets, PEER_CUTS), event('DELIVER_FIN'), fault('RST', 'rst')],
        labels: NAMES,
      },
      ...scheddEnd('first', { fixes, revision, commandRead }, RECEIVE_STARTD_ALIVE),
      {
        name: 'first.toStartd',
        process: 'network',
        machine: streamMachine,
        ports: { reverse: 'first.toSchedd', reader: 'peer' },
        labels: NAMES,
      },
    ],
  };
}
