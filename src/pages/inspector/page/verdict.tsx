import type { Run } from './run.ts';

const violatedUpTo = (run: Run, step: number) => run.hitsUpTo(step).filter(({ isWitness }) => !isWitness);

/** What the run has violated up to a step: the first of the last step in words, and the others by their steps. */
export function Verdict({ run, step }: { run: Run; step: number }) {
  if (run.steps.size === 0) return null;
  const violated = violatedUpTo(run, step);
  const steps = [...new Set(violated.map((hit) => hit.step))];
  const last = violated.find((hit) => hit.step === steps.at(-1));
  if (!last) return <span class="verdict">✓ No violation so far.</span>;
  const others = steps.flatMap((at) => {
    const ids = violated.filter((hit) => hit.step === at && hit !== last).map(({ id }) => id);
    return ids.length > 0 ? [`${ids.join(', ')} in step ${at}`] : [];
  });
  return (
    <span class="verdict violation">
      ✗ {last.sentence} ({last.id}, in step {last.step}).
      {others.length > 0 && ` Also violated: ${others.join('; ')}.`}
    </span>
  );
}

const isNarrow = matchMedia('(max-width: 60rem)').matches;

/** Why: what is told of the steps that violate something. And what could be switched on. */
export function Why({ run, step }: { run: Run; step: number }) {
  const steps = [...new Set(violatedUpTo(run, step).map((hit) => hit.step))];
  if (steps.length === 0 && run.switches.length === 0) return null;
  return (
    <details class="told" open={!isNarrow}>
      <summary>
        {[steps.length > 0 && 'Why it happens', run.switches.length > 0 && 'what is not switched on']
          .filter(Boolean)
          .join(', and ')}
      </summary>
      <div>
        {steps.length > 0 && (
          <ul>
            {steps.map((at) => (
              <li key={at}>
                <b>Step {at}</b> {run.steps.get(at)?.all.join('. ')}.
              </li>
            ))}
          </ul>
        )}
        {run.switches.length > 0 && (
          <ul>
            {run.switches.map(({ id, effect }) => (
              <li key={id}>
                <b>{id}</b> {effect}
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
