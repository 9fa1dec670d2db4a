import type { Run } from './run.ts';

/** What the run has violated up to a step: the properties by their steps, and the first of the last step in words. */
export function Verdict({ run, step }: { run: Run; step: number }) {
  if (run.steps.size === 0) return null;
  const violated = run.hitsUpTo(step).filter(({ isWitness }) => !isWitness);
  const steps = [...new Set(violated.map((hit) => hit.step))];
  const last = violated.find((hit) => hit.step === steps.at(-1));
  if (!last) return <span class="verdict">✓ No violation so far.</span>;
  const ids = (at: number) => violated.filter((hit) => hit.step === at).map(({ id }) => id);
  return (
    <span class="verdict violation">
      ✗ Violated: {steps.map((at) => `${ids(at).join(', ')} in step ${at}`).join('; ')}. {last.id}: {last.sentence}.
    </span>
  );
}
