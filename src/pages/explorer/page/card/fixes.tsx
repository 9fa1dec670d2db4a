import type { Property } from '../../../../checker/property/property.ts';
import { capitalised } from '../../../../traces/messages/words.ts';
import { stepsText } from '../../story/verdict.ts';
import type { Explorer } from '../hooks/use-explorer.ts';
import type { Known } from '../hooks/use-findings.ts';
import { type Tried, useRepairs } from '../hooks/use-repairs.ts';

interface Props extends Explorer {
  readonly known: Known;
  /** What the run violates; null where it is looked at what becomes of it otherwise. */
  readonly property: Property | null;
}

/** What can be switched on, by its effect, and what becomes of the run then. */
export function Fixes({ property, known: _, ...explorer }: Props) {
  const { view, tried, act } = explorer;
  const repairs = useRepairs(explorer, property);
  if (repairs === null || repairs.length === 0) return null;
  const isOn = ({ outcome }: Tried) => tried !== null && sameChoices(outcome.view.scene.choices, view.scene.choices);
  return (
    <section class="part fixes" aria-labelledby="fixes">
      <h2 id="fixes">Which fix stops this?</h2>
      <ul>
        {repairs.map((one) => (
          <li key={one.repair.id}>
            <button
              type="button"
              aria-pressed={isOn(one)}
              onClick={() => act({ do: 'try', choices: isOn(one) ? null : one.repair.choices })}
            >
              <span class="sentence">
                {capitalised(one.repair.effect)} <small>{one.repair.id}</small>
              </span>{' '}
              <Result {...one} />
            </button>
          </li>
        ))}
      </ul>
      {tried && (
        <button type="button" class="main" onClick={() => act({ do: 'try', choices: null })}>
          Back to the run without it
        </button>
      )}
    </section>
  );
}

const sameChoices = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether it stops what the run violates, and where the run ends and why. */
function Result({ finding, needs, outcome: { view, differs, refused }, steps }: Tried) {
  const verdict = typeof finding === 'string' ? finding : finding.verdict;
  const ends = view.run.length;
  const isWhole = ends === steps;
  const why = differs ? `${differs.step === ends ? '' : ` Step ${differs.step}:`} ${differs.how}.` : ` ${refused}.`;
  return (
    <span class="result">
      {verdict === 'searching' && <span>searching every state …</span>}
      {verdict === 'not computed' && <span>not computed</span>}
      {verdict === 'holds' && <span class="good">✓ Stops it, in every reachable state. </span>}
      {verdict === 'violated' && (
        <span class="bad">
          {needs ? `✗ Not enough alone: it needs ${needs.join(' and ')}.` : '✗ Does not stop it.'}
        </span>
      )}
      <span class="why">
        {isWhole ? 'The run stays as it is.' : `The run ends at step ${ends}:${why}`}
        {!isWhole &&
          typeof finding === 'object' &&
          finding.verdict === 'violated' &&
          ` Another run of ${stepsText(finding)} gets there.`}
      </span>
    </span>
  );
}
