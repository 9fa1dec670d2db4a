import { useEffect, useState } from 'preact/hooks';
import { replayLive } from '../../../../checker/replay/live-actors.ts';
import type { Explorer } from './use-explorer.ts';

/** So long nothing must have changed before live actors are asked, in milliseconds: steps are not to wait for them. */
const PAUSE = 300;

/**
 * Whether live XState actors, which know nothing of the engine's tables, come to the same states as the page shows.
 *
 * @returns null until they have been asked, then a sentence
 */
export function useAgreement({ model, trace }: Explorer): string | null {
  const [asked, setAsked] = useState<{ trace: unknown; answer: string } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      const difference = replayLive(model.composition, trace);
      setAsked({ trace, answer: difference ?? 'Live XState actors agree.' });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [trace]);
  return asked?.trace === trace ? asked.answer : null;
}
