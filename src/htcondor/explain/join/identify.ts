import { addressOf } from '../address.ts';
import { secondsBetween } from '../line.ts';
import type { JobRun, StartdClaim } from '../side/claim.ts';
import type { MatchRecord, ShadowRun } from '../side/match-record.ts';
import type { Link } from './link.ts';
import { firstFrom } from './sorted.ts';

/** A shadow is started this long before its job at the most. */
const SHADOW_LEADS = 30;
const SECOND = 1000;
const AROUND = SHADOW_LEADS * SECOND;

/**
 * Finds the schedd's record of each claim: by claim id, and where one of the logs has none (it needs D_FULLDEBUG), by the job
 * that was started on this slot at this time, if there is just one.
 */
export function identify(claims: readonly StartdClaim[], links: readonly Link[]): void {
  for (const claim of claims) {
    const named = links.flatMap(({ schedd }) => schedd.side.records.byClaim.get(claim.claimId ?? '') ?? []);
    const found = named.length > 0 ? named : links.flatMap((link) => byJob(claim, link));
    if (found.length !== 1) continue;
    claim.record = found[0] as MatchRecord;
    claim.claimId ??= claim.record.claimId;
  }
}

function byJob(claim: StartdClaim, link: Link): MatchRecord[] {
  const { starts } = link.schedd.side.records;
  const found = new Set<MatchRecord>();
  for (const run of claim.jobs) {
    const all = starts.get(run.job) ?? [];
    const about = run.started.at.ms - link.skew.at(run.started.at) * SECOND;
    for (let i = firstFrom(all, about - AROUND, ({ run: shadow }) => shadow.started.at.ms); i < all.length; i++) {
      const start = all[i] as (typeof all)[number];
      if (start.run.started.at.ms > about + AROUND) break;
      if (mayBe(claim, start.record) && isSameStart(run, start.run, link)) found.add(start.record);
    }
  }
  const onSlot = [...found].filter(({ slot }) => slot !== null);
  return onSlot.length > 0 ? onSlot : [...found];
}

/** Nothing that both name must differ. */
function mayBe({ slot, claimId }: StartdClaim, record: MatchRecord): boolean {
  if (slot !== null && record.slot !== null && slot !== record.slot && !isPartOf(slot, record.slot)) return false;
  if (claimId === null) return true;
  return record.claimId === null ? addressOf(record.startd) === addressOf(claimId) : record.claimId === claimId;
}

/** A match can have the name of the partitionable slot that the claim's own slot was made of. */
const isPartOf = (slot: string, whole: string): boolean => slot.startsWith(`${whole}_`);

function isSameStart(run: JobRun, shadow: ShadowRun, { skew }: Link): boolean {
  const lead = secondsBetween(shadow.started.at, run.started.at) - skew.at(shadow.started.at);
  return Math.abs(lead) <= SHADOW_LEADS;
}
