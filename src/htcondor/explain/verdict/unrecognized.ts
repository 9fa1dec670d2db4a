import type { Pairing } from '../join/pair.ts';
import type { Fact, Line } from '../line.ts';
import type { ClaimEnd, StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange, isSpurious } from '../side/exchange.ts';
import type { MatchRecord } from '../side/schedd-side.ts';
import type { Judgement } from './claim-verdict.ts';
import { isAfter, place } from './lines.ts';

/** What is known of the schedd's side of a removal. */
export interface ScheddKnowledge {
  readonly records: ReadonlyMap<string, MatchRecord>;
  /** Where the schedd was started. */
  readonly starts: readonly Line[];
  /** Whether its log has lines of that time at all. */
  readonly covers: (claim: StartdClaim) => boolean;
}

/** Judges a removal for -1: had the schedd read this claim id, and known enough to disown it? */
export function judgeUnrecognized(
  claim: StartdClaim,
  pairing: Pairing | undefined,
  schedd: ScheddKnowledge | null,
): Judgement {
  const end = claim.end as ClaimEnd;
  if (!schedd || !pairing) return undecided(end, WITHOUT_SCHEDD_LOG);
  const { candidates } = pairing;
  if (candidates.length === 0) {
    return undecided(
      end,
      schedd.covers(claim)
        ? 'The startd was answered -1, but the SchedLog has no such answer at that time: its line, or that of its read, is missing.'
        : 'The startd was answered -1; the SchedLog has no lines of that time, which would decide.',
    );
  }
  const judged = candidates.map((exchange) => judgeExchange(exchange, schedd));
  const [first] = judged as [Judged];
  if (judged.some(({ authoritative }) => authoritative !== first.authoritative)) {
    return undecided(end, ambiguous(candidates), candidates);
  }
  return { ...first, evidence: evidence(end, candidates, first.more) };
}

const WITHOUT_SCHEDD_LOG =
  'The schedd answered -1. Its SchedLog decides: a read that failed and "unknown claimid #..." at that time mean that it never had the claim id, the claim\'s own id there that it did not know it.';

const ambiguous = (candidates: readonly Exchange[]): string =>
  `The schedd gave more than one answer of -1 at that time, some of which had read a claim id and some not (${candidates
    .map((exchange) => place(decisive(exchange)))
    .join(', ')}): it cannot be told which one this startd was given.`;

export interface Judged {
  readonly authoritative: boolean;
  readonly explanation: string;
  /** Further lines that show it. */
  readonly more: readonly Line[];
}

/** Whether an answer of -1 was given by a schedd that had read the claim id and knew all its claims. */
export function judgeExchange(exchange: Exchange, schedd: ScheddKnowledge): Judged {
  if (isSpurious(exchange) || exchange.unknown === null) {
    return { authoritative: false, explanation: spuriousText(exchange), more: [] };
  }
  const record = schedd.records.get(exchange.unknown);
  const refusal = decisive(exchange);
  const start = schedd.starts.findLast((line) => !isAfter(line, refusal));
  const rebuilt = record?.rebuilt && isAfter(record.rebuilt, refusal) ? record.rebuilt : null;
  const isSameRun = !schedd.starts.some((line) => isAfter(line, refusal) && rebuilt && isAfter(rebuilt, line));
  if (start && rebuilt && isSameRun) {
    return {
      authoritative: false,
      explanation:
        'The schedd had just been started and had not rebuilt its match records: it disowned a claim of which it made a record afterwards (#7195).',
      more: [start, rebuilt],
    };
  }
  return { authoritative: true, explanation: rejectedText(start, record), more: [] };
}

function spuriousText({ facts, unknown }: Exchange): string {
  const read = facts.find(({ name }) => name.startsWith('read-'));
  const how = read ? READ_FAILURES[read.name] : 'had no claim id';
  const went = unknown === null ? 'and answered -1 all the same' : 'but went on without one and answered -1';
  return `The schedd ${how}, ${went}: it never knew which claim it disowned. The claim was valid; this is ticket #2563.`;
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  'read-timeout': 'timed out reading the claim id',
  'read-closed': 'found the connection closed in place of the claim id',
  'read-reset': 'found the connection reset in place of the claim id',
};

function rejectedText(start: Line | undefined, record: MatchRecord | undefined): string {
  const read = 'The schedd read this claim id whole';
  if (record?.deleted) return `${read}, and had deleted its match record at ${record.deleted.at.text}.`;
  if (start && !record) return `${read}; since it was started at ${start.at.text} it has had no record of the claim.`;
  return `${read} and had no match record for it.`;
}

function undecided(end: ClaimEnd, explanation: string, candidates: readonly Exchange[] = []): Judgement {
  return { authoritative: null, explanation, evidence: evidence(end, candidates, []) };
}

/** The ALIVE goes out, the schedd reads and answers, the startd hears it. */
function evidence(end: ClaimEnd, exchanges: readonly Exchange[], more: readonly Line[]): Line[] {
  const heard = end.evidence.findIndex((line) => isHeard(line, end));
  const sent = end.evidence.slice(0, Math.max(0, heard));
  const read = exchanges.flatMap(({ facts }) => facts.map(({ line }: Fact) => line));
  return [
    ...sent,
    ...read.toSorted((a, b) => (isAfter(a, b) ? 1 : -1)),
    ...more,
    ...end.evidence.slice(Math.max(0, heard)),
  ];
}

/** From the reply on. */
function isHeard(line: Line, { attempt, line: last }: ClaimEnd): boolean {
  const response = attempt?.facts.find(({ name }) => name === 'alive-response');
  return line === (response?.line ?? last);
}
