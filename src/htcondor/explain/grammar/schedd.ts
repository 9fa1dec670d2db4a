import { COMMON, type CommonName } from './cedar.ts';
import { Grammar, type Recogniser } from './recogniser.ts';

export type ScheddName =
  | CommonName
  | 'command-received'
  | 'payload-ready'
  | 'handler-called'
  | 'other-handler-called'
  | 'handler-returned'
  | 'other-handler-returned'
  | 'unknown-claim'
  | 'no-data'
  | 'command-failed'
  | 'payload-deadline'
  | 'session-refused'
  | 'claim-requested'
  | 'shadow-started'
  | 'shadow-exited'
  | 'vacate-sent'
  | 'release-sent'
  | 'record-deleted'
  | 'record-rebuilding'
  | 'record-rebuilt';

/** match_rec::description(): `slot1@host <address>#time#n#... for owner`; after a restart without the slot. */
const RECORD = String.raw`(?:(?<slot>[^\s@<]+)@\S+ )?(?<claim><[^\s,]+)`;

const SCHEDD_LINES: readonly Recogniser<ScheddName>[] = [
  ...COMMON,
  {
    name: 'command-received',
    starts: 'Received TCP command 441 (ALIVE) from ',
    rest: /^(?<peer>.*?)(?:, access level|$)/,
    by: 'DaemonCore::HandleReq (daemon_core.cpp), in 2011',
  },
  {
    name: 'payload-ready',
    starts: 'Calling Handler <DaemonCore::HandleReqPayloadReady>',
    by: 'DaemonCore::CallSocketHandler_worker (daemon_core.cpp)',
  },
  {
    name: 'handler-called',
    starts: 'Calling HandleReq <receive_startd_alive> (',
    rest: /^.*?\) for command 441 \(ALIVE\) from (?<peer>.*)/,
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
  },
  {
    name: 'other-handler-called',
    starts: 'Calling HandleReq <',
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
  },
  {
    name: 'handler-returned',
    starts: 'Return from HandleReq <receive_startd_alive>',
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
  },
  {
    name: 'other-handler-returned',
    starts: 'Return from HandleReq <',
    by: 'DaemonCore::CallCommandHandler (daemon_core.cpp)',
  },
  {
    name: 'unknown-claim',
    starts: 'Received startd keepalive for unknown claimid ',
    rest: /^(?<claim>\S+)/,
    by: 'Scheduler::receive_startd_alive (schedd.cpp)',
    always: true,
  },
  {
    name: 'no-data',
    starts: 'Closing socket from ',
    rest: /^(?<peer>.*) - no data received/,
    by: 'DaemonCore::HandleReqSocketTimerHandler (daemon_core.cpp)',
    always: true,
  },
  {
    name: 'no-data',
    starts: 'DaemonCommandProtocol: deadline for security handshake with ',
    rest: /^(?<peer>.*) has expired/,
    by: 'DaemonCommandProtocol::doProtocol (daemon_command.cpp)',
    always: true,
  },
  {
    name: 'command-failed',
    starts: "DaemonCore: Can't receive command request from ",
    rest: /^(?<peer>.*?) \(perhaps/,
    by: 'DaemonCore::HandleReq (daemon_core.cpp)',
    always: true,
  },
  {
    name: 'payload-deadline',
    starts: 'Deadline expired after ',
    rest: /^(?:(?! waiting for ).)* waiting for (?<peer>(?:(?! to send payload).)*) to send payload for command (?<command>\d+)/,
    by: 'DaemonCore::HandleReqPayloadReady (daemon_core.cpp)',
    always: true,
  },
  {
    name: 'session-refused',
    starts: 'DC_AUTHENTICATE: attempt to open invalid session ',
    rest: /^(?<session>.*), failing; this session was requested by (?<peer>\S+)/,
    by: 'DaemonCore::HandleReq (daemon_core.cpp), DaemonCommandProtocol::ReadCommand (daemon_command.cpp)',
    always: true,
  },
  {
    name: 'claim-requested',
    starts: 'Completed REQUEST_CLAIM to startd ',
    rest: new RegExp(`^${RECORD}`),
    by: 'DCMsg::reportSuccess (dc_message.cpp)',
  },
  {
    name: 'shadow-started',
    starts: 'Started shadow for job ',
    rest: new RegExp(String.raw`^(?<job>\d+\.\d+) on ${RECORD}`),
    by: 'Scheduler::spawnShadow (schedd.cpp)',
    always: true,
  },
  {
    name: 'shadow-exited',
    starts: 'Shadow pid ',
    rest: /^\d+ for job (?<job>\d+\.\d+) (?:exited|died)/,
    by: 'Scheduler::child_exit (schedd.cpp)',
    always: true,
  },
  {
    name: 'vacate-sent',
    starts: 'Called send_vacate( ',
    rest: /^(?<startd>\S+), (?<command>\d+) \)/,
    by: 'send_vacate (schedd.cpp)',
  },
  {
    name: 'release-sent',
    starts: 'Completed RELEASE_CLAIM to startd ',
    rest: new RegExp(`^${RECORD}`),
    by: 'DCMsg::reportSuccess (dc_message.cpp)',
  },
  {
    name: 'record-deleted',
    starts: 'Match record (',
    rest: new RegExp(String.raw`^${RECORD}(?![^\s,)]).*, (?<job>-?\d+\.-?\d+)\) deleted`),
    by: 'Scheduler::DelMrec (schedd.cpp); today Scheduler::unlinkMrec',
    always: true,
  },
  {
    name: 'record-rebuilding',
    starts: 'Adding match record for disconnected job ',
    rest: /^(?<job>\d+\.\d+)/,
    by: 'Scheduler::makeReconnectRecords (schedd.cpp)',
  },
  {
    name: 'record-rebuilt',
    starts: 'ClaimId: ',
    rest: /^(?<claim><\S+)/,
    by: 'Scheduler::makeReconnectRecords (schedd.cpp)',
  },
];

export const SCHEDD = new Grammar(SCHEDD_LINES);
