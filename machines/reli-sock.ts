import { and, assign, not, setup, stateIn } from 'xstate';
import type { Dprintf, Fixes, Message, Send } from './vocabulary.ts';

interface Context {
  readonly fixes: Fixes;
  /** Who waits for the answer to a call that may block. */
  readonly caller: string;
  /** What is left to be read of the message that is ready. */
  readonly items: Message;
}

export type ReliSockEvent =
  | { type: 'CONNECT'; caller: string }
  | { type: 'ACCEPT' }
  | { type: 'GET'; caller: string }
  | { type: 'PUT'; caller: string; items: Message }
  | { type: 'READ_READY'; caller: string }
  | { type: 'ALLOW_ONE_EMPTY_MESSAGE' }
  | { type: 'END_OF_MESSAGE' }
  | { type: 'CLOSE' }
  | { type: 'DIE' }
  | { type: 'OPENED' }
  | { type: 'BUSY' }
  | { type: 'READABLE' }
  | { type: 'SELECTED'; readable: boolean }
  | { type: 'HEADER_BYTES' }
  | { type: 'HEADER' }
  | { type: 'BODY_BYTES' }
  | { type: 'BODY'; items: Message }
  | { type: 'WOULD_BLOCK' }
  | { type: 'CLOSED'; by: 'fin' | 'rst' }
  | { type: 'SENT' }
  | { type: 'SEND_FAILED' }
  | { type: 'TIMEOUT' };

const NOBODY = 'nobody';

/**
 * ReliSock: a CEDAR stream over one connection (reli_sock.cpp).
 *
 * Every read of a message first buffers the whole message: get_bytes() loops on handle_incoming_packet() until
 * rcv_msg.ready. condor_read() only knows whether the 5 header bytes, and then the announced body, are complete, so
 * the states count bytes no finer than that: none, some, all. end_of_message() never reads from the socket.
 */
