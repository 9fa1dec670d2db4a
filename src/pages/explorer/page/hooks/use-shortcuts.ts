import { useLayoutEffect } from 'preact/hooks';
import type { Player } from './use-player.ts';

/** The keys that work wherever the focus is, except in a control that needs them itself. */
export const SHORTCUTS = [
  { keys: '→', what: 'next step of the run, or all of those that are repeated' },
  { keys: '←', what: 'one step back' },
  { keys: 'Home', what: 'back to the whole run' },
  { keys: 'End', what: 'to the end of the run' },
  { keys: 'Ctrl+Z', what: 'undo' },
  { keys: 'Ctrl+Y', what: 'redo' },
  { keys: 'Space', what: 'play, pause' },
  { keys: '↑ ↓', what: 'within a list: the item before, the next' },
  { keys: 'Enter', what: 'on a step: take it' },
] as const;

export function useShortcuts({ toggle, go }: Player): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = moveOf(event);
      if (by === undefined) return;
      event.preventDefault();
      if (by === PLAY) toggle();
      else go(by);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}

/** By how many rows of the run a key moves; further than any run is long, to its start or its end. */
const PLAIN: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
const WITH_CTRL: Readonly<Record<string, number>> = { z: -1, y: 1, Z: 1 };
const PLAY = 0;

function moveOf({ key, ctrlKey, metaKey, altKey, target, defaultPrevented }: KeyboardEvent): number | undefined {
  if (defaultPrevented || altKey || isIn(target, 'select, input[type=number]')) return undefined;
  if (ctrlKey || metaKey) return WITH_CTRL[key];
  return key === ' ' && !isIn(target, 'button, input, summary') ? PLAY : PLAIN[key];
}

const isIn = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null;
