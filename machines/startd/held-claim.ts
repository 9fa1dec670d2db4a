import { not, or, setup, stateIn } from 'xstate';
import type { Dprintf, Send } from '../vocabulary.ts';

/** The slot's words for what its claim is to do, what the schedd asks of it by its id, and what a better match does. */
export type HeldClaimEvent =
  | { type: 'IDLE' }
  | { type: 'RUN' }
  | { type: 'SUSPEND' }
  | { type: 'RETIRE' }
  | { type: 'CLEAN' }
  | { type: 'VACATE' }
  | { type: 'KILL' }
  | { type: 'END_CLAIM' }
  | { type: 'STARTER_GONE' }
  | { type: 'EVAL_POLICY' }
  | { type: 'CONTINUE_TRUE' }
  | { type: 'BETTER_MATCH' }
  | { type: 'BETTER_MATCH_GONE' }
  | { type: 'REQUEST_CLAIM' }
  | { type: 'REQUEST_CLAIM_IN_VAIN' }
  | { type: 'BACKFILL_GONE_CLAIMED' }
  | { type: 'REFUSE' }
  | { type: 'REPLACE' }
  | { type: 'ACTIVATE_CLAIM' }
  | { type: 'REFUSE_ACTIVATION' }
  | { type: 'DEACTIVATE_CLAIM'; closing?: true }
  | { type: 'DEACTIVATE' }
  | { type: 'CLAIM_CLOSING' }
  | { type: 'RELEASE_CLAIM' }
  | { type: 'SCHEDD_CLOSED_CLAIM' }
  | { type: 'NEXT_ACTIVATES' }
  | { type: 'NEXT_DEACTIVATES' }
  | { type: 'NEXT_RELEASES' }
  | { type: 'STARTD_DIES' };

/**
 * The claim that a slot holds and the one that waits for it: Resource's r_cur and r_pre, the state that Claim keeps of
 * itself, and whether r_cur is the claim that the schedd has a record of. That one's lease and keep-alive are claim.ts.
 *
 * Why a claim retires is not kept: a retiring claim for which no better match waits may be let run on at any time.
 */
