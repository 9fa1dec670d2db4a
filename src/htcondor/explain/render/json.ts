import type { Explanation } from '../explain.ts';
import type { ClaimVerdict } from '../verdict/claim-verdict.ts';

/** What `claimcheck explain --json` prints. */
export function explanationJson({ claims, consistency, warnings }: Explanation): object {
  return { claims: claims.map(claimJson), consistentWith: [...consistency.variants.keys()], warnings };
}

function claimJson({ slot, job, claimId, renewals, problems, end }: ClaimVerdict): object {
  return {
    slot,
    job,
    claimId,
    renewals,
    problems,
    end: {
      time: end?.at.text ?? null,
      cause: end?.cause ?? null,
      authoritative: end?.authoritative ?? null,
      evidence: (end?.evidence ?? []).map(({ file, line, text }) => ({ file, line, text })),
    },
  };
}
