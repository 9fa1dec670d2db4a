import { useEffect, useState } from 'preact/hooks';
import { type Finding, recorded } from '../../findings.ts';
import type { Scene, Scenes } from '../../scene.ts';
import { startSearch } from './searcher.ts';

/** What is known of a scene's properties: found, being searched for, or not to be had. */
export type Known = readonly Finding[] | 'searching' | 'not computed';

const searched = new Map<string, readonly Finding[]>();

/** The findings for a scene: those on record at once, others when a worker has searched for them. */
export function useFindings(scenes: Scenes, scene: Scene): Known {
  const key = JSON.stringify(scene);
  const atOnce = recorded(scenes, scene) ?? searched.get(key);
  const [late, setLate] = useState<{ key: string; known: Known } | null>(null);
  useEffect(() => {
    if (atOnce) return;
    return startSearch(
      scene,
      (findings) => {
        searched.set(key, findings);
        setLate({ key, known: findings });
      },
      () => setLate({ key, known: 'not computed' }),
    );
  }, [key]);
  return atOnce ?? (late?.key === key ? late.known : 'searching');
}
