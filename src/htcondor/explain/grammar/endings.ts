/** How a claim leaves the startd. */
export type Cause = 'unrecognized' | 'lease-expired' | 'released' | 'vacated' | 'preempted' | 'other';

/** What a "State change:" line does to a claim. */
export interface Ending {
  readonly reason: RegExp;
  readonly cause: Cause;
  /** The claim ends with this very line; otherwise the line says why it will, when its state changes. */
  readonly atOnce: boolean;
  readonly by: string;
}

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
    by: 'request_claim (command.cpp), ResState::eval_policy (ResState.cpp)',
  },
  { reason: /^PREEMPT is TRUE/, cause: 'preempted', atOnce: false, by: 'ResState::eval_policy (ResState.cpp)' },
  {
    reason: /^START is false|^IS_OWNER is true|^idle claim shutting down|^resource no longer needed/i,
    cause: 'other',
    atOnce: false,
    by: 'ResState::eval_policy (ResState.cpp), ResMgr (ResMgr.cpp)',
  },
];

/** Takes an announced preemption back (ResState::eval_policy). */
export const UNRETIRED = /^unretiring/;