export const reliSockMachine = setup({
  types: {} as { context: Context; events: ReliSockEvent; input: { fixes: Fixes }; tags: 'blocking' },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    rememberCaller: assign(({ event }) => ('caller' in event ? { caller: event.caller } : {})),
    forgetCaller: assign({ caller: NOBODY }),
    keepTheRest: assign(({ event }) => (event.type === 'BODY' ? { items: event.items.slice(1) } : {})),
    consumeOne: assign(({ context }) => ({ items: context.items.slice(1) })),
    dropMessage: assign({ items: [] }),
  },
  guards: {
    is27895: ({ context }) => context.fixes['27895'],
    isReady: stateIn({ message: { open: 'ready' } }),
    mayBeEmpty: stateIn({ allowEmptyMessageFlag: 'set' }),
    isConsumed: ({ context }) => context.items.length === 0,
    byFin: ({ event }) => event.type === 'CLOSED' && event.by === 'fin',
  },
}).createMachine({
  id: 'reliSock',
  description: 'ReliSock: a CEDAR stream over one connection (reli_sock.cpp)',
  context: ({ input }) => ({ fixes: input.fixes, caller: NOBODY, items: [] }),
  type: 'parallel',
  states: {
    message: {
      description: 'rcv_msg: what has been buffered of the incoming message',
      initial: 'closed',
      states: {
        closed: {
          description: 'Not connected',
          on: {
            CONNECT: {
              description: 'Sock::connect()',
              actions: ['rememberCaller', { type: 'send', params: { to: 'outgoing', message: { type: 'OPEN' } } }],
            },
            OPENED: {
              target: 'open',
              actions: [
                {
                  type: 'send',
                  params: ({ context }) => ({ to: context.caller, message: { type: 'CONNECTED' } }),
                },
                'forgetCaller',
              ],
            },
            BUSY: {
              actions: [
                { type: 'send', params: ({ context }) => ({ to: context.caller, message: { type: 'BUSY' } }) },
                'forgetCaller',
              ],
            },
            ACCEPT: { target: 'open', description: 'ReliSock::accept()' },
            READABLE: {},
          },
        },
        open: {
          initial: 'empty',
          on: {
            PUT: {
              description: 'put() and end_of_message() when encoding: SndMsg::snd_packet',
              actions: [
                'rememberCaller',
                {
                  type: 'send',
                  params: ({ event }) => ({ to: 'outgoing', message: { type: 'SEND', items: event.items } }),
                },
              ],
            },
            SENT: {
              actions: [
                { type: 'send', params: ({ context }) => ({ to: context.caller, message: { type: 'PUT_DONE' } }) },
                'forgetCaller',
              ],
            },
            SEND_FAILED: {
              actions: [
                {
                  type: 'dprintf',
                  params: { text: 'condor_write() failed: send() returned -1, errno = 104 Connection reset by peer' },
                },
                { type: 'send', params: ({ context }) => ({ to: context.caller, message: { type: 'PUT_FAILED' } }) },
                'forgetCaller',
              ],
            },
            READ_READY: {
              description: 'Sock::readReady(): select() on the descriptor',
              actions: ['rememberCaller', { type: 'send', params: { to: 'incoming', message: { type: 'SELECT' } } }],
            },
            SELECTED: {
              actions: [
                {
                  type: 'send',
                  params: ({ context, event }) => ({
                    to: context.caller,
                    message: { type: 'READY', ready: event.readable },
                  }),
                },
                'forgetCaller',
              ],
            },
            READABLE: {},
            CLOSE: {
              target: 'closed',
              description: 'Sock::close(): whatever was buffered is gone',
              actions: [
                'dropMessage',
                { type: 'send', params: { to: 'incoming', message: { type: 'READER_CLOSED' } } },
                { type: 'send', params: { to: 'outgoing', message: { type: 'WRITER_CLOSED' } } },
              ],
            },
            DIE: {
              target: 'closed',
              description: 'The process is gone; its kernel closes the socket',
              actions: [
                'dropMessage',
                { type: 'send', params: { to: 'incoming', message: { type: 'READER_CLOSED' } } },
                { type: 'send', params: { to: 'outgoing', message: { type: 'WRITER_DIED' } } },
              ],
            },
          },
          states: {
            empty: {
              description: 'Nothing is buffered (rcv_msg.ready is FALSE)',
              on: {
                GET: {
                  target: 'reading',
                  description: 'get_bytes() → handle_incoming_packet() → rcv_packet() → condor_read(5)',
                  actions: [
                    'rememberCaller',
                    {
                      type: 'send',
                      params: { to: 'incoming', message: { type: 'RECV', part: 'header' } },
                    },
                  ],
                },
                END_OF_MESSAGE: [
                  {
                    guard: 'mayBeEmpty',
                    description: 'No message at all is allowed once: TRUE, whether or not a read has failed before',
                    actions: [{ type: 'send', params: { to: 'sender', message: { type: 'EOM', result: true } } }],
                  },
                  {
                    description: 'FALSE: there is no message',
                    actions: [{ type: 'send', params: { to: 'sender', message: { type: 'EOM', result: false } } }],
                  },
                ],
              },
            },
            reading: {
              description: 'condor_read() blocks, and the daemon with it',
              tags: 'blocking',
              initial: 'header',
              on: { WOULD_BLOCK: {} },
              states: {
                header: {
                  initial: 'none',
                  on: {
                    READABLE: {
                      description: 'select() returns',
                      actions: [
                        {
                          type: 'send',
                          params: { to: 'incoming', message: { type: 'RECV', part: 'header' } },
                        },
                      ],
                    },
                    HEADER_BYTES: { target: '.some', description: '1 to 4 bytes: condor_read() goes on' },
                    HEADER: {
                      target: 'body',
                      description: 'All 5 header bytes: condor_read() the body',
                      actions: [{ type: 'send', params: { to: 'incoming', message: { type: 'RECV', part: 'body' } } }],
                    },
                    TIMEOUT: {
                      target: '#reliSock.message.open.readFailed',
                      description: 'condor_read() returns -1; the bytes it had are lost',
                      actions: [
                        { type: 'dprintf', params: { text: 'condor_read(): timeout reading 5 bytes from {peer}.' } },
                        { type: 'dprintf', params: { text: 'IO: Failed to read packet header' } },
                      ],
                    },
                    CLOSED: [
                      {
                        guard: 'byFin',
                        target: '#reliSock.message.open.readFailed',
                        description: 'condor_read() returns -2',
                        actions: [
                          {
                            type: 'dprintf',
                            params: {
                              text: 'condor_read(): Socket closed when trying to read 5 bytes from {peer}',
                            },
                          },
                          { type: 'dprintf', params: { text: 'IO: EOF reading packet header' } },
                        ],
                      },
                      {
                        target: '#reliSock.message.open.readFailed',
                        description: 'condor_read() returns -1',
                        actions: [
                          {
                            type: 'dprintf',
                            params: {
                              text: 'condor_read() failed: recv() returned -1, errno = 104 Connection reset by peer, reading 5 bytes from {peer}.',
                            },
                          },
                          { type: 'dprintf', params: { text: 'IO: Failed to read packet header' } },
                        ],
                      },
                    ],
                  },
                  states: {
                    none: { description: '0 of 5 header bytes' },
                    some: { description: '1 to 4 of 5 header bytes' },
                  },
                },
                body: {
                  initial: 'none',
                  on: {
                    READABLE: {
                      description: 'select() returns',
                      actions: [{ type: 'send', params: { to: 'incoming', message: { type: 'RECV', part: 'body' } } }],
                    },
                    BODY_BYTES: { target: '.some', description: 'Part of the body: condor_read() goes on' },
                    BODY: {
                      target: '#reliSock.message.open.ready',
                      description: 'The last packet of the message: rcv_msg.ready, and the first item can be taken',
                      actions: [
                        {
                          type: 'send',
                          params: ({ context, event }) => ({
                            to: context.caller,
                            message: { type: 'GOT', item: event.items[0] },
                          }),
                        },
                        'keepTheRest',
                        'forgetCaller',
                      ],
                    },
                    TIMEOUT: {
                      target: '#reliSock.message.open.readFailed',
                      description: 'condor_read() returns -1; the bytes it had are lost',
                      actions: [
                        {
                          type: 'dprintf',
                          params: { text: 'condor_read(): timeout reading {length} bytes from {peer}.' },
                        },
                        { type: 'dprintf', params: { text: 'IO: Packet read failed: read -1 of {length}' } },
                      ],
                    },
                    CLOSED: [
                      {
                        guard: 'byFin',
                        target: '#reliSock.message.open.readFailed',
                        description: 'condor_read() returns -2',
                        actions: [
                          {
                            type: 'dprintf',
                            params: {
                              text: 'condor_read(): Socket closed when trying to read {length} bytes from {peer}',
                            },
                          },
                          { type: 'dprintf', params: { text: 'IO: Packet read failed: read -2 of {length}' } },
                        ],
                      },
                      {
                        target: '#reliSock.message.open.readFailed',
                        description: 'condor_read() returns -1',
                        actions: [
                          {
                            type: 'dprintf',
                            params: {
                              text: 'condor_read() failed: recv() returned -1, errno = 104 Connection reset by peer, reading {length} bytes from {peer}.',
                            },
                          },
                          { type: 'dprintf', params: { text: 'IO: Packet read failed: read -1 of {length}' } },
                        ],
                      },
                    ],
                  },
                  states: {
                    none: { description: 'The header is complete, no byte of the body has come' },
                    some: { description: 'Part of the body has come' },
                  },
                },
              },
            },
            readFailed: {
              description: 'handle_incoming_packet() returns FALSE, and so does the read that called it',
              always: {
                target: 'empty',
                actions: [
                  { type: 'send', params: ({ context }) => ({ to: context.caller, message: { type: 'GET_FAILED' } }) },
                  'forgetCaller',
                ],
              },
            },
            ready: {
              description: 'rcv_msg.ready: the whole message is buffered',
              on: {
                GET: [
                  {
                    guard: 'isConsumed',
                    description: 'get() fails without a read: the message holds nothing more',
                    actions: [
                      { type: 'send', params: ({ event }) => ({ to: event.caller, message: { type: 'GET_FAILED' } }) },
                    ],
                  },
                  {
                    description: 'The next item of the buffered message',
                    actions: [
                      {
                        type: 'send',
                        params: ({ context, event }) => ({
                          to: event.caller,
                          message: { type: 'GOT', item: context.items[0] },
                        }),
                      },
                      'consumeOne',
                    ],
                  },
                ],
                READ_READY: {
                  description: 'Sock::readReady(): a buffered message is ready',
                  actions: [
                    {
                      type: 'send',
                      params: ({ event }) => ({ to: event.caller, message: { type: 'READY', ready: true } }),
                    },
                  ],
                },
                END_OF_MESSAGE: [
                  {
                    guard: 'isConsumed',
                    target: 'empty',
                    description: 'TRUE: everything was read',
                    actions: [{ type: 'send', params: { to: 'sender', message: { type: 'EOM', result: true } } }],
                  },
                  {
                    guard: and(['mayBeEmpty', not('is27895')]),
                    target: 'empty',
                    description: 'Until 27895 the flag forgives trailing junk as well: TRUE, the rest dropped silently',
                    actions: [
                      'dropMessage',
                      { type: 'send', params: { to: 'sender', message: { type: 'EOM', result: true } } },
                    ],
                  },
                  {
                    target: 'empty',
                    description: 'FALSE: the rest is dropped',
                    actions: [
                      'dropMessage',
                      { type: 'dprintf', params: { text: 'Failed to read end of message from {peer}.' } },
                      { type: 'send', params: { to: 'sender', message: { type: 'EOM', result: false } } },
                    ],
                  },
                ],
              },
            },
          },
        },
      },
    },
    allowEmptyMessageFlag: {
      description: 'allow_empty_message_flag',
      initial: 'clear',
      states: {
        clear: {
          description: 'A message is expected',
          on: { ALLOW_ONE_EMPTY_MESSAGE: { target: 'set', description: 'allow_one_empty_message()' } },
        },
        set: {
          description: 'The message may be missing altogether',
          on: {
            GET: {
              guard: and(['is27895', not('isReady')]),
              target: 'clear',
              description:
                '27895: handle_incoming_packet() clears the flag, for a read means that a message is expected',
            },
            END_OF_MESSAGE: { target: 'clear', description: 'One message only' },
            CLOSE: { target: 'clear' },
          },
        },
      },
    },
  },
});
