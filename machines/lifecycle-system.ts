import { enqueueActions } from 'xstate';
import { heldClaimMachine } from './held-claim.ts';
import { slotMachine } from './slot.ts';
import { starterMachine } from './starter.ts';
import type { System } from './system.ts';

/** The slot as it is, with a claim to tell. */
const slotWithClaim = slotMachine.provide({
  actions: {
    tellClaim: enqueueActions(({ enqueue }, message: { type: string }) => {
      enqueue({ type: 'send', params: { to: 'claim', message } } as never);
    }),
  },
});

/** What a slot of its own hears from its claim or its starter alone: nobody else may say it. */
const FROM_CLAIM: ReadonlySet<string> = new Set([
  'PREEMPT_IDLE_CLAIM',
  'PREEMPTING_CLAIM',
  'PREEMPTING_CLAIM_GONE',
  'CONTINUE',
  'CONTINUE_RETIRING',
  'FINAL_UPDATE',
  'NOTHING_TO_RETIRE',
  'STARTER_EXITED',
  'STARTER_EXITED_CLAIM_ENDING',
  'STARTER_GONE_NO_CLAIM',
  'STARTER_GONE_CLAIM_WAITS',
]);

const events = (...types: readonly string[]) => types.map((type) => ({ event: { type } }));

/**
 * A slot, its claim with a better match that may wait for it, and the starter. The schedd and the policy may do what
 * they like; when the starter ends, and which claim there is, the slot no longer invents.
 */
export function lifecycleSystem(): System {
  return {
    name: 'lifecycle',
    components: [
      {
        name: 'slot',
        process: 'startd',
        machine: slotWithClaim,
        ports: { claim: 'claim' },
        environment: events(...slotMachine.events.filter((type) => !FROM_CLAIM.has(type))),
        labels: { slot: 'slot1', starter: '4711', rank: '0.000000', unread: '0', source: 'Resource.cpp' },
      },
      {
        name: 'claim',
        process: 'startd',
        machine: heldClaimMachine,
        ports: { slot: 'slot', starter: 'starter' },
        environment: events('BETTER_MATCH', 'BETTER_MATCH_GONE', 'EVAL_POLICY', 'CONTINUE_TRUE', 'END_CLAIM'),
      },
      {
        name: 'starter',
        process: 'starter',
        machine: starterMachine,
        ports: { slot: 'slot', claim: 'claim' },
        environment: events('FINAL_UPDATE', 'EXIT'),
      },
    ],
  };
}
