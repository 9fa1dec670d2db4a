import { assign, setup } from 'xstate';
import type { Send } from '../vocabulary.ts';

interface Context {
  /** The ports of whoever keeps time. */
  readonly timed: readonly string[];
  /** How many of them have answered. */
  readonly answered: number;
}

export type ClockEvent = { type: 'TICK' } | { type: 'DUE' } | { type: 'NOTHING_DUE' } | { type: 'TICKED' };

/**
 * A digital clock: time passes in units, for everyone at once. Where no limit of time is strict, whole units find all that
 * real time does (Henzinger, Manna, Pnueli: What good are digital clocks?, ICALP 1992).
 *
 * What can happen at once happens before time goes on: everybody is asked first, and with anything DUE the hand stays
 * where it is. A step that changes nothing is none, so whoever explores a timed system need not know of time.
 */
export const clockMachine = setup({
  types: {} as { context: Context; events: ClockEvent; input: { timed: readonly string[] } },
  actions: {
    send: (_, _params: Send) => {},
    countAnswer: assign({ answered: ({ context }) => context.answered + 1 }),
    startOver: assign({ answered: 0 }),
  },
  guards: {
    isLast: ({ context }) => context.answered + 1 === context.timed.length,
  },
}).createMachine({
  id: 'clock',
  description: 'Time, in units',
  context: ({ input }) => ({ timed: input.timed, answered: 0 }),
  initial: 'still',
  states: {
    still: {
      on: {
        TICK: {
          target: 'asking',
          description: 'A unit passes, if nobody has anything to do before',
          actions: [
            {
              type: 'send',
              params: ({ context }) => ({ to: context.timed[0] ?? '', message: { type: 'IS_ANYTHING_DUE' } }),
            },
          ],
        },
      },
    },
    asking: {
      description: 'Each is asked in turn',
      on: {
        DUE: { target: 'still', description: 'Time does not pass', actions: 'startOver' },
        NOTHING_DUE: [
          {
            guard: 'isLast',
            target: 'passing',
            actions: [
              'startOver',
              { type: 'send', params: ({ context }) => ({ to: context.timed[0] ?? '', message: { type: 'TICK' } }) },
            ],
          },
          {
            actions: [
              'countAnswer',
              {
                type: 'send',
                params: ({ context }) => ({
                  to: context.timed[context.answered] ?? '',
                  message: { type: 'IS_ANYTHING_DUE' },
                }),
              },
            ],
          },
        ],
      },
    },
    passing: {
      description: 'Each counts down in turn',
      on: {
        TICKED: [
          { guard: 'isLast', target: 'still', actions: 'startOver' },
          {
            actions: [
              'countAnswer',
              {
                type: 'send',
                params: ({ context }) => ({ to: context.timed[context.answered] ?? '', message: { type: 'TICK' } }),
              },
            ],
          },
        ],
      },
    },
  },
});
