import { useMemo, useRef } from 'preact/hooks';
import type { Happening, Sent } from '../../../../traces/messages/messages.ts';
import { processesOf } from '../../../../traces/messages/processes.ts';
import { briefly, sentence } from '../../../../traces/messages/sentence.ts';
import { widthInLetters } from '../../../../traces/messages/width.ts';
import { isQuietTick } from '../../../../traces/story/shown-run.ts';
import { wrap } from '../../../../traces/story/side-by-side.ts';
import { diagramOf } from '../../diagram.ts';
import { type Fold, rowOf } from '../../story/folds.ts';
import { useFollow } from '../hooks/use-follow.ts';
import { drawnIn, type Explorer } from '../hooks/use-explorer.ts';
import { useWidth } from '../hooks/use-width.ts';
import { marksIn } from '../marks.ts';
import { rowWords } from '../words.ts';
import { Arrow } from './arrow.tsx';
import { Block, type Label, type Line } from './block.tsx';

const ROW = 19;
/** How far down its row an arrow ends. */
const LEVEL = 0.6;
/** From the edge to the first lifeline. */
const MARGIN = 44;
/** Two lifelines are so far apart at least, and at most. */
const GAP = { least: 64, most: 180 } as const;
/** The words have a column of their own, half of the chart where there is room, and at least so wide. */
const LEAST_WORDS = 170;
/** The width of a step's number. */
const NUMBER = 34;
/** How wide a letter is, a little more than on average. */
const LETTER = { sentence: 6.9, event: 6.4, mark: 7.7 } as const;

/** What the processes send each other in the whole run, beside what is said of it; lost and late messages are drawn as lost and late. */
export function Sequence(explorer: Explorer) {
  const { view, model, carriers, trace, whole } = explorer;
  const { composition } = model;
  const figure = useRef<HTMLElement>(null);
  const room = useWidth(figure, 640);
  useFollow(figure, '.current', view, 'pane');
  const taken = useMemo(() => drawnIn({ composition, trace, carriers, unit: model.unit }), [composition, trace]);
  const { messages, folds } = whole;
  const actors = actorsOf(explorer);
  const { speakers: all } = processesOf(composition, carriers);
  const speakers = all.filter((process) => actors.has(process) || folds.length === 0);
  const gaps = Math.max(1, speakers.length - 1);
  const gap = Math.min(GAP.most, Math.max(GAP.least, (room / 2 - 2 * MARGIN) / gaps));
  const lanes = 2 * MARGIN + gap * gaps;
  const head = Math.min(gap, 2 * MARGIN) - 6;
  const words = Math.max(LEAST_WORDS, room - lanes);
  const width = words + lanes;
  const textWidth = words - NUMBER;
  const blocks = useMemo(() => folds.map((fold) => linesOf(explorer, fold, textWidth)), [whole, textWidth]);
  const diagram = diagramOf(
    folds,
    messages,
    blocks.map((lines) => lines.length),
  );
  const yOf = (row: number) => ROW * (row + LEVEL);
  const labels = diagram.labels.map(({ row, happening }) => ({
    row,
    y: yOf(row),
    ...labelOf(happening, messages, words - NUMBER),
  }));
  const xOf = (process: string) =>
    words + MARGIN + gap * (speakers.includes(process) ? speakers.indexOf(process) : gaps / 2);
  const height = ROW * Math.max(diagram.rows + 1, 3);
  const current = rowOf(folds, view.at);
  return (
    <div class="part sequence">
      <h2 id="sequence">Who tells whom what</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="sequence">
        <div
          class="heads"
          style={{ width: `${width}px`, paddingLeft: `${words + MARGIN - head / 2}px`, columnGap: `${gap - head}px` }}
        >
          {speakers.map((process) => (
            <span key={process} style={{ width: `${head}px` }}>
              {process}
            </span>
          ))}
        </div>
        <figure ref={figure}>
          {folds.length === 0 && <p class="hint first">Nothing has happened yet.</p>}
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            {current >= 0 && (
              <rect class="current" x={0} width={width} {...band(diagram.blocks[current], ROW)} rx={4} />
            )}
            {speakers.map((process) => (
              <line key={process} class="lifeline" x1={xOf(process)} x2={xOf(process)} y1={0} y2={height} />
            ))}
            {folds.map((fold, i) => {
              const actor = composition.components[view.run[fold.from - 1]?.component ?? 0]?.process ?? '';
              const { top = 0, rows = 0 } = diagram.blocks[i] ?? {};
              return (
                <Block
                  key={fold.from}
                  lines={blocks[i] as readonly Line[]}
                  labels={labels.filter(({ row }) => top <= row && row < top + rows)}
                  number={rowWords(explorer, fold).number}
                  isAhead={view.at > 0 && fold.from > view.at}
                  x={speakers.includes(actor) ? xOf(actor) : null}
                  width={width}
                  numberAt={NUMBER - 10}
                  textAt={NUMBER}
                  labelAt={words - 8}
                  top={ROW * top}
                  row={ROW}
                />
              );
            })}
            {messages.filter(isDrawn(folds)).map((message, i) => (
              <Arrow
                key={i}
                message={message}
                at={view.at === 0 ? view.run.length : view.at}
                xOf={xOf}
                yAt={(at) => yOf(diagram.rowOf(message, at))}
                row={ROW}
              />
            ))}
          </svg>
          <ul class="unseen">
            {taken.map((message, i) => (
              <li key={i}>{sentence(message)}</li>
            ))}
          </ul>
        </figure>
      </div>
    </div>
  );
}

