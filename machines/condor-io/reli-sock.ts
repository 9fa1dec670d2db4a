import { and, assign, enqueueActions, not, or, setup, stateIn } from 'xstate';
import type { Dprintf, Fixes, HeaderFault, Message, Revision, Send } from '../vocabulary.ts';

interface Context {
  readonly fixes: Fixes;
  readonly revision: Revision;
  /** Who waits for the answer to a call that may block. */
  readonly caller: string;
  /** What the caller wants: an item of the message, or only to know whether readReady(). */
  readonly wants: 'item' | 'readiness';
  /** What is left to be read of the message that is ready. */
  readonly items: Message;
  /** What condor_write() is about to send. */
  readonly outgoing: Message;
}

export type ReliSockEvent =
  | { type: 'CONNECT'; caller: string }
  | { type: 'ACCEPT' }
  | { type: 'GET'; caller: string; nonBlocking?: boolean }
  | { type: 'PUT'; caller: string; items: Message }
  | { type: 'READ_READY'; caller: string }
  | { type: 'SELECT'; caller: string }
  | { type: 'ALLOW_ONE_EMPTY_MESSAGE' }
  | { type: 'END_OF_MESSAGE' }
  | { type: 'CLOSE' }
  | { type: 'DIE' }
  | { type: 'OPENED' }
  | { type: 'BUSY' }
  | { type: 'READABLE' }
  | { type: 'SELECTED'; readable: boolean }
  | { type: 'HEADER_BYTES'; fault?: HeaderFault }
  | { type: 'HEADER' }
  | { type: 'BAD_HEADER'; fault: HeaderFault }
  | { type: 'BODY_BYTES' }
  | { type: 'PACKET' }
  | { type: 'BODY'; items: Message }
  | { type: 'WOULD_BLOCK' }
  | { type: 'CLOSED'; by: 'fin' | 'rst' }
  | { type: 'PEEKED'; found: 'bytes' | 'nothing' | 'end' }
  | { type: 'SENT' }
  | { type: 'SEND_FAILED' }
  | { type: 'TIMEOUT' };

/** What condor_read() is called for. */
interface Part {
  readonly part: 'header' | 'body';
  /** rcv_packet() with nothing in its hands: what an earlier read had taken of a packet and lost is not given back. */
  readonly start?: true;
  readonly nonBlocking?: true;
}

const NOBODY = 'nobody';

/** rcv_packet()'s line about a header that it refuses. */
const REFUSAL = {
  unrecognized: 'IO: Incoming packet header unrecognized : {header}',
  'too large': 'IO: Incoming packet is larger than 1MB limit (requested size {length}) : {header}',
  'improperly sized': 'IO: Incoming packet improperly sized (len={length},end={end}) : {header}',
} as const satisfies Record<HeaderFault, string>;

/** The answer to a read that would have to wait. */
const notYet = ({ wants }: Context) =>
  wants === 'readiness' ? { type: 'READY', ready: false } : { type: 'GET_WOULD_BLOCK' };

const refusal = (event: ReliSockEvent): string =>
  'fault' in event && event.fault ? REFUSAL[event.fault] : REFUSAL.unrecognized;

