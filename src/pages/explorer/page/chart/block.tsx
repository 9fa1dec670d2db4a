/** A line of what is said of a step. */
export interface Line {
  readonly text: string;
  readonly kind: 'sentence' | 'event' | 'fault' | 'mark';
}

/** What is said of a message, in the row in which it happens. */
export interface Label {
  readonly text: string;
  readonly kind: 'label' | 'label lost';
  /** From the top of the diagram. */
  readonly y: number;
}

interface Props {
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
  readonly number: string;
  readonly isAhead: boolean;
  /** Where the process is to which the environment did something; null if that is the network. */
  readonly x: number | null;
  readonly width: number;
  /** Where the number ends, the words begin, and the labels end. */
  readonly numberAt: number;
  readonly textAt: number;
  readonly labelAt: number;
  readonly top: number;
  readonly row: number;
}

/** A step in words, beside the lifelines, and a dot on that of the process that it is about. */
export function Block({ lines, labels, number, isAhead, x, width, numberAt, textAt, labelAt, top, row }: Props) {
  const isBad = lines.some(({ kind }) => kind === 'fault' || kind === 'mark');
  return (
    <g class={['step-mark', isAhead ? 'ahead' : '', isBad ? 'bad' : ''].join(' ')}>
      {top > 0 && <line x1={0} x2={width} y1={top} y2={top} />}
      {x !== null && <circle cx={x} cy={top + row * 0.75} r={4} />}
      <text class="event" x={numberAt} y={top + row * 0.75 + 4} text-anchor="end">
        {number}
      </text>
      {lines.map(({ text, kind }, i) => (
        <text key={i} class={kind} x={textAt} y={top + row * (i + 0.75) + 4}>
          {text}
        </text>
      ))}
      {labels.map((label) => (
        <text key={label.y} class={label.kind} x={labelAt} y={label.y + 4} text-anchor="end">
          {label.text}
        </text>
      ))}
    </g>
  );
}
