import { assign, setup } from 'xstate';

/** A lock server that leases to one client at a time, clients that write to a storage, and a network that loses messages. */

type Message = Readonly<Record<string, unknown>> & { readonly type: string };
type Send = { readonly to: string; readonly message: Message };

const send = (_: unknown, _params: Send) => {};
const sent = (to: string, message: Message): Send => ({ to, message: { type: 'SEND', message } });

/** After so many leases the server gives none, so that the system is finite. */
const LAST_TOKEN = 3;

/** Asks for the lease and writes once under it. It knows nothing of the time: the lease may be over before it writes. */
export const client = setup({
  types: {} as {
    context: { name: string; token: number };
    input: { name: string };
    events: { type: 'ASK' } | { type: 'GRANTED'; token: number } | { type: 'WRITE' };
  },
  actions: { send },
}).createMachine({
  id: 'client',
  context: ({ input }) => ({ name: input.name, token: 0 }),
  initial: 'idle',
  states: {
    idle: {
      on: {
        ASK: {
          target: 'waiting',
          description: 'it asks for the lease',
          actions: { type: 'send', params: ({ context }) => sent('server', { type: 'ACQUIRE', client: context.name }) },
        },
        GRANTED: {},
      },
    },
    waiting: {
      on: {
        GRANTED: { target: 'holding', actions: assign({ token: ({ event }) => event.token }) },
        ASK: 'idle',
      },
    },
    holding: {
      on: {
        GRANTED: {},
        WRITE: {
          target: 'idle',
          description: 'it writes under the lease that it believes to have',
          actions: { type: 'send', params: ({ context }) => sent('storage', { type: 'WRITE', token: context.token }) },
        },
      },
    },
  },
});

export const server = setup({
  types: {} as { context: { token: number }; events: { type: 'ACQUIRE'; client: string } | { type: 'EXPIRE' } },
  guards: { hasTokens: ({ context }) => context.token < LAST_TOKEN },
  actions: { send, count: assign({ token: ({ context }) => context.token + 1 }) },
}).createMachine({
  id: 'server',
  context: { token: 0 },
  initial: 'free',
  states: {
    free: {
      on: {
        ACQUIRE: {
          guard: 'hasTokens',
          target: 'leased',
          actions: [
            'count',
            { type: 'send', params: ({ context: { token }, event }) => sent(event.client, { type: 'GRANTED', token }) },
          ],
        },
        '*': {},
      },
    },
    leased: { on: { ACQUIRE: {}, EXPIRE: { target: 'free', description: 'the lease is over' } } },
  },
});

/** With fencing it refuses a write under an older lease than that of its last write. */
export const storage = setup({
  types: {} as {
    context: { fencing: boolean; last: number };
    input: { fencing: boolean };
    events: { type: 'WRITE'; token: number };
  },
  guards: { isRefused: ({ context, event }) => context.fencing && event.token < context.last },
  actions: { accept: assign({ last: ({ event }) => event.token }) },
}).createMachine({
  id: 'storage',
  context: ({ input }) => ({ fencing: input.fencing, last: 0 }),
  initial: 'ready',
  states: {
    ready: { on: { WRITE: [{ guard: 'isRefused', target: 'refused' }, { actions: 'accept' }] } },
    refused: { on: { WRITE: [{ guard: 'isRefused' }, { target: 'ready', actions: 'accept' }] } },
  },
});

/** A way through the network: it carries one message at a time, as late as it likes, and may lose it. */
export const channel = setup({
  types: {} as {
    context: { message: Message };
    events: { type: 'SEND'; message: Message } | { type: 'DELIVER' } | { type: 'LOSE' };
  },
  actions: { send, forget: assign({ message: { type: 'nothing' } }) },
}).createMachine({
  id: 'channel',
  context: { message: { type: 'nothing' } },
  initial: 'empty',
  states: {
    empty: { on: { SEND: { target: 'full', actions: assign({ message: ({ event }) => event.message }) } } },
    full: {
      on: {
        SEND: {},
        DELIVER: {
          target: 'empty',
          actions: [{ type: 'send', params: ({ context }) => ({ to: 'reader', message: context.message }) }, 'forget'],
        },
        LOSE: { target: 'empty', actions: 'forget' },
      },
    },
  },
});
