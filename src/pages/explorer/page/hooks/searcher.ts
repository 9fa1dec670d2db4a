import { type Finding, search } from '../../findings.ts';
import type { Scene, Scenes } from '../../scene.ts';

/** As a worker: searches each scene that it is sent, and sends back what it has found. */
export function answerSearches(scenes: Scenes): void {
  addEventListener('message', ({ data }: MessageEvent<Scene>) => postMessage(search(scenes, data)));
}

/** The text of this script; only while it is first run does the document say which one that is. */
const source = typeof document === 'undefined' ? '' : (document.currentScript?.textContent ?? '');

/**
 * Has a scene searched by a worker.
 *
 * @returns a function that gives the search up
 */
export function startSearch(scene: Scene, onFound: (findings: Finding[]) => void, onFailed: () => void): () => void {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = newWorker(url);
  if (!worker) onFailed();
  worker?.addEventListener('message', ({ data }: MessageEvent<Finding[]>) => onFound(data));
  worker?.addEventListener('error', onFailed);
  worker?.postMessage(scene);
  return () => {
    worker?.terminate();
    URL.revokeObjectURL(url);
  };
}

/** Null where the browser lets no page from a file have one. */
function newWorker(url: string): Worker | null {
  try {
    return new Worker(url);
  } catch {
    return null;
  }
}
