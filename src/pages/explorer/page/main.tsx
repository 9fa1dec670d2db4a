/// <reference lib="dom" />
import { render } from 'preact';
import type { Study } from '../../../checker/study/study.ts';
import { type Recorded, Scenes } from '../scene.ts';
import { App } from './app.tsx';
import { answerSearches } from './hooks/searcher.ts';

/**
 * Shows a study: all that the page knows of it is handed over here.
 *
 * The page starts its own script once more as a worker, which has no document: a file:// page has nowhere else to take one from.
 */
export function start(study: Study, recorded: Recorded): void {
  const scenes = new Scenes(study, recorded);
  if (typeof document === 'undefined') answerSearches(scenes);
  else render(<App scenes={scenes} />, document.body);
}
