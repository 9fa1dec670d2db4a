import type { Judgement } from '../../../checker/replay/judge.ts';
import { isWitness } from '../../../checker/verify.ts';

/** What the run violates, at the last step that violates anything for the first time. */
export function Judged({ judgements }: { readonly judgements: readonly Judgement[] }) {
  const violated = judgements.filter(({ property }) => !isWitness(property));
  const last = violated.at(-1)?.step;
  if (last === undefined) return <p class="judged">So far this run violates nothing that is stated.</p>;
  return (
    <ul class="judged">
      {violated
        .filter(({ step }) => step === last)
        .map(({ property, step }) => (
          <li key={property.id}>
            <b>
              {property.id} violated at step {step}:
            </b>{' '}
            {property.sentence}
          </li>
        ))}
    </ul>
  );
}
