import type { Scenes } from '../scene.ts';
import { Announcer } from './announcer.tsx';
import { Keys } from './keys.tsx';
import { Logs } from './logs.tsx';
import { PlayerBar } from './player-bar.tsx';
import { Refused } from './refused.tsx';
import { RunList } from './run-list.tsx';
import { Sequence } from './sequence.tsx';
import { Properties } from './properties.tsx';
import { Setup } from './setup.tsx';
import { States } from './states.tsx';
import { StepList } from './step-list.tsx';
import { useExplorer } from './hooks/use-explorer.ts';
import { usePlayer } from './hooks/use-player.ts';
import { useShortcuts } from './hooks/use-shortcuts.ts';

/** The whole page: what is looked at, its state, what can happen, and what has happened. */
export function App({ scenes }: { readonly scenes: Scenes }) {
  const explorer = useExplorer(scenes);
  const player = usePlayer(explorer);
  useShortcuts(explorer, player);
  return (
    <>
      <header class="top">
        <h1>claimcheck</h1>
        <p>{scenes.study.about ?? scenes.study.name}</p>
        <Keys />
      </header>
      <Setup {...explorer} />
      <Properties {...explorer} />
      {explorer.notice && (
        <p class="notice" role="alert">
          {explorer.notice}
        </p>
      )}
      <main>
        <section class="pane steps" aria-labelledby="steps">
          <PlayerBar {...explorer} {...player} />
          <div class="scroll" tabIndex={0} role="group" aria-labelledby="steps">
            <RunList {...explorer} />
            <StepList {...explorer} />
            <Refused {...explorer} />
          </div>
        </section>
        <section class="pane story" aria-label="What has happened">
          <Sequence {...explorer} />
          <Logs {...explorer} />
        </section>
        <section class="pane state" aria-labelledby="state">
          <States {...explorer} />
        </section>
      </main>
      <Announcer {...explorer} />
    </>
  );
}
