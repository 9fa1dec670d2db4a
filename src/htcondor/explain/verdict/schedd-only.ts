import { decisive, type Exchange, isSpurious } from '../side/exchange.ts';
import type { MatchRecord } from '../side/schedd-side.ts';
import type { ClaimVerdict, EndVerdict, TimelineEntry } from './claim-verdict.ts';
import { once } from './timeline.ts';
import { judgeExchange, type ScheddKnowledge } from './unrecognized.ts';

/** What the schedd's log alone says of its claims; what became of them at the startd is only to be guessed. */
export function scheddOnly(negatives: readonly Exchange[], schedd: ScheddKnowledge): ClaimVerdict[] {
  const named = new Map<string, Exchange>();
  for (const exchange of negatives)
    if (exchange.unknown && !named.has(exchange.unknown)) named.set(exchange.unknown, exchange);
  const known = new Set([...schedd.records.keys(), ...named.keys()]);
  return [
    ...[...known].map((claimId) => ofRecord(claimId, schedd.records.get(claimId), named.get(claimId), schedd)),
    ...negatives.filter(({ unknown }) => !unknown).map((exchange) => ofNobody(exchange, schedd)),
  ];
}

function ofRecord(
  claimId: string,
  record: MatchRecord | undefined,
  refused: Exchange | undefined,
  schedd: ScheddKnowledge,
): ClaimVerdict {
  return {
    slot: record?.slot ?? null,
    job: record?.job ?? null,
    claimId,
    renewals: 0,
    problems: 0,
    timeline: record ? timelineOf(record) : [],
    end: refused ? disowned(refused, schedd) : record ? endOf(record) : null,
  };
}

/** A claim was disowned that nobody has named. */
const ofNobody = (exchange: Exchange, schedd: ScheddKnowledge): ClaimVerdict => ({
  slot: null,
  job: null,
  claimId: null,
  renewals: 0,
  problems: 0,
  timeline: [],
  end: disowned(exchange, schedd),
});

function disowned(exchange: Exchange, schedd: ScheddKnowledge): EndVerdict {
  const { authoritative, explanation, more } = judgeExchange(exchange, schedd);
  const whose = isSpurious(exchange) ? 'Which claim it was, and whether' : 'Whether';
  const arrived = exchange.writeFailed
    ? 'The answer could not be written.'
    : `${whose} the startd heard the answer, its StartLog says.`;
  return {
    at: decisive(exchange).at,
    cause: 'unrecognized',
    authoritative: exchange.writeFailed ? null : authoritative,
    evidence: [...exchange.facts.map(({ line }) => line), ...more],
    explanation: `${explanation} ${arrived}`,
  };
}

function endOf({ released, deleted }: MatchRecord): EndVerdict | null {
  const line = deleted ?? released;
  if (!line) return null;
  return {
    at: line.at,
    cause: released ? 'released' : 'other',
    authoritative: released ? true : null,
    evidence: [released, deleted].flatMap((found) => found ?? []),
    explanation: released
      ? 'The schedd gave the claim back (RELEASE_CLAIM).'
      : 'The schedd deleted its match record; how the claim ended, the StartLog says.',
  };
}

function timelineOf({ requested, shadowStarted, job, rebuilt }: MatchRecord): TimelineEntry[] {
  return [
    ...once(requested, 'claimed'),
    ...once(shadowStarted, `shadow of job ${job} started`),
    ...once(rebuilt, 'match record made anew after a restart'),
  ].toSorted((a, b) => a.at.ms - b.at.ms);
}
