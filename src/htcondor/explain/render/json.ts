import type { Explanation } from '../explain.ts';
import type { Line } from '../line.ts';
import type { ClaimVerdict, JobVerdict } from '../verdict/claim-verdict.ts';
import { worstFirst } from './summary.ts';

/** An explanation as JSON text in which a terminal finds nothing to obey: a file may be called anything. */
export const explanationJsonText = (explanation: Explanation): string =>
  JSON.stringify(explanationJson(explanation)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    [...Array(char.length).keys()].map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );

/** What `claimcheck explain --json` prints. */
export function explanationJson({ logs, claims, consistency, warnings }: Explanation): object {
  return {
    logs,
    claims: worstFirst(claims).map(claimJson),
    consistentWith: [...consistency.variants.keys()],
    warnings,
  };
}

function claimJson({ log, slot, job, claimId, jobs, renewals, problems, end, isAnswer }: ClaimVerdict): object {
  return {
    log,
    slot,
    job,
    claimId,
    isAnswer,
    jobs: jobs.map(jobJson),
    renewals,
    problems,
    end: {
      time: end?.at.text ?? null,
      cause: end?.cause ?? null,
      authoritative: end?.authoritative ?? null,
      pairedBy: end?.pairedBy ?? null,
      explanation: end?.explanation ?? null,
      evidence: (end?.evidence ?? []).map(lineJson),
    },
  };
}

const jobJson = ({ job, start, end, starter, shadow, died, notes, evidence }: JobVerdict): object => ({
  job,
  start: start.text,
  end: end?.text ?? null,
  starter,
  shadow,
  died,
  notes: notes.map(({ what, line }) => ({ what, ...lineJson(line) })),
  evidence: evidence.map(lineJson),
});

const lineJson = ({ file, line, text }: Line): object => ({ file, line, text });
