/**
 * What may lead to Preempting without saying how (ResState::_preempting_activity()). With `noVacate` PREEMPT was TRUE and WANT_VACATE
 * is FALSE: then the slot goes to Preempting/Killing, otherwise to Preempting/Vacating. Without a job the slot always goes to
 * Preempting/Vacating: Claim::resetClaim() forgets PREEMPT, and Resource::wants_vacate() takes WANT_VACATE for TRUE.
 */
export const MAY_NOT_VACATE = ['RETIREMENT_EXPIRED', 'SIGNAL_FAILED'] as const;

/** What happens to a slot: a policy expression turns, a command or a peer comes, a starter ends. */
export type SlotEvent =
  | { type: 'IS_OWNER_FALSE' }
  | { type: 'DRAIN' }
  | { type: 'MATCH_NOTIFIED' }
  | { type: 'REQUEST_CLAIM' }
  | { type: 'BENCHMARKS_DONE' }
  | { type: 'IS_OWNER_TRUE' }
  | { type: 'RUN_BENCHMARKS' }
  | { type: 'START_BACKFILL' }
  | { type: 'MATCH_TIMED_OUT' }
  | { type: 'CLAIMING_FAILED' }
  | { type: 'CLAIM_REPLY_FAILED' }
  | { type: 'ACTIVATE_CLAIM' }
  | { type: 'DEACTIVATE_CLAIM'; closing?: true }
  | { type: 'RELEASE_CLAIM' }
  | { type: 'DISOWNED' }
  | { type: 'LEASE_EXPIRED' }
  | { type: 'VACATE_CLAIM' }
  | { type: 'VACATE_CLAIM_FAST' }
  | { type: 'VACATE_ALL_CLAIMS' }
  | { type: 'VACATE_ALL_FAST' }
  | { type: 'DRAIN_GRACEFULLY' }
  | { type: 'DRAIN_QUICKLY' }
  | { type: 'DRAIN_FAST' }
  | { type: 'SHUT_DOWN_GRACEFULLY' }
  | { type: 'SHUT_DOWN_FAST' }
  | { type: 'STARTD_DIES' }
  | { type: 'SUSPEND_CLAIM' }
  | { type: 'SUSPEND_CLEANING_CLAIM' }
  | { type: 'FINAL_UPDATE' }
  | { type: 'PREEMPT' }
  | { type: 'PREEMPTING_CLAIM' }
  | { type: 'SUSPEND' }
  | { type: 'CONTINUE' }
  | { type: 'CONTINUE_CLAIM' }
  | { type: 'CONTINUE_RETIRING' }
  | { type: 'PREEMPTING_CLAIM_GONE' }
  | { type: 'KILL' }
  | { type: 'STARTER_GONE_NO_CLAIM' }
  | { type: 'STARTER_GONE_CLAIM_WAITS' }
  | { type: 'STARTER_GONE_CLAIM_REFUSED' }
  | { type: 'IS_OWNER_FALSE_LATER' }
  | { type: 'COD_STARTS' }
  | { type: 'COD_ENDS' }
  | { type: 'SPAWN_BACKFILL' }
  | { type: 'EVICT_BACKFILL' }
  | { type: 'BACKFILL_EXITED' }
  | { type: 'BACKFILL_GONE_OWNER' }
  | { type: 'BACKFILL_GONE_CLAIMED' }
  | { type: 'BACKFILL_GONE_MATCHED' }
  | { type: 'DRAINING_COMPLETE' }
  | { type: 'DRAINING_OVER' }
  | { type: 'PREEMPT_IDLE_CLAIM' }
  | { type: 'START_FALSE' }
  | { type: 'WORKLIFE_EXPIRED' }
  | { type: 'DRAIN_IDLE_CLAIM' }
  | { type: 'NOTHING_TO_RETIRE' }
  | { type: 'STARTER_EXITED' }
  | { type: 'STARTER_EXITED_CLAIM_ENDING' }
  | { type: (typeof MAY_NOT_VACATE)[number]; noVacate?: true }
  | Reverted
  | Evict;

/**
 * The slot accepts a claim, and eval_policy() would have it leave Claimed at once: change() takes the claim back (ResState::revert()), and
 * accept_request_claim() gives the slot to its owner, all in one call of the handler.
 */
type Reverted = {
  type: 'REQUEST_CLAIM_REVERTED' | 'STARTER_GONE_CLAIM_REVERTED' | 'BACKFILL_GONE_CLAIM_REVERTED';
};

/** The three ways in which a claim is made to end (Resource.cpp); each command, and each event of the claim, takes one. */
type Evict = { type: 'RETIRE_CLAIM' } | { type: 'EVICT_CLAIM' } | { type: 'KILL_CLAIM' };
