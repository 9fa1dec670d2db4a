import { useMemo, useRef } from 'preact/hooks';
import { messagesOf, type Sent } from '../../../traces/messages/messages.ts';
import { processesOf } from '../../../traces/messages/processes.ts';
import { sentence } from '../../../traces/messages/sentence.ts';
import { diagramOf } from '../diagram.ts';
import { Arrow } from './arrow.tsx';
import { StepMark } from './step-mark.tsx';
import type { Explorer } from './hooks/use-explorer.ts';
import { useGrowing } from './hooks/use-growing.ts';
import { useWidth } from './hooks/use-width.ts';

const ROW = 23;
/** From the edge to the first lifeline. */
const MARGIN = 34;
/** Where there is room, the steps are named in a column of their own. */
const ROOMY = 560;
const GUTTER = 285;
/** The width of a step's number. */
const NUMBER = 24;

/** What the processes have sent each other; lost and late messages are drawn as lost and late. */
export function Sequence({ view, model, carriers, trace }: Explorer) {
  const { composition } = model;
  const pane = useGrowing(trace);
  const figure = useRef<HTMLElement>(null);
  const width = useWidth(figure, 640);
  const messages = useMemo(() => messagesOf(composition, trace, carriers), [composition, trace]);
  const { steps, rowOf, rows } = diagramOf(trace.length, messages);
  const { speakers, media } = processesOf(composition, carriers);
  const gutter = width > ROOMY ? GUTTER : 0;
  const gap = (width - gutter - 2 * MARGIN) / Math.max(1, speakers.length - 1);
  const xOf = (process: string) => gutter + MARGIN + gap * (media.includes(process) ? 0.5 : speakers.indexOf(process));
  const yOf = (row: number) => ROW * (row + 0.9);
  const height = ROW * Math.max(rows + 1, 4);
  const actor = (component: number) => composition.components[component]?.process ?? '';
  return (
    <div class="part sequence">
      <h2 id="sequence">Sequence</h2>
      <div class="heads">
        {speakers.map((process) => (
          <span key={process} style={{ left: `${xOf(process)}px` }}>
            {process}
          </span>
        ))}
      </div>
      <div class="scroll" ref={pane} tabIndex={0} role="group" aria-labelledby="sequence">
        <figure ref={figure}>
          {trace.length === 0 && (
            <p class="hint first">
              Nothing has happened yet.{view.run.length > 0 && ' Next, or →, takes the first step of the run.'}
            </p>
          )}
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            {speakers.map((process) => (
              <line key={process} class="lifeline" x1={xOf(process)} x2={xOf(process)} y1={0} y2={height} />
            ))}
            {messages.map((message, i) => (
              <Arrow
                key={i}
                message={message}
                isOneOfSeveral={messages.some((other) => goesBeside(message, other))}
                xOf={xOf}
                yAt={(at) => yOf(rowOf(message, at))}
                row={ROW}
              />
            ))}
            {trace.map(({ choice, component }, i) => (
              <StepMark
                key={i}
                number={i + 1}
                choice={choice}
                component={gutter > 0 ? component : null}
                x={media.includes(actor(choice.component)) ? null : xOf(actor(choice.component))}
                width={width}
                textAt={gutter > 0 ? NUMBER : MARGIN + 10}
                y={yOf(steps[i] as number)}
              />
            ))}
          </svg>
          <ul class="unseen">
            {messages.map((message, i) => (
              <li key={i}>{sentence(message)}</li>
            ))}
          </ul>
        </figure>
      </div>
    </div>
  );
}

const goesBeside = (one: Sent, other: Sent): boolean =>
  one.from === other.from && one.to === other.to && other.via !== null && one.via !== other.via;
