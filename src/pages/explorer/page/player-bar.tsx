import { Icon } from './controls/icon.tsx';
import type { Explorer } from './hooks/use-explorer.ts';
import type { Player } from './hooks/use-player.ts';

/** Back and forth through the run. */
export function PlayerBar({ view: { run, at }, act, isPlaying, toggle }: Explorer & Player) {
  const goTo = (to: number) => () => act({ do: 'go to', at: to });
  return (
    <div class="player">
      <h2 id="steps">
        Step {at} of {run.length}
      </h2>
      <div class="buttons" role="group" aria-label="Through the run">
        <button type="button" aria-label="Start" disabled={at === 0} onClick={goTo(0)}>
          <Icon name="start" />
        </button>
        <button type="button" disabled={at === 0} onClick={goTo(at - 1)}>
          <Icon name="back" /> Back
        </button>
        <button type="button" aria-pressed={isPlaying} disabled={run.length === 0} onClick={toggle}>
          <Icon name={isPlaying ? 'pause' : 'play'} /> Play
        </button>
        <button type="button" class="main" disabled={at === run.length} onClick={goTo(at + 1)}>
          Next <Icon name="next" />
        </button>
        <button type="button" aria-label="End" disabled={at === run.length} onClick={goTo(run.length)}>
          <Icon name="end" />
        </button>
      </div>
    </div>
  );
}
