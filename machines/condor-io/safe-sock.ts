import { assign, enqueueActions, or, setup, stateIn } from 'xstate';
import type { Dprintf, Item, Message, Send } from '../vocabulary.ts';

/** A piece of a message that was sent in several datagrams. */
export interface Fragment {
  /** Which message it belongs to: its _condorMsgID. */
  readonly message: number;
  /** Which piece it is, from 0. */
  readonly no: number;
  readonly last: boolean;
}

/** A datagram as recvfrom() hands it over: a whole message, or a fragment of one. */
export interface Datagram {
  /** What of its message begins in it. */
  readonly items: Message;
  readonly fragment?: Fragment;
  /** Fewer than the 8 bytes of a command int, or than the 4 bytes that a fragment has at least. */
  readonly isTooShort?: true;
}

interface Context {
  /** Who waits to hear whether a message has become ready. */
  readonly caller: string;
  /** What is left to be read of the message that is ready. */
  readonly items: Message;
  /** The fragments of messages that are not complete. */
  readonly kept: readonly Datagram[];
}

export type SafeSockEvent =
  | { type: 'HANDLE_INCOMING_PACKET'; caller: string }
  | ({ type: 'DATAGRAM' } & Datagram)
  | { type: 'GET'; caller: string }
  | { type: 'PUT'; caller: string; items: Message }
  | { type: 'ALLOW_ONE_EMPTY_MESSAGE' }
  | { type: 'END_OF_MESSAGE' };

const isOf = (datagram: Datagram, message: number): boolean => datagram.fragment?.message === message;

/** The fragments of a message once this one has come, in their order; one that was there before counts for nothing. */
function together({ kept }: Context, event: Datagram): readonly Datagram[] {
  const { message, no } = event.fragment as Fragment;
  const before = kept.filter((one) => isOf(one, message));
  const all = before.some(({ fragment }) => fragment?.no === no) ? before : [...before, event];
  return all.toSorted((a, b) => (a.fragment as Fragment).no - (b.fragment as Fragment).no);
}

/** _condorInMsg::addPacket() says TRUE; the constructor, which takes a message's first datagram to come, never asks. */
function completes(context: Context, event: Datagram): boolean {
  const parts = together(context, event);
  const last = parts.find(({ fragment }) => fragment?.last)?.fragment?.no;
  const isFirst = !context.kept.some((one) => isOf(one, event.fragment?.message ?? 0));
  return !isFirst && last !== undefined && parts.length === last + 1;
}

const base = setup({
  types: {} as { context: Context; events: SafeSockEvent },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    rememberCaller: assign(({ event }) => ('caller' in event ? { caller: event.caller } : {})),
    keepMessage: assign(({ event }) => (event.type === 'DATAGRAM' ? { items: event.items } : {})),
    keepFragment: assign(({ context, event }) => {
      if (event.type !== 'DATAGRAM' || !event.fragment) return {};
      const { message } = event.fragment;
      const { type: _, ...datagram } = event;
      return { kept: [...context.kept.filter((one) => !isOf(one, message)), ...together(context, datagram)] };
    }),
    putTogether: assign(({ context, event }) => {
      if (event.type !== 'DATAGRAM' || !event.fragment) return {};
      const { message } = event.fragment;
      return {
        items: together(context, event).flatMap(({ items }): readonly Item[] => items),
        kept: context.kept.filter((one) => !isOf(one, message)),
      };
    }),
    consumeOne: assign(({ context }) => ({ items: context.items.slice(1) })),
    dropMessage: assign({ items: [] }),
  },
  guards: {
    isTooShort: ({ event }) => event.type === 'DATAGRAM' && event.isTooShort === true,
    isWhole: ({ event }) => event.type === 'DATAGRAM' && event.fragment === undefined,
    isCompleted: ({ context, event }) => event.type === 'DATAGRAM' && completes(context, event),
    isConsumed: ({ context }) => context.items.length === 0,
    nextIsUnterminated: ({ context }) => context.items[0]?.kind === 'unterminated',
    nextIsCutShort: ({ context }) => context.items[0]?.kind === 'cutShort',
    mayBeEmpty: stateIn({ allowEmptyMessageFlag: 'set' }),
  },
}).extend<{ handled: { readonly ready: boolean }; eom: { readonly result: boolean } }>({
  actions: {
    /** handle_incoming_packet() returns. */
    handled: enqueueActions(({ context, enqueue }, { ready }) => {
      enqueue({ type: 'send', params: { to: context.caller, message: { type: 'PACKET_HANDLED', ready } } });
    }),
    eom: enqueueActions(({ enqueue }, { result }) => {
      enqueue({ type: 'send', params: { to: 'sender', message: { type: 'EOM', result } } });
    }),
  },
});

