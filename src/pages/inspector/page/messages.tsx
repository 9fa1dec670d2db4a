import { useLayoutEffect, useRef } from 'preact/hooks';
import { messageText } from '../../../checker/system/message.ts';
import type { StepTold } from '../told.ts';
import { keepInView } from './keep-in-view.ts';
import { type Lane, type Lanes, lanesOf, shownMessages } from './lanes.ts';
import { isStep, type Message, type Run } from './run.ts';

interface Props {
  readonly run: Run;
  /** How many messages are shown as having been taken. */
  readonly at: number;
  /** The processes whose actors have a lifeline each. */
  readonly opened: ReadonlySet<string>;
  readonly toggle: (process: string) => void;
  /** Goes to a message. */
  readonly goTo: (at: number) => void;
  /** Goes to a message from where one is by then: keys may come faster than the page is drawn. */
  readonly move: (to: (at: number) => number | null) => void;
}

/** Who sends what to whom: a lifeline for each process or each of its actors, a row for each step and each message. */
export function Messages({ run, at, opened, toggle, goTo, move }: Props) {
  const panel = useRef<HTMLElement>(null);
  const lanes = lanesOf(run, opened);
  const shown = shownMessages(run, lanes);
  const selected = shown.findLast(({ number }) => number <= at)?.number ?? 0;
  useLayoutEffect(
    () => keepInView(panel.current, '[aria-selected="true"] .text'),
    [selected, shown.length, run.steps.size],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (!(key in KEYS)) return;
    event.preventDefault();
    move((now) => KEYS[key]?.(shown, now) ?? null);
  };
  return (
    <section
      ref={panel}
      class="messages"
      aria-label="Messages"
      style={{ '--lanes': `${Math.max(1, lanes.lanes.length)}` }}
    >
      <div class="lanes">
        {lanes.lanes.map((lane) => (
          <LaneHead key={lane.id} lane={lane} isOpen={opened.has(lane.process)} toggle={toggle} />
        ))}
      </div>
      {run.messages.length === 0 && <p class="description">No message yet.</p>}
      <ul
        role="listbox"
        tabIndex={0}
        aria-label="Messages, in order: arrow keys go back and forth, Escape to what happens now"
        aria-activedescendant={selected > 0 ? `message-${selected}` : undefined}
        onKeyDown={onKeyDown}
      >
        {shown.map((message) => (
          <Row
            key={message.number}
            message={message}
            told={isStep(message.event) ? run.steps.get(message.step) : undefined}
            lanes={lanes}
            isSelected={message.number === selected}
            isLater={message.number > at}
            goTo={goTo}
          />
        ))}
      </ul>
    </section>
  );
}

interface HeadProps {
  readonly lane: Lane;
  readonly isOpen: boolean;
  readonly toggle: (process: string) => void;
}

/** A process of several actors can be opened, and each of its lifelines closes it again. */
function LaneHead({ lane: { name, process, size }, isOpen, toggle }: HeadProps) {
  const text = name.split('.').join('.\u200b');
  if (size === 1) return <span>{text}</span>;
  return (
    <span>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={isOpen ? `${name}: close ${process}` : `${name} +${size}: open its actors`}
        onClick={() => toggle(process)}
      >
        {text} <span aria-hidden="true">{isOpen ? '−' : `+${size}`}</span>
      </button>
    </span>
  );
}

interface RowProps {
  readonly message: Message;
  readonly told: StepTold | undefined;
  readonly lanes: Lanes;
  readonly isSelected: boolean;
  readonly isLater: boolean;
  readonly goTo: (at: number) => void;
}

function Row({ message, told, lanes, isSelected, isLater, goTo }: RowProps) {
  const { number, step, source, target, event } = message;
  const [from, to] = [lanes.laneOf.get(source) ?? 0, lanes.laneOf.get(target) ?? 0];
  const words = messageText(event);
  const isHeading = isStep(event);
  const kinds = [isHeading ? 'step' : from < to ? 'right' : 'left', ...(isLater ? ['later'] : [])];
  return (
    <li
      id={`message-${number}`}
      role="option"
      aria-selected={isSelected}
      aria-label={isHeading ? undefined : `${number}. ${source} to ${target}: ${words}`}
      class={kinds.join(' ')}
      style={{ '--first': `${Math.min(from, to)}`, '--span': `${Math.abs(to - from)}` }}
      onClick={() => goTo(number)}
    >
      {isHeading ? <StepHead step={step} told={told} /> : <span class="text">{words}</span>}
    </li>
  );
}

/** What the environment does in a step, what is logged for it, and what it violates. */
function StepHead({ step, told }: { step: number; told: StepTold | undefined }) {
  if (!told) return <strong class="text">{step}.</strong>;
  const { text, sentence: words, fault, logs, hits } = told;
  const witnesses = hits.filter(({ isWitness }) => isWitness);
  return (
    <>
      <strong class={fault ? 'text fault' : 'text'}>
        {step}. {words}
        {fault && ` [${fault}]`}
      </strong>
      <p class="description">{text}</p>
      {logs.map((line) => (
        <p class="log">
          <b>{line.process}</b> {line.text}
        </p>
      ))}
      {hits
        .filter(({ isWitness }) => !isWitness)
        .map(({ id, sentence }) => (
          <p class="violation">
            ✗ {id} violated: {sentence}
          </p>
        ))}
      {witnesses.length > 0 && <p class="witness">✓ reached: {witnesses.map(({ id }) => id).join(', ')}</p>}
    </>
  );
}

type Shown = readonly Message[];

/** The row at or before a message, moved by so many rows. */
function moved(shown: Shown, at: number, by: number): number {
  const row = shown.findLastIndex(({ number }) => number <= at);
  return shown[Math.min(shown.length - 1, Math.max(0, row + by))]?.number ?? 0;
}

/** Where each key leads from a message; null is what happens now. */
const KEYS: Readonly<Record<string, (shown: Shown, at: number) => number | null>> = {
  ArrowUp: (shown, at) => moved(shown, at, -1),
  ArrowDown: (shown, at) => moved(shown, at, 1),
  PageUp: (shown, at) => moved(shown, at, -10),
  PageDown: (shown, at) => moved(shown, at, 10),
  Home: (shown, at) => moved(shown, at, -shown.length),
  End: (shown, at) => moved(shown, at, shown.length),
  Escape: () => null,
};
