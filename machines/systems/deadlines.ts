import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { condorReadMachine } from '../condor-io/condor-read.ts';
import { COMMAND_DEADLINE, PAYLOAD_DEADLINE } from '../daemon-core/daemon-core.ts';
import { clockOf } from './parts.ts';
import { commandReadOf } from './connection.ts';
import { peerSystem } from './peer.ts';
import { replySystem } from './reply.ts';
import type { Fixes, Revision } from '../vocabulary.ts';

/** A daemon that reads from a client that may fall silent, and a clock that ticks so many times in a second. */
export interface DeadlinesVariant {
  readonly reader: 'schedd' | 'startd';
  readonly revision: Revision;
  /** The fixes of the schedd; a startd has none of them. */
  readonly fixes: Fixes;
  readonly perSecond: number;
  /** DaemonCore's deadlines, in seconds; as they are, if not given. */
  readonly scaled?: { readonly command: number; readonly payload: number };
}

/** DaemonCore's deadlines a hundred times as short: a wait of 300 s has no states that one of 3 s has not (deadlines.deep.test.ts). */
export const SHORT_DEADLINES = { command: 2, payload: 3 };

/** A ReliSock, and the stream that it reads from. */
export interface Reading {
  readonly sock: string;
  readonly stream: string;
}

/** The name of condor_read(). */
export const READ = 'first.condorRead';
/** The name of DaemonCore. */
const DAEMON_CORE = 'first.daemonCore';

export const CLIENT_READ: Reading = { sock: 'first.scheddSock', stream: 'first.toSchedd' };
export const REPLY_READ: Reading = { sock: 'first.startdSock', stream: 'first.toStartd' };

const event = (type: string, more: object = {}) => ({ event: { type, ...more } });

/** The client sends a claim id, in one packet or two, or no packet: how long things take does not depend on what else it could send. */
const ENVIRONMENTS: Readonly<Record<string, ComponentSpec['environment']>> = {
  peer: [
    event('START'),
    event('SEND_PACKET', { items: [{ kind: 'claimId' }] }),
    event('SEND_PACKET', { items: [], more: true }),
    event('SEND_PACKET', { items: [], fault: 'unrecognized' }),
    event('HANG_UP'),
  ],
  claim: ['REQUEST_CLAIM', 'ALIVE_TIMER', 'ESTABLISHED', 'SELECT'].map((type) => event(type)),
  schedd: [event('REPLY', { items: [{ kind: 'int', value: 300 }] }), event('CLOSE')],
};

/** A schedd and one client that may fall silent at any byte, or a startd and a schedd that may do so within its reply. */
export function deadlinesSystem(variant: DeadlinesVariant): SystemSpec {
  const { reader, revision, fixes } = variant;
  const reading = reader === 'schedd' ? CLIENT_READ : REPLY_READ;
  const { components } =
    reader === 'schedd' ? peerSystem({ fixes, revision, path: 'auth' }) : replySystem({ revision, path: 'auth' });
  const timed = [READ, reading.stream, ...(reader === 'schedd' ? [DAEMON_CORE] : [])];
  return {
    name: 'deadlines',
    components: [
      ...throughCondorRead(
        components.map((component) => onClock(component, reading, variant)),
        reading,
        variant.perSecond,
      ),
      clockOf(timed),
    ],
  };
}

/** A component as it is where DaemonCore has a clock, and condor_read(), which has one, times out instead of its ReliSock. */
function onClock(component: ComponentSpec, { sock }: Reading, variant: DeadlinesVariant): ComponentSpec {
  const { name, input } = component;
  if (name === sock) return { ...component, environment: [] };
  if (name === DAEMON_CORE) return { ...component, input: { ...(input as object), deadlines: deadlinesOf(variant) } };
  const environment = ENVIRONMENTS[name];
  return environment ? { ...component, environment } : component;
}

const deadlinesOf = ({ revision, perSecond, scaled }: DeadlinesVariant) => ({
  command: COMMAND_DEADLINE[commandReadOf(revision)],
  payload: PAYLOAD_DEADLINE,
  ...scaled,
  perSecond,
});

/**
 * The components with condor_read(), on a clock, between a ReliSock and the stream that it reads from; it comes last. Its process
 * is not the daemon's: the kernel wakes a process that waits in select().
 */
export function throughCondorRead(
  components: readonly ComponentSpec[],
  { sock, stream }: Reading,
  perSecond: number,
): ComponentSpec[] {
  const rewired = components.map((component) => {
    if (component.name === sock) return { ...component, ports: { ...component.ports, incoming: READ } };
    if (component.name === stream) return { ...component, ports: { ...component.ports, reader: READ } };
    return component;
  });
  const condorRead: ComponentSpec = {
    name: READ,
    process: 'kernel',
    machine: condorReadMachine,
    input: { perSecond },
    ports: { sock, incoming: stream },
    environment: [event('TIMEOUT')],
  };
  return [...rewired, condorRead];
}
