import type { ComponentSpec, EnvironmentEvent } from '../../src/checker/index.ts';
import { daemonCoreMachine } from '../daemon-core/daemon-core.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import { reliSockMachine } from '../condor-io/reli-sock.ts';
import { streamMachine } from '../condor-io/stream.ts';
import {
  type CommandRead,
  FRAGMENTS,
  NO_FIXES,
  type Fault,
  type Fixes,
  type Fragment,
  type Path,
  type Repairs,
  type Revision,
} from '../vocabulary.ts';

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

export const NAMES = { peer: '<>', slot: 'slot1', job: '1.0', claim: '<>#1318946760#1#...' };

/** Whole packets first, then cuts inside one: a cut is the graver event. */
export const deliveries = (packets: number, cuts: readonly Fragment[] = FRAGMENTS.slice(0, -1)): EnvironmentEvent[] =>
  (['the whole packet', ...cuts] as const).flatMap((upTo) =>
    Array.from({ length: packets }, (_, i) => ({ event: { type: 'DELIVER', packet: packets - i, upTo } })),
  );

export const fault = (type: string, kind: Fault): EnvironmentEvent => ({ event: { type }, fault: kind });
export const event = (type: string): EnvironmentEvent => ({ event: { type } });

/** How a schedd was built: its fixes; by default the rest is as it was in October 2011. */
export interface Build {
  readonly fixes: Fixes;
  readonly revision?: Revision;
  readonly commandRead?: CommandRead;
}

/** How a schedd of a revision reads the command. */
export const commandReadOf = (revision: Revision): CommandRead => (revision === '2011' ? 'blocking' : 'non-blocking');

export type Handler = Pick<ComponentSpec, 'machine' | 'ports'> & { readonly input?: object };

export const RECEIVE_STARTD_ALIVE: Handler = {
  machine: receiveStartdAliveMachine,
  ports: { matchRecord: 'matchRecord' },
};

/** The handler of ALIVE as a schedd of a variant has it. */
export const receiveStartdAlive = ({ repairs }: Variant): Handler =>
  repairs?.['2317'] === false ? { ...RECEIVE_STARTD_ALIVE, input: { looksUpDedicated: false } } : RECEIVE_STARTD_ALIVE;

/** The schedd's end of a connection: DaemonCore, its ReliSock, and the handler of the command. */
export const scheddEnd = (name: string, { fixes, revision, commandRead }: Build, handler: Handler): ComponentSpec[] => [
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

/** The startd's end of a connection. */
export const startdSock = (
  name: string,
  client: string,
  build: { fixes: Fixes; revision?: Revision },
): ComponentSpec => ({
  name: `${name}.startdSock`,
  process: 'startd',
  machine: reliSockMachine,
  input: build,
  ports: { incoming: `${name}.toStartd`, outgoing: `${name}.toSchedd`, [client]: client },
  environment: [fault('TIMEOUT', 'timeout')],
  labels: NAMES,
});

/** The two directions of a connection, the ReliSock at either end, and DaemonCore with its handler at the schedd's. */
export const connection = (
  name: string,
  { fixes, path, revision, startd = revision }: Variant,
  client: string,
  handler: Handler,
  packets = path === 'auth' ? 2 : 1,
): ComponentSpec[] => {
  const components: ComponentSpec[] = [
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
    // The startd itself never sees the flag of #2563, so its side of the stream is the same in every variant.
    startdSock(name, client, { fixes: NO_FIXES, revision: startd }),
  ];
  return components.map((component) => ({ ...component, group: name }));
};
