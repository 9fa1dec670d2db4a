import { setup } from 'xstate';
import type { Message, Send } from '../vocabulary.ts';

type PositiveScheddEvent =
  | { type: 'ACCEPT' }
  | { type: 'READABLE' }
  | { type: 'REPLY'; items: Message }
  | { type: 'SENT' }
  | { type: 'SEND_FAILED' }
  | { type: 'CLOSE' };

/**
 * The replies that reach a startd whose schedd knows its claim and says so: alive_interval as it was sent, or garbled on
 * the way into something that is not -1. What is wrong below the message (cuts, delays, an end) the stream sees to.
 */
export const POSITIVE_REPLIES: readonly Message[] = [
  [{ kind: 'int', value: 300 }],
  [{ kind: 'int', value: 10, badPad: true }],
  [{ kind: 'int', value: -1, badPad: true }],
  [{ kind: 'cutShort' }],
  [{ kind: 'int', value: 300 }, { kind: 'junk' }],
];

/**
 * A schedd that would never disown the claim. How it finds its answer is left out: it may answer at any time, not at
 * all, or twice.
 */
export const positiveScheddMachine = setup({
  types: {} as { events: PositiveScheddEvent },
  actions: {
    send: (_, _params: Send) => {},
  },
}).createMachine({
  id: 'positiveSchedd',
  description: 'A schedd that knows the claim; its reply may be garbled on the way',
  initial: 'listening',
  states: {
    listening: { on: { ACCEPT: 'serving' } },
    serving: {
      description: 'A connection is open; it has sent so many replies',
      initial: 'none',
      on: {
        READABLE: {},
        SENT: {},
        SEND_FAILED: {},
        CLOSE: {
          target: 'listening',
          description: 'The handler returns: DaemonCore closes the stream',
          actions: [
            { type: 'send', params: { to: 'incoming', message: { type: 'READER_CLOSED' } } },
            { type: 'send', params: { to: 'outgoing', message: { type: 'WRITER_CLOSED' } } },
          ],
        },
      },
      states: {
        none: {
          on: {
            REPLY: {
              target: 'one',
              description: 'A positive reply, as it will arrive',
              actions: [
                {
                  type: 'send',
                  params: ({ event }) => ({ to: 'outgoing', message: { type: 'SEND', items: event.items } }),
                },
              ],
            },
          },
        },
        one: {
          on: {
            REPLY: {
              target: 'two',
              description: 'A second one: what arrives is longer than one reply',
              actions: [
                {
                  type: 'send',
                  params: ({ event }) => ({ to: 'outgoing', message: { type: 'SEND', items: event.items } }),
                },
              ],
            },
          },
        },
        two: {},
      },
    },
  },
});
