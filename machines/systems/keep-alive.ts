import type { AnyStateMachine } from 'xstate';
import { claimMachine } from '../startd/claim.ts';
import { daemonCoreMachine } from '../daemon-core/daemon-core.ts';
import { matchRecordMachine } from '../schedd/match-record.ts';
import { misbehavingPeerMachine } from '../environment/misbehaving-peer.ts';
import { POSITIVE_REPLIES, positiveScheddMachine } from '../environment/positive-schedd.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import { reliSockMachine } from '../condor-io/reli-sock.ts';
import { rescheduleClientMachine } from '../environment/reschedule-client.ts';
import { rescheduleNegotiatorMachine } from '../schedd/reschedule-negotiator.ts';
import { streamMachine } from '../condor-io/stream.ts';
import type {
  CommandRead,
  Connection,
  Fault,
  Fixes,
  Fragment,
  Item,
  Message,
  Packet,
  Path,
  PeerPath,
  Repairs,
  Revision,
} from '../vocabulary.ts';
import { CONNECTIONS, FRAGMENTS, NO_FIXES } from '../vocabulary.ts';

/** One variant of the system: by default the code of October 2011. */
export interface Variant {
  readonly fixes: Fixes;
  readonly path: Path;
  /** What both daemons are built from; the code of 2011, if not given. */
  readonly revision?: Revision;
  /** A bound on the keep-alives that each claim sends; as many as there may be, if not given. */
  readonly rounds?: number;
  /** Repairs of other tickets; what is not named is as in October 2011. */
  readonly repairs?: Repairs;
  /** What the startd is built from, if it is another. */
  readonly startd?: Revision;
}

/** One machine of the system: its process, whom its ports lead to, and what the environment may do to it, in order. */
export interface Component {
  readonly name: string;
  /** startd, schedd, network, client or peer; with several claims, each has a startd of its own. */
  readonly process: string;
  /** What belongs to one connection mostly talks to itself: the search keeps it in one number. */
  readonly group?: string;
  readonly machine: AnyStateMachine;
  readonly input?: object;
  readonly ports?: Readonly<Record<string, string>>;
  readonly environment?: readonly EnvironmentEvent[];
  readonly labels?: Readonly<Record<string, string>>;
}

interface EnvironmentEvent {
  readonly event: { readonly type: string } & Readonly<Record<string, unknown>>;
  readonly fault?: Fault;
}

export interface System {
  readonly name: string;
  readonly components: readonly Component[];
}

const NAMES = { peer: '<>', slot: 'slot1', job: '1.0', claim: '<>#1318946760#1#...' };

/** Whole packets first, then cuts inside one: a cut is the graver event. */
const deliveries = (packets: number, cuts: readonly Fragment[] = FRAGMENTS.slice(0, -1)): EnvironmentEvent[] =>
  (['the whole packet', ...cuts] as const).flatMap((upTo) =>
    Array.from({ length: packets }, (_, i) => ({ event: { type: 'DELIVER', packet: packets - i, upTo } })),
  );

const fault = (type: string, kind: Fault): EnvironmentEvent => ({ event: { type }, fault: kind });
const event = (type: string): EnvironmentEvent => ({ event: { type } });

/** How a schedd was built: its fixes; by default the rest is as it was in October 2011. */
export interface Build {
  readonly fixes: Fixes;
  readonly revision?: Revision;
  readonly commandRead?: CommandRead;
}

/** How a schedd of a revision reads the command. */
export const commandReadOf = (revision: Revision): CommandRead => (revision === '2011' ? 'blocking' : 'non-blocking');

type Handler = Pick<Component, 'machine' | 'ports' | 'input'>;

const RECEIVE_STARTD_ALIVE: Handler = { machine: receiveStartdAliveMachine, ports: { matchRecord: 'matchRecord' } };

/** The handler of ALIVE as a schedd of a variant has it. */
const receiveStartdAlive = ({ repairs }: Variant): Handler =>
  repairs?.['2317'] === false ? { ...RECEIVE_STARTD_ALIVE, input: { looksUpDedicated: false } } : RECEIVE_STARTD_ALIVE;

