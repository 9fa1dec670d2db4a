import { useLayoutEffect, useRef } from 'preact/hooks';
import { messageText } from '../../../checker/system/message.ts';
import { keepInView } from './keep-in-view.ts';
import type { Message, Run } from './run.ts';

interface Props {
  readonly run: Run;
  /** How many messages are shown as having been taken. */
  readonly at: number;
  readonly isLive: boolean;
  /** Goes to a message, or back to what happens now. */
  readonly goTo: (at: number | null) => void;
  /** The same from where one is by then: keys may come faster than the page is drawn. */
  readonly move: (to: (at: number) => number | null) => void;
}

/** Who sends what to whom: a lifeline for each actor that takes part, a row for each message. */
export function Messages({ run, at, isLive, goTo, move }: Props) {
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => keepInView(panel.current, '[aria-selected="true"] .text'), [at]);
  const lanes = new Map(run.participants.map(({ id }, lane) => [id, lane]));
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (!(key in moves(at, run.messages.length))) return;
    event.preventDefault();
    move((now) => moves(now, run.messages.length)[key] ?? null);
  };
  return (
    <section ref={panel} class="messages" aria-label="Messages" style={{ '--lanes': `${Math.max(1, lanes.size)}` }}>
      <div class="lanes" aria-hidden="true">
        {run.participants.map(({ id, name }) => (
          <span key={id}>{name.split('.').join('.\u200b')}</span>
        ))}
      </div>
      {run.messages.length === 0 && <p class="description">No message yet.</p>}
      <ul
        role="listbox"
        tabIndex={0}
        aria-label="Messages, in order: arrow keys go back and forth, Escape to what happens now"
        aria-activedescendant={run.messages.length > 0 ? `message-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        {run.messages.map((message) => (
          <Row key={message.number} message={message} lanes={lanes} at={at} goTo={goTo} />
        ))}
      </ul>
      {!isLive && (
        <button type="button" class="live" onClick={() => goTo(null)}>
          Back to what happens now
        </button>
      )}
    </section>
  );
}

interface RowProps {
  readonly message: Message;
  readonly lanes: ReadonlyMap<string, number>;
  readonly at: number;
  readonly goTo: (at: number | null) => void;
}

function Row({ message, lanes, at, goTo }: RowProps) {
  const { number, source, target, event } = message;
  const [from, to] = [lanes.get(source) ?? 0, lanes.get(target) ?? 0];
  const kinds = [
    from < to ? 'right' : 'left',
    ...(event.type === 'STEP' ? ['step'] : []),
    ...(number > at ? ['later'] : []),
  ];
  return (
    <li
      id={`message-${number}`}
      role="option"
      aria-selected={number === at}
      aria-label={`${number}. ${source} to ${target}: ${messageText(event)}`}
      class={kinds.join(' ')}
      style={{ '--first': `${Math.min(from, to)}`, '--span': `${Math.abs(to - from)}` }}
      onClick={() => goTo(number)}
    >
      <span class="text">{messageText(event)}</span>
    </li>
  );
}

/** Where each key leads from a message; null is what happens now. */
const moves = (at: number, count: number): Readonly<Record<string, number | null>> => ({
  ArrowUp: Math.max(1, at - 1),
  ArrowDown: Math.min(count, at + 1),
  PageUp: Math.max(1, at - 10),
  PageDown: Math.min(count, at + 10),
  Home: Math.min(1, count),
  End: count,
  Escape: null,
});
