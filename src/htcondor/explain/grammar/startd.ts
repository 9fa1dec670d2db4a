import { COMMON, type CommonName } from './cedar.ts';
import { Grammar, type Recogniser } from './recogniser.ts';
import { STARTD_WHYS, type StartdWhyName } from './startd-whys.ts';

export type StartdName =
  | CommonName
  | StartdWhyName
  | 'claim-offered'
  | 'request-accepted'
  | 'remote-owner'
  | 'remote-job'
  | 'lease'
  | 'alive-sending'
  | 'alive-not-initiated'
  | 'alive-not-registered'
  | 'alive-connected'
  | 'alive-connect-failed'
  | 'alive-command-failed'
  | 'alive-send-failed'
  | 'alive-sent'
  | 'alive-response'
  | 'alive-response-problem'
  | 'kept-alive'
  | 'deactivated'
  | 'starter-exited'
  | 'starter-hung'
  | 'shutting-down'
  | 'draining'
  | 'draining-cancelled'
  | 'vacate-all'
  | 'state-change'
  | 'state'
  | 'activity'
  | 'state-and-activity'
  | 'connect-started'
  | 'connect-bound';

const CLAIM_CPP = '(claim.cpp)';

const STARTD_LINES: readonly Recogniser<StartdName>[] = [
  ...COMMON,
  {
    name: 'claim-offered',
    starts: 'Received ClaimId from schedd (',
    rest: /^(?<claim>\S+)\)/,
    by: 'request_claim (command.cpp)',
    level: 'D_FULLDEBUG',
  },
  { name: 'request-accepted', starts: 'Request accepted.', by: 'request_claim (command.cpp)', level: 'D_ALWAYS' },
  { name: 'remote-owner', starts: 'Remote owner is ', by: 'accept_request_claim (command.cpp)', level: 'D_ALWAYS' },
  {
    name: 'remote-job',
    starts: 'Remote job ID is ',
    rest: /^(?<job>\d+\.\d+)/,
    by: 'Claim::cacheJobInfo (claim.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'lease',
    starts: 'Started ClaimLease timer (',
    rest: /^\d+\) w\/ (?<seconds>\d+) second/,
    by: 'Claim::startLeaseTimer (claim.cpp)',
    level: 'D_FULLDEBUG',
  },
  {
    name: 'lease',
    starts: 'JobLeaseDuration defined in job ClassAd: ',
    rest: /^(?<seconds>\d+)/,
    by: 'Claim::cacheJobInfo (claim.cpp)',
    level: 'D_FULLDEBUG',
  },
  {
    name: 'alive-sending',
    starts: 'Sending alive to schedd ',
    rest: /^(?<schedd>.*)\.\.\.$/,
    by: `Claim::sendAlive ${CLAIM_CPP}`,
    level: 'D_PROTOCOL',
  },
  {
    name: 'alive-not-initiated',
    starts: "Alive failed - couldn't initiate connection to ",
    rest: /^(?<schedd>.*)/,
    by: `Claim::sendAlive ${CLAIM_CPP}`,
    level: 'D_ALWAYS',
  },
  {
    name: 'alive-not-registered',
    starts: 'Failed to register socket for alive to schedd at ',
    rest: /^(?<schedd>\S+)\./,
    by: `Claim::sendAlive ${CLAIM_CPP}`,
    level: 'D_ALWAYS',
  },
  {
    name: 'alive-connected',
    starts: 'In Claim::sendAliveConnectHandler id ',
    rest: /^(?<claim>\S+)/,
    by: `Claim::sendAliveConnectHandler ${CLAIM_CPP}`,
    level: 'D_PROTOCOL',
  },
  {
    name: 'alive-connect-failed',
    starts: 'Failed to connect to schedd ',
    rest: /^(?<schedd>.*)/,
    by: `Claim::sendAliveConnectHandler ${CLAIM_CPP}`,
    level: 'D_ALWAYS',
  },
  {
    name: 'alive-command-failed',
    starts: "Couldn't send ALIVE to schedd at ",
    rest: /^(?<schedd>.*)/,
    by: `Claim::sendAliveConnectHandler ${CLAIM_CPP}`,
    level: 'D_ALWAYS',
  },
  {
    name: 'alive-send-failed',
    starts: 'Failed to send Alive to schedd ',
    rest: /^(?<schedd>.*) for job (?<job>-?\d+\.-?\d+) id (?<claim>\S+)?/,
    by: `Claim::sendAliveConnectHandler ${CLAIM_CPP}`,
    level: 'D_ALWAYS',
  },
  {
    name: 'alive-sent',
    starts: 'Leaving Claim::sendAliveConnectHandler success id ',
    rest: /^(?<claim>\S+)/,
    by: `Claim::sendAliveConnectHandler ${CLAIM_CPP}`,
    level: 'D_PROTOCOL',
  },
  {
    name: 'alive-response',
    starts: 'Received Alive response of ',
    rest: /^(?<reply>-?\d+) from schedd (?<schedd>.*) job (?<job>-?\d+\.-?\d+)/,
    by: `Claim::sendAliveResponseHandler ${CLAIM_CPP}`,
    level: 'D_PROTOCOL',
  },
  {
    name: 'alive-response-problem',
    starts: 'Response problem from schedd ',
    rest: /^(?:(?<schedd>.*) )?on ALIVE job (?<job>-?\d+\.-?\d+)/,
    by: `Claim::sendAliveResponseHandler ${CLAIM_CPP}`,
    level: 'D_ALWAYS',
  },
  {
    name: 'kept-alive',
    starts: 'Keep alive for ClaimId ',
    rest: /^(?<claim>\S+) job (?<job>-?\d+\.-?\d+)(?<how>.*)/,
    by: `Claim::alive ${CLAIM_CPP}`,
    level: 'D_PROTOCOL',
  },
  {
    name: 'deactivated',
    starts: 'Called deactivate_claim',
    rest: /^(?:_(?<how>\w+))?\(/,
    by: 'Resource::deactivate_claim (Resource.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'starter-exited',
    starts: 'Starter pid ',
    rest: /^(?<pid>\d+) (?:exited with status (?<status>\d+)|died on signal (?<signal>\d+))/,
    by: 'reaper (startd_main.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'starter-hung',
    starts: 'starter (pid ',
    rest: /^(?<pid>\d+)\) is not responding to the request to hardkill its job/,
    by: 'Starter::sigkillStarter (Starter.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shutting-down',
    starts: 'Shutting down Condor on this machine.',
    by: 'ResMgr::final_update, shutdown (ResMgr.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'shutting-down',
    starts: 'rehome: host will reboot via ',
    by: 'ResMgr (ResMgr.cpp)',
    level: 'D_ALWAYS',
    since: [25, 0, 0],
  },
  ...STARTD_WHYS,
  {
    name: 'draining',
    starts: 'Initiating ',
    rest: /^(?:graceful|quick|fast|final) draining/,
    by: 'ResMgr::startDraining (ResMgr.cpp)',
    level: 'D_ALWAYS',
    since: [8, 0, 0],
  },
  {
    name: 'draining-cancelled',
    starts: 'Processing cancel drain request',
    by: 'command_cancel_drain_jobs (command.cpp)',
    level: 'D_ALWAYS',
    since: [8, 0, 0],
  },
  {
    name: 'vacate-all',
    starts: 'State change: received VACATE_ALL_',
    rest: /^(?<kind>CLAIMS|FAST) command/,
    by: 'command_vacate_all (command.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'state-change',
    starts: 'State change: ',
    rest: /^(?<reason>.*?)\.?$/,
    by: 'Claim, command.cpp, ResState::eval_policy: see ENDINGS',
    level: 'D_ALWAYS',
  },
  {
    name: 'state',
    starts: 'Changing state: ',
    rest: /^(?<from>\w+) -> (?<to>\w+)/,
    by: 'ResState::change (ResState.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'activity',
    starts: 'Changing activity: ',
    rest: /^(?<from>\w+) -> (?<to>\w+)/,
    by: 'ResState::change (ResState.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'state-and-activity',
    starts: 'Changing state and activity: ',
    rest: /^(?<from>\w+)\/\w+ -> (?<to>\w+)\/(?<activity>\w*)/,
    by: 'ResState::change (ResState.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'connect-started',
    starts: 'non-blocking CONNECT started fd=',
    rest: /^(?<fd>\d+) dst=(?<peer>\S+)/,
    by: 'Sock::do_connect_finish (sock.cpp)',
    level: 'D_NETWORK',
  },
  {
    name: 'connect-bound',
    starts: 'CONNECT bound to ',
    rest: /^(?<local>\S+) fd=(?<fd>\d+) peer=(?<peer>\S+)/,
    by: 'Sock::enter_connected_state (sock.cpp)',
    level: 'D_NETWORK',
  },
];

export const STARTD = new Grammar(STARTD_LINES);