/** The schedd's end of a connection: DaemonCore, its ReliSock, and the handler of the command. */
const scheddEnd = (name: string, { fixes, revision, commandRead }: Build, handler: Handler): Component[] => [
  {
    name: `${name}.daemonCore`,
    process: 'schedd',
    machine: daemonCoreMachine,
    input: { fixes, commandRead },
    ports: { sock: `${name}.scheddSock`, incoming: `${name}.toSchedd`, handler: `${name}.handler` },
    environment: [event('SELECT'), fault('DEADLINE', 'timeout')],
    labels: NAMES,
  },
  {
    name: `${name}.scheddSock`,
    process: 'schedd',
    machine: reliSockMachine,
    input: { fixes, revision },
    ports: {
      incoming: `${name}.toSchedd`,
      outgoing: `${name}.toStartd`,
      daemonCore: `${name}.daemonCore`,
      handler: `${name}.handler`,
    },
    environment: [fault('TIMEOUT', 'timeout')],
    labels: NAMES,
  },
  {
    name: `${name}.handler`,
    process: 'schedd',
    machine: handler.machine,
    input: { fixes, ...handler.input },
    ports: { sock: `${name}.scheddSock`, daemonCore: `${name}.daemonCore`, ...handler.ports },
    labels: NAMES,
  },
];

/**
 * A schedd with one connection, for a network that is no machine: whoever drives it plays `first.toSchedd` and
 * `first.toStartd`, byte by byte.
 */
export function scheddAlone(build: Build): readonly Component[] {
  return [
    ...scheddEnd('first', build, RECEIVE_STARTD_ALIVE),
    { name: 'matchRecord', process: 'schedd', machine: matchRecordMachine, ports: {}, labels: NAMES },
  ];
}

/** The startd's end of a connection. */
const startdSock = (name: string, client: string, build: { fixes: Fixes; revision?: Revision }): Component => ({
  name: `${name}.startdSock`,
  process: 'startd',
  machine: reliSockMachine,
  input: build,
  ports: { incoming: `${name}.toStartd`, outgoing: `${name}.toSchedd`, [client]: client },
  environment: [fault('TIMEOUT', 'timeout')],
  labels: NAMES,
});

/** The two directions of a connection, the ReliSock at either end, and DaemonCore with its handler at the schedd's. */
const connection = (
  name: string,
  { fixes, path, revision, startd = revision }: Variant,
  client: string,
  handler: Handler,
  packets = path === 'auth' ? 2 : 1,
): Component[] => {
  const components: Component[] = [
    {
      name: `${name}.toSchedd`,
      process: 'network',
      machine: streamMachine,
      ports: { reverse: `${name}.toStartd`, reader: `${name}.scheddSock`, listener: `${name}.daemonCore` },
      environment: [...deliveries(packets), event('DELIVER_FIN'), fault('RST', 'rst')],
      labels: NAMES,
    },
    ...scheddEnd(name, { fixes, revision, commandRead: revision && commandReadOf(revision) }, handler),
    {
      name: `${name}.toStartd`,
      process: 'network',
      machine: streamMachine,
      ports: { reverse: `${name}.toSchedd`, reader: `${name}.startdSock` },
      environment: [...deliveries(1), event('DELIVER_FIN'), event('DELIVER_RST')],
      labels: NAMES,
    },
    startdSock(name, client, { fixes: NO_FIXES, revision: startd }),
  ];
  return components.map((component) => ({ ...component, group: name }));
};

/** What may happen to a claim. */
const CLAIM_ENVIRONMENT: readonly EnvironmentEvent[] = [
  event('ALIVE_TIMER'),
  event('ESTABLISHED'),
  event('SELECT'),
  event('ACTIVATE_CLAIM'),
  event('STARTER_EXITS'),
  event('RELEASE_CLAIM'),
  event('VACATE_CLAIM'),
  event('PREEMPT'),
  event('LEASE_TIMER'),
  fault('CONNECT_FAILED', 'timeout'),
  fault('REPLY_DEADLINE', 'timeout'),
  fault('STARTD_DIES', 'fin'),
];

/** The startd of a revision with one connection. */
const startdEnd = (revision: Revision, path: Path): Component[] => [
  {
    name: 'claim',
    process: 'startd',
    machine: claimMachine,
    input: { path, revision },
    ports: { first: 'first.startdSock', second: 'first.startdSock' },
    environment: [event('REQUEST_CLAIM'), ...CLAIM_ENVIRONMENT],
    labels: NAMES,
  },
  startdSock('first', 'claim', { fixes: NO_FIXES, revision }),
];

/**
 * A startd with one connection and no negotiation, for a network that is no machine: whoever drives it plays
 * `first.toSchedd` and `first.toStartd`, byte by byte.
 */
export function startdAlone(revision: Revision): readonly Component[] {
  return startdEnd(revision, 'raw');
}

/**
 * One claim of one startd, its schedd, and the connections between them, of which a retry may use the second while the
 * schedd still holds the first. With one connection a retry waits until it is free again.
 */