/** The name of the connection goes before what is carried where another goes the same way. */
function labelOf(happening: Happening, messages: readonly Sent[], width: number): Pick<Label, 'text' | 'kind'> {
  const { message, what } = happening;
  const connection = messages.some((other) => goesBeside(message, other)) ? message.via?.split('.')[0] : undefined;
  const text = briefly(happening);
  const whole = connection === undefined ? text : `${connection}: ${text}`;
  const [fits = '', rest] = wrap(whole, columnsOf(whole, width / LETTER.event));
  return {
    text: rest === undefined ? fits : `${fits} …`,
    kind: what === 'lost' && message.kind === 'data' ? 'label lost' : 'label',
  };
}

/** The processes that say or do anything in a run. */
function actorsOf({ model: { composition, unit }, whole }: Explorer): ReadonlySet<string> {
  const doing = whole.trace
    .filter((step) => !isQuietTick(step, unit))
    .map(({ choice }) => composition.components[choice.component]?.process ?? '');
  return new Set([...doing, ...whole.messages.flatMap(({ from, to }) => [from, to])]);
}

/** What is said of a row of the run: its sentence, its event, its marks. */
function linesOf(explorer: Explorer, fold: Fold, width: number): Line[] {
  const { sentence: text, event, time, fault } = rowWords(explorer, fold);
  const lines = (words: string, letter: number) => wrap(words, columnsOf(words, width / letter));
  const small = [event, ...(time ? [time] : [])].join(' · ');
  return [
    ...lines(text, LETTER.sentence).map((line) => ({ text: line, kind: 'sentence' }) as const),
    ...lines(small, LETTER.event).map((line) => ({ text: line, kind: fault ? 'fault' : 'event' }) as const),
    ...marksIn(explorer, fold.from, fold.to).flatMap((mark) =>
      lines(`✗ ${mark.text}`, LETTER.mark).map((line) => ({ text: line, kind: 'mark' }) as const),
    ),
  ];
}

/** Into how many characters a text is wrapped for a width in average letters: as its widest word needs. */
function columnsOf(text: string, letters: number): number {
  const widest = Math.max(...text.split(' ').map((word) => (word.length > 5 ? widthInLetters(word) / word.length : 1)));
  return Math.max(8, Math.floor(letters / widest));
}

const band = (block: { top: number; rows: number } | undefined, row: number) => ({
  y: (block?.top ?? 0) * row + 1,
  height: (block?.rows ?? 1) * row,
});

/** What is sent in steps that are repeated is not drawn. */
const isDrawn = (folds: readonly Fold[]) => {
  const isFolded = (step: number) => (folds[rowOf(folds, step)]?.times ?? 1) > 1;
  return ({ sent }: Sent) => !isFolded(sent.step);
};

const goesBeside = (one: Sent, other: Sent): boolean =>
  one.from === other.from && one.to === other.to && other.via !== null && one.via !== other.via;
