import { and, enqueueActions, not, or, raise, setup, stateIn } from 'xstate';
import type { Dprintf } from '../vocabulary.ts';
import type { SlotEvent } from './slot-events.ts';

/** The lines that a slot prints in several places, and what in them differs. */
type Lines = Record<'logCommand' | 'logRank' | 'logMatch' | 'logFinalUpdate' | 'logBackfillExit', undefined> &
  Record<
    'logClaimWaits' | 'logClaimRefused' | 'logNoClaim' | 'logClaimingFailed' | 'logClaimTakenBack' | 'logSignalFailed',
    undefined
  > &
  Record<'logBackfillRefused', undefined> &
  Record<'logStarterExit' | 'logDrain', { readonly from: string }> &
  Record<'logReverting', { readonly to: string }>;

/** What a slot does besides changing its state: the lines that it logs, what it tells its claim, and what its transitions ask. */
const slotSetup = setup({
  types: {} as { events: SlotEvent },
  actions: {
    dprintf: (_, _params: Dprintf) => {},
    /** What happens to the claim; nothing in a slot by itself. */
    tellClaim: enqueueActions((_, _params: { type: string }) => {}),
    /** Resource::retire_claim(): its job may finish first. */
    retireClaim: raise({ type: 'RETIRE_CLAIM' }),
    /** Resource::release_claim(): its starter is asked to end. */
    evictClaim: raise({ type: 'EVICT_CLAIM' }),
    /** Resource::kill_claim() */
    killClaim: raise({ type: 'KILL_CLAIM' }),
  },
  guards: {
    noVacate: ({ event }) => 'noVacate' in event && event.noVacate === true,
    isClaimed: stateIn('claimed'),
    /** Draining, CLAIM_WORKLIFE, or a better match; a claim that retires is closing as it is. */
    isClosing: ({ event }) => event.type === 'DEACTIVATE_CLAIM' && event.closing === true,
    isRetiring: stateIn({ claimed: 'retiring' }),
    closesClaim: and(['isClaimed', or(['isClosing', 'isRetiring'])]),
    mayRetire: not(stateIn({ claimed: 'cleaning' })),
    hasNoJob: stateIn({ claimed: 'idle' }),
    retiresWithoutVacate: and(['mayRetire', not('hasNoJob'), 'noVacate']),
    holdsClaim: or([stateIn('claimed'), stateIn('preempting')]),
    isClaimedOrMatched: or([stateIn('claimed'), stateIn('matched')]),
    hasSomebody: or([stateIn('claimed'), stateIn('matched'), stateIn('backfill')]),
    hasSomebodyStill: or([stateIn('claimed'), stateIn('matched'), stateIn('backfill'), stateIn('preempting')]),
  },
}).extend<Lines>({
  actions: {
    logCommand: enqueueActions(({ enqueue, event }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: received ${event.type} command` } });
    }),
    logRank: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: Rank of this claim is: {rank}' } });
    }),
    logMatch: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: match notification protocol successful' } });
    }),
    logFinalUpdate: enqueueActions(({ enqueue }) => {
      const text = '{slot}: Received final job ClassAd update from starter. {unread} unread bytes';
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logStarterExit: enqueueActions(({ enqueue }, { from }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: starter exited : {source} ${from}` } });
    }),
    logBackfillExit: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: starter exited : {source}' } });
    }),
    logDrain: enqueueActions(({ enqueue }, { from }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: entering Drained state (from ${from}).` } });
    }),
    logClaimWaits: enqueueActions(({ enqueue }) => {
      const text = '{slot}: State change: preempting claim exists - START is true or undefined';
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logClaimRefused: enqueueActions(({ enqueue }) => {
      const text = '{slot}: State change: preempting claim refused - START is false';
      enqueue({ type: 'dprintf', params: { text } });
    }),
    logClaimingFailed: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: claiming protocol failed' } });
    }),
    logSignalFailed: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: Error sending signals to starter' } });
    }),
    /** What eval_policy() says of the claim that has just been accepted. */
    logReverting: enqueueActions(({ enqueue }, { to }) => {
      enqueue({ type: 'dprintf', params: { text: `{slot}: State change: {cause} reverting to ${to}` } });
    }),
    logClaimTakenBack: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: claiming protocol failed' } });
      enqueue({ type: 'tellClaim', params: { type: 'REFUSE' } });
    }),
    logBackfillRefused: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: Claiming protocol failed' } });
      enqueue({ type: 'tellClaim', params: { type: 'REFUSE' } });
    }),
    logNoClaim: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'dprintf', params: { text: '{slot}: State change: No preempting claim, returning to owner' } });
    }),
  },
});

/**
 * A slot's states and activities as a real startd of 25.14 takes them (ResState.cpp, Resource.cpp). A transition that
 * the administrators' manual has bears its number there; the others say that they are undocumented, and where they are.
 *
 * Number 29 of the manual's list is not here, because the slot leaves Backfill/Killing for where it is going. 34 is not as the manual has it: when
 * draining is over, Drained/Retiring is left with its activity (Owner/Retiring). Neither has ever been seen.
 */
export const slotMachine = slotSetup.createMachine({
  id: 'slot',
  description: "A slot's state and activity (ResState.cpp)",
  initial: 'owner',
  on: {
    REQUEST_CLAIM: {
      description: 'command.cpp, request_claim(): in no state to be claimed',
      actions: [{ type: 'tellClaim', params: { type: 'REFUSE' } }],
    },
    CLAIMING_FAILED: {
      description: 'command.cpp, request_claim(): the claim is refused',
      actions: [{ type: 'tellClaim', params: { type: 'REFUSE' } }],
    },
    ACTIVATE_CLAIM: {
      description: 'command.cpp, activate_claim(): not Claimed/Idle',
      actions: [{ type: 'tellClaim', params: { type: 'REFUSE_ACTIVATION' } }],
    },
    DEACTIVATE_CLAIM: [
      {
        guard: 'closesClaim',
        description: 'command.cpp, deactivate_claim(): "we told the submit-side this claim is closing"',
        actions: [
          { type: 'tellClaim', params: { type: 'CLAIM_CLOSING' } },
          { type: 'dprintf', params: { text: '{slot}: Called deactivate_claim()' } },
          { type: 'tellClaim', params: { type: 'DEACTIVATE' } },
          { type: 'tellClaim', params: { type: 'SCHEDD_CLOSED_CLAIM' } },
          'evictClaim',
        ],
      },
      {
        guard: 'isClaimed',
        description: 'command.cpp, deactivate_claim(): the job ends, the claim stays',
        actions: [
          { type: 'dprintf', params: { text: '{slot}: Called deactivate_claim()' } },
          { type: 'tellClaim', params: { type: 'DEACTIVATE' } },
        ],
      },
      { description: 'Resource::log_ignore(): the slot is not Claimed' },
    ],
    RELEASE_CLAIM: [
      {
        guard: 'isClaimedOrMatched',
        description: 'command.cpp, command_release_claim()',
        actions: ['logCommand', { type: 'tellClaim', params: { type: 'SCHEDD_CLOSED_CLAIM' } }, 'killClaim'],
      },
      { description: 'Resource::log_ignore(): it is ending as it is' },
    ],
    DISOWNED: {
      guard: 'holdsClaim',
      description: 'Claim::sendAliveResponseHandler() → finishKillClaim(): the schedd answered -1 (#2563)',
      actions: [
        {
          type: 'dprintf',
          params: { text: '{slot}: State change: claim no longer recognized by the schedd - removing claim' },
        },
        'killClaim',
      ],
    },
    LEASE_EXPIRED: {
      guard: 'holdsClaim',
      description: 'Claim::leaseExpired() → finishKillClaim(): nothing was heard for a whole lease',
      actions: [
        {
          type: 'dprintf',
          params: { text: '{slot}: State change: claim lease expired (condor_schedd gone?), evicting claim' },
        },
        'killClaim',
      ],
    },
    VACATE_CLAIM: {
      guard: 'hasSomebody',
      description: 'command.cpp, command_name_handler(): condor_vacate',
      actions: ['logCommand', 'retireClaim'],
    },
    VACATE_CLAIM_FAST: {
      guard: 'hasSomebodyStill',
      description: 'command.cpp, command_name_handler(): condor_vacate -fast',
      actions: ['logCommand', 'killClaim'],
    },
    VACATE_ALL_CLAIMS: {
      description: 'command.cpp, command_vacate_all(): condor_vacate of a machine',
      actions: [
        { type: 'dprintf', params: { text: 'State change: received VACATE_ALL_CLAIMS command' } },
        'retireClaim',
      ],
    },
    VACATE_ALL_FAST: {
      description: 'command.cpp, command_vacate_all(): condor_vacate -fast of a machine',
      actions: [{ type: 'dprintf', params: { text: 'State change: received VACATE_ALL_FAST command' } }, 'killClaim'],
    },
    DRAIN_GRACEFULLY: {
      description: 'ResMgr::startDraining() → releaseAllClaimsReversibly()',
      actions: [{ type: 'dprintf', params: { text: 'Initiating graceful draining.' } }, 'retireClaim'],
    },
    DRAIN_QUICKLY: {
      description: 'ResMgr::startDraining() → releaseAllClaims(): no retirement time',
      actions: [{ type: 'dprintf', params: { text: 'Initiating quick draining.' } }, 'evictClaim'],
    },
    DRAIN_FAST: {
      description: 'ResMgr::startDraining() → killAllClaims(): no vacate time either',
      actions: [{ type: 'dprintf', params: { text: 'Initiating fast draining.' } }, 'killClaim'],
    },
    SHUT_DOWN_GRACEFULLY: {
      description: 'main_shutdown_graceful(): condor_off → Resource::shutdownAllClaims()',
      actions: [{ type: 'dprintf', params: { text: 'Got SIGTERM. Performing graceful shutdown.' } }, 'retireClaim'],
    },
    SHUT_DOWN_FAST: {
      description: 'main_shutdown_fast(): condor_off -fast → Resource::shutdownAllClaims()',
      actions: [{ type: 'dprintf', params: { text: 'Got SIGQUIT.  Performing fast shutdown.' } }, 'killClaim'],
    },
    STARTD_DIES: { target: '.gone', description: 'The process is gone; the slots of the next one are new' },
  },
  states: {
    gone: { description: 'There is no startd any more' },
    owner: {
      id: 'owner',
      description: 'Its owner has the machine, or the slot is new',
      initial: 'idle',
      on: {
        CLAIMING_FAILED: {
          description: 'command.cpp, abort_claim(): no state change or other logic required',
          actions: [{ type: 'tellClaim', params: { type: 'REFUSE' } }],
        },
      },
      states: {
        idle: {
          on: {
            IS_OWNER_FALSE: {
              target: '#unclaimed.idle',
              description: '1. ResState::eval_policy(), or at once in enter_action()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is false.' } }],
            },
            DRAIN: {
              target: '#drained.retiring',
              description: '36. ResState::eval_policy(): draining begins',
              actions: [{ type: 'logDrain', params: { from: 'owner' } }],
            },
            MATCH_NOTIFIED: {
              target: '#matched.idle',
              description: 'Undocumented: command.cpp, match_info(): a match while in Owner',
              actions: 'logMatch',
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: 'Undocumented: command.cpp, accept_request_claim(): every dynamic slot is born so',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              description: 'Undocumented: ResState.cpp, change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Owner/Idle' } }, 'logClaimTakenBack'],
            },
          },
        },
        benchmarking: {
          on: {
            BENCHMARKS_DONE: {
              target: 'idle',
              description: 'Undocumented: ResState.cpp: the activity was not reset on leaving Unclaimed',
            },
            IS_OWNER_FALSE: {
              target: '#unclaimed.benchmarking',
              description: 'Undocumented: ResState.cpp, eval_policy(): the activity is not reset',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is false.' } }],
            },
            DRAIN: {
              target: '#drained.retiring',
              description: 'Undocumented: ResState.cpp, eval_policy(), as from Owner/Idle',
              actions: [{ type: 'logDrain', params: { from: 'owner' } }],
            },
            MATCH_NOTIFIED: {
              target: '#matched.idle',
              description: 'Undocumented: command.cpp, match_info(), as from Owner/Idle',
              actions: 'logMatch',
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: 'Undocumented: command.cpp, accept_request_claim(), as from Owner/Idle',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: 'Undocumented: ResState.cpp, change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Owner/Benchmarking' } }, 'logClaimTakenBack'],
            },
          },
        },
        retiring: {
          on: {
            IS_OWNER_FALSE: {
              target: '#unclaimed.idle',
              description: 'Undocumented: ResState.cpp, enter_action(): draining was cancelled early',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is false.' } }],
            },
            IS_OWNER_FALSE_LATER: {
              target: '#unclaimed.retiring',
              description: 'Undocumented: ResState.cpp, eval_policy(): the owner was there when draining was cancelled',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is false.' } }],
            },
            DRAIN: {
              target: '#drained.retiring',
              description: 'Undocumented: ResState.cpp, eval_policy(), as from Owner/Idle',
              actions: [{ type: 'logDrain', params: { from: 'owner' } }],
            },
            MATCH_NOTIFIED: {
              target: '#matched.idle',
              description: 'Undocumented: command.cpp, match_info(), as from Owner/Idle',
              actions: 'logMatch',
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: 'Undocumented: command.cpp, accept_request_claim(), as from Owner/Idle',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: 'Undocumented: ResState.cpp, change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Owner/Retiring' } }, 'logClaimTakenBack'],
            },
          },
        },
      },
    },
    unclaimed: {
      id: 'unclaimed',
      description: 'Free, and willing',
      initial: 'idle',
      states: {
        retiring: {
          on: {
            CLAIMING_FAILED: {
              target: '#owner.idle',
              description: 'Undocumented: command.cpp, abort_claim(), accept_request_claim(): as from Matched/Idle',
              actions: ['logClaimingFailed', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            IS_OWNER_TRUE: {
              target: '#owner.retiring',
              description: 'Undocumented: ResState.cpp: the activity is not reset',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is TRUE.' } }],
            },
            RUN_BENCHMARKS: {
              target: 'benchmarking',
              description: 'Undocumented: ResAttributes.cpp, as from Unclaimed/Idle',
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: 'Undocumented: command.cpp, accept_request_claim(), as from Unclaimed/Idle',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: 'Undocumented: ResState.cpp, change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Unclaimed/Retiring' } }, 'logClaimTakenBack'],
            },
            MATCH_NOTIFIED: {
              target: '#matched.idle',
              description: 'Undocumented: command.cpp, match_info(), as from Unclaimed/Idle',
              actions: 'logMatch',
            },
            START_BACKFILL: {
              target: '#backfill.idle',
              description: 'Undocumented: ResState.cpp, eval_policy(), as from Unclaimed/Idle',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: START_BACKFILL is TRUE.' } }],
            },
            DRAIN: {
              target: '#drained.retiring',
              description: 'Undocumented: ResState.cpp, eval_policy(), as from Unclaimed/Idle',
              actions: [{ type: 'logDrain', params: { from: 'unclaimed' } }],
            },
          },
        },
        idle: {
          on: {
            CLAIMING_FAILED: {
              target: '#owner.idle',
              description: '2. command.cpp, abort_claim(), accept_request_claim(): the claim is refused',
              actions: ['logClaimingFailed', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            IS_OWNER_TRUE: {
              target: '#owner.idle',
              description: '2. ResState::eval_policy()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is TRUE.' } }],
            },
            RUN_BENCHMARKS: {
              target: 'benchmarking',
              description: '3. ResState::eval_policy(): RunBenchmarks is TRUE',
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: '5. command.cpp, accept_request_claim(): before the match notification',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: '2. ResState::change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Unclaimed/Idle' } }, 'logClaimTakenBack'],
            },
            MATCH_NOTIFIED: {
              target: '#matched.idle',
              description: '6. command.cpp, match_info()',
              actions: 'logMatch',
            },
            START_BACKFILL: {
              target: '#backfill.idle',
              description: '7. ResState::eval_policy()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: START_BACKFILL is TRUE.' } }],
            },
            DRAIN: {
              target: '#drained.retiring',
              description: '37. ResState::eval_policy(): draining begins',
              actions: [{ type: 'logDrain', params: { from: 'unclaimed' } }],
            },
          },
        },
        benchmarking: {
          on: {
            CLAIMING_FAILED: {
              target: '#owner.idle',
              description: 'Undocumented: command.cpp, abort_claim(), accept_request_claim(): as from Matched/Idle',
              actions: ['logClaimingFailed', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            BENCHMARKS_DONE: { target: 'idle', description: '4. The benchmarks are complete' },
            IS_OWNER_TRUE: {
              target: '#owner.benchmarking',
              description: 'Undocumented: ResState.cpp: the activity is not reset',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is TRUE.' } }],
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: 'Undocumented: command.cpp, accept_request_claim(), as from Unclaimed/Idle',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: 'Undocumented: ResState.cpp, change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: [
                'logRank',
                { type: 'logReverting', params: { to: 'Unclaimed/Benchmarking' } },
                'logClaimTakenBack',
              ],
            },
            MATCH_NOTIFIED: {
              target: '#matched.idle',
              description: 'Undocumented: command.cpp, match_info(), as from Unclaimed/Idle',
              actions: 'logMatch',
            },
            START_BACKFILL: {
              target: '#backfill.idle',
              description: 'Undocumented: ResState.cpp, eval_policy(), as from Unclaimed/Idle',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: START_BACKFILL is TRUE.' } }],
            },
            DRAIN: {
              target: '#drained.retiring',
              description: 'Undocumented: ResState.cpp, eval_policy(), as from Unclaimed/Idle',
              actions: [{ type: 'logDrain', params: { from: 'unclaimed' } }],
            },
          },
        },
      },
    },
    backfill: {
      id: 'backfill',
      description: 'Nobody wants it: the backfill client may run',
      initial: 'idle',
      on: {
        EVICT_CLAIM: { description: 'Resource::release_claim(): as retire_claim()', actions: 'retireClaim' },
        KILL_CLAIM: { description: 'Resource::kill_claim(): as retire_claim()', actions: 'retireClaim' },
      },
      states: {
        idle: {
          on: {
            SPAWN_BACKFILL: { target: 'busy', description: '26. Resource::start_backfill()' },
            EVICT_BACKFILL: {
              target: '#owner.idle',
              description: '30. ResState::eval_policy()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: EVICT_BACKFILL is TRUE.' } }],
            },
            RETIRE_CLAIM: { target: '#owner.idle', description: '30. ResState::set_destination(): vacate or shutdown' },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: '31. ResState::set_destination(): before the match notification',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: '30. ResState::change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Backfill/Idle' } }, 'logBackfillRefused'],
            },
            MATCH_NOTIFIED: {
              target: '#matched.idle',
              description: '32. ResState::set_destination()',
              actions: 'logMatch',
            },
          },
        },
        busy: {
          on: {
            BACKFILL_EXITED: {
              target: 'idle',
              description: '27. ResState::starterExited()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: Backfill starter exited' } }],
            },
            EVICT_BACKFILL: {
              target: 'killing',
              description: '28. ResState::eval_policy()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: EVICT_BACKFILL is TRUE.' } }],
            },
            MATCH_NOTIFIED: {
              target: 'killing',
              description: '28. ResState::set_destination()',
              actions: 'logMatch',
            },
            REQUEST_CLAIM: {
              target: 'killing',
              description: '28. ResState::set_destination()',
              actions: 'logRank',
            },
            RETIRE_CLAIM: { target: 'killing', description: '28. ResState::set_destination(): vacate or shutdown' },
          },
        },
        killing: {
          on: {
            REQUEST_CLAIM: {},
            BACKFILL_GONE_OWNER: {
              target: '#owner.idle',
              description: 'Undocumented: ResState.cpp, starterExited(): the destination is set; so 29 never happens',
              actions: ['logBackfillExit', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            BACKFILL_GONE_CLAIMED: {
              target: '#claimed.idle',
              description: 'Undocumented: ResState.cpp, starterExited(): the destination is set',
              actions: 'logBackfillExit',
            },
            BACKFILL_GONE_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: 'Undocumented: ResState.cpp, change(): revert(); starterExited(): the claim is not accepted',
              actions: [
                'logBackfillExit',
                { type: 'logReverting', params: { to: 'Backfill/Killing' } },
                'logBackfillRefused',
              ],
            },
            BACKFILL_GONE_MATCHED: {
              target: '#matched.idle',
              description: 'Undocumented: ResState.cpp, starterExited(): the destination is set',
              actions: ['logBackfillExit', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
          },
        },
      },
    },
    matched: {
      id: 'matched',
      description: 'The negotiator has said who will claim it',
      initial: 'idle',
      on: {
        EVICT_CLAIM: { description: 'Resource::release_claim(): as retire_claim()', actions: 'retireClaim' },
        KILL_CLAIM: { description: 'Resource::kill_claim(): as retire_claim()', actions: 'retireClaim' },
      },
      states: {
        idle: {
          on: {
            MATCH_TIMED_OUT: {
              target: '#owner.idle',
              description: '8. Claim::matchTimeout()',
              actions: [
                { type: 'dprintf', params: { text: '{slot}: State change: match timed out' } },
                { type: 'tellClaim', params: { type: 'REPLACE' } },
              ],
            },
            CLAIMING_FAILED: {
              target: '#owner.idle',
              description: '8. command.cpp, request_claim(): the claim is refused',
              actions: ['logClaimingFailed', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            RETIRE_CLAIM: {
              target: '#owner.idle',
              description: '8. Resource::retire_claim(): condor_vacate, or condor_off',
              actions: [{ type: 'tellClaim', params: { type: 'REPLACE' } }],
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: '9. command.cpp, accept_request_claim(): the schedd claims in time',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: '8. ResState::change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Matched/Idle' } }, 'logClaimTakenBack'],
            },
          },
        },
      },
    },
    claimed: {
      id: 'claimed',
      description: 'A schedd has a claim on it',
      initial: 'idle',
      on: {
        RETIREMENT_EXPIRED: [
          {
            guard: 'retiresWithoutVacate',
            description:
              'ResState::eval_policy(): its retirement time is over, PREEMPT is TRUE and WANT_VACATE is FALSE',
            actions: [
              { type: 'dprintf', params: { text: '{slot}: State change: claim retirement ended/expired.' } },
              'killClaim',
            ],
          },
          {
            guard: 'mayRetire',
            description: 'ResState::eval_policy(): the claim is being preempted, and its retirement time is over',
            actions: [
              { type: 'dprintf', params: { text: '{slot}: State change: claim retirement ended/expired.' } },
              'evictClaim',
            ],
          },
        ],
      },
      states: {
        idle: {
          entry: { type: 'tellClaim', params: { type: 'IDLE' } },
          on: {
            CLAIM_REPLY_FAILED: {
              target: '#owner.idle',
              description:
                'Undocumented: command.cpp, accept_request_claim(): the schedd cannot be told that it has the claim',
              actions: ['logClaimingFailed', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            ACTIVATE_CLAIM: {
              target: 'busy',
              description: '11. command.cpp, activate_claim(): a starter runs',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State change: claim-activation protocol successful, Starter {starter}' },
                },
              ],
            },
            PREEMPT_IDLE_CLAIM: {
              target: '#preempting.vacating',
              description: '10. ResState::eval_policy(): a better match',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: preempting idle claim.' } }],
            },
            START_FALSE: {
              target: '#preempting.vacating',
              description: '10. ResState::eval_policy()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: IS_OWNER is true.' } }],
            },
            WORKLIFE_EXPIRED: {
              target: '#preempting.vacating',
              description: '10. ResState::eval_policy(): CLAIM_WORKLIFE is over',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State change: idle claim shutting down due to CLAIM_WORKLIFE.' },
                },
              ],
            },
            DRAIN_IDLE_CLAIM: {
              target: '#preempting.vacating',
              description: '10. ResState::eval_policy(): the slot is being drained',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State change: idle claim shutting down due to draining of this slot.' },
                },
              ],
            },
            RETIRE_CLAIM: {
              target: 'retiring',
              description: 'Undocumented: Resource.cpp, retire_claim(): at once on to Preempting/Vacating',
            },
            SUSPEND_CLAIM: {
              target: 'suspended',
              description: 'Undocumented: Resource.cpp, suspend_claim(): no check that a starter runs',
              actions: 'logCommand',
            },
            KILL_CLAIM: { target: '#preempting.killing', description: '10. Resource::kill_claim()' },
            EVICT_CLAIM: {
              target: '#preempting.vacating',
              description: '10. Resource::release_claim(), or preempted before there was anything to retire',
            },
          },
        },
        busy: {
          entry: { type: 'tellClaim', params: { type: 'RUN' } },
          on: {
            STARTER_EXITED: {
              target: 'idle',
              description: '12. Resource::starterExited(): directly only when the starter was killed',
              actions: [{ type: 'logStarterExit', params: { from: 'Claimed/Busy' } }],
            },
            FINAL_UPDATE: {
              target: 'cleaning',
              description: 'Undocumented: claim.cpp: the final update of the starter',
              actions: 'logFinalUpdate',
            },
            PREEMPT: {
              target: 'retiring',
              description: '13. ResState::eval_policy(), Resource::retire_claim()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: PREEMPT is TRUE.' } }],
            },
            PREEMPTING_CLAIM: {
              target: 'retiring',
              description: '13. ResState::eval_policy(): a better match',
              actions: [
                { type: 'dprintf', params: { text: '{slot}: State change: retiring due to preempting claim.' } },
              ],
            },
            RETIRE_CLAIM: {
              target: 'retiring',
              description: '13. Resource::retire_claim(): condor_vacate, condor_off or graceful draining',
            },
            SUSPEND: {
              target: 'suspended',
              description: '14. ResState::eval_policy(): WANT_SUSPEND and SUSPEND are TRUE',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: SUSPEND is TRUE.' } }],
            },
            SUSPEND_CLAIM: {
              target: 'suspended',
              description: '14. Resource::suspend_claim()',
              actions: 'logCommand',
            },
            COD_STARTS: {
              target: 'suspended',
              description: '14. Resource::suspendForCOD()',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State change: Suspending because a COD job is now running' },
                },
              ],
            },
            KILL_CLAIM: {
              target: '#preempting.killing',
              description: 'Undocumented: Resource.cpp, kill_claim(): also when a partitionable slot is preempted',
            },
            EVICT_CLAIM: {
              target: '#preempting.vacating',
              description:
                'Undocumented: ResState.cpp, eval_policy(): preempted with no retirement time left; Resource::release_claim()',
            },
          },
        },
        suspended: {
          entry: { type: 'tellClaim', params: { type: 'SUSPEND' } },
          on: {
            CONTINUE: {
              target: 'busy',
              description: '15. ResState::eval_policy(): the claim is not being preempted',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: CONTINUE is TRUE.' } }],
            },
            CONTINUE_CLAIM: {
              target: 'busy',
              description: '15. Resource::continue_claim()',
              actions: 'logCommand',
            },
            COD_ENDS: {
              target: 'busy',
              description: '15. Resource::resumeForCOD()',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State Change: No running COD job, resuming opportunistic claim' },
                },
              ],
            },
            SIGNAL_FAILED: [
              {
                guard: 'noVacate',
                target: '#preempting.killing',
                description:
                  '17. ResState::leave_action(), enter_action(): the starter cannot be told; WANT_VACATE is FALSE',
                actions: 'logSignalFailed',
              },
              {
                target: '#preempting.vacating',
                description: '17. ResState::leave_action(), enter_action(): the starter cannot be told',
                actions: 'logSignalFailed',
              },
            ],
            CONTINUE_RETIRING: {
              target: 'retiring',
              description: '16. ResState::eval_policy(): the claim is being preempted',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: CONTINUE is TRUE.' } }],
            },
            PREEMPT: {
              target: 'retiring',
              description: '16. ResState::eval_policy(), Resource::retire_claim()',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: PREEMPT is TRUE.' } }],
            },
            RETIRE_CLAIM: {
              target: 'retiring',
              description: '16. Resource::retire_claim(): condor_vacate, condor_off or graceful draining',
            },
            STARTER_EXITED: {
              target: 'idle',
              description: 'Undocumented: Resource.cpp, starterExited(): the starter died while suspended',
              actions: [{ type: 'logStarterExit', params: { from: 'Claimed/Suspended' } }],
            },
            FINAL_UPDATE: {
              target: 'cleaning',
              description: 'Undocumented: claim.cpp: the final update of the starter',
              actions: 'logFinalUpdate',
            },
            KILL_CLAIM: { target: '#preempting.killing', description: '17. Resource::kill_claim()' },
            EVICT_CLAIM: {
              target: '#preempting.vacating',
              description:
                '17. ResState::eval_policy(): retirement runs out while suspended; Resource::release_claim()',
            },
          },
        },
        retiring: {
          entry: { type: 'tellClaim', params: { type: 'RETIRE' } },
          on: {
            NOTHING_TO_RETIRE: {
              target: '#preempting.vacating',
              description: '18. ResState::enter_action(): no starter runs',
            },
            STARTER_EXITED: {
              target: '#preempting.vacating',
              description: '18. Resource::starterExited(): directly only when the starter dies',
              actions: [{ type: 'logStarterExit', params: { from: 'Claimed/Retiring' } }],
            },
            PREEMPTING_CLAIM_GONE: {
              target: 'busy',
              description: '19. ResState::eval_policy(): the preempting claim went away, or draining was cancelled',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State change: unretiring because no preempting claim exists.' },
                },
              ],
            },
            SUSPEND: {
              target: 'suspended',
              description: '20. ResState::eval_policy(): WANT_SUSPEND and SUSPEND are TRUE',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: SUSPEND is TRUE.' } }],
            },
            SUSPEND_CLAIM: {
              target: 'suspended',
              description: '20. Resource::suspend_claim()',
              actions: 'logCommand',
            },
            COD_STARTS: {
              target: 'suspended',
              description: '20. Resource::suspendForCOD()',
              actions: [
                {
                  type: 'dprintf',
                  params: { text: '{slot}: State change: Suspending because a COD job is now running' },
                },
              ],
            },
            FINAL_UPDATE: {
              target: 'cleaning',
              description: 'Undocumented: claim.cpp: the final update of the starter',
              actions: 'logFinalUpdate',
            },
            KILL_CLAIM: { target: '#preempting.killing', description: '18. Resource::kill_claim()' },
            EVICT_CLAIM: {
              target: '#preempting.vacating',
              description: '18. ResState::eval_policy(): MaxJobRetirementTime is over; Resource::release_claim()',
            },
          },
        },
        cleaning: {
          entry: { type: 'tellClaim', params: { type: 'CLEAN' } },
          on: {
            STARTER_EXITED: {
              target: 'idle',
              description: 'Undocumented: Resource.cpp, starterExited(): the starter is reaped',
              actions: [{ type: 'logStarterExit', params: { from: 'Claimed/Cleaning' } }],
            },
            STARTER_EXITED_CLAIM_ENDING: {
              target: '#preempting.vacating',
              description:
                'Undocumented: Resource.cpp, starterExited(): a release, a kill or a preempting claim came meanwhile',
              actions: [{ type: 'logStarterExit', params: { from: 'Claimed/Cleaning' } }],
            },
            SUSPEND_CLEANING_CLAIM: {
              target: 'suspended',
              description: 'Undocumented: Resource.cpp, suspend_claim(): no check of the activity',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: received SUSPEND_CLAIM command' } }],
            },
            EVICT_CLAIM: {
              description: 'Resource::release_claim(): r_cleaning_preempt_pending',
              actions: [{ type: 'tellClaim', params: { type: 'END_CLAIM' } }],
            },
            KILL_CLAIM: {
              description: 'Resource::kill_claim(): r_cleaning_preempt_pending',
              actions: [{ type: 'tellClaim', params: { type: 'END_CLAIM' } }],
            },
          },
        },
      },
    },
    preempting: {
      id: 'preempting',
      description: 'The claim is ending; a starter may still run',
      initial: 'vacating',
      on: {
        STARTER_GONE_CLAIM_REFUSED: {
          target: '#owner.idle',
          description: 'Resource::leave_preempting_state(): a better match waits, and START is FALSE for its job',
          actions: 'logClaimRefused',
        },
      },
      states: {
        vacating: {
          entry: { type: 'tellClaim', params: { type: 'VACATE' } },
          on: {
            KILL: {
              target: 'killing',
              description:
                '21. ResState::eval_policy(); never by MachineMaxVacateTime: the starter escalates by itself',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: KILL is TRUE.' } }],
            },
            KILL_CLAIM: { target: 'killing', description: '21. Resource::kill_claim()' },
            STARTER_GONE_NO_CLAIM: {
              target: '#owner.idle',
              description: '22. Resource::leave_preempting_state()',
              actions: 'logNoClaim',
            },
            STARTER_GONE_CLAIM_WAITS: {
              target: '#claimed.idle',
              description: '23. Resource::leave_preempting_state(): a better match waits',
              actions: 'logClaimWaits',
            },
            STARTER_GONE_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: '22. ResState::change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: [
                'logClaimWaits',
                { type: 'logReverting', params: { to: 'Preempting/Vacating' } },
                'logClaimTakenBack',
              ],
            },
          },
        },
        killing: {
          entry: { type: 'tellClaim', params: { type: 'KILL' } },
          on: {
            STARTER_GONE_CLAIM_WAITS: {
              target: '#claimed.idle',
              description: '24. Resource::leave_preempting_state(): a better match waits',
              actions: 'logClaimWaits',
            },
            STARTER_GONE_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: '25. ResState::change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: [
                'logClaimWaits',
                { type: 'logReverting', params: { to: 'Preempting/Killing' } },
                'logClaimTakenBack',
              ],
            },
            STARTER_GONE_NO_CLAIM: {
              target: '#owner.idle',
              description: '25. Resource::leave_preempting_state()',
              actions: 'logNoClaim',
            },
          },
        },
      },
    },
    drained: {
      id: 'drained',
      description: 'The machine is being drained, or has been',
      initial: 'retiring',
      states: {
        retiring: {
          on: {
            CLAIMING_FAILED: {
              target: '#owner.idle',
              description: '34. command.cpp, abort_claim(): a claim that is refused; never because draining is over',
              actions: ['logClaimingFailed', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            DRAINING_COMPLETE: {
              target: 'idle',
              description: '33. ResState::eval_policy(): all slots have been drained',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: draining is complete.' } }],
            },
            DRAINING_OVER: {
              target: '#owner.retiring',
              description:
                'Undocumented: ResState.cpp, eval_policy(): cancelled early; 34 as the manual has it never happens',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: slot is no longer draining.' } }],
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: 'Undocumented: command.cpp, accept_request_claim(): condor_drain -start',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: '34. ResState::change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Drained/Retiring' } }, 'logClaimTakenBack'],
            },
          },
        },
        idle: {
          on: {
            CLAIMING_FAILED: {
              target: '#owner.idle',
              description: '35. command.cpp, abort_claim(): a claim that is refused',
              actions: ['logClaimingFailed', { type: 'tellClaim', params: { type: 'REFUSE' } }],
            },
            REQUEST_CLAIM: {
              target: '#claimed.idle',
              description: 'Undocumented: command.cpp, accept_request_claim(): condor_drain -start',
              actions: 'logRank',
            },
            REQUEST_CLAIM_REVERTED: {
              target: '#owner.idle',
              description: '35. ResState::change(): revert(); command.cpp, accept_request_claim(): abort',
              actions: ['logRank', { type: 'logReverting', params: { to: 'Drained/Idle' } }, 'logClaimTakenBack'],
            },
            DRAINING_OVER: {
              target: '#owner.idle',
              description: '35. ResState::eval_policy(): cancelled, or finalised',
              actions: [{ type: 'dprintf', params: { text: '{slot}: State change: slot is no longer draining.' } }],
            },
          },
        },
      },
    },
  },
});
