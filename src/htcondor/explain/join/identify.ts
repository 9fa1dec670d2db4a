import { addressOf } from '../address.ts';
import { secondsBetween } from '../line.ts';
import type { JobRun, StartdClaim } from '../side/claim.ts';
import type { MatchRecord } from '../side/match-record.ts';
import type { Link } from './link.ts';
import { firstFrom } from './sorted.ts';

/** A shadow is started this long before its job at the most. */
const SHADOW_LEADS = 30;
/** More starts of a job within this time are not looked at. */
const MOST = 64;
/** The nearer of two shadows is meant if it is nearer by this much. */
const NEARER = 3;
/** What one claim has settles which record the next one has; longer chains stay unsure. */
const MOST_ROUNDS = 16;
const SECOND = 1000;
const AROUND = SHADOW_LEADS * SECOND;

/**
 * Finds the schedd's record of each claim: by claim id, and where one of the logs has none (it needs D_FULLDEBUG), by the job
 * that was started on this slot at this time, if there is just one.
 */
export function identify(claims: readonly StartdClaim[], links: readonly Link[]): void {
  const taken = new Set<MatchRecord>();
  let unsure: [StartdClaim, MatchRecord[]][] = [];
  const take = (claim: StartdClaim, found: readonly MatchRecord[]): boolean => {
    const [record, another] = found;
    if (!record || another) return false;
    claim.record = record;
    claim.claimId ??= record.claimId;
    taken.add(record);
    return true;
  };
  for (const claim of claims) {
    const named = links.flatMap(({ schedd }) => schedd.side.records.byClaim.get(claim.claimId ?? '') ?? []);
    const found = named.length > 0 ? named : links.flatMap((link) => byJob(claim, link));
    if (!take(claim, found) && found.length > 1) unsure.push([claim, found]);
  }
  // A record is of one claim: what is another's is not this one's.
  for (let round = 0; round < MOST_ROUNDS && unsure.length > 0; round++)
    unsure = unsure.filter(
      ([claim, found]) =>
        !take(
          claim,
          found.filter((record) => !taken.has(record)),
        ),
    );
}

function byJob(claim: StartdClaim, link: Link): MatchRecord[] {
  const found = new Map<MatchRecord, number>();
  for (const run of claim.jobs) {
    for (const { record, lead } of startsNear(run, link)) {
      if (mayBe(claim, record)) found.set(record, Math.min(lead, found.get(record) ?? lead));
    }
  }
  const onSlot = [...found].filter(([{ slot }]) => slot !== null);
  const all = (onSlot.length > 0 ? onSlot : [...found]).toSorted(([, a], [, b]) => a - b);
  const [best] = all;
  const nearer = best && link.skew.from !== 'nothing' ? best[1] + NEARER : Number.POSITIVE_INFINITY;
  return all.filter(([, lead]) => lead <= nearer).map(([record]) => record);
}

/** The shadows that were started for a job at about the time at which the startd began to run it. */
function startsNear(run: JobRun, { schedd, skew }: Link): { record: MatchRecord; lead: number }[] {
  const all = schedd.side.records.starts.get(run.job) ?? [];
  const about = run.started.at.ms - skew.at(run.started.at) * SECOND;
  const near: { record: MatchRecord; lead: number }[] = [];
  const from = firstFrom(all, about - AROUND, (start) => start.run.started.at.ms);
  for (const { record, run: shadow } of all.slice(from, from + MOST)) {
    if (shadow.started.at.ms > about + AROUND) break;
    const lead = Math.abs(secondsBetween(shadow.started.at, run.started.at) - skew.at(shadow.started.at));
    if (lead <= SHADOW_LEADS) near.push({ record, lead });
  }
  return near;
}

/** Nothing that both name must differ. */
function mayBe({ slot, claimId }: StartdClaim, record: MatchRecord): boolean {
  if (slot !== null && record.slot !== null && slot !== record.slot && !isPartOf(slot, record.slot)) return false;
  if (claimId === null) return true;
  return record.claimId === null ? addressOf(record.startd) === addressOf(claimId) : record.claimId === claimId;
}

/** A match can have the name of the partitionable slot that the claim's own slot was made of. */
const isPartOf = (slot: string, whole: string): boolean => slot.startsWith(`${whole}_`);
