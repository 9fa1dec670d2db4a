import { setup } from 'xstate';
import type { Dprintf, Send } from '../vocabulary.ts';

export type RescheduleNegotiatorEvent = { type: 'CALL' } | { type: 'EOM'; result: boolean };

/**
 * The handler of a command without payload (Scheduler::reschedule_negotiator, schedd.cpp): all it does with the stream
 * is end_of_message(). allow_empty_message_flag exists for handlers like this one.
 */
export const rescheduleNegotiatorMachine = setup({
  types: {} as { events: RescheduleNegotiatorEvent },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
  },
  guards: { succeeded: ({ event }) => event.type === 'EOM' && event.result },
}).createMachine({
  id: 'rescheduleNegotiator',
  description: 'Scheduler::reschedule_negotiator (schedd.cpp)',
  initial: 'idle',
  states: {
    idle: {
      on: {
        CALL: {
          target: 'endingMessage',
          actions: [{ type: 'send', params: { to: 'sock', message: { type: 'END_OF_MESSAGE' } } }],
        },
      },
    },
    endingMessage: {
      on: {
        EOM: [
          {
            guard: 'succeeded',
            target: 'idle',
            description: 'needReschedule()',
            actions: [{ type: 'send', params: { to: 'daemonCore', message: { type: 'RETURN' } } }],
          },
          {
            target: 'idle',
            actions: [
              { type: 'dprintf', params: { text: 'Failed to receive end of message for RESCHEDULE.' } },
              { type: 'send', params: { to: 'daemonCore', message: { type: 'RETURN' } } },
            ],
          },
        ],
      },
    },
  },
});