export function keepAliveSystem(variant: Variant, connections: readonly Connection[] = CONNECTIONS): System {
  return {
    name: 'keep-alive',
    components: [
      {
        name: 'claim',
        process: 'startd',
        machine: claimMachine,
        input: {
          path: variant.path,
          revision: variant.startd ?? variant.revision,
          ...(variant.rounds !== undefined && { rounds: variant.rounds }),
          ...(variant.repairs?.['4491'] && { starterHandlesAlives: true }),
          ...(variant.repairs?.['1349'] !== undefined && { clearsSockFirst: variant.repairs['1349'] }),
        },
        ports: { first: 'first.startdSock', second: `${connections.at(-1)}.startdSock` },
        environment: CLAIM_ENVIRONMENT,
        labels: NAMES,
      },
      {
        name: 'matchRecord',
        process: 'schedd',
        machine: matchRecordMachine,
        ports: { claim: 'claim' },
        environment: [
          event('CLAIM_STARTD'),
          event('CLAIM_STARTD_FOR_PARALLEL_JOB'),
          event('CLAIM_STARTD_AND_FORGET'),
          event('DELETE_MATCH_RECORD'),
        ],
        labels: NAMES,
      },
      ...connections.flatMap((name) => connection(name, variant, 'claim', receiveStartdAlive(variant))),
    ],
  };
}

/** The name under which a claim's part of a system with several claims is known: `slot2.matchRecord`. */
export const ofSlot = (slot: number, name: string): string => `slot${slot}.${name}`;

/** Several startds with a claim and a connection each, round one schedd with its one thread. */
export function claimsSystem(variant: Variant, claims: number): System {
  const { name, components } = keepAliveSystem(variant, ['first']);
  const slots = Array.from({ length: claims }, (_, i) => i + 1);
  return { name, components: slots.flatMap((slot) => components.map((component) => inSlot(slot, component))) };
}

/** A component of the keep-alive as one of several; the schedd's process is common to all. */
function inSlot(slot: number, component: Component): Component {
  const ports = Object.entries(component.ports ?? {}).map(([port, to]) => [port, ofSlot(slot, to)]);
  return {
    ...component,
    name: ofSlot(slot, component.name),
    process: component.process === 'schedd' ? 'schedd' : ofSlot(slot, component.process),
    group: `slot${slot}`,
    ports: Object.fromEntries(ports) as Record<string, string>,
    labels: { ...NAMES, slot: `slot${slot}`, job: `${slot}.0`, claim: `<>#1318946760#${slot}#...` },
  };
}

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
export function peerSystem({ fixes, revision, path }: PeerVariant): System {
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

/** What a startd is built from, and how it brings its command. */
export interface StartdVariant {
  readonly revision: Revision;
  readonly path: Path;
}

/**
 * The startd, one connection, and a schedd that would never disown the claim: what can a network do to a positive reply?
 * What the startd sends need not arrive, for the schedd does not look at it.
 */
export function replySystem({ revision, path }: StartdVariant): System {
  const stream = (from: string, to: string, reader: string, environment: EnvironmentEvent[]): Component => ({
    name: `first.${to}`,
    process: 'network',
    machine: streamMachine,
    ports: { reverse: `first.${from}`, reader, listener: 'schedd' },
    environment,
    labels: NAMES,
  });
  return {
    name: 'reply',
    components: [
      ...startdEnd(revision, path),
      stream('toStartd', 'toSchedd', 'schedd', [fault('RST', 'rst')]),
      stream('toSchedd', 'toStartd', 'first.startdSock', [
        ...deliveries(2),
        event('DELIVER_FIN'),
        event('DELIVER_RST'),
        fault('RST', 'rst'),
      ]),
      {
        name: 'schedd',
        process: 'schedd',
        machine: positiveScheddMachine,
        ports: { incoming: 'first.toSchedd', outgoing: 'first.toStartd' },
        environment: [...POSITIVE_REPLIES.map((items) => ({ event: { type: 'REPLY', items } })), fault('CLOSE', 'fin')],
        labels: NAMES,
      },
    ],
  };
}

/** A client that sends RESCHEDULE, a command without payload, to the same schedd: what the flag is there for. */
export function rescheduleSystem(variant: Variant): System {
  return {
    name: 'reschedule',
    components: [
      {
        name: 'client',
        process: 'client',
        machine: rescheduleClientMachine,
        input: { path: variant.path },
        ports: { sock: 'first.startdSock' },
        environment: [event('START')],
        labels: NAMES,
      },
      ...connection('first', variant, 'client', { machine: rescheduleNegotiatorMachine, ports: {} }, 1),
    ],
  };
}
