import type { Composition } from '../../checker/system/compose.ts';
import { choiceText, type Trace, type TraceStep } from '../../checker/replay/trace.ts';
import { processOf } from '../story/log.ts';
import { wrap } from '../story/side-by-side.ts';
import { type WireEvent, wireEvents } from '../messages/wire.ts';
import { type Drawing, escapeXml } from './svg.ts';

/** Where the columns of text begin, and where the lifelines stand between them. */
const COLUMN = { left: 0, right: 676 } as const;
const LANE = { left: 340, network: 500, right: 660 } as const;
const WIDTH = 1000;
const TOP = 34;
const LINE = 15;
const ROW = 24;
/** Between two steps. */
const GAP = 14;
/** As many characters as a column holds, of text and of a log's monospace. */
const FITS = { strong: 48, text: 54, log: 48 } as const;

const NETWORK = 'network';

type Side = 'left' | 'right';
type Wire = Exclude<WireEvent, { kind: 'print' }>;

/** Something on the way, and at what height. */
interface Placed<E> {
  readonly event: E;
  readonly y: number;
}

/**
 * A trace as a sequence diagram: the two daemons' logs at either side, and between them what the network carries, from
 * the height at which it is sent to that at which it arrives. What never arrives ends in a cross.
 *
 * @param cycleFrom how many steps lie before its cycle, if it goes on for ever: the cycle stands between two rules
 */
export function sequenceDrawing(composition: Composition, trace: Trace, cycleFrom = trace.length): Drawing {
  return new SequenceDrawing(composition).drawing(trace, cycleFrom);
}

class SequenceDrawing {
  readonly #composition: Composition;
  readonly #sides: readonly string[];
  readonly #texts: string[] = [];
  readonly #wires: Placed<Wire>[] = [];
  /** How far down the text of the columns reaches, and the network's part. */
  #textY = TOP;
  #wireY = TOP;

  constructor(composition: Composition) {
    this.#composition = composition;
    this.#sides = [...new Set(composition.components.map(({ process }) => process))].filter((name) => name !== NETWORK);
  }

