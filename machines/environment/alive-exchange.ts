import { assign, or, setup, stateIn } from 'xstate';
import type { Message, Send } from '../vocabulary.ts';

interface Context {
  /** The schedd's reply. */
  readonly reply: Message;
}

export type AliveExchangeEvent =
  | { type: 'CONNECT'; caller: string }
  | { type: 'PUT'; caller: string; items: Message }
  | { type: 'SELECT'; caller: string }
  | { type: 'GET'; caller: string }
  | { type: 'END_OF_MESSAGE' }
  | { type: 'CLOSE' }
  | { type: 'DIE' }
  | { type: 'SERVE' }
  | { type: 'RETURN' }
  | { type: 'SCHEDD_DIES' }
  | { type: 'SCHEDD_LISTENS' }
  | { type: 'SIX_ALIVE_INTERVALS_PASS' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/**
 * One ALIVE as whole messages, over a network without faults, to a schedd that may die: what is not cut or late needs no ReliSock
 * and no stream. It speaks to both ends as a ReliSock does, and calls the schedd's handler as DaemonCore does.
 */
export const aliveExchangeMachine = setup({
  types: {} as { context: Context; events: AliveExchangeEvent },
  actions: {
    send: (_, _params: Send) => {},
    keepReply: assign(({ event }) => (event.type === 'PUT' ? { reply: event.items } : {})),
  },
  guards: {
    isListening: stateIn({ schedd: 'listening' }),
    isToBeServedOrRead: or([
      stateIn({ connection: 'arrived' }),
      stateIn({ connection: 'replied' }),
      stateIn({ connection: 'ended' }),
    ]),
    bringsClaimId: ({ event }) => event.type === 'PUT' && event.items.some(({ kind }) => kind === 'claimId'),
  },
}).createMachine({
  id: 'aliveExchange',
  description: 'One ALIVE as whole messages, to a schedd that may die',
  context: { reply: [] },
  type: 'parallel',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: 'isToBeServedOrRead',
        description: 'The event loop of one daemon or the other is about to come round to it',
        actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
      },
      { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    ],
    TICK: {
      description: 'A unit of time has passed',
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
    },
  },
  states: {
    schedd: {
      description: "The schedd's command socket",
      initial: 'listening',
      states: {
        listening: { on: { SCHEDD_DIES: { target: 'gone' } } },
        gone: {
          on: { SCHEDD_LISTENS: { target: 'listening', description: 'DaemonCore: command socket at {peer}' } },
        },
      },
    },
    connection: {
      initial: 'closed',
      on: {
        SERVE: {},
        CLOSE: { target: '.closed', description: 'Sock::close()' },
        DIE: { target: '.closed', description: 'The startd is gone: nobody reads what the schedd answers' },
        SELECT: {
          description: 'select(): nothing to read',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'READY', ready: false } } }],
        },
      },
      states: {
        closed: {
          on: {
            SIX_ALIVE_INTERVALS_PASS: {
              description: 'Time passes while no ALIVE is on its way: an ALIVE on its way is served within seconds',
              actions: [{ type: 'send', params: { to: 'matchRecord', message: { type: 'SIX_ALIVE_INTERVALS_PASS' } } }],
            },
            CONNECT: [
              {
                guard: 'isListening',
                target: 'open',
                description: 'accept()',
                actions: [{ type: 'send', params: { to: 'sender', message: { type: 'CONNECTED' } } }],
              },
              {
                description: 'Nobody listens: it does not get connected',
                actions: [{ type: 'send', params: { to: 'sender', message: { type: 'BUSY' } } }],
              },
            ],
          },
        },
        open: {
          on: {
            PUT: [
              {
                guard: 'bringsClaimId',
                target: 'arrived',
                actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PUT_DONE' } } }],
              },
              {
                description: 'The command goes before its claim id',
                actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PUT_DONE' } } }],
              },
            ],
            SCHEDD_DIES: { target: 'ended' },
          },
        },
        arrived: {
          description: 'The whole of it waits for the event loop to come round',
          on: {
            SERVE: {
              target: 'served',
              description: 'DaemonCore calls the handler of ALIVE',
              actions: [{ type: 'send', params: { to: 'handler', message: { type: 'CALL' } } }],
            },
            SCHEDD_DIES: { target: 'ended' },
          },
        },
        served: {
          description: 'receive_startd_alive runs',
          on: {
            GET: {
              actions: [
                { type: 'send', params: { to: 'sender', message: { type: 'GOT', item: { kind: 'claimId' } } } },
              ],
            },
            END_OF_MESSAGE: {
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'EOM', result: true } } }],
            },
            PUT: { actions: ['keepReply', { type: 'send', params: { to: 'sender', message: { type: 'PUT_DONE' } } }] },
            RETURN: { target: 'replied', description: 'The handler is done; its reply has left' },
          },
        },
        replied: {
          on: {
            SELECT: {
              description: 'select(): the reply can be read',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'READY', ready: true } } }],
            },
            GET: {
              actions: [
                {
                  type: 'send',
                  params: ({ context }) => ({ to: 'sender', message: { type: 'GOT', item: context.reply[0] } }),
                },
              ],
            },
            END_OF_MESSAGE: {
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'EOM', result: true } } }],
            },
          },
        },
        ended: {
          description: 'The schedd has died: its kernel has closed the connection',
          on: {
            PUT: {
              description: 'The kernel takes it, and it is lost',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PUT_DONE' } } }],
            },
            SELECT: {
              description: 'select(): the end can be read',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'READY', ready: true } } }],
            },
            GET: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'GET_FAILED' } } }] },
          },
        },
      },
    },
  },
});
