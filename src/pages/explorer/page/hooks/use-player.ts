import { useEffect, useState } from 'preact/hooks';
import type { Explorer } from './use-explorer.ts';

/** Time to read a step, in milliseconds. */
const PACE = 1500;

export interface Player {
  readonly isPlaying: boolean;
  readonly toggle: () => void;
}

/** Takes the steps that are ahead one after the other; from the beginning if there are none. */
export function usePlayer({ view: { run, at }, act }: Explorer): Player {
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying) return;
    if (at >= run.length) return setPlaying(false);
    const timer = setTimeout(() => act({ do: 'go to', at: at + 1 }), PACE);
    return () => clearTimeout(timer);
  }, [isPlaying, run, at]);
  const toggle = () => {
    if (!isPlaying && at >= run.length) act({ do: 'go to', at: 0 });
    setPlaying(!isPlaying && run.length > 0);
  };
  return { isPlaying, toggle };
}
