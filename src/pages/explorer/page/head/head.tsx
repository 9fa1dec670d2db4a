import { useEffect } from 'preact/hooks';
import { leadingOf, verdictText } from '../../story/verdict.ts';
import type { Explorer } from '../hooks/use-explorer.ts';
import type { Known } from '../hooks/use-findings.ts';
import { Keys } from './keys.tsx';
import { Properties } from './properties.tsx';
import { Setup } from './setup.tsx';

/** What is so, in a sentence; of which situation that is said; and what else is known. */
export function Head({ known, ...explorer }: Explorer & { readonly known: Known }) {
  const { scenes, model, act } = explorer;
  const findings = typeof known === 'string' ? [] : known;
  const leading = leadingOf(model.properties, findings, scenes.study.story?.property);
  const finding = findings.find(({ id }) => id === leading?.id);
  const verdict = finding?.verdict ?? known;
  const sign = { violated: '✗', holds: '✓' }[`${verdict}`];
  const { run = null, cycle = null } = finding ?? {};
  const isShown = run !== null && run.join() === explorer.view.run.map(({ index }) => index).join();
  useEffect(() => {
    if (explorer.isFresh && run) act({ do: 'load', run, cycle, from: 'the start' });
  }, [explorer.isFresh, run]);
  return (
    <>
      <header class="top">
        <p>
          <b>claimcheck</b> {scenes.study.name}
        </p>
        <Keys />
      </header>
      <section class="head" aria-label="What is so">
        <h1 class={`${verdict}`.replaceAll(' ', '-')}>
          {sign && <span aria-hidden="true">{sign} </span>}
          {leading ? verdictText(leading, finding) : scenes.study.name}
          {known === 'searching' && <small>searching every state …</small>}
          {known === 'not computed' && <small>not computed</small>}
        </h1>
        {run && !isShown && (
          <button type="button" class="main" onClick={() => act({ do: 'load', run, cycle })}>
            Show the run
          </button>
        )}
        <Setup {...explorer} />
        {explorer.view.at === 0 && <p class="about">{aboutOf(explorer)}</p>}
        <Properties {...explorer} known={known} />
      </section>
    </>
  );
}

/** What the study is about, or what the system is that is looked at, where it is another than that of its story. */
function aboutOf({ scenes, view }: Explorer): string {
  const { about, story } = scenes.study;
  const isStory = !story || story.system === view.scene.system;
  return isStory && about ? about : `${scenes.entry(view.scene).sentence}.`;
}
