import { COMMON, type CommonName } from './cedar.ts';
import { Grammar, type Recogniser } from './recogniser.ts';
import { type ScheddWhyName, scheddWhys } from './schedd-whys.ts';

export type ScheddName =
  | CommonName
  | ScheddWhyName
  | 'command-received'
  | 'payload-ready'
  | 'handler-called'
  | 'other-handler-called'
  | 'handler-returned'
  | 'other-handler-returned'
  | 'unknown-claim'
  | 'unknown-nobody'
  | 'no-data'
  | 'command-failed'
  | 'payload-deadline'
  | 'session-refused'
  | 'claim-requested'
  | 'shadow-started'
  | 'shadow-exited'
  | 'shadow-reports'
  | 'shadow-switches'
  | 'shadow-hung'
  | 'shadow-signalled'
  | 'job-vacated'
  | 'match-relinquished'
  | 'match-switches'
  | 'shadow-exceptions'
  | 'vacate-sent'
  | 'release-sent'
  | 'record-deleted'
  | 'record-rebuilding'
  | 'record-rebuilt';

/**
 * match_rec::description(): `slot1@host <address>#time#n#... for owner`; after a restart without the slot; the claim id only
 * with D_FULLDEBUG, otherwise just the startd's address (match_rec::makeDescription()).
 */
const RECORD = String.raw`(?:(?<slot>[^\s@<]+)@(?<host>\S+) )?(?<startd><[^\s>]*>)(?<claim>#\d+#[^\s,)]*(?![^\s,)]))?`;

