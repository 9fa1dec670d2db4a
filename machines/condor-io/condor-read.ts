import { assign, enqueueActions, setup } from 'xstate';
import {
  haveElapsed,
  type Stopwatch,
  secondsByTime,
  started,
  stopped,
  stopwatch,
  ticked,
  ticksUntil,
} from './stopwatch.ts';
import type { HeaderFault, Message, Send } from '../vocabulary.ts';

export interface CondorReadContext {
  /** Since the read began; start_time is what time() was then. */
  readonly read: Stopwatch;
  /** Since the read called select() for a whole second. */
  readonly select: Stopwatch;
}

export type CondorReadEvent =
  | { type: 'RECV'; part: 'header' | 'body'; start?: boolean; nonBlocking?: boolean }
  | { type: 'SELECT' }
  | { type: 'PEEK' }
  | { type: 'READER_CLOSED' }
  | { type: 'READABLE' }
  | { type: 'SELECTED'; readable: boolean }
  | { type: 'PEEKED'; found: 'bytes' | 'nothing' | 'end' }
  | { type: 'WOULD_BLOCK' }
  | { type: 'HEADER_BYTES'; fault?: HeaderFault }
  | { type: 'HEADER' }
  | { type: 'BAD_HEADER'; fault: HeaderFault }
  | { type: 'BODY_BYTES' }
  | { type: 'PACKET' }
  | { type: 'BODY'; items: Message }
  | { type: 'CLOSED'; by: 'fin' | 'rst' }
  | { type: 'TIMEOUT' }
  | { type: 'IS_ANYTHING_DUE' }
  /** So many ticks of its clock have passed; one, if not said. */
  | { type: 'TICK'; ticks?: number };

/** Sock::timeout(1), which either daemon has set when it reads a message: in seconds. */
const READ_TIMEOUT = 1;

/** In how many ticks the select() of a read that waits times out; null while nothing waits. */
export const selectEndsIn = ({ select }: CondorReadContext): number | null => ticksUntil(select, READ_TIMEOUT);

/** A read asks time() when a fragment leaves it incomplete: only then does it matter whether the second has turned since it began. */
export const asksForTime = ({ type }: { readonly type: string }): boolean =>
  type === 'HEADER_BYTES' || type === 'BODY_BYTES';

const base = setup({
  types: {} as { context: CondorReadContext; events: CondorReadEvent; input: { perSecond: number } },
  actions: {
    send: (_, _params: Send) => {},
    begin: assign({ read: ({ context }) => started(context.read), select: ({ context }) => started(context.select) }),
    selectAgain: assign({ select: ({ context }) => started(context.select) }),
    end: assign({ read: ({ context }) => stopped(context.read), select: ({ context }) => stopped(context.select) }),
    tick: assign(({ context, event }) => {
      const ticks = event.type === 'TICK' ? event.ticks : undefined;
      return { read: ticked(context.read, ticks), select: ticked(context.select, ticks) };
    }),
  },
  guards: {
    blocks: ({ event }) => event.type === 'RECV' && event.nonBlocking !== true,
    timeIsUp: ({ context }) => secondsByTime(context.read) >= READ_TIMEOUT,
    selectIsOver: ({ context }) => haveElapsed(context.select, READ_TIMEOUT),
  },
}).extend<Record<'passToSock' | 'passToStream', undefined>>({
  actions: {
    passToSock: enqueueActions(({ event, enqueue }) => {
      enqueue({ type: 'send', params: { to: 'sock', message: event } });
    }),
    passToStream: enqueueActions(({ event, enqueue }) => {
      enqueue({ type: 'send', params: { to: 'incoming', message: event } });
    }),
  },
});

