import { SCHEDD } from '../grammar/schedd.ts';
import { STARTD } from '../grammar/startd.ts';
import type { Line } from '../line.ts';
import { messageOf, parseHeader } from '../read/header.ts';
import type { ClaimVerdict } from '../verdict/claim-verdict.ts';

export type Side = 'startd' | 'schedd';
/** Whose log a file is: one may have the lines of both daemons, as an excerpt in a ticket. */
export type Owner = Side | 'both';

/** A decisive line, as a step of what happened. */
export interface Step {
  /** From 1 on. */
  readonly number: number;
  readonly side: Side;
  readonly line: Line;
  /** In a few words. */
  readonly what: string;
}

/** What lines mean, in a few words. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^Sending alive to schedd/, 'sends a keep-alive (ALIVE)'],
  [/^In Claim::sendAliveConnectHandler/, 'is connected'],
  [/^Leaving Claim::sendAliveConnectHandler success/, 'has sent the claim id'],
  [/^Received Alive response of -1/, 'hears the answer -1'],
  [/^Received Alive response/, 'hears a positive answer'],
  [/^State change: claim no longer recognized/, 'removes the claim'],
  [/^State change: claim lease expired/, 'ends the claim: its lease ran out'],
  [/^State change: received RELEASE_CLAIM/, 'is told to release the claim'],
  [/^Response problem/, 'hears no answer'],
  [/^Failed to connect to schedd/, 'cannot connect'],
  [/^Received TCP command 441 \(ALIVE\)/, 'receives ALIVE'],
  [/^Calling HandleReq <receive_startd_alive>/, 'calls the handler of ALIVE'],
  [/^Return from HandleReq/, 'the handler returns'],
  [/^condor_read\(\).*timeout reading/, 'the read of the claim id times out'],
  [/^condor_read\(\).*[Ss]ocket closed/, 'the connection is closed instead'],
  [/^IO: /, 'fails to read a packet'],
  [/^Received startd keepalive for unknown claimid (?:#|\(null)/, 'answers -1: it has no claim id'],
  [/^Received startd keepalive for unknown claimid/, 'answers -1: it does not know this claim'],
  [/^Keep alive for ClaimId/, 'the lease is renewed'],
  [/^State change: received VACATE_/, 'is told to vacate the claim'],
  [/^State change: PREEMPT is TRUE/, 'its policy takes the slot'],
  [/^(?:State change: preempting claim|New claim has sufficient rank)/, 'has a better match for the slot'],
  [/^State change: (?:claim )?retirement ended/, 'the retirement is over'],
  [/^Got SIG(?:TERM|QUIT)/, 'is told to shut down'],
  [/^Initiating \w+ draining/, 'begins to drain'],
  [/^Changing state(?: and activity)?: Claimed/, 'ends the claim'],
  [/^Called deactivate_claim/, 'ends the job'],
  [/^\*\*\*\* condor_\w+ .*EXITING/, 'exits'],
  [/^Completed RELEASE_CLAIM/, 'has released the claim'],
  [/^Got RELEASE_CLAIM/, 'hears that the claim is gone'],
  [/^match .* out of jobs/, 'has no more jobs for the claim'],
  [/^Shadow pid \d+ /, 'the shadow ends'],
  [/^DC_AUTHENTICATE: attempt to open invalid session/, 'does not know the session'],
  [/^Match record .* deleted/, 'deletes the match record'],
  [/^Started shadow/, 'starts a shadow'],
  [/^\*\* condor_\w+ .*STARTING UP/, 'starts'],
];

/** So much has room beside a lane of the picture. */
const LONGEST = 34;

/** The decisive lines of a claim's end in order, as steps. */
export function stepsOf({ end }: ClaimVerdict, ownerOf: (file: string) => Owner): Step[] {
  return (end?.evidence ?? []).map((line, i) => ({
    number: i + 1,
    side: sideOf(line, ownerOf(line.file)),
    line,
    what: whatOf(line.text),
  }));
}

/** In a log of both daemons a line is the startd's if only a startd prints it: what both print is cited of the schedd's reads. */
function sideOf({ text }: Line, owner: Owner): Side {
  if (owner !== 'both') return owner;
  const message = messageIn(text);
  return STARTD.recognise(message) && !SCHEDD.recognise(message) ? 'startd' : 'schedd';
}

/** A line without its time. */
function messageIn(text: string): string {
  const header = parseHeader(text);
  return header ? messageOf(text, header) : text;
}

function whatOf(text: string): string {
  const message = messageIn(text).replace(/^[A-Za-z_]\w{0,38}\d: /, '');
  const words = WORDS.find(([is]) => is.test(message))?.[1];
  if (words) return words;
  return message.length <= LONGEST ? message : `${message.slice(0, LONGEST - 1)}…`;
}
