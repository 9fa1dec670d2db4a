import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Something that opens over the page, and closes when the reader goes on elsewhere, or with Escape. */
export function Menu({ label, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => details.current?.removeAttribute('open');
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape') return;
    close();
    details.current?.querySelector('summary')?.focus();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !details.current?.contains(relatedTarget)) close();
  };
  const onClick = ({ target }: MouseEvent) => {
    if (target instanceof Element && target.closest('button')) close();
  };
  return (
    <details ref={details} class="menu" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <summary>{label}</summary>
      <div class="card" onClick={onClick}>
        {children}
      </div>
    </details>
  );
}
