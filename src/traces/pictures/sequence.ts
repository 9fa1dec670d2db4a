import { choiceText, type TraceStep } from '../../checker/replay/trace.ts';
import { arrivesAtOnce, type Happening, messagesOf, type Sent, seenIn } from '../messages/messages.ts';
import { processesOf, processOf } from '../messages/processes.ts';
import { briefly } from '../messages/sentence.ts';
import { widthInLetters } from '../messages/width.ts';
import { isQuietTick, markOf, type ShownRun, timesOf } from '../story/shown-run.ts';
import { wrap } from '../story/side-by-side.ts';
import { cycleHeading } from '../story/story.ts';
import { type Drawing, escapeXml } from './svg.ts';

/** Where the columns of text begin, and where the first lifeline is, to the right of the left column. */
const LEFT = 0;
const FIRST_LANE = 300;
/** Between two lifelines, if neither their names nor what is sent between them need more; and at most. */
const LANE = 100;
const WIDEST = 240;
/** How wide a letter is, of a name and of a message, a little more than on average. */
const LETTER = { name: 7, label: 6.2 } as const;
/** From the last lifeline to the right column, or to the edge where there is none; and how wide a column is. */
const RIGHT = 16;
const EDGE = 80;
const COLUMN = 286;
const TOP = 34;
const LINE = 15;
const ROW = 24;
/** Between two steps. */
const GAP = 14;
/** As many characters as a column holds, of text and of a log's monospace. */
const FITS = { strong: 42, text: 48, log: 42 } as const;
/** What becomes of a message is written next to a lifeline, in rows of so many characters. */
const ASIDE = 13;

/** Something that happens to a message, and at what height. */
interface Placed {
  readonly happening: Happening;
  readonly y: number;
}

/**
 * A run as a sequence diagram. A message that a medium carries goes from the height at which it is sent to the height at
 * which it arrives; one that never arrives ends in a cross. The logs of two processes stand at either side; those of
 * more than two stand all at the left. The cycle of a run that goes on for ever stands between two rules.
 */
export function sequenceDrawing(run: ShownRun): Drawing {
  return new SequenceDrawing(run).drawing();
}

class SequenceDrawing {
  readonly #run: ShownRun;
  readonly #messages: readonly Sent[];
  /** The lifelines from left to right: a medium is to the right of the process that is mentioned first. */
  readonly #lanes: readonly string[];
  /** The process whose text has the right column; where it is none, the lines of the left column name theirs. */
  readonly #right: string | null;
  /** Where the lifelines are. */
  readonly #xs: readonly number[];
  readonly #texts: string[] = [];
  readonly #placed: Placed[] = [];
  /** How far down the text of the columns reaches, and the arrows between them. */
  #textY = TOP;
  #arrowY = TOP;

  constructor(run: ShownRun) {
    const { composition, trace, carriers } = run;
    const { speakers, media } = processesOf(composition, carriers);
    this.#run = run;
    this.#messages = messagesOf(composition, trace, carriers);
    this.#lanes = [...speakers.slice(0, 1), ...media, ...speakers.slice(1)];
    this.#right = speakers.length === 2 ? (speakers[1] as string) : null;
    this.#xs = this.#spread();
  }

