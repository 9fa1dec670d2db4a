import { ALL_SUBSETS, FIX_IDS } from '../../../../machines/vocabulary.ts';
import type { Style } from '../../../traces/story/story.ts';
import type { Explanation, LogSummary } from '../explain.ts';
import type { Consistency } from '../replay/consistent.ts';
import type { ClaimVerdict, EndVerdict } from '../verdict/claim-verdict.ts';
import { count, place } from '../verdict/lines.ts';
import { rated, summaryText, worstFirst } from './summary.ts';

/** What `claimcheck explain` prints: a summary, then every claim, those removed without authority first. */
export const explanationText = (explanation: Explanation, style: Style): string =>
  [...explanationParts(explanation, style)].join('\n\n');

const noneText = (outOf: number): string =>
  outOf === 0
    ? 'No claim is in these logs.'
    : `None of the ${count(outOf, 'claim')} in these logs is one that was asked for.`;

/**
 * The same, part by part: there may be a hundred thousand claims.
 *
 * @param outOf how many claims there are in all
 */
export function* explanationParts(
  { logs, claims, consistency, warnings }: Explanation,
  style: Style,
  outOf = claims.length,
): Iterable<string> {
  const several = new Set(claims.map(({ log }) => log)).size > 1;
  const of = rated(claims);
  const fromStartd = logs.some(({ daemon }) => daemon === 'startd');
  yield [style.bold(claims.length === 0 ? noneText(outOf) : summaryText(claims, of)), ...logs.map(logText)].join('\n');
  for (const claim of worstFirst(claims, of)) yield claimText(claim, { several, fromStartd }, style);
  if (claims.length > 0 || outOf === 0) yield* consistencyText(consistency, style);
  for (const warning of warnings) yield `${style.yellow('warning')}: ${warning}`;
}

function logText({ label, daemon, from, to, versions, levels }: LogSummary): string {
  const release = versions.length > 0 ? `HTCondor ${versions.join(', ')}` : 'no release named';
  return `  ${label}: a ${daemon}'s log, ${from} to ${to}, ${release}, with lines of ${levels.join(' ') || 'no known level'}`;
}

/** Whether claims are of several logs, and whether a startd's log tells of them. */
interface Context {
  readonly several: boolean;
  readonly fromStartd: boolean;
}

function claimText(claim: ClaimVerdict, { several, fromStartd }: Context, style: Style): string {
  const { log, slot, job, claimId, begun, timeline, end, isAnswer } = claim;
  const names = isAnswer
    ? ['an answer of -1 to a claim not known', ...(claimId === null ? [] : [claimId])]
    : [slot ?? 'a slot not named', job === null ? 'no job' : `job ${job}`, claimId ?? 'claim id not logged'];
  return [
    style.bold([...names, ...(several ? [log] : [])].join('  ')),
    ...(begun === null && fromStartd ? [`  ${style.dim('its beginning is not in the log')}`] : []),
    ...timeline.map(({ at, what }) => `  ${at.text}  ${what}`),
    ...claim.jobs.flatMap(({ job: id, notes }) =>
      notes.map(({ what, line }) => `    ${style.dim(place(line))}  job ${id}: ${what}`),
    ),
    ...(end
      ? endLines(end, endWords(claim, end), style)
      : [
          `  ${style.dim(fromStartd ? 'it is still there at the end of the log' : 'the SchedLog does not show its end')}`,
        ]),
  ].join('\n');
}

const endWords = ({ isAnswer, claimId }: ClaimVerdict, { cause }: EndVerdict): string => {
  if (!isAnswer) return `ended: ${cause}, authoritative`;
  return claimId === null ? 'answered -1, and a claim removed for it' : 'answered -1, authoritative';
};

function endLines({ at, authoritative, evidence, explanation }: EndVerdict, what: string, style: Style): string[] {
  const answer =
    authoritative === null ? style.yellow('unknown') : authoritative ? style.green('yes') : style.red('no');
  const width = Math.max(0, ...evidence.map((line) => place(line).length));
  return [
    `  ${at.text}  ${style.bold(what)}: ${answer}`,
    ...evidence.map((line) => `    ${style.dim(place(line).padEnd(width))}  ${line.text}`),
    `  ${explanation}`,
  ];
}

/** Of 2011 and of HEAD. */
const BOTH = 2;

/** Which variants can have written the logs, where that narrows them down. */
function consistencyText({ variants }: Consistency, style: Style): string[] {
  if (variants.size === 0)
    return ["No run of the machines prints these lines, whichever of the ticket's fixes the schedd has."];
  const groups = byRevisions(variants);
  const isAny = variants.size === ALL_SUBSETS.length && [...variants.values()].every(({ length }) => length === BOTH);
  if (isAny) return [];
  const list = [...groups].map(
    ([revisions, bits]) => `${bits.map((one) => style.bold(subsetName(one))).join(', ')} (${revisions})`,
  );
  return [
    `Only a schedd with one of these subsets of the ticket's fixes can have written these logs: ${list.join('; ')}.`,
  ];
}

/** A subset of the fixes as `verify` calls it: `27894+27896`. */
const subsetName = (bits: string): string => FIX_IDS.filter((_, i) => bits[i] === '1').join('+') || 'none';

/** Subsets that are possible in the same revisions, together. */
function byRevisions(variants: Consistency['variants']): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [bits, revisions] of variants) {
    const key = revisions.join(' or ');
    groups.set(key, [...(groups.get(key) ?? []), bits]);
  }
  return groups;
}
