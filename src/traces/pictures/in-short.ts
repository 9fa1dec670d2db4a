import type { StoryMark } from '../../checker/study/study.ts';
import { arrivesAtOnce, type Happening, happeningsOf, messagesOf, type Sent } from '../messages/messages.ts';
import { processesOf, processOf } from '../messages/processes.ts';
import { briefly } from '../messages/sentence.ts';
import { logLines } from '../story/lines.ts';
import type { ShownRun } from '../story/shown-run.ts';
import { wrap } from '../story/side-by-side.ts';
import { type Drawing, escapeXml } from './svg.ts';

/** The two lifelines, with a column of text at either side of them. */
const COLUMN = 296;
const LEFT = COLUMN + 12;
const RIGHT = LEFT + 180;
const WIDTH = RIGHT + 12 + COLUMN;
const TOP = 36;
const LINE = 16;
const ROW = 26;
const GAP = 6;
const FITS = { text: 48, log: 43 } as const;

/** A step of the run that hits a marked property. */
export interface MarkedStep extends StoryMark {
  readonly step: number;
}

/**
 * A run for somebody who sees it for the first time: two processes, the messages between them, its faults, and the marked steps with what
 * the processes log there. All of it is read from the run.
 */
export function shortDrawing(run: ShownRun, marks: readonly MarkedStep[]): Drawing {
  const { composition, trace, carriers } = run;
  const [left = '', right = ''] = processesOf(composition, carriers).speakers;
  const sides = { left, right };
  const shown = happeningsOf(messagesOf(composition, trace, carriers).filter(isShown));
  const logged = logLines(composition, trace);
  const drawing = new ShortDrawing(sides);
  trace.forEach(({ component, choice, description, occurrences }, i) => {
    const step = i + 1;
    const here = marks.filter((mark) => mark.step === step);
    const lines = logged.filter((line) => line.step === step);
    // A medium's step is noticed by the process whose machine follows.
    const process = [component, ...occurrences.map((one) => one.component)]
      .map((name) => processOf(composition, name))
      .find((name) => name === left || name === right);
    if (choice.fault || here.length > 0) drawing.gap();
    if (choice.fault) drawing.text(process, `${step}. ${description} [${choice.fault}]`, 'strong fault');
    if (here.length > 0) for (const line of lines) drawing.text(line.process, line.text, 'mono');
    for (const mark of here) drawing.mark(process, `${step}. ${mark.text}`, mark.why);
    for (const happening of shown) if (happening.step === step) drawing.happening(happening);
  });
  return drawing.drawing();
}

/** A call is no message on a wire, and whether the end of a connection arrives is no matter. */
const isShown = ({ via, kind }: Sent): boolean => via !== null && kind !== 'close';

class ShortDrawing {
  readonly #sides: { readonly left: string; readonly right: string };
  readonly #elements: string[] = [];
  readonly #sentAt = new Map<Sent, number>();
  /** How far down the drawing reaches. */
  #y = TOP;

  constructor(sides: { readonly left: string; readonly right: string }) {
    this.#sides = sides;
  }

  gap(): void {
    this.#y += GAP;
  }

  text(process: string | undefined, text: string, kind: string): void {
    for (const row of wrap(text, kind === 'mono' ? FITS.log : FITS.text)) {
      this.#y += LINE;
      this.#write(process, row, this.#y, kind);
    }
  }

  /** What is worst of the run, in a box of its own, with a cross next to its lifeline for those who do not see colours. */
  mark(process: string | undefined, text: string, why: string): void {
    const heading = wrap(`✗ ${text}`, FITS.text);
    const rows = [...heading, ...wrap(why, FITS.text)];
    const top = this.#y + 8;
    const x = this.#isRight(process) ? RIGHT + 6 : LEFT - 6 - COLUMN;
    const height = rows.length * LINE + 10;
    const frame = `x="${x}" y="${top}" width="${COLUMN}" height="${height}" rx="4"`;
    this.#elements.push(
      `<rect class="box" ${frame}/>`,
      `<rect class="line bad" ${frame}/>`,
      `<circle class="head bad" cx="${this.#isRight(process) ? RIGHT : LEFT}" cy="${top + height / 2}" r="4"/>`,
    );
    rows.forEach((row, i) => this.#write(process, row, top + (i + 1) * LINE, i < heading.length ? 'strong fault' : ''));
    this.#y = top + height;
  }

  /** A message goes from the height at which it is sent to that at which it arrives, or is lost. */
  happening(happening: Happening): void {
    const { message, what, step } = happening;
    const { from, to } = message;
    const [x1, x2] = [this.#x(from), this.#x(to)];
    const isAtOnce = arrivesAtOnce(message);
    if (what === 'piece' || (what === 'arrived' && isAtOnce)) return;
    this.#y += ROW;
    const sentAt = this.#sentAt.get(message) ?? this.#y;
    switch (what) {
      case 'sent':
        this.#sentAt.set(message, this.#y);
        this.#write(from, `${step}. ${briefly(happening)}`, this.#y + 4, 'strong');
        if (isAtOnce) this.#arrow(x1, this.#y, x2, this.#y);
        break;
      case 'arrived':
        this.#write(to, `${step}. ${briefly(happening)}`, this.#y + 4, 'strong');
        this.#arrow(x1, sentAt, x2, this.#y);
        break;
      case 'lost':
        this.#write(to, `${step}. ${briefly(happening)}`, this.#y + 4, 'strong fault');
        this.#crossed(x1, sentAt, x2 - Math.sign(x2 - x1) * 8, this.#y);
    }
  }

  drawing(): Drawing {
    const height = this.#y + ROW;
    const lives = Object.values(this.#sides).map((name) => {
      const x = this.#x(name);
      return `<text class="strong" x="${x}" y="14" text-anchor="middle">${escapeXml(name)}</text>\n<line class="life" x1="${x}" y1="22" x2="${x}" y2="${height}"/>`;
    });
    return { width: WIDTH, height, body: [...lives, ...this.#elements].join('\n') };
  }

  #isRight = (process: string | undefined): boolean => process === this.#sides.right;

  #x = (process: string): number => (this.#isRight(process) ? RIGHT : LEFT);

  #write(process: string | undefined, text: string, y: number, kind: string): void {
    const x = this.#isRight(process) ? RIGHT + 14 : LEFT - 14;
    const anchor = this.#isRight(process) ? '' : ' text-anchor="end"';
    this.#elements.push(`<text class="${kind}" x="${x}" y="${y}"${anchor}>${escapeXml(text)}</text>`);
  }

  #crossed(x1: number, y1: number, x2: number, y2: number): void {
    this.#elements.push(
      `<line class="line bad late" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`,
      `<path class="line bad" d="M${x2 - 6} ${y2 - 6}L${x2 + 6} ${y2 + 6}M${x2 + 6} ${y2 - 6}L${x2 - 6} ${y2 + 6}"/>`,
    );
  }

  #arrow(x1: number, y1: number, x2: number, y2: number): void {
    const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    this.#elements.push(
      `<line class="line" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`,
      `<path class="head" d="M0 0L-8 -3.5L-8 3.5Z" transform="translate(${x2} ${y2}) rotate(${angle.toFixed(1)})"/>`,
    );
  }
}
