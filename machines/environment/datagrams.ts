import { assign, setup } from 'xstate';
import type { Datagram } from '../condor-io/safe-sock.ts';
import type { Send } from '../vocabulary.ts';

interface Context {
  readonly inFlight: readonly Datagram[];
  /** What the kernel holds for the socket, the oldest first. */
  readonly arrived: readonly Datagram[];
}

export type DatagramsEvent =
  | ({ type: 'SENDTO' } & Datagram)
  | { type: 'DELIVER'; datagram: number }
  | { type: 'SELECT' }
  | { type: 'RECVFROM' };

/**
 * UDP from the clients to a daemon's command socket. Datagrams arrive in any order, each whole. One that nobody delivers is
 * lost.
 */
export const datagramsMachine = setup({
  types: {} as { context: Context; events: DatagramsEvent },
  actions: {
    send: (_, _params: Send) => {},
    takeOn: assign(({ context, event }) => {
      if (event.type !== 'SENDTO') return {};
      const { type: _, ...datagram } = event;
      return { inFlight: [...context.inFlight, datagram] };
    }),
    deliver: assign(({ context: { inFlight, arrived }, event }) => {
      if (event.type !== 'DELIVER') return {};
      const which = event.datagram - 1;
      return { inFlight: inFlight.toSpliced(which, 1), arrived: [...arrived, inFlight[which] as Datagram] };
    }),
    handOver: assign(({ context }) => ({ arrived: context.arrived.slice(1) })),
  },
  guards: {
    isInFlight: ({ context, event }) => event.type === 'DELIVER' && event.datagram <= context.inFlight.length,
  },
}).createMachine({
  id: 'datagrams',
  description: "UDP to a daemon's command socket",
  context: { inFlight: [], arrived: [] },
  on: {
    SENDTO: { description: 'sendto(): on its way', actions: 'takeOn' },
    DELIVER: { guard: 'isInFlight', description: 'It arrives, before others or after', actions: 'deliver' },
    SELECT: {
      description: 'select(): is there a datagram?',
      actions: [
        {
          type: 'send',
          params: ({ context }) => ({
            to: 'sender',
            message: { type: 'SELECTED', readable: context.arrived.length > 0 },
          }),
        },
      ],
    },
    RECVFROM: {
      description: 'recvfrom(): the oldest',
      actions: [
        {
          type: 'send',
          params: ({ context }) => ({
            to: 'sender',
            message: { ...(context.arrived[0] as Datagram), type: 'DATAGRAM' },
          }),
        },
        'handOver',
      ],
    },
  },
});
