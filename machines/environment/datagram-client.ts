import { assign, setup } from 'xstate';
import type { Datagram } from '../condor-io/safe-sock.ts';
import type { Message, Send } from '../vocabulary.ts';

interface Context {
  /** How many datagrams it may still send. */
  readonly left: number;
}

export type DatagramClientEvent =
  | ({ type: 'SEND_DATAGRAM' } & Datagram)
  | { type: 'REPLY'; items: Message }
  | { type: 'REQUEST_CLAIM' };

/**
 * A client that sends ALIVE by UDP, as no startd does. It is honest as long as each datagram of its is one of a message that
 * consists of the command and a whole claim id.
 */
export const datagramClientMachine = setup({
  types: {} as { context: Context; events: DatagramClientEvent; input: Context },
  actions: {
    send: (_, _params: Send) => {},
    countDown: assign({ left: ({ context }) => context.left - 1 }),
  },
  guards: {
    mayGoOn: ({ context }) => context.left > 0,
    staysHonest: ({ context, event }) =>
      context.left > 0 &&
      event.type === 'SEND_DATAGRAM' &&
      event.items.length > 0 &&
      event.items.every(({ kind }) => kind === 'command' || kind === 'claimId') &&
      (event.fragment !== undefined || event.items.length === 2),
  },
}).createMachine({
  id: 'datagramClient',
  description: 'A client of the schedd that sends datagrams',
  context: ({ input }) => input,
  initial: 'honest',
  on: { REPLY: { description: 'The answer comes' }, REQUEST_CLAIM: {} },
  states: {
    honest: {
      on: {
        SEND_DATAGRAM: [
          {
            guard: 'staysHonest',
            description: 'A message with a claim id',
            actions: [
              'countDown',
              { type: 'send', params: ({ event }) => ({ to: 'datagrams', message: { ...event, type: 'SENDTO' } }) },
            ],
          },
          {
            guard: 'mayGoOn',
            target: 'misbehaving',
            description: 'Whatever it likes',
            actions: [
              'countDown',
              { type: 'send', params: ({ event }) => ({ to: 'datagrams', message: { ...event, type: 'SENDTO' } }) },
            ],
          },
        ],
      },
    },
    misbehaving: {
      on: {
        SEND_DATAGRAM: {
          guard: 'mayGoOn',
          actions: [
            'countDown',
            { type: 'send', params: ({ event }) => ({ to: 'datagrams', message: { ...event, type: 'SENDTO' } }) },
          ],
        },
      },
    },
  },
});