export const heldClaimMachine = setup({
  types: {} as { events: HeldClaimEvent },
  actions: { send: (_, _params: Send) => {}, dprintf: (_, _params: Dprintf) => {} },
  guards: {
    waits: stateIn({ next: 'waiting' }),
    waitsNot: stateIn({ next: 'none' }),
    isHeld: not(stateIn({ current: 'none' })),
    isClaimed: stateIn({ current: 'claimed' }),
    isIdle: stateIn({ current: { claimed: 'idle' } }),
    isEnding: stateIn({ current: 'ending' }),
    isToEnd: or([stateIn({ current: { claimed: { cleaning: 'toEnd' } } }), stateIn({ next: 'waiting' })]),
  },
}).createMachine({
  id: 'heldClaim',
  description: "The slot's claim and the one that waits for it (Resource: r_cur, r_pre)",
  type: 'parallel',
  states: {
    id: {
      description: 'Whether r_cur has the claim id that the schedd knows: Resource::findClaimById()',
      initial: 'offered',
      on: {
        REFUSE: { description: 'Nobody has asked for it' },
        REPLACE: { description: 'It has been replaced before' },
        REFUSE_ACTIVATION: {
          description: 'command.cpp, activate_claim(): the shadow is told',
          actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'ACTIVATION_REFUSED' } } }],
        },
      },
      states: {
        offered: {
          description: 'It is in the ad of the slot',
          on: {
            REQUEST_CLAIM: {
              target: 'requested',
              description: 'command.cpp, command_request_claim()',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'REQUEST_CLAIM' } } }],
            },
            REQUEST_CLAIM_IN_VAIN: {
              target: 'requested',
              description: 'command.cpp, command_request_claim(): for example, START is FALSE',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'CLAIMING_FAILED' } } }],
            },
            REPLACE: { target: 'replaced', description: 'Claim::matchTimeout(), or the slot is given up' },
            STARTD_DIES: { target: 'replaced', description: 'Whoever asks for it finds no startd, or another' },
          },
        },
        requested: {
          description: 'The schedd waits for the answer',
          on: {
            IDLE: {
              target: 'held',
              description: 'command.cpp, accept_request_claim()',
              actions: [
                { type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM' } } },
                { type: 'send', params: { to: 'schedd', message: { type: 'STARTD_CLAIMED' } } },
              ],
            },
            REFUSE: {
              target: 'replaced',
              description: 'Claim::refuseClaimRequest()',
              actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'STARTD_REFUSED' } } }],
            },
            STARTD_DIES: {
              target: 'replaced',
              description: 'The schedd finds that the connection of its request has ended',
              actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'STARTD_REFUSED' } } }],
            },
            BACKFILL_GONE_CLAIMED: {
              description: 'ResState::starterExited(): the slot was on its way to Claimed',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'BACKFILL_GONE_CLAIMED' } } }],
            },
          },
        },
        held: {
          description: "r_cur is the schedd's",
          on: {
            ACTIVATE_CLAIM: {
              description: 'command.cpp, command_activate_claim()',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'ACTIVATE_CLAIM' } } }],
            },
            DEACTIVATE_CLAIM: {
              description: 'command.cpp, command_handler()',
              actions: [{ type: 'send', params: ({ event }) => ({ to: 'slot', message: event }) }],
            },
            CLAIM_CLOSING: {
              description: 'command.cpp, deactivate_claim(): START = FALSE in the answer to the shadow',
              actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'CLAIM_CLOSING' } } }],
            },
            RELEASE_CLAIM: {
              description: 'command.cpp, command_release_claim()',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'RELEASE_CLAIM' } } }],
            },
            SCHEDD_CLOSED_CLAIM: {
              description: 'Claim::scheddClosedClaim()',
              actions: [{ type: 'send', params: { to: 'claim', message: { type: 'SCHEDD_CLOSED_CLAIM' } } }],
            },
            STARTD_DIES: { target: 'replaced', description: 'The claim was in its memory' },
            STARTER_GONE: {
              target: 'replaced',
              guard: 'isEnding',
              description: 'Resource::leave_preempting_state(): r_cur->vacate(), delete r_cur',
              actions: [{ type: 'send', params: { to: 'claim', message: { type: 'DELETE' } } }],
            },
          },
        },
        replaced: {
          description: 'r_cur has another, or there is none: the schedd has come to the end of this one',
          on: {
            STARTD_DIES: { description: 'It had ended before' },
            NEXT_ACTIVATES: {
              guard: 'isIdle',
              description: 'command.cpp, command_activate_claim(): the better match has the slot, and runs its job',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'ACTIVATE_CLAIM' } } }],
            },
            NEXT_DEACTIVATES: {
              guard: 'isClaimed',
              description: 'command.cpp, command_handler(): the better match has the slot, and its job is to end',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'DEACTIVATE_CLAIM' } } }],
            },
            NEXT_RELEASES: {
              guard: 'isClaimed',
              description: 'command.cpp, command_release_claim(): the better match has the slot, and gives it back',
              actions: [{ type: 'send', params: { to: 'slot', message: { type: 'RELEASE_CLAIM' } } }],
            },
            SCHEDD_CLOSED_CLAIM: { description: "Claim::scheddClosedClaim() of the better match's claim" },
            CLAIM_CLOSING: { description: "command.cpp, deactivate_claim(): said to the better match's shadow" },
            REQUEST_CLAIM: {
              description: 'command.cpp, command_request_claim(): no resource has this id',
              actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'STARTD_REFUSED' } } }],
            },
            REQUEST_CLAIM_IN_VAIN: {
              description: 'command.cpp, command_request_claim(): no resource has this id',
              actions: [{ type: 'send', params: { to: 'schedd', message: { type: 'STARTD_REFUSED' } } }],
            },
            ACTIVATE_CLAIM: {
              description: 'command.cpp, command_activate_claim(): no resource has this id',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: "Error: can't find resource with ClaimId ({claim}) for 444 (ACTIVATE_CLAIM)" },
                },
                { type: 'send', params: { to: 'schedd', message: { type: 'ACTIVATION_REFUSED' } } },
              ],
            },
            RELEASE_CLAIM: {
              description: 'command.cpp, command_release_claim(): it is gone as it is',
              actions: [
                {
                  type: 'dprintf',
                  params: {
                    text: "Error: can't find resource with ClaimId ({claim}) for 443 (RELEASE_CLAIM); perhaps this claim was removed already.",
                  },
                },
              ],
            },
            DEACTIVATE_CLAIM: {
              description: 'command.cpp, command_handler(): "the claim has closed", START = FALSE in the answer',
              actions: [
                { type: 'dprintf', params: { text: 'Error: problem finding resource for 403 (DEACTIVATE_CLAIM)' } },
                { type: 'send', params: { to: 'schedd', message: { type: 'CLAIM_CLOSING' } } },
              ],
            },
          },
        },
      },
    },
    current: {
      description: 'r_cur: what its claim does, as Claim::changeState() keeps it',
      initial: 'none',
      on: { STARTD_DIES: { target: '.none', description: 'It was in the memory of the startd' } },
      states: {
        none: {
          description: 'Nobody has claimed the slot',
          on: {
            IDLE: { target: 'claimed', description: 'command.cpp, accept_request_claim(): Claim::beginClaim()' },
          },
        },
        claimed: {
          description: 'The slot is Claimed',
          initial: 'idle',
          on: {
            SUSPEND: {
              target: '.active.suspended',
              description: 'Claim::suspendClaim(), also where there is no starter',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'SUSPEND' } } }],
            },
            RETIRE: {
              target: '.active.retiring',
              description: 'Resource::retire_claim()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'RETIRE' } } }],
            },
            VACATE: {
              target: 'ending.vacating',
              description: 'Claim::starterKillSoft()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'VACATE' } } }],
            },
            KILL: {
              target: 'ending.killing',
              description: 'Claim::starterKillHard()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'KILL' } } }],
            },
            DEACTIVATE: {
              description: 'Claim::deactivateClaim() → starterVacateJob()',
              actions: [{ type: 'send', params: { to: 'starter', message: { type: 'DEACTIVATE' } } }],
            },
          },
          states: {
            idle: {
              description: 'CLAIM_IDLE',
              on: {
                IDLE: { description: 'It came to be current while the one before ended' },
                RUN: {
                  target: 'active.running',
                  description: 'command.cpp, activate_claim(): Claim::beginActivation()',
                  actions: [{ type: 'send', params: { to: 'starter', message: { type: 'START' } } }],
                },
                EVAL_POLICY: {
                  guard: 'waits',
                  description: 'ResState::eval_policy(): a better match, and the claim is idle',
                  actions: [{ type: 'send', params: { to: 'slot', message: { type: 'PREEMPT_IDLE_CLAIM' } } }],
                },
              },
            },
            active: {
              description: 'A starter runs its job; but a claim that is suspended or retires may have none',
              initial: 'running',
              on: {
                RUN: {
                  target: '.running',
                  description: 'Claim::resumeClaim(), or it need not retire any more',
                  actions: [{ type: 'send', params: { to: 'starter', message: { type: 'CONTINUE' } } }],
                },
                CLEAN: { target: 'cleaning', description: 'Claim::receiveJobClassAdUpdate(): the final update' },
                STARTER_GONE: {
                  description: 'Resource::starterExited()',
                  actions: [{ type: 'send', params: { to: 'slot', message: { type: 'STARTER_EXITED' } } }],
                },
                IDLE: { target: 'idle', description: 'Claim::starterExited()' },
              },
              states: {
                running: {
                  description: 'CLAIM_RUNNING',
                  on: {
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
                  description: 'Its job may finish',
                  on: {
                    EVAL_POLICY: {
                      guard: 'waitsNot',
                      description: 'ResState::eval_policy(): the better match is gone, or draining was cancelled',
                      actions: [{ type: 'send', params: { to: 'slot', message: { type: 'PREEMPTING_CLAIM_GONE' } } }],
                    },
                  },
                },
              },
            },
            cleaning: {
              description: 'The starter has sent its final update, and is to be reaped',
              initial: 'toGoOn',
              on: {
                IDLE: { target: 'idle', description: 'Claim::starterExited()' },
                END_CLAIM: {
                  target: '.toEnd',
                  description: 'Released, disowned, expired or deactivated while the starter cleans up',
                },
                STARTER_GONE: [
                  {
                    guard: 'isToEnd',
                    description: 'Resource::starterExited(): the claim ended meanwhile, or a better match came',
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
              states: {
                toGoOn: {},
                toEnd: { description: 'r_cleaning_preempt_pending' },
              },
            },
          },
        },
        ending: {
          description: 'The slot is Preempting',
          initial: 'vacating',
          on: {
            STARTER_GONE: [
              {
                guard: 'waits',
                target: 'claimed',
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
          states: {
            vacating: {
              description: 'CLAIM_VACATING',
              on: {
                KILL: {
                  target: 'killing',
                  description: 'Claim::starterKillHard()',
                  actions: [{ type: 'send', params: { to: 'starter', message: { type: 'KILL' } } }],
                },
              },
            },
            killing: { description: 'CLAIM_KILLING' },
          },
        },
      },
    },
    next: {
      description: 'r_pre: a better match that waits',
      initial: 'none',
      on: { STARTD_DIES: { target: '.none', description: 'It was in the memory of the startd' } },
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
              description: 'command.cpp, command_release_claim() → Resource::removeClaim()',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State change: received RELEASE_CLAIM command from preempting claim' },
                },
              ],
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
