import { assign, setup } from 'xstate';
import type { Send } from '../vocabulary.ts';

interface Context {
  /** How many ticks it may last from now on. */
  readonly ticksLeft: number;
}

export type AbsenceEvent =
  | { type: 'RUN_JOB' }
  | { type: 'BEGIN' }
  | { type: 'RESTART' }
  | { type: 'END' }
  | { type: 'TICK' }
  | { type: 'IS_ANYTHING_DUE' };

/**
 * One absence of the schedd, as its running job sees it: from the moment when the schedd is killed until the shadow is forked that is
 * to reconnect. It begins at any moment, and lasts so many ticks at the most; how much of that the schedd is down, and for how much
 * it is up and the shadow waits for its turn, is left open.
 */
export const absenceMachine = setup({
  types: {} as {
    context: Context;
    events: AbsenceEvent;
    input: { longest: number };
  },
  actions: {
    send: (_, _params: Send) => {},
    countDown: assign({ ticksLeft: ({ context }) => context.ticksLeft - 1 }),
    forgetTicks: assign({ ticksLeft: 0 }),
  },
  guards: { isAsLongAsItMay: ({ context }) => context.ticksLeft === 0 },
}).createMachine({
  id: 'absence',
  description: 'One absence of the schedd, until its shadow reconnects',
  context: ({ input }) => ({ ticksLeft: input.longest }),
  initial: 'withoutJob',
  on: {
    IS_ANYTHING_DUE: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    TICK: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }] },
  },
  states: {
    withoutJob: {
      on: {
        RUN_JOB: {
          target: 'ahead',
          description: 'At any moment, whatever the phase of the timers of its schedd',
          actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'RUN_JOB' } } }],
        },
      },
    },
    ahead: {
      on: {
        BEGIN: {
          target: 'lasting.down',
          description: 'At any moment: SIGKILL, or a crash',
          actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'KILL' } } }],
        },
      },
    },
    lasting: {
      initial: 'down',
      on: {
        IS_ANYTHING_DUE: {
          guard: 'isAsLongAsItMay',
          description: 'It must end now',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
        },
        TICK: { actions: ['countDown', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }] },
      },
      states: {
        down: {
          on: {
            RESTART: {
              target: 'waiting',
              description: 'At any moment; the timers of 0 seconds run before anything else (7195)',
              actions: [
                { type: 'send', params: { to: 'schedd', message: { type: 'START' } } },
                { type: 'send', params: { to: 'schedd', message: { type: 'RUN_TIMERS' } } },
              ],
            },
          },
        },
        waiting: {
          description: 'JOB_START_DELAY, or other shadows that come first',
          on: {
            END: {
              target: '#absence.over',
              description: 'At any moment before it must',
              actions: [
                'forgetTicks',
                { type: 'send', params: { to: 'schedd', message: { type: 'START_RECONNECT_SHADOW' } } },
              ],
            },
          },
        },
      },
    },
    over: {
      description: 'What follows is not modelled: time stands still',
      on: { IS_ANYTHING_DUE: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }] } },
    },
  },
});
