import { all, goes, type Pattern, type Property, takes } from '../../src/checker/index.ts';

/** A way out of a claim: what the slot takes, in what it is then, where that leads it, and what it logs. */
interface Way {
  readonly event: string;
  readonly from: string;
  readonly to: string;
  readonly line: string;
  readonly by: string;
}

const way = (event: string, from: string, to: string, line: string, by: string): Way => ({ event, from, to, line, by });

/** Every way out of a claim. */
export const WAYS: readonly Way[] = [
  way(
    'LEASE_EXPIRED',
    'claimed.idle',
    'preempting.killing',
    'State change: claim lease expired (condor_schedd gone?), evicting claim',
    'Claim::leaseExpired()',
  ),
  way(
    'DISOWNED',
    'claimed.idle',
    'preempting.killing',
    'State change: claim no longer recognized by the schedd - removing claim',
    'Claim::sendAliveResponseHandler()',
  ),
  way(
    'RELEASE_CLAIM',
    'claimed.busy',
    'preempting.killing',
    'State change: received RELEASE_CLAIM command',
    'command_release_claim()',
  ),
  way(
    'VACATE_CLAIM',
    'claimed.busy',
    'claimed.retiring',
    'State change: received VACATE_CLAIM command',
    'command_name_handler()',
  ),
  way(
    'VACATE_CLAIM_FAST',
    'claimed.busy',
    'preempting.killing',
    'State change: received VACATE_CLAIM_FAST command',
    'command_name_handler()',
  ),
  way(
    'VACATE_ALL_CLAIMS',
    'claimed.busy',
    'claimed.retiring',
    'State change: received VACATE_ALL_CLAIMS command',
    'command_vacate_all()',
  ),
  way(
    'VACATE_ALL_FAST',
    'claimed.busy',
    'preempting.killing',
    'State change: received VACATE_ALL_FAST command',
    'command_vacate_all()',
  ),
  way('DEACTIVATE_CLAIM', 'claimed.busy', 'preempting.vacating', 'Called deactivate_claim()', 'deactivate_claim()'),
  way('DEACTIVATE_CLAIM', 'claimed.retiring', 'preempting.vacating', 'Called deactivate_claim()', 'deactivate_claim()'),
  way('PREEMPT', 'claimed.busy', 'claimed.retiring', 'State change: PREEMPT is TRUE.', 'ResState::eval_policy()'),
  way('KILL', 'preempting.vacating', 'preempting.killing', 'State change: KILL is TRUE.', 'ResState::eval_policy()'),
  way(
    'RETIREMENT_EXPIRED',
    'claimed.retiring',
    'preempting.vacating',
    'State change: claim retirement ended/expired.',
    'ResState::eval_policy()',
  ),
  way(
    'WORKLIFE_EXPIRED',
    'claimed.idle',
    'preempting.vacating',
    'State change: idle claim shutting down due to CLAIM_WORKLIFE.',
    'ResState::eval_policy()',
  ),
  way(
    'START_FALSE',
    'claimed.idle',
    'preempting.vacating',
    'State change: IS_OWNER is true.',
    'ResState::eval_policy()',
  ),
  way(
    'DRAIN_IDLE_CLAIM',
    'claimed.idle',
    'preempting.vacating',
    'State change: idle claim shutting down due to draining of this slot.',
    'ResState::eval_policy()',
  ),
  way(
    'DRAIN_GRACEFULLY',
    'claimed.busy',
    'claimed.retiring',
    'Initiating graceful draining.',
    'ResMgr::startDraining()',
  ),
  way('DRAIN_QUICKLY', 'claimed.busy', 'preempting.vacating', 'Initiating quick draining.', 'ResMgr::startDraining()'),
  way('DRAIN_FAST', 'claimed.busy', 'preempting.killing', 'Initiating fast draining.', 'ResMgr::startDraining()'),
  way(
    'PREEMPT_IDLE_CLAIM',
    'claimed.idle',
    'preempting.vacating',
    'State change: preempting idle claim.',
    'ResState::eval_policy()',
  ),
  way(
    'PREEMPTING_CLAIM',
    'claimed.busy',
    'claimed.retiring',
    'State change: retiring due to preempting claim.',
    'ResState::eval_policy()',
  ),
  way('MATCH_TIMED_OUT', 'matched.idle', 'owner.idle', 'State change: match timed out', 'Claim::matchTimeout()'),
  way('CLAIMING_FAILED', 'matched.idle', 'owner.idle', 'State change: claiming protocol failed', 'request_claim()'),
  way(
    'SHUT_DOWN_GRACEFULLY',
    'claimed.busy',
    'claimed.retiring',
    'Got SIGTERM. Performing graceful shutdown.',
    'main_shutdown_graceful()',
  ),
  way(
    'SHUT_DOWN_FAST',
    'claimed.busy',
    'preempting.killing',
    'Got SIGQUIT.  Performing fast shutdown.',
    'main_shutdown_fast()',
  ),
];

/** The line is in the log of the transition, after the slot's name if it has that. */
const writes =
  (line: string): Pattern =>
  ({ prints }) =>
    prints.some((one) => one.endsWith(line));

/** The transition that the slot takes at once, with its log line; a claim without a starter is gone in the same step. */
export const WAYS_OUT: readonly Property[] = WAYS.map(({ event, from, to, line, by }) => ({
  id: idOf(event, from),
  sentence: `A way out of a claim, from ${nameOf(from)} to ${nameOf(to)}: "${line}"`,
  source: by,
  checks: [{ kind: 'sometimes', what: all(takes('slot', event, from), goes('slot', from, to), writes(line)) }],
}));

/** `out-preempt-busy`: the way, and the activity in which it is taken. */
function idOf(event: string, from: string): string {
  return ['out', ...event.toLowerCase().split('_'), ...from.split('.').slice(1)].join('-');
}

/** `Claimed/Busy`, as the StartLog has it. */
function nameOf(path: string): string {
  return path
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('/');
}
