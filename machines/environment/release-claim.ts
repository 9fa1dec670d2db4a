import { setup } from 'xstate';
import type { Send } from '../vocabulary.ts';

/**
 * A RELEASE_CLAIM on its way to the other daemon: one message, without an answer, that nobody repeats. The startd sends
 * one from Claim::vacate(), the schedd from send_vacate(); each releases a claim once, and no more.
 */
export const releaseClaimMachine = setup({
  types: {} as { events: { type: 'RELEASE_CLAIM' } | { type: 'ARRIVES' } | { type: 'LOST' } },
  actions: { send: (_, _params: Send) => {} },
}).createMachine({
  id: 'releaseClaim',
  description: 'A RELEASE_CLAIM on its way',
  initial: 'notSent',
  states: {
    notSent: {
      on: { RELEASE_CLAIM: { target: 'underWay', description: 'startCommand(RELEASE_CLAIM), the claim id' } },
    },
    underWay: {
      on: {
        ARRIVES: {
          target: 'arrived',
          description: 'The handler is called',
          actions: [{ type: 'send', params: { to: 'reader', message: { type: 'RELEASE_CLAIM' } } }],
        },
        LOST: { target: 'lost', description: 'No connection could be made, or it broke' },
      },
    },
    arrived: {},
    lost: {},
  },
});
