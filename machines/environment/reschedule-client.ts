import { setup } from 'xstate';
import type { Path, Send } from '../vocabulary.ts';

export type RescheduleClientEvent =
  | { type: 'START' }
  | { type: 'CONNECTED' }
  | { type: 'BUSY' }
  | { type: 'PUT_DONE' }
  | { type: 'PUT_FAILED' };

/** A client that sends a command without payload and hangs up (condor_reschedule: DCCommandOnlyMsg). */
export const rescheduleClientMachine = setup({
  types: {} as { context: { path: Path }; events: RescheduleClientEvent; input: { path: Path } },
  actions: { send: (_, _params: Send) => {} },
}).createMachine({
  id: 'rescheduleClient',
  description: 'condor_reschedule: one command without payload (DCCommandOnlyMsg)',
  context: ({ input }) => ({ path: input.path }),
  initial: 'idle',
  states: {
    idle: {
      on: {
        START: {
          target: 'connecting',
          actions: [{ type: 'send', params: { to: 'sock', message: { type: 'CONNECT', caller: 'client' } } }],
        },
      },
    },
    connecting: {
      on: {
        CONNECTED: {
          target: 'sending',
          description: 'startCommand(RESCHEDULE), end_of_message()',
          actions: [
            {
              type: 'send',
              params: ({ context }) => ({
                to: 'sock',
                message: {
                  type: 'PUT',
                  caller: 'client',
                  items: [{ kind: 'command', name: 'RESCHEDULE', authenticate: context.path === 'auth' }],
                },
              }),
            },
          ],
        },
        BUSY: { target: 'idle' },
      },
    },
    sending: {
      on: {
        PUT_DONE: {
          target: 'idle',
          actions: [{ type: 'send', params: { to: 'sock', message: { type: 'CLOSE' } } }],
        },
        PUT_FAILED: {
          target: 'idle',
          actions: [{ type: 'send', params: { to: 'sock', message: { type: 'CLOSE' } } }],
        },
      },
    },
  },
});
