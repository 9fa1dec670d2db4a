import { not, or, setup, stateIn } from 'xstate';
import type { Send } from './vocabulary.ts';

/** The slot's words for what its claim is to do, the starter's end, and what a better match and the policy do. */
export type HeldClaimEvent =
  | { type: 'IDLE' }
  | { type: 'RUN' }
  | { type: 'SUSPEND' }
  | { type: 'RETIRE' }
  | { type: 'CLEAN' }
  | { type: 'VACATE' }
  | { type: 'KILL' }
  | { type: 'STARTER_GONE' }
  | { type: 'BETTER_MATCH' }
  | { type: 'BETTER_MATCH_GONE' }
  | { type: 'EVAL_POLICY' }
  | { type: 'CONTINUE_TRUE' }
  | { type: 'END_CLAIM' };

/**
 * The claim that a slot holds and the one that waits for it: Resource's r_cur and r_pre, and the state that Claim keeps
 * of itself. How a claim's keep-alive ends it is claim.ts; here that end has come, as a word of the slot's.
 *
 * Why a claim retires is not kept: a retiring claim for which no better match waits may be let run on at any time.
 */
export const heldClaimMachine = setup({
  types: {} as { events: HeldClaimEvent },
  actions: { send: (_, _params: Send) => {} },
  guards: {
    waits: stateIn({ next: 'waiting' }),
    isHeld: not(stateIn({ current: 'none' })),
    waitsNot: stateIn({ next: 'none' }),
    isEnding: or([stateIn({ current: 'vacating' }), stateIn({ current: 'killing' })]),
  },
}).createMachine({
  id: 'heldClaim',
  description: "The slot's claim and the one that waits for it (Resource: r_cur, r_pre)",
  type: 'parallel',
  states: {
    current: {
      description: 'r_cur: what its claim does, as Claim::changeState() keeps it',
      initial: 'none',
      states: {
        none: {
          description: 'Nobody has claimed the slot',
          on: { IDLE: { target: 'idle', description: 'command.cpp, accept_request_claim(): Claim::beginClaim()' } },
        },
        idle: {
          description: 'CLAIM_IDLE',
          on: {
            IDLE: { description: 'It came to be current while the one before ended' },
            RUN: {
              target: 'running',
              description: 'command.cpp, activate_claim(): Claim::beginActivation()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'START' } } }],
            },
            SUSPEND: { target: 'suspended', description: 'Claim::suspendClaim(): there is no starter' },
            RETIRE: {
              target: 'retiring',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RETIRE' } } }],
            },
            VACATE: {
              target: 'vacating',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'VACATE' } } }],
            },
            KILL: {
              target: 'killing',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'KILL' } } }],
            },
            EVAL_POLICY: {
              guard: 'waits',
              description: 'ResState::eval_policy(): a better match, and the claim is idle',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'PREEMPT_IDLE_CLAIM' } } }],
            },
          },
        },
        running: {
          description: 'CLAIM_RUNNING',
          on: {
            SUSPEND: {
              target: 'suspended',
              description: 'Claim::suspendClaim()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'SUSPEND' } } }],
            },
            RETIRE: {
              target: 'retiring',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RETIRE' } } }],
            },
            CLEAN: { target: 'cleaning', description: 'Claim::receiveJobClassAdUpdate(): the final update' },
            VACATE: {
              target: 'vacating',
              description: 'Claim::starterKillSoft()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'VACATE' } } }],
            },
            KILL: {
              target: 'killing',
              description: 'Claim::starterKillHard()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'KILL' } } }],
            },
            STARTER_GONE: {
              description: 'Resource::starterExited()',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_EXITED' } } }],
            },
            IDLE: { target: 'idle', description: 'Claim::starterExited()' },
            EVAL_POLICY: {
              guard: 'waits',
              description: 'ResState::eval_policy(): a better match',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'PREEMPTING_CLAIM' } } }],
            },
          },
        },
        suspended: {
          description: 'CLAIM_SUSPENDED',
          on: {
            RUN: {
              target: 'running',
              description: 'Claim::resumeClaim()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'CONTINUE' } } }],
            },
            RETIRE: {
              target: 'retiring',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RETIRE' } } }],
            },
            CLEAN: { target: 'cleaning', description: 'Claim::receiveJobClassAdUpdate(): the final update' },
            VACATE: {
              target: 'vacating',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'VACATE' } } }],
            },
            KILL: {
              target: 'killing',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'KILL' } } }],
            },
            STARTER_GONE: {
              description: 'Resource::starterExited(): it died',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_EXITED' } } }],
            },
            IDLE: { target: 'idle', description: 'Claim::starterExited()' },
            CONTINUE_TRUE: [
              {
                guard: 'waits',
                description: 'ResState::eval_policy(): CONTINUE is TRUE, but the claim is being preempted',
                actions: [{ type: 'send', params: { to: 'slot', message: { type: 'CONTINUE_RETIRING' } } }],
              },
              {
                description: 'ResState::eval_policy(): CONTINUE is TRUE',
                actions: [{ type: 'send', params: { to: 'slot', message: { type: 'CONTINUE' } } }],
              },
            ],
          },
        },
        retiring: {
          description: 'Its job may finish: Resource::retire_claim()',
          on: {
            RUN: {
              target: 'running',
              description: 'ResState::eval_policy(): no preempting claim exists, its job runs on',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'CONTINUE' } } }],
            },
            SUSPEND: {
              target: 'suspended',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'SUSPEND' } } }],
            },
            CLEAN: { target: 'cleaning', description: 'Claim::receiveJobClassAdUpdate(): the final update' },
            VACATE: {
              target: 'vacating',
              description: 'Claim::starterKillSoft()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'VACATE' } } }],
            },
            KILL: {
              target: 'killing',
              description: 'Claim::starterKillHard()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'KILL' } } }],
            },
            STARTER_GONE: {
              description: 'Resource::starterExited()',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_EXITED' } } }],
            },
            EVAL_POLICY: {
              guard: 'waitsNot',
              description: 'ResState::eval_policy(): the better match is gone, or draining was cancelled',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'PREEMPTING_CLAIM_GONE' } } }],
            },
          },
        },
        cleaning: {
          description: 'The starter has sent its final update, and is to be reaped',
          initial: 'toGoOn',
          on: {
            IDLE: { target: 'idle', description: 'Claim::starterExited()' },
            VACATE: {
              target: 'vacating',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'VACATE' } } }],
            },
          },
          states: {
            toGoOn: {
              on: {
                END_CLAIM: {
                  target: 'toEnd',
                  description: 'Released, disowned or expired while the starter cleans up',
                },
                STARTER_GONE: [
                  {
                    guard: 'waits',
                    description: 'Resource::starterExited(): a better match came meanwhile',
                    actions: [
                      { type: 'send', params: { to: 'slot', message: { type: 'STARTER_EXITED_CLAIM_ENDING' } } },
                    ],
                  },
                  {
                    description: 'Resource::starterExited()',
                    actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_EXITED' } } }],
                  },
                ],
              },
            },
            toEnd: {
              on: {
                STARTER_GONE: {
                  description: 'Resource::starterExited(): the claim ended meanwhile',
                  actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_EXITED_CLAIM_ENDING' } } }],
                },
              },
            },
          },
        },
        vacating: {
          description: 'CLAIM_VACATING',
          on: {
            KILL: {
              target: 'killing',
              description: 'Claim::starterKillHard()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'KILL' } } }],
            },
            STARTER_GONE: [
              {
                guard: 'waits',
                target: 'idle',
                description: 'Resource::leave_preempting_state(): r_pre becomes r_cur',
                actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_GONE_CLAIM_WAITS' } } }],
              },
              {
                target: 'none',
                description: 'Resource::leave_preempting_state(): the claim is deleted',
                actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_GONE_NO_CLAIM' } } }],
              },
            ],
          },
        },
        killing: {
          description: 'CLAIM_KILLING',
          on: {
            STARTER_GONE: [
              {
                guard: 'waits',
                target: 'idle',
                description: 'Resource::leave_preempting_state(): r_pre becomes r_cur',
                actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_GONE_CLAIM_WAITS' } } }],
              },
              {
                target: 'none',
                description: 'Resource::leave_preempting_state(): the claim is deleted',
                actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_GONE_NO_CLAIM' } } }],
              },
            ],
          },
        },
      },
    },
    next: {
      description: 'r_pre: a better match that waits',
      initial: 'none',
      states: {
        none: {
          on: {
            BETTER_MATCH: {
              target: 'waiting',
              guard: 'isHeld',
              description: 'command.cpp, request_claim(): rank or priority, the slot is claimed',
            },
          },
        },
        waiting: {
          on: {
            BETTER_MATCH_GONE: {
              target: 'none',
              description: 'Resource::removeClaim(): released, or its lease is over',
            },
            STARTER_GONE: {
              target: 'none',
              guard: 'isEnding',
              description: 'Resource::leave_preempting_state(): it becomes r_cur',
            },
          },
        },
      },
    },
  },
});
