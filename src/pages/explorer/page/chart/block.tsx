/** A line of what is said of a step. */
export interface Line {
  readonly text: string;
  readonly kind: 'sentence' | 'event' | 'fault' | 'mark';
}

interface Props {
  readonly lines: readonly Line[];
  readonly number: string;
  readonly isAhead: boolean;
  /** Where the process is to which the environment did something; null if that is the network. */
  readonly x: number | null;
  readonly width: number;
  /** Where the number ends, and the words begin. */
  readonly numberAt: number;
  readonly textAt: number;
  readonly top: number;
  readonly row: number;
}

/** A step in words, and a dot on the lifeline of the process that it is about. */
export function Block({ lines, number, isAhead, x, width, numberAt, textAt, top, row }: Props) {
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
    </g>
  );
}
