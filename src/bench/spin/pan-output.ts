import type { Report } from '../report.ts';
import type { Verdicts } from '../system.ts';

/** No line of the end of the output is longer. */
const OVERLAP = 1000;

/**
 * What a program of Spin's writes, read as it comes: a line for each assertion that fails, which may be millions, and
 * figures at the end.
 */
export class PanOutput {
  readonly #properties: readonly string[];
  readonly #deadEndProperties: readonly string[];
  readonly #failed = new Set<string>();
  readonly #found = new Map<string, number>();
  #bound: string | null;
  #text = '';

  /**
   * @param properties the properties that the model asserts
   * @param deadEndProperties those among them that are of dead ends: Spin sees those that are none of the good ones
   * @param isLossy whether two states may be taken for one: then its counts, and that a property holds, are of a part
   */
  constructor(properties: readonly string[], deadEndProperties: readonly string[] = [], isLossy = false) {
    this.#bound = isLossy ? 'hash' : null;
    this.#properties = properties;
    this.#deadEndProperties = deadEndProperties;
  }

  take(piece: string): void {
    const text = this.#text + piece;
    for (const [, property] of text.matchAll(/assertion violated (\w+) /g)) this.#failed.add(property as string);
    if (text.includes(BAD_END)) for (const property of this.#deadEndProperties) this.#failed.add(`holds_${property}`);
    for (const [name, pattern] of Object.entries(FIGURES)) this.#note(name, pattern.exec(text)?.[1]);
    for (const [pattern, bound] of BOUNDS) if (pattern.test(text)) this.#bound = bound;
    this.#text = text.slice(-OVERLAP);
  }

  #note(name: string, figure: string | undefined): void {
    if (figure !== undefined) this.#found.set(name, Number(figure));
  }

  /** @throws {Error} if the program has not come to its end, or to a step that the model lacks */
  report(): Report {
    if (this.#failed.has('no_gap')) throw new Error('Spin comes by a step that the model lacks');
    this.#figure('errors');
    return {
      states: this.#figure('states'),
      transitions: null,
      // To Spin, the initial state is one; and where ends are said to be good, the model has a step at each.
      steps: this.#deadEndProperties.length > 0 ? null : this.#figure('transitions') - 1,
      deadEnds: null,
      verdicts: this.#verdicts(),
      bound: this.#bound,
      memory: (this.#found.get('shared') ?? this.#figure('memory')) * 2 ** 20,
    };
  }

  #figure(name: keyof typeof FIGURES): number {
    const figure = this.#found.get(name);
    if (figure === undefined) throw new Error(`Spin says nothing of its ${name}: ${this.#text}`);
    return figure;
  }

  #verdicts(): Verdicts {
    const otherwise = this.#bound === null ? 'holds' : 'bounded';
    return Object.fromEntries(
      this.#properties.map((property) => [property, this.#failed.has(`holds_${property}`) ? 'violated' : otherwise]),
    );
  }
}

/** As it is of a run; that they are looked for is told in other words. */
const BAD_END = ': invalid end state (at depth ';

const FIGURES = {
  states: /(\d+) states, stored/,
  transitions: /(\d+) transitions/,
  errors: /errors: (\d+)/,
  memory: /([\d.]+)\ttotal actual memory usage/,
  shared: /([\d.]+)\ttotal shared memory usage/,
} as const;

const BOUNDS: readonly (readonly [RegExp, string])[] = [
  [/Interrupted/, 'time'],
  [/reached -DMEMLIM bound/, 'memory'],
  [/max search depth too small/, 'depth'],
];
