import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** How much of the pane is left free around what is shown. */
const ROOM = 24;

/**
 * Keeps in view what a reader looks at: whenever `at` changes, the pane around the list shows the item that `item` selects; the
 * top, where there is none.
 *
 * @param what whether the page is scrolled as well: one list of a page does that
 */
export function useFollow(list: RefObject<Element | null>, item: string, at: unknown, what: 'pane' | 'page'): void {
  const wasShown = useRef(false);
  useLayoutEffect(() => {
    const pane = list.current?.closest('.scroll');
    if (!pane) return;
    const current = list.current?.querySelector(item);
    if (current) show(pane, current);
    else pane.scrollTop = 0;
    // Not before the reader has done anything.
    if (what === 'page' && wasShown.current) scrollPage(pane, current ?? null);
    wasShown.current = true;
  }, [at]);
}

function show(pane: Element, item: Element): void {
  const [outer, inner] = [pane.getBoundingClientRect(), item.getBoundingClientRect()];
  // What stays at the top of the pane covers what scrolls beneath it.
  const heads = pane.querySelector('.heads, thead')?.clientHeight ?? 0;
  const above = inner.top - ROOM - heads - outer.top;
  const below = inner.bottom + ROOM - outer.bottom;
  if (above < 0 || inner.height + 2 * ROOM > outer.height) pane.scrollTop += above;
  else if (below > 0) pane.scrollTop += below;
}

/** Where the panes lie below each other, the list goes to the top, and the next one beneath it is seen as well. */
function scrollPage(pane: Element, current: Element | null): void {
  const bar = document.querySelector('.player');
  const isNarrow = bar !== null && getComputedStyle(bar).position === 'fixed';
  if (current === null) {
    if (isNarrow) scrollTo(0, 0);
    return;
  }
  // Whoever tries a fix goes on reading what the others do.
  if (document.activeElement?.closest('.fixes')) return;
  const { top, bottom } = current.getBoundingClientRect();
  if (isNarrow || top < 0 || bottom > innerHeight) pane.scrollIntoView({ block: 'start' });
}
