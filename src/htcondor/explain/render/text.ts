import { ALL_SUBSETS, FIX_IDS } from '../../../../machines/vocabulary.ts';
import type { Style } from '../../../traces/story/story.ts';
import type { Explanation } from '../explain.ts';
import type { Consistency } from '../replay/consistent.ts';
import type { ClaimVerdict, EndVerdict } from '../verdict/claim-verdict.ts';
import { place } from '../verdict/lines.ts';

/** What `claimcheck explain` prints. */
export function explanationText({ claims, consistency, warnings }: Explanation, style: Style): string {
  const parts = [
    ...(claims.length === 0 ? ['No claim is in these logs.'] : claims.map((claim) => claimText(claim, style))),
    consistencyText(consistency, style),
    ...warnings.map((warning) => `${style.yellow('warning')}: ${warning}`),
  ];
  return parts.join('\n\n');
}

function claimText(claim: ClaimVerdict, style: Style): string {
  const { slot, job, claimId, timeline, end } = claim;
  const names = [slot ?? 'a slot not named', job === null ? 'no job' : `job ${job}`, claimId ?? 'claim id not logged'];
  return [
    style.bold(names.join('  ')),
    ...timeline.map(({ at, what }) => `  ${at.text}  ${what}`),
    ...(end ? endLines(end, style) : [`  ${style.dim('it is still there at the end of the log')}`]),
  ].join('\n');
}

function endLines({ at, cause, authoritative, evidence, explanation }: EndVerdict, style: Style): string[] {
  const answer =
    authoritative === null ? style.yellow('unknown') : authoritative ? style.green('yes') : style.red('no');
  const width = Math.max(0, ...evidence.map((line) => place(line).length));
  return [
    `  ${at.text}  ${style.bold(`ended: ${cause}`)}, authoritative: ${answer}`,
    ...evidence.map((line) => `    ${style.dim(place(line).padEnd(width))}  ${line.text}`),
    `  ${explanation}`,
  ];
}

function consistencyText({ variants }: Consistency, style: Style): string {
  const order = `fixes ${FIX_IDS.join(' ')}`;
  if (variants.size === 0) return `No variant of the protocol can have written these logs (${order}).`;
  const which = variants.size === ALL_SUBSETS.length ? 'Every variant' : 'Only these variants';
  const list = [...byRevisions(variants)].map(
    ([revisions, bits]) => `${bits.map(style.bold).join(' ')} (${revisions})`,
  );
  return `${which} of the protocol can have written these logs (${order}): ${list.join(', ')}.`;
}

/** Subsets that are possible in the same revisions, together. */
function byRevisions(variants: Consistency['variants']): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [bits, revisions] of variants) {
    const key = revisions.join(' or ');
    groups.set(key, [...(groups.get(key) ?? []), bits]);
  }
  return groups;
}