const base = setup({
  types: {} as {
    context: Context;
    events: ReliSockEvent;
    input: { fixes: Fixes; revision?: Revision };
    tags: 'blocking';
  },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    rememberCaller: assign(({ event }) => ('caller' in event ? { caller: event.caller } : {})),
    forgetCaller: assign({ caller: NOBODY, wants: 'item' }),
    wantReadiness: assign({ wants: 'readiness' }),
    keepOutgoing: assign(({ event }) => (event.type === 'PUT' ? { outgoing: event.items } : {})),
    forgetOutgoing: assign({ outgoing: [] }),
    keepMessage: assign(({ event }) => (event.type === 'BODY' ? { items: event.items } : {})),
    consumeOne: assign(({ context }) => ({ items: context.items.slice(1) })),
    dropMessage: assign({ items: [] }),
  },
  guards: {
    is27895: ({ context }) => context.fixes['27895'],
    /** 3393: m_read_broken. */
    is3393: ({ context }) => context.revision === 'head',
    /** Sock::readReady() is msgReady(), and that reads. */
    readReadyReads: ({ context }) => context.revision !== '2011',
    mayNotBlock: ({ event }) => event.type === 'GET' && event.nonBlocking === true,
    wantsReadiness: ({ context }) => context.wants === 'readiness',
    cannotBeAHeader: ({ event }) => event.type === 'HEADER_BYTES' && event.fault !== undefined,
    nextIsUnterminated: ({ context }) => context.items[0]?.kind === 'unterminated',
    nextIsCutShort: ({ context }) => context.items[0]?.kind === 'cutShort',
    /** Stream::get(int) checks the pad of an int; HEAD keeps the low 32 bits, whatever is above them (30a3c2b265). */
    nextIsBadlyPadded: ({ context: { items, revision } }) =>
      revision === '2011' && items[0]?.kind === 'int' && items[0].badPad === true,
    peerHasGone: ({ event }) => event.type === 'PEEKED' && event.found === 'end',
    isReady: stateIn({ message: { open: 'ready' } }),
    mayBeEmpty: stateIn({ allowEmptyMessageFlag: 'set' }),
    isConsumed: ({ context }) => context.items.length === 0,
    byFin: ({ event }) => event.type === 'CLOSED' && event.by === 'fin',
  },
}).extend<{ answer: Send['message']; recv: Part; refuseHeader: undefined }>({
  actions: {
    /** The end of the call that somebody waits for. */
    answer: enqueueActions(({ context, enqueue }, message) => {
      enqueue({ type: 'send', params: { to: context.caller, message } });
      enqueue('forgetCaller');
    }),
    /** condor_read() of what is still missing of the header or the body. */
    recv: enqueueActions(({ enqueue }, part) => {
      enqueue({ type: 'send', params: { to: 'incoming', message: { type: 'RECV', ...part } } });
    }),
    refuseHeader: enqueueActions(({ event, enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: refusal(event) } });
    }),
  },
});

/**
 * ReliSock: a CEDAR stream over one connection (reli_sock.cpp).
 *
 * Every read of a message first buffers the whole message: get_bytes() loops on handle_incoming_packet() until
 * rcv_msg.ready. condor_read() only knows whether the 5 header bytes, and then the announced body, are complete, so
 * the states count bytes no finer than that: none, some, all. end_of_message() never reads from the socket.
 *
 * A read blocks until its time-out, or it does not block: then a body that is not there yet is left for later
 * (m_partial_packet), but a header that has begun is waited for all the same. RECV with `start` is rcv_packet() with
 * nothing in its hands: what an earlier read had taken of a packet and lost is not given back.
 */
