import { assign, or, setup, stateIn } from 'xstate';
import type { Dprintf, Fragment, Packet, Send } from '../vocabulary.ts';
import { FRAGMENTS } from '../vocabulary.ts';

/** Positions in a stream are counted in fragments, four to a packet. */
const PER_PACKET = FRAGMENTS.length;
const HEADER = FRAGMENTS.indexOf('the header') + 1;

type Part = 'header' | 'body';

interface Context {
  /** What the writer has written since the connection was opened. */
  readonly packets: readonly Packet[];
  /** Where the stream ends: behind the last packet, or where it was cut. */
  readonly end: number;
  /** How many fragments have arrived at the reader's host. */
  readonly arrived: number;
  /** How many of them the reader has taken. */
  readonly read: number;
}

export type StreamEvent =
  | { type: 'OPEN' }
  | { type: 'OPENED_BY_PEER' }
  | ({ type: 'SEND' } & Packet)
  | { type: 'WRITER_CLOSED' }
  | { type: 'WRITER_DIED' }
  | { type: 'READER_CLOSED' }
  | { type: 'RESET_BY_PEER' }
  | { type: 'SELECT' }
  | { type: 'RECV'; part: Part; start?: boolean; nonBlocking?: boolean }
  | { type: 'PEEK' }
  | { type: 'DELIVER'; packet: number; upTo: Fragment }
  | { type: 'DELIVER_FIN' }
  | { type: 'DELIVER_RST' }
  | { type: 'RST' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

const EMPTY: Context = { packets: [], end: 0, arrived: 0, read: 0 };

const position = (event: { packet: number; upTo: Fragment }) =>
  (event.packet - 1) * PER_PACKET + FRAGMENTS.indexOf(event.upTo) + 1;

/** A packet whose length is 0 has no body. */
const endsWithHeader = (packet: Packet | undefined) => packet?.fault === 'improperly sized';

/** Whether a part of a packet may arrive by itself; of a few stray bytes nothing is gained by cutting them. */
const canBeCut = (packet: Packet | undefined, at: Fragment) =>
  !packet?.stray && (!endsWithHeader(packet) || FRAGMENTS.indexOf(at) < HEADER - 1);

/** Where the part being read ends: the packet's header, or the packet itself. */
const partEnd = ({ read }: Context, part: Part) =>
  read - (read % PER_PACKET) + (part === 'header' ? HEADER : PER_PACKET);

/** What recv() gives: an answer, and how far the reader has come with it. */
interface Received {
  readonly answer: { readonly type: string; readonly [key: string]: unknown };
  readonly read: number;
}

/** Up to the end of the part that condor_read() wants, or to the end of what has arrived. */
const received = (context: Context, event: { part: Part; start?: boolean }): Received => {
  const packet = Math.floor(context.read / PER_PACKET);
  if (event.part === 'body') return bodyOf(context, packet);
  const isOutOfStep = event.start ? context.read % PER_PACKET !== 0 : context.packets[packet - 1]?.stray;
  if (isOutOfStep) return { answer: { type: 'BAD_HEADER', fault: 'unrecognized' }, read: context.arrived };
  return headerOf(context, packet);
};

const bodyOf = (context: Context, packet: number): Received => {
  const end = partEnd(context, 'body');
  if (context.arrived < end) return { answer: { type: 'BODY_BYTES' }, read: context.arrived };
  const { items, more } = context.packets[packet] as Packet;
  return { answer: more ? { type: 'PACKET' } : { type: 'BODY', items }, read: end };
};

/** An impossible flag shows in the first byte; a header with a length of 0 is followed by the next packet at once. */
const headerOf = (context: Context, packet: number): Received => {
  const { fault, stray } = context.packets[packet] as Packet;
  const end = partEnd(context, 'header');
  const next = (packet + 1) * PER_PACKET;
  if (stray && context.arrived > next)
    return { answer: { type: 'BAD_HEADER', fault: 'too large' }, read: context.arrived };
  if (stray) return { answer: { type: 'HEADER_BYTES' }, read: next };
  if (context.arrived < end) {
    const shows = fault === 'unrecognized' ? { fault } : {};
    return { answer: { type: 'HEADER_BYTES', ...shows }, read: context.arrived };
  }
  if (!fault) return { answer: { type: 'HEADER' }, read: end };
  return { answer: { type: 'BAD_HEADER', fault }, read: endsWithHeader(context.packets[packet]) ? next : end };
};

/**
 * One direction of a TCP connection: what was written, how much of it has arrived, how much the reader has taken.
 *
 * A stall needs no state of its own: bytes that nobody delivers have not arrived. Bytes that arrived before a FIN or an
 * RST are still read; only a read that finds none left learns of the end. A stream is free again when both its ends
 * have closed it, so that a retry can take it.
 */
export const streamMachine = setup({
  types: {} as { context: Context; events: StreamEvent },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    append: assign(({ context, event }) => {
      if (event.type !== 'SEND') return {};
      const { type: _, ...packet } = event;
      return { packets: [...context.packets, packet], end: context.end + PER_PACKET };
    }),
    deliver: assign(({ event }) => (event.type === 'DELIVER' ? { arrived: position(event) } : {})),
    take: assign(({ context, event }) => (event.type === 'RECV' ? { read: received(context, event).read } : {})),
    loseWhatIsInFlight: assign(({ context }) => ({ end: context.arrived })),
    forget: assign(EMPTY),
  },
  guards: {
    arrivesNext: ({ context, event }) =>
      event.type === 'DELIVER' &&
      position(event) > context.arrived &&
      position(event) <= context.end &&
      (event.upTo === 'the whole packet' || canBeCut(context.packets[event.packet - 1], event.upTo)),
    allHasArrived: ({ context }) => context.arrived === context.end,
    somethingIsUnread: ({ context }) => context.arrived > context.read,
    nothingIsUnread: ({ context }) => context.arrived === context.read,
    /** Whoever has the reader's end open finds something there when its event loop comes round. */
    isReadable: or([
      'somethingIsUnread',
      stateIn({ connected: 'finArrived' }),
      stateIn({ connected: { reset: 'bothOpen' } }),
      stateIn({ connected: { reset: 'writerClosed' } }),
    ]),
  },
}).createMachine({
  id: 'stream',
  description: 'One direction of a TCP connection',
  context: EMPTY,
  initial: 'free',
  on: {
    IS_ANYTHING_DUE: [
      {
        guard: 'isReadable',
        description: "The reader's event loop is about to come round to it",
        actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
      },
      {
        description: 'What is under way may arrive at any time',
        actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }],
      },
    ],
    TICK: {
      description: 'Some time has passed',
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
    },
  },
  states: {
    free: {
      description: 'No connection: both ends have closed it, or it was never opened',
      on: {
        OPEN: {
          target: 'connected',
          description: 'connect(): both directions come into being, and the listener can accept',
          actions: [
            { type: 'send', params: { to: 'reverse', message: { type: 'OPENED_BY_PEER' } } },
            { type: 'send', params: { to: 'listener', message: { type: 'ACCEPT' } } },
            { type: 'send', params: { to: 'sender', message: { type: 'OPENED' } } },
          ],
        },
        OPENED_BY_PEER: { target: 'connected', description: 'The other direction of the same connect()' },
        RESET_BY_PEER: {},
      },
    },
    connected: {
      initial: 'open',
      on: {
        OPEN: {
          description: 'This connection is still in use',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'BUSY' } } }],
        },
        SELECT: [
          {
            guard: 'somethingIsUnread',
            description: 'select(): bytes to read',
            actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SELECTED', readable: true } } }],
          },
          {
            description: 'select(): nothing to read',
            actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SELECTED', readable: false } } }],
          },
        ],
        RECV: [
          {
            guard: 'somethingIsUnread',
            description: 'recv(): what there is, up to the end of the part that condor_read() wants',
            actions: [
              {
                type: 'send',
                params: ({ context, event }) => ({ to: 'sender', message: received(context, event).answer }),
              },
              'take',
            ],
          },
          {
            description: 'recv() would block',
            actions: [{ type: 'send', params: { to: 'sender', message: { type: 'WOULD_BLOCK' } } }],
          },
        ],
        PEEK: [
          {
            guard: 'somethingIsUnread',
            description: 'recv(MSG_PEEK): a byte',
            actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PEEKED', found: 'bytes' } } }],
          },
          {
            description: 'select(): nothing to read',
            actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PEEKED', found: 'nothing' } } }],
          },
        ],
        RESET_BY_PEER: {},
      },
      states: {
        open: {
          description: 'Both ends are open',
          on: {
            SEND: {
              description: 'write(): the kernel takes the whole packet',
              actions: ['append', { type: 'send', params: { to: 'sender', message: { type: 'SENT' } } }],
            },
            DELIVER: {
              guard: 'arrivesNext',
              description: 'More of what was written arrives',
              actions: ['deliver', { type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } }],
            },
            WRITER_CLOSED: { target: 'finSent', description: 'The FIN leaves behind the last byte' },
            WRITER_DIED: {
              target: 'finSent',
              description: 'The writing process is gone: the stream ends with what has arrived',
              actions: 'loseWhatIsInFlight',
            },
            READER_CLOSED: { target: 'readerGone', actions: 'forget' },
            RST: {
              target: '#stream.connected.reset.bothOpen',
              description: 'The network resets the connection, in both directions',
              actions: [
                'loseWhatIsInFlight',
                { type: 'send', params: { to: 'reverse', message: { type: 'RESET_BY_PEER' } } },
                { type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } },
              ],
            },
            RESET_BY_PEER: { target: 'resetSent', actions: 'loseWhatIsInFlight' },
          },
        },
        finSent: {
          description: 'The writer has closed; its FIN is under way, behind the bytes',
          on: {
            DELIVER: {
              guard: 'arrivesNext',
              actions: ['deliver', { type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } }],
            },
            DELIVER_FIN: {
              target: 'finArrived',
              guard: 'allHasArrived',
              description: 'The FIN arrives',
              actions: [{ type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } }],
            },
            READER_CLOSED: { target: '#stream.free', actions: 'forget' },
            RST: {
              target: '#stream.connected.reset.writerClosed',
              actions: [
                'loseWhatIsInFlight',
                { type: 'send', params: { to: 'reverse', message: { type: 'RESET_BY_PEER' } } },
                { type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } },
              ],
            },
            RESET_BY_PEER: { target: 'resetSent.writerClosed', actions: 'loseWhatIsInFlight' },
          },
        },
        finArrived: {
          description: 'The reader finds the end of the stream once it has read what arrived before',
          on: {
            SELECT: {
              description: 'select(): a FIN is readable',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SELECTED', readable: true } } }],
            },
            RECV: {
              guard: 'nothingIsUnread',
              description: 'recv() returns 0',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'CLOSED', by: 'fin' } } }],
            },
            PEEK: {
              guard: 'nothingIsUnread',
              description: 'recv(MSG_PEEK) returns 0',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PEEKED', found: 'end' } } }],
            },
            READER_CLOSED: { target: '#stream.free', actions: 'forget' },
          },
        },
        readerGone: {
          description: 'The reader has closed; what is written now reaches nobody',
          on: {
            SEND: {
              description: 'The kernel takes it, and it is lost',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SENT' } } }],
            },
            WRITER_CLOSED: { target: '#stream.free' },
            WRITER_DIED: { target: '#stream.free' },
            RST: {
              target: '#stream.connected.reset.readerClosed',
              actions: [{ type: 'send', params: { to: 'reverse', message: { type: 'RESET_BY_PEER' } } }],
            },
            RESET_BY_PEER: { target: '#stream.connected.reset.readerClosed' },
          },
        },
        resetSent: {
          description: 'The other direction was reset; the RST for this reader is under way, and nothing else arrives',
          initial: 'bothOpen',
          on: {
            SEND: {
              description: 'The kernel takes it, and it is lost',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SENT' } } }],
            },
          },
          states: {
            bothOpen: {
              on: {
                DELIVER_RST: {
                  target: '#stream.connected.reset.bothOpen',
                  description: 'The RST arrives',
                  actions: [{ type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } }],
                },
                WRITER_CLOSED: { target: 'writerClosed' },
                WRITER_DIED: { target: 'writerClosed' },
                READER_CLOSED: { target: '#stream.connected.reset.readerClosed', actions: 'forget' },
              },
            },
            writerClosed: {
              on: {
                DELIVER_RST: {
                  target: '#stream.connected.reset.writerClosed',
                  actions: [{ type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } }],
                },
                READER_CLOSED: { target: '#stream.free', actions: 'forget' },
              },
            },
          },
        },
        reset: {
          description: 'An RST has ended the connection: nothing more arrives, nothing more can be written',
          initial: 'bothOpen',
          on: {
            SEND: {
              description: 'write(): ECONNRESET',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SEND_FAILED' } } }],
            },
            SELECT: {
              description: 'select(): a reset connection is readable',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SELECTED', readable: true } } }],
            },
            RECV: {
              guard: 'nothingIsUnread',
              description: 'recv(): ECONNRESET',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'CLOSED', by: 'rst' } } }],
            },
            PEEK: {
              guard: 'nothingIsUnread',
              description: 'recv(MSG_PEEK): ECONNRESET',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PEEKED', found: 'end' } } }],
            },
          },
          states: {
            bothOpen: {
              on: {
                WRITER_CLOSED: { target: '#stream.connected.reset.writerClosed' },
                WRITER_DIED: { target: '#stream.connected.reset.writerClosed' },
                READER_CLOSED: { target: '#stream.connected.reset.readerClosed', actions: 'forget' },
              },
            },
            writerClosed: { on: { READER_CLOSED: { target: '#stream.free', actions: 'forget' } } },
            readerClosed: {
              on: { WRITER_CLOSED: { target: '#stream.free' }, WRITER_DIED: { target: '#stream.free' } },
            },
          },
        },
      },
    },
  },
});