  /**
   * Far enough apart for the names of the lifelines and, where there is no column at the right, for what is sent between two that are next
   * to each other.
   */
  #spread(): number[] {
    const xs = [FIRST_LANE];
    this.#lanes.slice(1).forEach((name, i) => {
      const before = this.#lanes[i] as string;
      const names = ((widthInLetters(before) + widthInLetters(name)) / 2) * LETTER.name;
      const labels = this.#messages.flatMap(({ from, to, via, text }) => {
        const medium = via === null ? to : processOf(this.#run.composition, via);
        const isHere = [from, medium, to].includes(before) && [from, medium, to].includes(name);
        return isHere && this.#right === null ? [widthInLetters(text) * LETTER.label] : [];
      });
      // Two processes without a medium are as far apart as with one.
      const least = this.#lanes.length === 2 ? 2 * LANE : LANE;
      xs.push(
        (xs[i] as number) + Math.ceil(Math.min(WIDEST, Math.max(least, names + 16, ...labels.map((w) => w + 16)))),
      );
    });
    return xs;
  }

  drawing(): Drawing {
    const { trace, unit, cycleFrom = trace.length } = this.#run;
    const happenings = seenIn(trace, this.#messages);
    const draw = (step: TraceStep, i: number) => {
      if (!isQuietTick(step, unit)) this.#step(step, i + 1, happenings[i] as Happening[][]);
    };
    trace.slice(0, cycleFrom).forEach(draw);
    const cycleTop = Math.max(this.#textY, this.#arrowY) + ROW;
    const cycle = trace.slice(cycleFrom);
    if (cycle.length > 0) [this.#textY, this.#arrowY] = [cycleTop + LINE, cycleTop];
    cycle.forEach((step, i) => draw(step, cycleFrom + i));
    const height = Math.max(this.#textY, this.#arrowY) + ROW;
    const width = this.#right === null ? this.#lastX + EDGE : this.#lastX + RIGHT + COLUMN;
    const body = [
      ...(cycle.length > 0 ? loop(cycleTop, height, width, cycleHeading(trace, cycleFrom)) : []),
      ...this.#lifelines(height),
      ...this.#placed.flatMap((placed) => this.#drawn(placed, height)),
      ...this.#texts,
    ];
    return { width, height, body: body.join('\n') };
  }

  #step(step: TraceStep, number: number, happenings: readonly Happening[][]): void {
    const { trace, unit } = this.#run;
    const top = Math.max(this.#textY, this.#arrowY) + GAP;
    [this.#textY, this.#arrowY] = [top, top - GAP];
    const process = this.#captioned(step, happenings);
    const { fault } = step.choice;
    const mark = markOf(number, timesOf(trace, unit));
    const caption = `${mark} ${choiceText(step.component, step.choice)}${fault ? ` [${fault}]` : ''}`;
    this.#text(process, caption, FITS.strong, fault ? 'strong fault' : 'strong');
    this.#text(process, step.description, FITS.text, 'dim');
    step.occurrences.forEach(({ component, prints }, n) => {
      for (const text of prints) this.#print(processOf(this.#run.composition, component), text);
      for (const happening of happenings[n] ?? []) this.#placed.push({ happening, y: (this.#arrowY += ROW) });
    });
  }

  /** Not above what has passed before it, and what passes after it not above it. */
  #print(process: string, text: string): void {
    this.#textY = Math.max(this.#textY, this.#arrowY - LINE / 2);
    this.#text(process, this.#right === null ? `${process}: ${text}` : text, FITS.log, 'mono');
    this.#arrowY = Math.max(this.#arrowY, this.#textY - LINE);
  }

  /** The environment's event stands where it happens; an event of a medium, where it is noticed. */
  #captioned({ component }: TraceStep, happenings: readonly Happening[][]): string {
    const noticed = happenings.flat().find(({ what }) => what === 'arrived' || what === 'piece');
    return noticed?.message.to ?? processOf(this.#run.composition, component);
  }

  #x(process: string): number {
    return this.#xs[Math.max(0, this.#lanes.indexOf(process))] as number;
  }

  get #lastX(): number {
    return this.#xs.at(-1) as number;
  }

  #text(process: string, text: string, fits: number, kind: string): void {
    if (text === '') return;
    const x = process === this.#right ? this.#lastX + RIGHT : LEFT;
    for (const row of wrap(text, fits)) {
      this.#textY += LINE;
      this.#texts.push(`<text class="${kind}" x="${x}" y="${this.#textY}">${escapeXml(row)}</text>`);
    }
  }

  #lifelines(height: number): string[] {
    return this.#lanes.flatMap((name) => {
      const x = this.#x(name);
      return [
        `<text class="strong" x="${x}" y="14" text-anchor="middle">${escapeXml(name)}</text>`,
        `<line class="life" x1="${x}" y1="24" x2="${x}" y2="${height}"/>`,
      ];
    });
  }

  #drawn({ happening, y }: Placed, height: number): string[] {
    const { message, what, detail = '' } = happening;
    const { text, via, kind, isOfCarrier } = message;
    const [from, to] = [this.#x(message.from), this.#x(message.to)];
    if (isOfCarrier) {
      const isReset = kind === 'reset';
      return [arrow(from, y, to, y, isReset ? 'bad' : ''), label(to, from, y, text, isReset ? 'fault' : '')];
    }
    if (via === null || arrivesAtOnce(message)) return [arrow(from, y, to, y), label(from, to, y, text)];
    const medium = this.#x(processOf(this.#run.composition, via));
    const sentAt = this.#placed.find((one) => one.happening.message === message)?.y ?? TOP;
    switch (what) {
      case 'sent':
        return [
          line(from, y, medium, y),
          `<circle class="dot" cx="${medium}" cy="${y}" r="3"/>`,
          label(from, medium, y, text),
          ...(message.arrived || message.lost
            ? []
            : [line(medium, y, medium, height, 'late'), ...aside(medium, height - 4, `${text} is under way`)]),
        ];
      case 'piece':
        return [arrow(medium, sentAt, to, y, 'late'), label(to, medium, y + 2 * LINE, detail)];
      case 'arrived':
        return [arrow(medium, sentAt, to, y)];
      case 'lost': {
        // A lost end of the connection does not matter: the connection has ended.
        const isBad = kind === 'data';
        return [
          line(medium, sentAt, medium, y, isBad ? 'bad late' : 'late'),
          cross(medium, y, isBad ? 'bad' : ''),
          ...aside(medium, y, briefly(happening), isBad ? 'strong fault' : 'dim'),
        ];
      }
    }
  }
}

