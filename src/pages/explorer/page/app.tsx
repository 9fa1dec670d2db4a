import { isWitness } from '../../../checker/verify.ts';
import type { Scenes } from '../scene.ts';
import { Announcer } from './announcer.tsx';
import { Card } from './card/card.tsx';
import { States } from './card/states.tsx';
import { Logs } from './chart/logs.tsx';
import { Sequence } from './chart/sequence.tsx';
import { Head } from './head/head.tsx';
import { useExplorer } from './hooks/use-explorer.ts';
import { useFindings } from './hooks/use-findings.ts';
import { usePlayer } from './hooks/use-player.ts';
import { useShortcuts } from './hooks/use-shortcuts.ts';
import { PlayerBar } from './run/player-bar.tsx';
import { Refused } from './run/refused.tsx';
import { RunList } from './run/run-list.tsx';
import { StepList } from './run/step-list.tsx';

/** The whole page: what is so, how it comes about, and what can be done about it. */
export function App({ scenes }: { readonly scenes: Scenes }) {
  const explorer = useExplorer(scenes);
  const known = useFindings(scenes, explorer.view.scene);
  const player = usePlayer(explorer);
  useShortcuts(player);
  const { view, whole, tried } = explorer;
  // Before the first step of a run that violates something, why it does and what stops it come before all else.
  const isOpening = view.at === 0 && (tried !== null || whole.judgements.some(({ property }) => !isWitness(property)));
  return (
    <>
      <Head {...explorer} known={known} />
      {explorer.notice && (
        <p class="notice" role="alert">
          {explorer.notice}
        </p>
      )}
      <main class={isOpening ? 'opening' : undefined}>
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
        <section class="pane card" aria-label="What it means">
          <div class="scroll" tabIndex={0} role="group" aria-label="What it means">
            <Card {...explorer} known={known} />
            <States {...explorer} />
          </div>
        </section>
      </main>
      <Announcer {...explorer} />
    </>
  );
}
