import { assign, setup } from 'xstate';
import type { Send } from '../vocabulary.ts';

interface Context {
  readonly what: Outage;
  /** How many ticks it may last from now on. */
  readonly ticksLeft: number;
}

/** What fails: the network between the daemons, or the schedd, which stops and then goes on. */
export type Outage = 'NETWORK_FAILS' | 'SCHEDD_HANGS';

/** One outage, which begins at any moment, also in the middle of an attempt, and lasts so many ticks at the most. */
export const outageMachine = setup({
  types: {} as {
    context: Context;
    events: { type: 'BEGIN' } | { type: 'END' } | { type: 'TICK' } | { type: 'IS_ANYTHING_DUE' };
    input: { what: Outage; longest: number };
  },
  actions: {
    send: (_, _params: Send) => {},
    countDown: assign({ ticksLeft: ({ context }) => context.ticksLeft - 1 }),
    forgetTicks: assign({ ticksLeft: 0 }),
  },
  guards: { isAsLongAsItMay: ({ context }) => context.ticksLeft === 0 },
}).createMachine({
  id: 'outage',
  description: 'One outage',
  context: ({ input }) => ({ what: input.what, ticksLeft: input.longest }),
  initial: 'ahead',
  on: {
    IS_ANYTHING_DUE: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    TICK: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }] },
  },
  states: {
    ahead: {
      on: {
        BEGIN: {
          target: 'lasting',
          description: 'At any moment',
          actions: [{ type: 'send', params: ({ context }) => ({ to: 'link', message: { type: context.what } }) }],
        },
      },
    },
    lasting: {
      on: {
        IS_ANYTHING_DUE: {
          guard: 'isAsLongAsItMay',
          description: 'It must end now',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
        },
        TICK: { actions: ['countDown', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }] },
        END: {
          target: 'over',
          description: 'At any moment before it must',
          actions: ['forgetTicks', { type: 'send', params: { to: 'link', message: { type: 'RESTORED' } } }],
        },
      },
    },
    over: {},
  },
});