/**
 * SafeSock: CEDAR over UDP (safe_sock.cpp, SafeMsg.cpp). One socket serves all clients, one message after another.
 *
 * A message is ready before anybody reads in it, for DaemonCore calls nobody before: so no read waits, and none times out.
 * 27895 changed ReliSock only: here the flag forgives whatever is left of a message, whether or not a read has failed.
 * A message without a string has been consumed when get() fails, and end_of_message() is TRUE without the flag.
 */
export const safeSockMachine = base.createMachine({
  id: 'safeSock',
  description: 'SafeSock: CEDAR over UDP (safe_sock.cpp)',
  context: { caller: 'nobody', items: [], kept: [] },
  type: 'parallel',
  states: {
    message: {
      description: '_msgReady, and _shortMsg or _longMsg',
      initial: 'none',
      on: {
        PUT: {
          description: 'put() and end_of_message() when encoding: _outMsg.sendMsg() to whoever sent the last datagram',
          actions: [
            {
              type: 'send',
              params: ({ event }) => ({ to: 'outgoing', message: { type: 'REPLY', items: event.items } }),
            },
            { type: 'send', params: { to: 'sender', message: { type: 'PUT_DONE' } } },
          ],
        },
      },
      states: {
        none: {
          description: 'No message is ready; fragments of some may have come',
          on: {
            HANDLE_INCOMING_PACKET: {
              target: 'receiving',
              description: 'handle_incoming_packet() → condor_recvfrom()',
              actions: ['rememberCaller', { type: 'send', params: { to: 'incoming', message: { type: 'RECVFROM' } } }],
            },
            END_OF_MESSAGE: {
              description: 'TRUE: no message is ready, so none is left unread',
              actions: [{ type: 'eom', params: { result: true } }],
            },
          },
        },
        receiving: {
          on: {
            DATAGRAM: [
              {
                guard: 'isTooShort',
                target: 'none',
                description: '_condorPacket::getHeader(): no room for a command, or for a fragment',
                actions: [
                  { type: 'dprintf', params: { text: 'IO: Incoming datagram improperly sized' } },
                  { type: 'handled', params: { ready: false } },
                ],
              },
              {
                guard: 'isWhole',
                target: 'ready',
                description: 'No fragmentation header: the datagram is the message',
                actions: ['keepMessage', { type: 'handled', params: { ready: true } }],
              },
              {
                guard: 'isCompleted',
                target: 'ready',
                description: '_condorInMsg::addPacket(): all fragments have come, in whatever order',
                actions: ['putTogether', { type: 'handled', params: { ready: true } }],
              },
              {
                target: 'none',
                description: 'A fragment: others are missing',
                actions: ['keepFragment', { type: 'handled', params: { ready: false } }],
              },
            ],
          },
        },
        ready: {
          description: 'The whole message is there',
          on: {
            GET: [
              {
                guard: or(['isConsumed', 'nextIsUnterminated']),
                description: 'get() fails: the message holds nothing more, or a string without its NUL, which stays',
                actions: [{ type: 'send', params: { to: 'sender', message: { type: 'GET_FAILED' } } }],
              },
              {
                guard: 'nextIsCutShort',
                description: 'get() fails: the length has been read, what there is of the string stays',
                actions: ['consumeOne', { type: 'send', params: { to: 'sender', message: { type: 'GET_FAILED' } } }],
              },
              {
                description: 'The next item of the message',
                actions: [
                  {
                    type: 'send',
                    params: ({ context }) => ({ to: 'sender', message: { type: 'GOT', item: context.items[0] } }),
                  },
                  'consumeOne',
                ],
              },
            ],
            END_OF_MESSAGE: [
              {
                guard: 'isConsumed',
                target: 'none',
                description: 'TRUE: everything was read, or there was nothing to read',
                actions: [{ type: 'eom', params: { result: true } }],
              },
              {
                guard: 'mayBeEmpty',
                target: 'none',
                description: 'The flag: TRUE, the rest is dropped silently',
                actions: ['dropMessage', { type: 'eom', params: { result: true } }],
              },
              {
                target: 'none',
                description: 'FALSE: the rest is dropped silently',
                actions: ['dropMessage', { type: 'eom', params: { result: false } }],
              },
            ],
          },
        },
      },
    },
    allowEmptyMessageFlag: {
      description: 'allow_empty_message_flag',
      initial: 'clear',
      states: {
        clear: {
          on: { ALLOW_ONE_EMPTY_MESSAGE: { target: 'set', description: 'allow_one_empty_message()' } },
        },
        set: { on: { END_OF_MESSAGE: { target: 'clear', description: 'One message only' } } },
      },
    },
  },
});