function line(x1: number, y1: number, x2: number, y2: number, kind = ''): string {
  return `<line class="${`line ${kind}`.trim()}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function arrow(x1: number, y1: number, x2: number, y2: number, kind = ''): string {
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const head = `<path class="${`head ${kind}`.trim()}" d="M0 0L-8 -3.5L-8 3.5Z" transform="translate(${x2} ${y2}) rotate(${angle.toFixed(1)})"/>`;
  return `${line(x1, y1, x2, y2, kind)}\n${head}`;
}

/** A rule above and one below what happens again and again. */
function loop(top: number, bottom: number, width: number, heading: string): string[] {
  return [
    line(0, top, width, top, 'late'),
    `<text class="strong" x="0" y="${top + LINE}">${escapeXml(heading)}</text>`,
    line(0, bottom - 1, width, bottom - 1, 'late'),
  ];
}

/** A cross on a medium's lifeline. */
function cross(x: number, y: number, kind: string): string {
  return `<path class="${`line ${kind}`.trim()}" d="M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x + 6} ${y - 6}L${x - 6} ${y + 6}"/>`;
}

/** The text of a message, above its line, halfway between two lifelines. */
function label(x: number, towards: number, y: number, text: string, kind = ''): string {
  const middle = (x + towards) / 2;
  return `<text class="${`haloed ${kind}`.trim()}" x="${middle}" y="${y - 6}" text-anchor="middle">${escapeXml(text)}</text>`;
}

/** What has become of a message, next to the medium's lifeline; its last row at the height where that happens. */
function aside(x: number, y: number, text: string, kind = 'fault'): string[] {
  const rows = wrap(text, ASIDE);
  return rows.map((row, i) => {
    const at = y + 4 - (rows.length - 1 - i) * LINE;
    return `<text class="haloed ${kind}" x="${x + 12}" y="${at}">${escapeXml(row)}</text>`;
  });
}
