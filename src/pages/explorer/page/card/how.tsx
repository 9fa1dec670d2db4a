import { useMemo } from 'preact/hooks';
import type { TraceStep } from '../../../../checker/replay/trace.ts';
import { capitalised } from '../../../../traces/messages/words.ts';
import { isTick } from '../../../../traces/story/shown-run.ts';
import { Causes } from '../../story/causes.ts';
import type { Explorer } from '../hooks/use-explorer.ts';
import { marksIn } from '../marks.ts';
import { timeAt } from '../words.ts';

/** So few steps tell a reader nothing, and so many are no summary: of a run that mostly waits, what it does besides is told. */
const FEWEST = 3;
const MOST = 12;

/** The steps that lead to a violation, by messages and faults, each a link to it. */
export function How({ step, ...explorer }: Explorer & { readonly step: number }) {
  const { view, whole, act } = explorer;
  const chain = useMemo(() => chainTo(step, explorer), [whole, step]);
  return (
    <section class="part how" aria-labelledby="how">
      <h2 id="how">Why it happens</h2>
      <ol>
        {chain.map((one) => {
          const marks = marksIn(explorer, one);
          const told = whole.told[one - 1];
          const isKey = marks.length > 0 || isFault(explorer, one);
          const sentences = isKey ? [...(told?.lost ?? []).map(capitalised), ...(told?.all ?? [])] : [told?.sentence];
          return (
            <li key={one}>
              <button
                type="button"
                aria-current={view.at === one ? 'step' : undefined}
                onClick={() => act({ do: 'go to', at: one })}
              >
                <span class="number">{one}</span>
                <span class="words">
                  {sentences.join('. ')}.{timeAt(whole, one) && <span class="time"> at {timeAt(whole, one)}</span>}
                  {marks.map(({ text }) => (
                    <span key={text} class="mark">
                      ✗ {text}
                    </span>
                  ))}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const isFault = ({ whole }: Pick<Explorer, 'whole'>, step: number): boolean =>
  whole.trace[step - 1]?.choice.fault != null;

function chainTo(step: number, explorer: Explorer): number[] {
  const { whole, model, carriers } = explorer;
  const found = new Causes(model.composition, whole.trace, carriers, whole.messages).chain(step);
  const single = whole.folds
    .filter(({ times, to }) => times === 1 && to <= step && !isTick(whole.trace[to - 1] as TraceStep))
    .map(({ to }) => to);
  const isLong = whole.folds.some(({ times }) => times > 1);
  const chain = (isLong || found.length < FEWEST) && single.length <= MOST ? single : found;
  // A message that arrives is not worth a line, unless something is wrong there.
  const short = chain.filter(
    (one) => !whole.told[one - 1]?.isOnTheWay || isFault(explorer, one) || marksIn(explorer, one).length > 0,
  );
  return short.length < FEWEST ? chain : short;
}
