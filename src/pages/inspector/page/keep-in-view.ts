/** Scrolls a panel, and nothing around it, until a part of it can be seen; what can be seen already stays where it is. */
export function keepInView(panel: HTMLElement | null, selector: string): void {
  const part = panel?.querySelector(selector)?.getBoundingClientRect();
  if (!panel || !part) return;
  const view = panel.getBoundingClientRect();
  const isBeside = part.left < view.left || part.right > view.right;
  const isAbove = part.top < view.top + view.height / 8;
  const isBelow = part.bottom > view.bottom - 4;
  panel.scrollBy({
    left: isBeside ? part.left - view.left - view.width / 4 : 0,
    top: isAbove || isBelow ? part.top - view.top - (view.height * (isAbove ? 1 : 3)) / 4 : 0,
  });
}
