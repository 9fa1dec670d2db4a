import { setup } from 'xstate';
import type { Packet, Send } from '../vocabulary.ts';

export type MisbehavingPeerEvent =
  | { type: 'START' }
  | { type: 'OPENED' }
  | { type: 'SENT' }
  | { type: 'SEND_FAILED' }
  | { type: 'REQUEST_CLAIM' }
  | ({ type: 'SEND_PACKET' } & Packet)
  | { type: 'HANG_UP' };

interface Context {
  /** The packet that brings the command, where it is a message of its own. */
  readonly command: Packet | null;
}

/**
 * A client that need not be a startd: it brings the command as one would, and then sends what the environment likes, one
 * packet after another up to the one that ends the message. It writes to the connection itself, without a ReliSock.
 */
export const misbehavingPeerMachine = setup({
  types: {} as { context: Context; events: MisbehavingPeerEvent; input: Context },
  actions: { send: (_, _params: Send) => {} },
  guards: {
    commandGoesFirst: ({ context }) => context.command !== null,
    endsMessage: ({ event }) => event.type === 'SEND_PACKET' && !event.more && !event.stray && !event.fault,
  },
}).createMachine({
  id: 'misbehavingPeer',
  description: 'A client of the schedd that keeps to CEDAR as far as it likes',
  context: ({ input }) => input,
  initial: 'idle',
  on: { SENT: {}, SEND_FAILED: {}, REQUEST_CLAIM: {} },
  states: {
    idle: {
      on: {
        START: {
          target: 'connecting',
          actions: [{ type: 'send', params: { to: 'outgoing', message: { type: 'OPEN' } } }],
        },
      },
    },
    connecting: {
      on: {
        OPENED: [
          {
            guard: 'commandGoesFirst',
            target: 'talking',
            description: 'The command, in a message of its own',
            actions: [
              {
                type: 'send',
                params: ({ context }) => ({
                  to: 'outgoing',
                  message: { type: 'SEND', items: context.command?.items ?? [] },
                }),
              },
            ],
          },
          { target: 'talking', description: 'The command is in the message of the payload' },
        ],
      },
    },
    talking: {
      initial: 'payload',
      on: {
        HANG_UP: {
          target: 'gone',
          description: 'close(): the FIN follows what was sent',
          actions: [
            { type: 'send', params: { to: 'incoming', message: { type: 'READER_CLOSED' } } },
            { type: 'send', params: { to: 'outgoing', message: { type: 'WRITER_CLOSED' } } },
          ],
        },
      },
      states: {
        payload: {
          description: 'The first packet of the payload',
          on: {
            SEND_PACKET: [
              {
                guard: 'endsMessage',
                target: 'sent',
                actions: [
                  { type: 'send', params: ({ event }) => ({ to: 'outgoing', message: { ...event, type: 'SEND' } }) },
                ],
              },
              {
                target: 'secondPacket',
                description: 'Another packet may follow',
                actions: [
                  { type: 'send', params: ({ event }) => ({ to: 'outgoing', message: { ...event, type: 'SEND' } }) },
                ],
              },
            ],
          },
        },
        secondPacket: {
          on: {
            SEND_PACKET: {
              target: 'sent',
              guard: 'endsMessage',
              actions: [
                { type: 'send', params: ({ event }) => ({ to: 'outgoing', message: { ...event, type: 'SEND' } }) },
              ],
            },
          },
        },
        sent: { description: 'The message has been ended' },
      },
    },
    gone: { description: 'The peer has hung up' },
  },
});
