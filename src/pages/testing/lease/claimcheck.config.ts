import { type ComponentSpec, defineStudy, defineSystem, enters, takes, whileIn, witness } from 'claimcheck';
import { assign, setup } from 'xstate';

/** A client that may write while it holds a lock, and a lock that takes itself back. */

interface Send {
  readonly to: string;
  readonly message: { readonly type: string };
}

const actions = { send: (_: unknown, _params: Send) => {}, dprintf: (_: unknown, _params: { text: string }) => {} };
const post = (to: string, type: string) => ({ type: 'send' as const, params: { to, message: { type } } });
const print = (text: string) => ({ type: 'dprintf' as const, params: { text } });

const client = (writes: number) =>
  setup({
    types: {} as { context: { written: number }; events: { type: 'WANT' | 'GRANTED' | 'WRITE' | 'EXPIRED' } },
    actions: { ...actions, count: assign({ written: ({ context }) => context.written + 1 }) },
    guards: { hasMore: ({ context }) => context.written < writes },
  }).createMachine({
    id: 'client',
    description: 'Writes while it believes that it holds the lock',
    context: { written: 0 },
    initial: 'idle',
    states: {
      idle: {
        on: { WANT: { description: 'Asks for the lock', actions: post('lock', 'ACQUIRE') }, GRANTED: 'holding' },
      },
      holding: {
        on: {
          WRITE: { guard: 'hasMore', description: 'Writes', actions: ['count', print('wrote')] },
          EXPIRED: { target: 'idle', actions: print('gave the lock back') },
        },
      },
    },
  });

const lock = (tells: boolean) =>
  setup({
    types: {} as { events: { type: 'ACQUIRE' | 'EXPIRE' } },
    actions,
    guards: { tells: () => tells },
  }).createMachine({
    id: 'lock',
    description: 'Is held by one client until its lease expires',
    initial: 'free',
    states: {
      free: { on: { ACQUIRE: { target: 'held', actions: [print('granted'), post('sender', 'GRANTED')] } } },
      held: {
        on: {
          ACQUIRE: {},
          EXPIRE: [
            { guard: 'tells', target: 'free', actions: [print('expired'), post('client', 'EXPIRED')] },
            { target: 'free', actions: print('expired') },
          ],
        },
      },
    },
  });

const clientPart = (process: string, writes: number): ComponentSpec => ({
  name: 'client',
  process,
  machine: client(writes),
  ports: { lock: 'lock' },
  environment: [{ event: { type: 'WANT' } }, { event: { type: 'WRITE' } }],
});

const lockPart = (tells: boolean): ComponentSpec => ({
  name: 'lock',
  process: 'lock',
  machine: lock(tells),
  ports: { client: 'client' },
  environment: [{ event: { type: 'EXPIRE' }, fault: 'expiry' }],
});

const lease = defineSystem({
  name: 'lease',
  sentence: 'A client with a lock whose lease may expire at any time',
  axes: {
    build: { switches: { tells: 'the lock tells its client that the lease has expired' }, about: 'what is repaired' },
    writes: { open: 'count', default: 2, about: 'how often the client writes' },
    holder: { values: ['client', 'daemon'], about: 'who holds it', means: { client: 'a person', daemon: 'a program' } },
  },
  allowed: ({ writes }) => writes < 100 || 'fewer than 100 writes are enough',
  search: ({ build, writes, holder }) => ({
    spec: {
      name: 'lease',
      components: [clientPart(holder, writes), lockPart(build === '1')],
    },
    properties: [
      {
        id: 'P1',
        sentence: 'No client writes after its lease has expired',
        source: 'what a lock is for',
        checks: [{ kind: 'never', what: takes('client', 'WRITE', 'holding'), while: whileIn('lock', 'free') }],
      },
      witness('held', 'The lock is held', 'what a lock is for', enters('lock', 'held')),
    ],
  }),
});

const named = defineSystem({
  name: 'named lease',
  sentence: 'The same in variants that have names',
  axes: { writes: { open: 'count', default: 1, about: 'how often the client writes' } },
  cases: [
    { id: 'once', sentence: 'A client that writes once', choices: { writes: 1 } },
    { id: 'twice', sentence: 'A client that writes twice', choices: { writes: 2 } },
  ],
  search: ({ writes }) => lease.search({ build: '1', writes, holder: 'client' }),
});

export default defineStudy({
  name: 'Leases',
  about: 'A client that holds a lock may write. What if its lease has expired?',
  faults: ['expiry'],
  systems: [lease, named],
  story: { system: 'lease', property: 'P1' },
});
