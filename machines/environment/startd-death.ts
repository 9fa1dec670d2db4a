import { setup } from 'xstate';
import type { Send } from '../vocabulary.ts';

/** The startd's process dies, once, at any moment between two calls of a handler: killed, or it crashes. */
export const startdDeathMachine = setup({
  types: {} as { events: { type: 'STARTD_DIES' } },
  actions: { send: (_, _params: Send) => {} },
}).createMachine({
  id: 'startdDeath',
  description: 'The death of the startd',
  initial: 'ahead',
  states: {
    ahead: {
      on: {
        STARTD_DIES: {
          target: 'over',
          description: 'Slot, claim and timers were in its memory; its starter is another process',
          actions: [
            { type: 'send', params: { to: 'slot', message: { type: 'STARTD_DIES' } } },
            { type: 'send', params: { to: 'claim', message: { type: 'STARTD_DIES' } } },
            { type: 'send', params: { to: 'starter', message: { type: 'STARTD_DIES' } } },
            { type: 'send', params: { to: 'heldClaim', message: { type: 'STARTD_DIES' } } },
          ],
        },
      },
    },
    over: { description: 'The master starts another, whose slots have other claim ids' },
  },
});
