import type { Choice } from '../../../checker/system/compose.ts';
import { words } from '../../../checker/system/message.ts';

interface Props {
  readonly number: number;
  readonly choice: Choice;
  /** The component's name, where there is room for it. */
  readonly component: string | null;
  /** Where the process is to which the environment did something; null if that is the network. */
  readonly x: number | null;
  readonly width: number;
  /** Where the words begin. */
  readonly textAt: number;
  readonly y: number;
}

/** What the environment did: in words at the left, and as a dot on the lifeline. */
export function StepMark({ number, choice, component, x, width, textAt, y }: Props) {
  return (
    <g class={choice.fault ? 'step-mark faulty' : 'step-mark'}>
      {number > 1 && <line x1={0} x2={width} y1={y - 13} y2={y - 13} />}
      {x !== null && <circle cx={x} cy={y} r={4} />}
      <text x={0} y={y + 4}>
        {number}
      </text>
      <text x={textAt} y={y + 4}>
        {component && <tspan class="component-name">{component} </tspan>}
        {words(choice.event).join(' ')}
      </text>
    </g>
  );
}