/**
 * condor_read() with timeout(1), on a clock (condor_rw.cpp): how long the read of a ReliSock waits. It stands between the
 * ReliSock and its connection, and hands on what they say to each other. Without a clock there is none, and a read that waits may
 * time out at any moment.
 *
 * Its time-out is measured by time(), and select() is given whole seconds. So a read that gets nothing fails after a second; a
 * fragment that leaves it incomplete makes it fail at once, if time() has gone on since it began, or else gives it another second.
 */
export const condorReadMachine = base.createMachine({
  id: 'condorRead',
  description: 'condor_read() with timeout(1), on a clock (condor_rw.cpp)',
  context: ({ input }) => ({ read: stopwatch(input.perSecond), select: stopwatch(input.perSecond) }),
  initial: 'idle',
  on: {
    RECV: { actions: 'passToStream' },
    SELECT: { actions: 'passToStream' },
    PEEK: { actions: 'passToStream' },
    READER_CLOSED: { actions: 'passToStream' },
    READABLE: { description: 'Nobody waits in select()' },
    SELECTED: { actions: 'passToSock' },
    PEEKED: { actions: 'passToSock' },
    WOULD_BLOCK: { actions: 'passToSock' },
    HEADER_BYTES: { actions: 'passToSock' },
    HEADER: { actions: 'passToSock' },
    BAD_HEADER: { actions: 'passToSock' },
    BODY_BYTES: { actions: 'passToSock' },
    PACKET: { actions: 'passToSock' },
    BODY: { actions: 'passToSock' },
    CLOSED: { actions: 'passToSock' },
    IS_ANYTHING_DUE: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    TICK: {
      description: 'A fraction of a second has passed',
      actions: ['tick', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
    },
  },
  states: {
    idle: {
      description: 'Nobody reads, or a read that does not block: it gets what there is',
      on: {
        RECV: {
          guard: 'blocks',
          target: 'reading',
          description: 'start_time = time(); select() for a second',
          actions: ['begin', 'passToStream'],
        },
      },
    },
    reading: {
      initial: 'receiving',
      on: {
        HEADER: { target: 'idle', description: 'All that was wanted', actions: ['end', 'passToSock'] },
        BAD_HEADER: { target: 'idle', description: 'All that was wanted', actions: ['end', 'passToSock'] },
        PACKET: { target: 'idle', description: 'All that was wanted', actions: ['end', 'passToSock'] },
        BODY: { target: 'idle', description: 'All that was wanted', actions: ['end', 'passToSock'] },
        CLOSED: { target: 'idle', description: 'recv() has found the end', actions: ['end', 'passToSock'] },
      },
      states: {
        receiving: {
          description: 'recv()',
          on: {
            WOULD_BLOCK: { target: 'selecting', description: 'select() does not return' },
            HEADER_BYTES: { target: 'goingRound', actions: 'passToSock' },
            BODY_BYTES: { target: 'goingRound', actions: 'passToSock' },
          },
        },
        goingRound: {
          description: 'A fragment: nr < sz',
          always: [
            {
              guard: 'timeIsUp',
              target: '#condorRead.idle',
              description:
                'start_time + timeout > cur_time no longer holds: condor_read() does not look whether there is more',
              actions: ['end', { type: 'send', params: { to: 'sock', message: { type: 'TIMEOUT' } } }],
            },
            {
              target: 'receiving',
              description: 'The second has not turned: select() for a whole one again; it returns at once for an end',
              actions: ['selectAgain', { type: 'send', params: { to: 'sock', message: { type: 'READABLE' } } }],
            },
          ],
        },
        selecting: {
          description: 'select() waits',
          on: {
            READABLE: { target: 'receiving', description: 'select() returns', actions: 'passToSock' },
            IS_ANYTHING_DUE: {
              guard: 'selectIsOver',
              description: 'The second is over',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
            },
            TIMEOUT: {
              guard: 'selectIsOver',
              target: '#condorRead.idle',
              description: 'select() has timed out',
              actions: ['end', { type: 'send', params: { to: 'sock', message: { type: 'TIMEOUT' } } }],
            },
          },
        },
      },
    },
  },
});
