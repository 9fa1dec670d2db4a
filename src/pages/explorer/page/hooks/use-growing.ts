import { useLayoutEffect, useRef } from 'preact/hooks';

/** A pane that shows its end whenever what it shows has grown. */
export function useGrowing(content: unknown) {
  const pane = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (pane.current) pane.current.scrollTop = pane.current.scrollHeight;
  }, [content]);
  return pane;
}