export const reliSockMachine = base.createMachine({
  id: 'reliSock',
  description: 'ReliSock: a CEDAR stream over one connection (reli_sock.cpp)',
  context: ({ input }) => ({
    fixes: input.fixes,
    revision: input.revision ?? '2011',
    caller: NOBODY,
    wants: 'item',
    items: [],
    outgoing: [],
  }),
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
            OPENED: { target: 'open', actions: [{ type: 'answer', params: { type: 'CONNECTED' } }] },
            BUSY: { actions: [{ type: 'answer', params: { type: 'BUSY' } }] },
            ACCEPT: { target: 'open', description: 'ReliSock::accept()' },
            READABLE: {},
          },
        },
        open: {
          initial: 'empty',
          on: {
            PUT: {
              description: 'put() and end_of_message() when encoding: SndMsg::snd_packet → condor_write()',
              actions: [
                'rememberCaller',
                'keepOutgoing',
                { type: 'send', params: { to: 'incoming', message: { type: 'PEEK' } } },
              ],
            },
            PEEKED: [
              {
                guard: 'peerHasGone',
                description: 'condor_write(): recv(MSG_PEEK) finds the end of the stream, and nothing unread before it',
                actions: [
                  {
                    type: 'dprintf',
                    params: { text: 'condor_write(): Socket closed when trying to write {length} bytes to {peer}' },
                  },
                  'forgetOutgoing',
                  { type: 'answer', params: { type: 'PUT_FAILED' } },
                ],
              },
              {
                description: 'condor_write(): nothing to read, or bytes, which hide an end behind them',
                actions: [
                  {
                    type: 'send',
                    params: ({ context }) => ({ to: 'outgoing', message: { type: 'SEND', items: context.outgoing } }),
                  },
                  'forgetOutgoing',
                ],
              },
            ],
            SENT: { actions: [{ type: 'answer', params: { type: 'PUT_DONE' } }] },
            SEND_FAILED: {
              actions: [
                {
                  type: 'dprintf',
                  params: { text: 'condor_write() failed: send() returned -1, errno = 104 Connection reset by peer' },
                },
                { type: 'answer', params: { type: 'PUT_FAILED' } },
              ],
            },
            READ_READY: {
              description: 'Sock::readReady(): select() on the descriptor',
              actions: ['rememberCaller', { type: 'send', params: { to: 'incoming', message: { type: 'SELECT' } } }],
            },
            SELECT: {
              description: "DaemonCore's event loop: select() on the descriptor, whatever readReady() would do",
              actions: ['rememberCaller', { type: 'send', params: { to: 'incoming', message: { type: 'SELECT' } } }],
            },
            SELECTED: {
              actions: [{ type: 'answer', params: ({ event }) => ({ type: 'READY', ready: event.readable }) }],
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
              description: 'rcv_msg.ready is FALSE; whole packets of an unfinished message may be kept',
              initial: 'betweenPackets',
              on: {
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
              states: {
                betweenPackets: {
                  description: 'The next read begins with a packet header',
                  on: {
                    GET: [
                      {
                        guard: 'mayNotBlock',
                        target: '#reliSock.message.open.readingWithoutBlocking',
                        description: 'get_bytes() under BlockingModeGuard → handle_incoming_packet() → rcv_packet()',
                        actions: [
                          'rememberCaller',
                          { type: 'recv', params: { part: 'header', start: true, nonBlocking: true } },
                        ],
                      },
                      {
                        target: '#reliSock.message.open.reading',
                        description: 'get_bytes() → handle_incoming_packet() → rcv_packet() → condor_read(5)',
                        actions: ['rememberCaller', { type: 'recv', params: { part: 'header', start: true } }],
                      },
                    ],
                    READ_READY: {
                      guard: 'readReadyReads',
                      target: '#reliSock.message.open.readingWithoutBlocking',
                      description: 'HEAD: readReady() → msgReady() → handle_incoming_packet(), without blocking',
                      actions: [
                        'rememberCaller',
                        'wantReadiness',
                        { type: 'recv', params: { part: 'header', start: true, nonBlocking: true } },
                      ],
                    },
                  },
                },
                inPacket: {
                  description: 'm_partial_packet: a read that does not block has taken the header, not all of the body',
                  on: {
                    GET: [
                      {
                        guard: 'mayNotBlock',
                        target: '#reliSock.message.open.readingWithoutBlocking.body',
                        actions: ['rememberCaller', { type: 'recv', params: { part: 'body', nonBlocking: true } }],
                      },
                      {
                        target: '#reliSock.message.open.reading.body.some',
                        description: 'rcv_packet() goes on with the rest of the body, and a new time-out',
                        actions: ['rememberCaller', { type: 'recv', params: { part: 'body' } }],
                      },
                    ],
                  },
                },
                broken: {
                  description: '3393, m_read_broken: a read has failed, and no later one is tried',
                  on: {
                    GET: {
                      description: 'handle_incoming_packet() returns FALSE at once',
                      actions: [
                        {
                          type: 'send',
                          params: ({ event }) => ({ to: event.caller, message: { type: 'GET_FAILED' } }),
                        },
                      ],
                    },
                  },
                },
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
                    HEADER_BYTES: { target: '.some', description: '1 to 4 bytes: condor_read() goes on' },
                    HEADER: {
                      target: 'body',
                      description: 'All 5 header bytes: condor_read() the body',
                      actions: [{ type: 'recv', params: { part: 'body' } }],
                    },
                    BAD_HEADER: {
                      target: '#reliSock.message.open.readFailed',
                      description: 'rcv_packet() refuses the header: an end flag or a length that cannot be',
                      actions: 'refuseHeader',
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
                    none: {
                      description: '0 of 5 header bytes',
                      on: {
                        READABLE: {
                          description: 'select() returns',
                          actions: [{ type: 'recv', params: { part: 'header', start: true } }],
                        },
                      },
                    },
                    some: {
                      description: '1 to 4 of 5 header bytes',
                      on: {
                        READABLE: {
                          description: 'select() returns',
                          actions: [{ type: 'recv', params: { part: 'header' } }],
                        },
                      },
                    },
                  },
                },
                body: {
                  initial: 'none',
                  on: {
                    READABLE: {
                      description: 'select() returns',
                      actions: [{ type: 'recv', params: { part: 'body' } }],
                    },
                    BODY_BYTES: { target: '.some', description: 'Part of the body: condor_read() goes on' },
                    BODY: {
                      target: '#reliSock.message.open.answering',
                      description: 'The last packet of the message: rcv_msg.ready, and the first item can be taken',
                      actions: 'keepMessage',
                    },
                    PACKET: {
                      target: 'header',
                      description: 'A packet that is not the last (end = 0): it is kept, and the next one read',
                      actions: [{ type: 'recv', params: { part: 'header', start: true } }],
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
            readingWithoutBlocking: {
              description: 'BlockingModeGuard: msgReady(), or the command int at HEAD',
              initial: 'header',
              states: {
                header: {
                  on: {
                    WOULD_BLOCK: { target: '#reliSock.message.open.wouldBlock.betweenPackets' },
                    HEADER_BYTES: [
                      {
                        guard: 'cannotBeAHeader',
                        target: '#reliSock.message.open.readFailed',
                        description: 'What is there of the flag and the length is impossible already',
                        actions: 'refuseHeader',
                      },
                      {
                        target: 'restOfHeader',
                        description: 'Force-reading remainder of header: a condor_read() of its own, up to 1 s',
                        actions: [{ type: 'recv', params: { part: 'header' } }],
                      },
                    ],
                    HEADER: {
                      target: 'body',
                      actions: [{ type: 'recv', params: { part: 'body', nonBlocking: true } }],
                    },
                    BAD_HEADER: { target: '#reliSock.message.open.readFailed', actions: 'refuseHeader' },
                    CLOSED: {
                      target: '#reliSock.message.open.peerClosed',
                      description: 'condor_read() returns -2, after a FIN and after an RST alike: m_closed',
                      actions: [
                        {
                          type: 'dprintf',
                          params: {
                            text: 'condor_read(): Socket closed when trying to read 5 bytes from {peer} in non-blocking mode',
                          },
                        },
                        { type: 'dprintf', params: { text: 'IO: EOF reading packet header' } },
                      ],
                    },
                  },
                },
                restOfHeader: {
                  description: 'condor_read() blocks for the rest of the header, and the daemon with it',
                  tags: 'blocking',
                  on: {
                    WOULD_BLOCK: {},
                    HEADER_BYTES: {},
                    READABLE: {
                      description: 'select() returns',
                      actions: [{ type: 'recv', params: { part: 'header' } }],
                    },
                    HEADER: {
                      target: 'body',
                      actions: [{ type: 'recv', params: { part: 'body', nonBlocking: true } }],
                    },
                    BAD_HEADER: { target: '#reliSock.message.open.readFailed', actions: 'refuseHeader' },
                    TIMEOUT: {
                      target: '#reliSock.message.open.readFailed',
                      description: 'condor_read() returns -1; the bytes it had are lost',
                      actions: [
                        {
                          type: 'dprintf',
                          params: { text: 'condor_read(): timeout reading {length} bytes from {peer}.' },
                        },
                        { type: 'dprintf', params: { text: 'IO: Failed to read packet header' } },
                      ],
                    },
                    CLOSED: {
                      target: '#reliSock.message.open.peerClosed',
                      description: 'condor_read() returns -2: m_closed',
                      actions: [
                        {
                          type: 'dprintf',
                          params: {
                            text: 'condor_read(): Socket closed when trying to read {length} bytes from {peer}',
                          },
                        },
                        { type: 'dprintf', params: { text: 'IO: EOF reading packet header' } },
                      ],
                    },
                  },
                },
                body: {
                  on: {
                    WOULD_BLOCK: { target: '#reliSock.message.open.wouldBlock.inPacket' },
                    BODY_BYTES: {
                      target: '#reliSock.message.open.wouldBlock.inPacket',
                      description: 'Part of the body: it is kept',
                    },
                    PACKET: {
                      target: 'header',
                      description: 'A packet that is not the last (end = 0): it is kept, and the next one read',
                      actions: [{ type: 'recv', params: { part: 'header', start: true, nonBlocking: true } }],
                    },
                    BODY: { target: '#reliSock.message.open.answering', actions: 'keepMessage' },
                    CLOSED: {
                      target: '#reliSock.message.open.readFailed',
                      description: 'condor_read() returns -2; here m_closed is not set',
                      actions: [
                        {
                          type: 'dprintf',
                          params: {
                            text: 'condor_read(): Socket closed when trying to read {length} bytes from {peer} in non-blocking mode',
                          },
                        },
                        { type: 'dprintf', params: { text: 'IO: Packet read failed: read -2 of {length}' } },
                      ],
                    },
                  },
                },
              },
            },
            wouldBlock: {
              description: 'handle_incoming_packet() returns 2: m_read_would_block',
              initial: 'betweenPackets',
              states: {
                betweenPackets: {
                  always: {
                    target: '#reliSock.message.open.empty.betweenPackets',
                    actions: [{ type: 'answer', params: ({ context }) => notYet(context) }],
                  },
                },
                inPacket: {
                  always: {
                    target: '#reliSock.message.open.empty.inPacket',
                    actions: [{ type: 'answer', params: ({ context }) => notYet(context) }],
                  },
                },
              },
            },
            peerClosed: {
              description: 'm_closed: rcv_packet() has found the end of the stream in place of a header',
              always: [
                {
                  guard: and(['wantsReadiness', not('is3393')]),
                  target: 'empty',
                  description: 'msgReady() is false, but readReady() asks is_closed() as well',
                  actions: [{ type: 'answer', params: { type: 'READY', ready: true } }],
                },
                { target: 'readFailed' },
              ],
            },
            readFailed: {
              description: 'handle_incoming_packet() returns FALSE, and so does the read that called it',
              always: [
                {
                  guard: and(['wantsReadiness', 'is3393']),
                  target: 'empty.broken',
                  description: '3393: msgReady() is true, for reading will not block',
                  actions: [{ type: 'answer', params: { type: 'READY', ready: true } }],
                },
                {
                  guard: 'wantsReadiness',
                  target: 'empty',
                  description: 'Without 3393 the failure is forgotten, and with it what was read of the packet',
                  actions: [{ type: 'answer', params: { type: 'READY', ready: false } }],
                },
                {
                  guard: 'is3393',
                  target: 'empty.broken',
                  actions: [{ type: 'answer', params: { type: 'GET_FAILED' } }],
                },
                { target: 'empty', actions: [{ type: 'answer', params: { type: 'GET_FAILED' } }] },
              ],
            },
            answering: {
              description: 'A message is buffered: answer the call',
              always: [
                {
                  guard: 'wantsReadiness',
                  target: 'ready',
                  actions: [{ type: 'answer', params: { type: 'READY', ready: true } }],
                },
                {
                  guard: or(['isConsumed', 'nextIsUnterminated']),
                  target: 'ready',
                  description: 'get() fails: the message holds nothing more, or a string without its NUL, which stays',
                  actions: [{ type: 'answer', params: { type: 'GET_FAILED' } }],
                },
                {
                  guard: or(['nextIsCutShort', 'nextIsBadlyPadded']),
                  target: 'ready',
                  description:
                    'get() fails, but get_bytes() took what there was: less than was announced, or an int with a bad pad',
                  actions: ['consumeOne', { type: 'answer', params: { type: 'GET_FAILED' } }],
                },
                {
                  target: 'ready',
                  description: 'The next item of the buffered message',
                  actions: [
                    { type: 'answer', params: ({ context }) => ({ type: 'GOT', item: context.items[0] }) },
                    'consumeOne',
                  ],
                },
              ],
            },
            ready: {
              description: 'rcv_msg.ready: the whole message is buffered',
              on: {
                GET: { target: 'answering', actions: 'rememberCaller' },
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
            READ_READY: {
              guard: and(['is27895', 'readReadyReads', not('isReady')]),
              target: 'clear',
              description: 'msgReady() reads as well',
            },
            END_OF_MESSAGE: { target: 'clear', description: 'One message only' },
            CLOSE: { target: 'clear' },
          },
        },
      },
    },
  },
});
