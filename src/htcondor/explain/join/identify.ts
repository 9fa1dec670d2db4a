import { secondsBetween } from '../line.ts';
import type { StartdClaim } from '../side/claim.ts';
import type { MatchRecord } from '../side/schedd-side.ts';
import type { Skew } from './skew.ts';

/** A shadow is started this long before its job at the most. */
const SHADOW_LEADS = 30;

/**
 * Without D_FULLDEBUG and D_PROTOCOL the startd does not log claim ids, but the schedd does: the claim on which it started
 * this job on this slot at this time, if there is just one.
 */
export function identify(claims: readonly StartdClaim[], records: Iterable<MatchRecord>, skew: Skew): void {
  const started = new Map<string, MatchRecord[]>();
  for (const record of records) {
    const key = `${record.slot} ${record.job}`;
    const same = started.get(key);
    if (same) same.push(record);
    else started.set(key, [record]);
  }
  for (const claim of claims) {
    if (claim.claimId !== null || claim.slot === null || claim.job === null) continue;
    const same = (started.get(`${claim.slot} ${claim.job}`) ?? []).filter((record) => isSameStart(claim, record, skew));
    if (same.length === 1) claim.claimId = (same[0] as MatchRecord).claimId;
  }
}

function isSameStart({ jobStarted }: StartdClaim, { shadowStarted }: MatchRecord, skew: Skew): boolean {
  if (!jobStarted || !shadowStarted) return false;
  const lead = secondsBetween(shadowStarted.at, jobStarted.at) - skew.at(shadowStarted.at);
  return Math.abs(lead) <= SHADOW_LEADS;
}
