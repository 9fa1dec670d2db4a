import { useEffect, useState } from 'preact/hooks';
import { type Finding, recorded } from '../../findings.ts';
import type { Scene, Scenes } from '../../scene.ts';
import { startSearch } from './searcher.ts';

/** What is known of a scene's properties: found, being searched for, or not to be had. */
export type Known = readonly Finding[] | 'searching' | 'not computed';

const searched = new Map<string, readonly Finding[] | null>();

/** What is on record of a scene, or has been searched for before; null if it could not be, undefined if it has not been. */
export const findingsAtOnce = (scenes: Scenes, scene: Scene): readonly Finding[] | null | undefined =>
  recorded(scenes, scene) ?? searched.get(JSON.stringify(scene));

/**
 * Has a scene searched, and keeps what is found.
 *
 * @returns a function that gives the search up
 */
export function searchScene(scene: Scene, onDone: () => void): () => void {
  const done = (findings: readonly Finding[] | null) => {
    searched.set(JSON.stringify(scene), findings);
    onDone();
  };
  return startSearch(scene, done, () => done(null));
}

/** The findings for a scene: those on record at once, others when a worker has searched for them. */
export function useFindings(scenes: Scenes, scene: Scene): Known {
  const key = JSON.stringify(scene);
  const [, setDone] = useState('');
  const found = findingsAtOnce(scenes, scene);
  useEffect(() => (found === undefined ? searchScene(scene, () => setDone(key)) : undefined), [key]);
  return found === undefined ? 'searching' : (found ?? 'not computed');
}
