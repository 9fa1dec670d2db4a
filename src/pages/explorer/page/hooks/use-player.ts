import { useEffect, useState } from 'preact/hooks';
import type { Explorer } from './use-explorer.ts';

/** Time to read a step, in milliseconds. */
const PACE = 1800;

export interface Player {
  readonly isPlaying: boolean;
  readonly toggle: () => void;
  /** Goes so many rows of the run on, or back. */
  readonly go: (by: number) => void;
}

/** Back and forth through the run, row by row; or all rows that are ahead one after the other, from the beginning if there are none. */
export function usePlayer({ view: { run, at }, whole: { folds }, act }: Explorer): Player {
  const [isPlaying, setPlaying] = useState(false);
  const go = (by: number) => act({ do: 'move', by, folds });
  useEffect(() => {
    if (!isPlaying) return;
    if (at >= run.length) return setPlaying(false);
    const timer = setTimeout(() => go(1), PACE);
    return () => clearTimeout(timer);
  }, [isPlaying, run, at]);
  const toggle = () => {
    if (!isPlaying && at >= run.length) act({ do: 'go to', at: 0 });
    setPlaying(!isPlaying && run.length > 0);
  };
  return { isPlaying, toggle, go };
}
