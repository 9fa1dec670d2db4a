import { useRef } from 'preact/hooks';
import { cycleHeading } from '../../../../traces/story/story.ts';
import { rowOf } from '../../story/folds.ts';
import { Roving } from '../controls/roving.tsx';
import type { Explorer } from '../hooks/use-explorer.ts';
import { useFollow } from '../hooks/use-follow.ts';
import { marksIn } from '../marks.ts';
import { faultText, rowWords } from '../words.ts';

/** The steps of the run, those that have been taken and those that are ahead; what is repeated is one row. */
export function RunList(explorer: Explorer) {
  const { view, whole, act } = explorer;
  const { run, at } = view;
  const list = useRef<HTMLDivElement>(null);
  useFollow(list, '[aria-current]', view, 'page');
  const row = rowOf(whole.folds, at);
  if (run.length === 0) return <p class="hint">No step has been taken. Take one of those that can happen now.</p>;
  return (
    <div ref={list}>
      <Roving label="The run" class="run" start={Math.max(0, row)}>
        {whole.folds.map((fold, i) => {
          const { sentence, event, number, time, fault } = rowWords(explorer, fold);
          const isWithin = i === row && at < fold.to;
          return [
            whole.cycleFrom === fold.from - 1 && (
              <p key={`cycle ${fold.from}`} class="hint">
                {cycleHeading(whole.trace, whole.cycleFrom)}
              </p>
            ),
            <button
              type="button"
              key={fold.from}
              class={fold.from <= at ? 'taken' : at === 0 ? undefined : 'ahead'}
              aria-current={i === row ? 'step' : undefined}
              onClick={() => act({ do: 'go to', at: fold.to })}
            >
              <span class="number">{number}</span>
              <span class="words">
                <span class="sentence">{sentence}</span>
                <small>
                  <i>{event}</i>
                  {time && <span class="time">{time}</span>}
                  {isWithin && <span class="time">at step {at}</span>}
                  {fault && <span class="fault">fault: {faultText(explorer, fault)}</span>}
                </small>
                {marksIn(explorer, fold.from, fold.to).map(({ text }) => (
                  <span key={text} class="mark">
                    ✗ {text}
                  </span>
                ))}
              </span>
            </button>,
          ];
        })}
      </Roving>
      {whole.cycleFrom === run.length && <p class="hint">{cycleHeading(whole.trace, run.length)}</p>}
    </div>
  );
}
