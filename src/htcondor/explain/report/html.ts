import { createHash } from 'node:crypto';
import { escapeXml } from '../../../traces/pictures/svg.ts';
import { visible } from '../shown.ts';
import type { Explanation, LogSummary } from '../explain.ts';
import type { Line } from '../line.ts';
import { isProblem, summaryText, worstFirst } from '../render/summary.ts';
import { shortened } from '../shown.ts';
import type { ClaimVerdict } from '../verdict/claim-verdict.ts';
import { type Excerpts, near } from './excerpts.ts';
import { claimPicture, toneOf } from './picture.ts';
import { type Owner, type Step, stepsOf } from './steps.ts';
import { STYLE } from './style.ts';

/** What a report is made of. */
export interface ReportInput extends Pick<Explanation, 'logs' | 'claims' | 'warnings'> {
  readonly excerpts: Excerpts;
  readonly ownerOf: (file: string) => Owner;
  /** Whether names have been replaced. */
  readonly isAnonymous: boolean;
}

/** So many claims are shown in full, and so many in the table. */
const MOST_IN_FULL = 100;
const MOST_IN_TABLE = 1000;
const MOST_WARNINGS = 100;

/** The claims that a report shows in full: those with a problem; without any, all. */
function shownInFull(claims: readonly ClaimVerdict[]): ClaimVerdict[] {
  const problems = worstFirst(claims.filter(isProblem));
  return (problems.length > 0 ? problems : worstFirst(claims)).slice(0, MOST_IN_FULL);
}

/** The lines of which a report shows what stands around them. */
export const shownLines = (claims: readonly ClaimVerdict[]): Line[] =>
  shownInFull(claims).flatMap((claim) => evidenceOf(claim));

const evidenceOf = ({ end, jobs }: ClaimVerdict): readonly Line[] =>
  end?.evidence ?? jobs.flatMap((job) => job.evidence);

