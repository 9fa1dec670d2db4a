import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly class: string;
  /** The item that Tab reaches first, and that has the focus after another has been pressed. */
  readonly start: number;
  readonly children: ComponentChildren;
}

/** A list of buttons that is one stop for Tab: the arrow keys go from item to item. */
export function Roving({ label, class: className, start, children }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const wasPressed = useRef(false);
  const held = useRef<Element | null>(null);
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];

  const reach = (wanted: HTMLButtonElement | undefined) => {
    for (const button of buttons()) button.tabIndex = button === wanted ? 0 : -1;
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const all = buttons();
    const to = all[(all.indexOf(document.activeElement as HTMLButtonElement) + by + all.length) % all.length];
    reach(to);
    to?.focus();
  };

  // The button that had the focus may be gone: without this the focus would be lost with it.
  useLayoutEffect(() => {
    const wanted = buttons()[start] ?? buttons()[0];
    reach(wanted);
    if (wasPressed.current || held.current?.isConnected === false) wanted?.focus();
    wasPressed.current = false;
  });

  return (
    <div
      ref={list}
      class={className}
      role="toolbar"
      aria-orientation="vertical"
      aria-label={label}
      onKeyDown={move}
      onClick={() => (wasPressed.current = true)}
      onFocusIn={({ target }) => (held.current = target as Element)}
      onFocusOut={({ relatedTarget }) => relatedTarget && (held.current = null)}
    >
      {children}
    </div>
  );
}
