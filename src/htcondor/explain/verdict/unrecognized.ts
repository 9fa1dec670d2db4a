import { covers, type Link } from '../join/link.ts';
import type { Pairing, Sureness } from '../join/pair.ts';
import type { Fact, Line } from '../line.ts';
import type { ClaimEnd, StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange } from '../side/exchange.ts';
import type { Judgement } from './claim-verdict.ts';
import { judgeExchange } from './exchange.ts';
import { doubtText, isAfter, place } from './lines.ts';
import { TO_DECIDE } from './settings.ts';

/** Judges a removal for -1: had the schedd read this claim id, and known enough to disown it? */
export function judgeUnrecognized(claim: StartdClaim, pairing: Pairing | undefined, links: readonly Link[]): Judgement {
  const end = claim.end as ClaimEnd;
  if (!pairing || links.length === 0) return undecided(claim, WITHOUT_SCHEDD_LOG);
  const { candidates, exchange, by } = pairing;
  const { doubt } = links.find(({ skew }) => skew.doubt !== null)?.skew ?? { doubt: null };
  if (exchange === null && doubt !== null) return undecided(claim, DOUBTFUL(doubt), candidates);
  if (candidates.length === 0) return undecided(claim, noAnswer(claim, pairing, links));
  const judged = candidates.map((candidate) => judgeExchange(candidate, scheddOf(candidate, links), claim));
  const [first] = judged as [ReturnType<typeof judgeExchange>];
  const isOneVerdict = judged.every(({ authoritative }) => authoritative === first.authoritative);
  if (pairing.rival) return undecided(claim, rivalText(candidates, pairing.rival), candidates);
  if (exchange === null && candidates.length === 1) return undecided(claim, TOO_FAR(candidates), candidates);
  if (!isOneVerdict) return undecided(claim, ambiguous(candidates), candidates);
  const { authoritative, explanation, more } = first;
  const how = by && by !== 'connection' ? ` ${HOW_PAIRED[by]}` : '';
  return { authoritative, explanation: explanation + how, pairedBy: by, evidence: evidence(end, candidates, more) };
}

const scheddOf = ({ log }: Exchange, links: readonly Link[]) =>
  (links.find(({ schedd }) => schedd.side.log === log) as Link).schedd;

const HOW_PAIRED: Readonly<Record<Exclude<Sureness, 'connection'>, string>> = {
  'claim id': '(Both logs name this claim.)',
  job: '(The two logs are put together by the job, which the schedd lost right after its answer.)',
  address: "(The two logs are put together by the startd's address and the time.)",
  time: '(The two logs are put together by the time only.)',
};

const WITHOUT_SCHEDD_LOG =
  'The schedd answered -1. Its SchedLog decides: look at that time for "unknown claimid". With "#..." and a read that failed, the schedd never read the claim id. With this claim\'s id, the schedd read it and had no record of the claim.';

/** Why no answer is known. */
function noAnswer(claim: StartdClaim, { excluded }: Pairing, links: readonly Link[]): string {
  const end = claim.end as ClaimEnd;
  const [other] = excluded;
  if (other) {
    const missing = links.some(({ schedd }) => schedd.side.log === claim.record?.log)
      ? 'The line of the right one is missing, or its connection came from another address than the startd has (NAT).'
      : 'The log of the schedd that has this claim would decide.';
    return `The schedd answered -1. The answer at ${place(decisive(other.exchange))} does not fit: ${other.why}. ${missing}`;
  }
  const near = links.filter((link) => covers(link, end.line.at));
  if (near.length === 0) return 'The schedd answered -1. The SchedLog has no lines of that time; they would decide.';
  const isLogged = near.every(({ schedd }) =>
    schedd.side.log.prints({ name: 'unknown-claim', level: 'D_ALWAYS', since: [7, 6, 3] }),
  );
  return isLogged
    ? 'The schedd answered -1, but the SchedLog has no such answer at that time: its line, or that of its read, is missing.'
    : `The schedd answered -1. The SchedLog has no such answer at that time, but schedds before 7.6.3 do not log it. ${TO_DECIDE.schedd}`;
}

const ambiguous = (candidates: readonly Exchange[]): string =>
  `The schedd gave more than one answer of -1 at that time, some after it had read a claim id, some without (${places(candidates)}). The logs do not show which of them this startd was given. ${TO_DECIDE.both}`;

const TOO_FAR = (candidates: readonly Exchange[]): string =>
  `The schedd answered -1. The only such answer near that time (${places(candidates)}) has only the time and the host in common with it. That is not enough to be sure. ${TO_DECIDE.both}`;

const DOUBTFUL = (seconds: number): string =>
  `The schedd answered -1. How far the clocks differ is not known: ${doubtText(seconds)}, which may be one start or two. So the logs do not show which answer of the schedd this was. Give --skew.`;

const rivalText = (candidates: readonly Exchange[], { slot, end }: StartdClaim): string =>
  `The schedd answered -1. The answer at ${places(candidates)} can be the one to this claim, or the one to the claim on ${slot ?? 'another slot'} (${place((end as ClaimEnd).line)}). ${TO_DECIDE.both}`;

/** More answers than this are counted. */
const MOST_NAMED = 10;

function places(candidates: readonly Exchange[]): string {
  const named = candidates.slice(0, MOST_NAMED).map((exchange) => place(decisive(exchange)));
  const more = candidates.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function undecided(claim: StartdClaim, text: string, candidates: readonly Exchange[] = []): Judgement {
  const explanation = candidates.length === 0 && claim.log.mayMisread ? `${text} ${MISREAD}` : text;
  return {
    authoritative: null,
    explanation,
    pairedBy: null,
    evidence: evidence(claim.end as ClaimEnd, candidates, []),
  };
}

const MISREAD = 'Or the startd took another answer for -1, as startds of 24.2.1 and later can (#2672).';

/** The ALIVE goes out, the schedd reads and answers, the startd hears it. */
function evidence(end: ClaimEnd, exchanges: readonly Exchange[], more: readonly Line[]): Line[] {
  const heard = end.evidence.findIndex((line) => isHeard(line, end));
  const sent = end.evidence.slice(0, Math.max(0, heard));
  const read = exchanges.slice(0, MOST_NAMED).flatMap(({ facts }) => facts.map(({ line }: Fact) => line));
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