const SCHEDD_LINES: readonly Recogniser<ScheddName>[] = [
  ...COMMON,
  {
    name: 'command-received',
    starts: 'Received TCP command 441 (ALIVE) from ',
    rest: /^(?<peer>.*?)(?:, access level|$)/,
    by: 'DaemonCore::HandleReq (daemon_core.cpp), in 2011',
    level: 'D_COMMAND',
  },
  {
    name: 'payload-ready',
    starts: 'Calling Handler <DaemonCore::HandleReqPayloadReady>',
    by: 'DaemonCore::CallSocketHandler_worker (daemon_core.cpp)',
    level: 'D_COMMAND',
  },
  {
    name: 'handler-called',
    starts: 'Calling HandleReq <receive_startd_alive> (',
    rest: /^\d+\)(?: for command 441 \(ALIVE\) from (?<peer>.*))?/,
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
    level: 'D_COMMAND',
  },
  {
    name: 'other-handler-called',
    starts: 'Calling HandleReq <',
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
    level: 'D_COMMAND',
  },
  {
    name: 'handler-returned',
    starts: 'Return from HandleReq <receive_startd_alive>',
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
    level: 'D_COMMAND',
  },
  {
    name: 'other-handler-returned',
    starts: 'Return from HandleReq <',
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
    level: 'D_COMMAND',
  },
  {
    name: 'unknown-nobody',
    starts: 'Received startd keepalive for unknown claimid ',
    rest: /^(?:#|\(null\))/,
    by: 'Scheduler::receive_startd_alive (schedd.cpp)',
    level: 'D_ALWAYS',
    since: [7, 6, 3],
    until: [8, 9, 3],
  },
  {
    name: 'unknown-claim',
    starts: 'Received startd keepalive for unknown claimid ',
    rest: /^(?<claim>\S+)/,
    by: 'Scheduler::receive_startd_alive (schedd.cpp)',
    level: 'D_ALWAYS',
    since: [7, 6, 3],
  },
  {
    name: 'no-data',
    starts: 'Closing socket from ',
    rest: /^(?<peer>.*) - no data received/,
    by: 'DaemonCore::HandleReqSocketTimerHandler (daemon_core.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'no-data',
    starts: 'DaemonCommandProtocol: deadline for security handshake with ',
    rest: /^(?<peer>.*) has expired/,
    by: 'DaemonCommandProtocol::doProtocol (daemon_command.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'command-failed',
    starts: "DaemonCore: Can't receive command request from ",
    rest: /^(?<peer>.*?) \(perhaps/,
    by: 'DaemonCore::HandleReq (daemon_core.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'payload-deadline',
    starts: 'Deadline expired after ',
    rest: /^(?:(?! waiting for ).)* waiting for (?<peer>(?:(?! to send payload).)*) to send payload for command (?<command>\d+)/,
    by: 'DaemonCore::HandleReqPayloadReady (daemon_core.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'session-refused',
    starts: 'DC_AUTHENTICATE: attempt to open invalid session ',
    rest: /^(?<session>.*), failing; this session was requested by (?<peer>\S+)/,
    by: 'DaemonCore::HandleReq (daemon_core.cpp), DaemonCommandProtocol::ReadCommand (daemon_command.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'claim-requested',
    starts: 'Completed REQUEST_CLAIM to startd ',
    rest: new RegExp(`^${RECORD}`),
    by: 'DCMsg::reportSuccess (dc_message.cpp)',
    level: 'D_PROTOCOL',
  },
  {
    name: 'shadow-started',
    starts: 'Started shadow for job ',
    rest: new RegExp(String.raw`^(?<job>\d+\.\d+) on ${RECORD}(?:.*\(shadow pid = (?<pid>\d+)\))?`),
    by: 'Scheduler::spawnShadow (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shadow-exited',
    starts: 'Shadow pid ',
    rest: /^(?<pid>\d+) (?:for job (?<job>\d+\.\d+) )?(?:exited with status (?<status>\d+)|died with (?<signal>.*))/,
    by: 'Scheduler::child_exit (schedd.cpp), DedicatedScheduler::reaper (dedicated_scheduler.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shadow-reports',
    starts: 'Shadow pid ',
    rest: /^(?<pid>\d+) for job (?<job>\d+\.\d+) reports job exit reason (?<status>\d+)/,
    by: 'Scheduler::RecycleShadow (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shadow-switches',
    starts: 'Shadow pid ',
    rest: /^(?<pid>\d+) switching to job (?<job>\d+\.\d+)/,
    by: 'Scheduler::RecycleShadow (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shadow-hung',
    starts: 'Shadow pid ',
    rest: /^(?<pid>\d+) successfully killed because/,
    by: 'Scheduler::child_exit (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shadow-signalled',
    starts: 'Sent signal ',
    rest: /^(?<signal>\d+) to (?:shadow|<[^\s>]*>) \[pid (?<pid>\d+)\] for job (?<job>\d+\.\d+)/,
    by: 'Scheduler::sendSignalToShadow, preempt_one_job (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'job-vacated',
    starts: 'Sent vacate command to ',
    rest: /^(?<startd>\S+) for job (?<job>\d+\.\d+)/,
    by: 'Scheduler::preempt (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'match-relinquished',
    starts: 'match (',
    rest: new RegExp(String.raw`^${RECORD}[^)]*\) out of jobs`),
    by: 'Scheduler::StartJob (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'match-relinquished',
    starts: 'Failed to start job for ',
    rest: new RegExp(String.raw`^${RECORD}.*; relinquishing`),
    by: 'Scheduler::StartJob (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'match-switches',
    starts: 'match (',
    rest: new RegExp(String.raw`^${RECORD}[^)]*\) switching to job (?<job>\d+\.\d+)`),
    by: 'Scheduler::StartJob (schedd.cpp)',
    level: 'D_ALWAYS',
    since: [8, 0, 0],
  },
  {
    name: 'shadow-exceptions',
    starts: 'Match for ',
    rest: /^(?:cluster )?\S+ has had (?<count>\d+) shadow exceptions, relinquishing/,
    by: 'Scheduler::HadException (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'vacate-sent',
    starts: 'Called send_vacate( ',
    rest: /^(?<startd>\S+), (?<command>\d+) \)/,
    by: 'send_vacate (schedd.cpp)',
    level: 'D_FULLDEBUG',
  },
  ...scheddWhys(RECORD),
  {
    name: 'release-sent',
    starts: 'Completed RELEASE_CLAIM to startd ',
    rest: new RegExp(`^${RECORD}`),
    by: 'DCMsg::reportSuccess (dc_message.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'record-deleted',
    starts: 'Match record (',
    rest: new RegExp(String.raw`^${RECORD}.*, (?<job>-?\d+\.-?\d+)\) deleted`),
    by: 'Scheduler::DelMrec (schedd.cpp); today Scheduler::unlinkMrec',
    level: 'D_ALWAYS',
  },
  {
    name: 'record-rebuilding',
    starts: 'Adding match record for disconnected job ',
    rest: /^(?<job>\d+\.\d+)/,
    by: 'Scheduler::makeReconnectRecords (schedd.cpp)',
    level: 'D_FULLDEBUG',
  },
  {
    name: 'record-rebuilt',
    starts: 'ClaimId: ',
    rest: new RegExp(`^${RECORD}`),
    by: 'Scheduler::makeReconnectRecords (schedd.cpp)',
    level: 'D_FULLDEBUG',
  },
];

export const SCHEDD = new Grammar(SCHEDD_LINES);