/** A page of one file that asks nobody for anything, and needs no script. */
export function reportHtml(input: ReportInput): string {
  const { logs, claims, warnings, isAnonymous } = input;
  const full = shownInFull(claims);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const title = `Why jobs died: ${claims.length === 0 ? 'no claim is in these logs' : summaryText(claims)}`;
  const rest = claims.length - full.length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Why did the job die?</h1>
<p class="lead">${text(claims.length === 0 ? 'No claim is in these logs.' : summaryText(claims))}${rest > 0 ? ' (<a href="#all">a table of all</a>)' : ''}</p>
<ul>
${logs.map((log) => `<li>${logHtml(log)}</li>`).join('\n')}
</ul>
<p class="soft">A claim is the right of a schedd, which owns the job queue, to use a slot of a startd, which runs the jobs. The startd renews it by a keep-alive (ALIVE). Secrets of claim ids are cut${isAnonymous ? ', and the names of hosts and users, and addresses, are replaced' : ''}.</p>
</header>
<main>
${full.map((claim) => claimHtml(claim, input)).join('\n')}
${warnings
  .slice(0, MOST_WARNINGS)
  .map((warning) => `<p class="warning"><strong>Warning:</strong> ${text(warning)}</p>`)
  .join('\n')}
${rest > 0 ? tableHtml(claims, rest) : ''}
</main>
</body>
</html>
`;
}

const text = (value: string): string => escapeXml(visible(value));

/** Wraps a part that may be wider than the page: it scrolls in its own box, by keyboard too. */
const wide = (label: string, html: string): string =>
  `<div class="wide" tabindex="0" role="group" aria-label="${text(label)}">${html}</div>`;

function logHtml({ label, daemon, from, to, versions }: LogSummary): string {
  const release = versions.length > 0 ? `, HTCondor ${versions.join(', ')}` : '';
  return `<span class="file">${text(label)}</span>: the log of a ${daemon}, ${text(from)} to ${text(to)}${text(release)}`;
}

const ANSWERS = { good: 'in order', bad: 'not authoritative', warn: 'undecided' } as const;

function badgeOf({ end, isAnswer, claimId }: ClaimVerdict): {
  readonly tone: 'good' | 'bad' | 'warn';
  readonly words: string;
} {
  if (!end) return { tone: 'good', words: 'not ended' };
  const tone = toneOf(end.authoritative) as keyof typeof ANSWERS;
  if (isAnswer) return { tone, words: `${claimId === null ? 'a removal for it' : 'it'}: ${ANSWERS[tone]}` };
  if (tone === 'bad') return { tone, words: 'removed without authority' };
  const what = end.cause === 'unrecognized' ? 'disowned by the schedd' : end.cause.replaceAll('-', ' ');
  return { tone, words: `${what}: ${ANSWERS[tone]}` };
}

function nameOf({ slot, job, jobs, isAnswer }: ClaimVerdict): string {
  if (isAnswer) return 'an answer of -1 to a claim not known';
  const names = jobNames(jobs);
  const what = names.length > 1 ? `jobs ${names.join(', ')}` : job === null ? 'no job' : `job ${job}`;
  return `${slot ?? 'a slot not named'}, ${what}`;
}

/** A job may have run more than once. */
const jobNames = (jobs: ClaimVerdict['jobs']): string[] => [...new Set(jobs.map(({ job }) => job))];

function claimHtml(claim: ClaimVerdict, { excerpts, ownerOf }: ReportInput): string {
  const { tone, words } = badgeOf(claim);
  const steps = stepsOf(claim, ownerOf);
  const files = [...new Set(evidenceOf(claim).map(({ file }) => file))].toSorted(
    (a, b) => Number(ownerOf(a) === 'schedd') - Number(ownerOf(b) === 'schedd'),
  );
  const explanation = claim.end?.explanation ?? 'The claim is still there at the end of the log.';
  return `<article class="${tone}">
<h2>${text(shortened(nameOf(claim)))} <span class="badge ${tone}">${text(words)}</span></h2>
<p class="id">${text(claim.claimId ?? 'the claim id is not logged')}</p>
<p class="verdict">${text(explanation)}</p>
${wide(`The claim on ${nameOf(claim)}`, claimPicture(claim, steps, `The life of the claim on ${nameOf(claim)}, and the lines that decide how it ended`))}
<table class="times"><tbody>
${claim.timeline.map(({ at, what }) => `<tr><td>${text(at.text)}</td><td>${text(what)}</td></tr>`).join('\n')}
</tbody></table>
<div class="logs">
${files.map((file) => logExcerpt(file, claim, steps, excerpts, ownerOf(file))).join('\n')}
</div>
</article>`;
}

const WHOSE = { startd: 'The startd', schedd: 'The schedd', both: 'The startd and the schedd' } as const;

function logExcerpt(
  file: string,
  claim: ClaimVerdict,
  steps: readonly Step[],
  excerpts: Excerpts,
  owner: Owner,
): string {
  const decisive = evidenceOf(claim).filter((line) => line.file === file);
  const numbers = new Map(
    steps.filter(({ line }) => line.file === file).map(({ line, number }) => [line.line, number]),
  );
  const marked = new Set(decisive.map(({ line }) => line));
  const lines = near(excerpts, file, decisive);
  const items = lines.map(({ line, text: content }, i) => {
    const before = lines[i - 1];
    const gap = before && line > before.line + 1 ? '<li class="gap">…</li>' : '';
    const isMarked = marked.has(line);
    const step = numbers.get(line);
    return `${gap}<li${isMarked ? ' class="mark"' : ''}><span class="n">${line}</span><span class="step">${step ?? ''}</span><span>${text(content)}</span></li>`;
  });
  return `<section class="log">
<h3>${WHOSE[owner]}: <span class="file">${text(file)}</span></h3>
<ol>
${items.join('\n')}
</ol>
</section>`;
}

function tableHtml(claims: readonly ClaimVerdict[], rest: number): string {
  const rows = worstFirst(claims)
    .slice(0, MOST_IN_TABLE)
    .map((claim) => {
      const { tone, words } = badgeOf(claim);
      const begun = claim.timeline[0]?.at.text ?? '';
      return `<tr><td>${text(claim.slot ?? '')}</td><td>${text(jobNames(claim.jobs).join(', ') || (claim.job ?? ''))}</td><td>${text(begun)}</td><td>${text(claim.end?.at.text ?? '')}</td><td><span class="badge ${tone}">${text(words)}</span></td></tr>`;
    });
  const more = claims.length > MOST_IN_TABLE ? `<p class="soft">… and ${claims.length - MOST_IN_TABLE} more.</p>` : '';
  return `<h2 id="all">All claims (${rest} of them not in full above)</h2>
${wide(
  'All claims',
  `<table class="all"><thead><tr><th>Slot</th><th>Jobs</th><th>From</th><th>To</th><th>End</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`,
)}
${more}`;
}
