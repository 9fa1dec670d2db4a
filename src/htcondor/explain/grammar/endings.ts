/** How a claim leaves the startd; `unknown` where only the schedd's log is there, which does not always know. */
export type Cause = 'unrecognized' | 'lease-expired' | 'released' | 'vacated' | 'preempted' | 'other' | 'unknown';

/** What a "State change:" line does to a claim. */
export interface Ending {
  readonly reason: RegExp;
  readonly cause: Cause;
  /** The claim ends with this very line; otherwise the line says why it will, when its state changes. */
  readonly atOnce: boolean;
  readonly by: string;
}

const EVAL_POLICY = 'ResState::eval_policy (ResState.cpp)';

/** The reasons for which a claim ends, as the startd words them; 2011 and HEAD differ in ends of lines only. */
export const ENDINGS: readonly Ending[] = [
  {
    reason: /^claim no longer recognized by the schedd/,
    cause: 'unrecognized',
    atOnce: true,
    by: 'Claim::sendAliveResponseHandler (claim.cpp)',
  },
  { reason: /^claim lease expired/, cause: 'lease-expired', atOnce: true, by: 'Claim::leaseExpired (claim.cpp)' },
  {
    reason: /^received RELEASE_CLAIM command$/,
    cause: 'released',
    atOnce: true,
    by: 'command_release_claim (command.cpp)',
  },
  {
    reason: /^received VACATE_CLAIM_FAST command/,
    cause: 'vacated',
    atOnce: true,
    by: 'command_name_handler (command.cpp)',
  },
  {
    reason: /^received VACATE_CLAIM command/,
    cause: 'vacated',
    atOnce: false,
    by: 'command_name_handler (command.cpp)',
  },
  {
    reason: /^preempting claim based on |^retiring due to preempting claim|^preempting idle claim/,
    cause: 'preempted',
    atOnce: false,
    by: `request_claim (command.cpp), ${EVAL_POLICY}`,
  },
  { reason: /^PREEMPT is TRUE/, cause: 'preempted', atOnce: false, by: EVAL_POLICY },
  {
    reason:
      /^START is false|^IS_OWNER is true|^idle claim shutting down|^resource no longer needed|^KILL is TRUE|^match timed out|^claiming protocol failed/i,
    cause: 'other',
    atOnce: false,
    by: `${EVAL_POLICY}, ResMgr (ResMgr.cpp), Claim::match_timed_out (claim.cpp)`,
  },
  {
    reason: /^(?:claim )?retirement ended\/expired/,
    cause: 'other',
    atOnce: false,
    by: EVAL_POLICY,
  },
];

/** Takes an announced end back (ResState::eval_policy; HEAD's ResState::eval_policy_update reverts a state that was suggested). */
export const UNRETIRED = /^unretiring| reverting to \w+\/\w+$/;