  drawing(trace: Trace, cycleFrom: number): Drawing {
    const steps = wireEvents(this.#composition, trace);
    const draw = (step: TraceStep, i: number) => this.#step(step, i + 1, steps[i] as WireEvent[]);
    trace.slice(0, cycleFrom).forEach(draw);
    const cycleTop = Math.max(this.#textY, this.#wireY) + ROW;
    const cycle = trace.slice(cycleFrom);
    if (cycle.length > 0) [this.#textY, this.#wireY] = [cycleTop + LINE, cycleTop];
    cycle.forEach((step, i) => draw(step, cycleFrom + i));
    const height = Math.max(this.#textY, this.#wireY) + ROW;
    const body = [
      ...(cycle.length > 0 ? loop(cycleTop, height) : []),
      ...this.#lifelines(height),
      ...this.#wires.flatMap((wire) => this.#drawn(wire, height)),
      ...this.#texts,
    ];
    return { width: WIDTH, height, body: body.join('\n') };
  }

  #step(step: TraceStep, number: number, events: readonly WireEvent[]): void {
    const top = Math.max(this.#textY, this.#wireY) + GAP;
    [this.#textY, this.#wireY] = [top, top - GAP];
    const side = this.#captionSide(step, events);
    const { fault } = step.choice;
    const caption = `${number}. ${choiceText(step.component, step.choice)}${fault ? ` [${fault}]` : ''}`;
    this.#text(side, caption, FITS.strong, fault ? 'strong fault' : 'strong');
    this.#text(side, step.description, FITS.text, 'dim');
    for (const event of events) {
      if (event.kind === 'print') this.#print(event);
      else this.#wires.push({ event, y: (this.#wireY += ROW) });
    }
  }

  /** Not above what has passed before it, and what passes after it not above it. */
  #print({ process, text }: WireEvent & { kind: 'print' }): void {
    this.#textY = Math.max(this.#textY, this.#wireY - LINE / 2);
    this.#text(this.#side(process), text, FITS.log, 'mono');
    this.#wireY = Math.max(this.#wireY, this.#textY - LINE);
  }

  /** The environment's event stands where it happens; an event of the network, where it is noticed. */
  #captionSide({ component }: TraceStep, events: readonly WireEvent[]): Side {
    const noticed = events.find((event) => event.kind === 'arrival' || event.kind === 'reset');
    return this.#side(noticed?.to ?? processOf(this.#composition, component));
  }

  #side(process: string): Side {
    return process === this.#sides[1] ? 'right' : 'left';
  }

  #x(process: string): number {
    return LANE[this.#side(process)];
  }

  #text(side: Side, text: string, fits: number, kind: string): void {
    if (text === '') return;
    for (const row of wrap(text, fits)) {
      this.#textY += LINE;
      this.#texts.push(`<text class="${kind}" x="${COLUMN[side]}" y="${this.#textY}">${escapeXml(row)}</text>`);
    }
  }

  #lifelines(height: number): string[] {
    const lanes = { left: this.#sides[0], network: NETWORK, right: this.#sides[1] };
    return Object.entries(lanes).flatMap(([lane, name = '']) => {
      const x = LANE[lane as keyof typeof LANE];
      return [
        `<text class="strong" x="${x}" y="14" text-anchor="middle">${escapeXml(name)}</text>`,
        `<line class="life" x1="${x}" y1="24" x2="${x}" y2="${height}"/>`,
      ];
    });
  }

  #drawn({ event, y }: Placed<Wire>, height: number): string[] {
    switch (event.kind) {
      case 'call':
        return [arrow(this.#x(event.from), y, this.#x(event.to), y), label(this.#x(event.from), y, event.text)];
      case 'send':
        return [
          line(this.#x(event.from), y, LANE.network, y),
          `<circle class="dot" cx="${LANE.network}" cy="${y}" r="3"/>`,
          label(this.#x(event.from), y, event.text),
          ...(this.#isUnderWay(event.id)
            ? [line(LANE.network, y, LANE.network, height, 'late'), aside(height, 'under way')]
            : []),
        ];
      case 'arrival': {
        const from = this.#sentAt(event.id);
        const part = event.part ? [label(this.#x(event.to), y + 2 * LINE, event.part)] : [];
        return [arrow(LANE.network, from, this.#x(event.to), y, event.part ? 'late' : ''), ...part];
      }
      case 'end':
        return [
          line(LANE.network, this.#sentAt(event.id), LANE.network, y, 'bad late'),
          cross(y),
          aside(y + 4, event.why),
        ];
      case 'reset':
        return [arrow(LANE.network, y, this.#x(event.to), y, 'bad'), label(this.#x(event.to), y, 'RST', 'fault')];
    }
  }

  #sentAt(id: string): number {
    return this.#wires.find(({ event }) => event.kind === 'send' && event.id === id)?.y ?? TOP;
  }

  #isUnderWay(id: string): boolean {
    return !this.#wires.some(
      ({ event }) =>
        (event.kind === 'end' && event.id === id) || (event.kind === 'arrival' && event.id === id && !event.part),
    );
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
function loop(top: number, bottom: number): string[] {
  return [
    line(0, top, WIDTH, top, 'late'),
    `<text class="strong" x="0" y="${top + LINE}">From here on, again and again:</text>`,
    line(0, bottom - 1, WIDTH, bottom - 1, 'late'),
  ];
}

/** A cross on the network's lifeline. */
function cross(y: number): string {
  const x = LANE.network;
  return `<path class="line bad" d="M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x + 6} ${y - 6}L${x - 6} ${y + 6}"/>`;
}

/** The text of a message, above its line, in the half between the network and the daemon at `x`. */
function label(x: number, y: number, text: string, kind = ''): string {
  return `<text class="${`haloed ${kind}`.trim()}" x="${(x + LANE.network) / 2}" y="${y - 6}" text-anchor="middle">${escapeXml(text)}</text>`;
}

/** What has become of a message, beside the network's lifeline. */
function aside(y: number, text: string): string {
  return `<text class="haloed fault" x="${LANE.network + 12}" y="${y}">${escapeXml(text)}</text>`;
}
