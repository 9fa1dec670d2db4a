import { Icon } from '../controls/icon.tsx';
import type { Explorer } from '../hooks/use-explorer.ts';
import type { Player } from '../hooks/use-player.ts';
import { timeAt } from '../words.ts';
import { Scrubber } from './scrubber.tsx';

/** Back and forth through the run. */
export function PlayerBar({ isPlaying, toggle, go, ...explorer }: Explorer & Player) {
  const { view, whole } = explorer;
  const { run, at } = view;
  const time = at > 0 ? timeAt(whole, at) : null;
  return (
    <div class="player">
      <h2 id="steps">
        {at === 0 ? `The run: ${run.length} ${run.length === 1 ? 'step' : 'steps'}` : `Step ${at} of ${run.length}`}
        {time && <small>{time}</small>}
      </h2>
      {at > 0 && (
        <p class="now" aria-hidden="true">
          {whole.told[at - 1]?.sentence}
        </p>
      )}
      {run.length > 0 && <Scrubber {...explorer} />}
      <div class="buttons" role="group" aria-label="Through the run">
        <button type="button" aria-label="Start" disabled={at === 0} onClick={() => go(-Infinity)}>
          <Icon name="start" />
        </button>
        <button type="button" disabled={at === 0} onClick={() => go(-1)}>
          <Icon name="back" /> Back
        </button>
        <button type="button" aria-pressed={isPlaying} disabled={run.length === 0} onClick={toggle}>
          <Icon name={isPlaying ? 'pause' : 'play'} /> Play
        </button>
        <button type="button" class="main" disabled={at === run.length} onClick={() => go(1)}>
          Next <Icon name="next" />
        </button>
        <button type="button" aria-label="End" disabled={at === run.length} onClick={() => go(Infinity)}>
          <Icon name="end" />
        </button>
      </div>
    </div>
  );
}
