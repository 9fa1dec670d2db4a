import { areNeighbours, hostOf, hostsOf, isBehindBroker } from '../address.ts';
import { type Moment, secondsBetween } from '../line.ts';
import type { Reading } from '../read/log.ts';
import type { StartdClaim } from '../side/claim.ts';
import type { LogProfile } from '../side/log-profile.ts';
import type { ScheddSide } from '../side/schedd-side.ts';
import type { StartdSide } from '../side/startd-side.ts';
import type { Skew } from './skew.ts';

/** A startd's log that has been read. */
export interface StartdLog {
  readonly side: StartdSide;
  readonly read: Reading<string>;
}

/** A schedd's log that has been read. */
export interface ScheddLog {
  readonly side: ScheddSide;
  readonly read: Reading<string>;
}

/** A startd's log beside a schedd's, and how their clocks differ. */
export interface Link {
  readonly startd: StartdLog;
  readonly schedd: ScheddLog;
  readonly skew: Skew;
}

/** The difference of two logs' clocks; undefined if they are not put together. */
export type SkewOf = (startd: LogProfile, schedd: LogProfile) => Skew | undefined;

/** A shadow starts at about the time at which the startd says that its job does. */
const SHADOW_LEADS = 30;
/** So much further apart two clocks can be of which nothing is known. */
const ANY_CLOCK = 60;

/** Whether the schedd's log has lines of a moment of the startd's, and of so many seconds around it. */
export function covers({ schedd: { read }, skew }: Link, at: Moment, margin = 0): boolean {
  const { first, last } = read;
  return secondsBetween(first, at) - skew.at(first) >= margin && secondsBetween(at, last) + skew.at(last) >= margin;
}

/** Why a claim cannot be one of this schedd's, for a reader; null if nothing speaks against it. */
export function foreignTo(claim: StartdClaim, link: Link): string | null {
  const { side } = link.schedd;
  if (claim.record && claim.record.log !== side.log) return `this claim is in ${claim.record.log.label}`;
  const job = claim.jobs.at(-1);
  const margin = SHADOW_LEADS + (link.skew.from === 'nothing' ? ANY_CLOCK : 0);
  const wouldHave = side.log.has('shadow-started') && job !== undefined && covers(link, job.started.at, margin);
  if (job && wouldHave && !side.records.jobs.has(job.job)) {
    return `it starts no shadow for job ${job.job}, which began while it was written`;
  }
  const ended = claim.end?.line.at;
  const wouldEnd =
    side.log.has('shadow-exited') && ended !== undefined && covers(link, ended) && isFollowed(link, ended);
  if (job && wouldEnd && !side.records.jobs.has(job.job)) {
    return `it has no end of a shadow for job ${job.job}, which ended while it was written`;
  }
  if (claim.schedd !== null && side.log.hosts.size > 0 && !side.log.hosts.has(hostOf(claim.schedd))) {
    return `it is of another host than the schedd at ${claim.schedd}, which this claim's startd speaks to`;
  }
  return null;
}

/** A shadow whose starter has been killed ends well within this time. */
const SHADOW_ENDS = 300;

/** Whether the schedd's log goes on long enough after a moment of the startd's for a shadow to end. */
function isFollowed({ schedd: { read }, skew }: Link, at: Moment): boolean {
  return secondsBetween(at, read.last) + skew.at(read.last) >= SHADOW_ENDS;
}

/** Whether a claim id is of another startd of the claim's own host. */
export function isOfNeighbour(claim: StartdClaim, claimId: string): boolean {
  const { record, log, begun } = claim;
  const own = record?.startd ?? (begun && log.addressAt(begun));
  return own != null && areNeighbours(own, claimId);
}

/** The hosts from which a claim's ALIVEs come, as far as that is known. */
export function hostsOfClaim({ claimId, record, log, end }: StartdClaim): Set<string> {
  const local = end?.attempt?.local ?? null;
  const isHidden = [claimId, record?.startd].some((address) => address != null && isBehindBroker(address));
  const named = isHidden ? [] : [...hostsOf(claimId ?? ''), ...hostsOf(record?.startd), ...log.hosts];
  return new Set(local === null ? named : [...named, hostOf(local)]);
}
