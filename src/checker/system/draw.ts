import { ModelError } from '../errors.ts';
import { plainly } from './message.ts';
import { plain, worded } from './plain.ts';

/** What a machine drew with `oneOf`: a value of several. */
export interface Draw {
  readonly name: string;
  readonly value: unknown;
  /** The place of the value among those that there were. */
  readonly at: number;
}

/** Who decides what is drawn: the place of one of the values. */
interface Source {
  draw(name: string, values: readonly unknown[]): number;
}

/** More outcomes than this of one transition, or of one step, cannot be meant. */
export const MAX_WAYS = 1000;

/** Kept where every copy of this module finds it: a machine may import another one than the checker that asks it. */
const SLOT = Symbol.for('claimcheck.source');
const slot = globalThis as { [SLOT]?: Source | null };

/** One of some values. Who asks the machine decides which; if it is asked by no checker, chance does. */
export function drawn<T>(name: string, values: readonly T[]): T {
  if (values.length === 0) throw new ModelError(`oneOf('${name}', []): there is no value to draw`);
  const at = slot[SLOT]?.draw(name, values) ?? Math.floor(Math.random() * values.length);
  return values[at] as T;
}

function drawing<T>(source: Source, use: () => T): T {
  const before = slot[SLOT] ?? null;
  slot[SLOT] = source;
  try {
    return use();
  } finally {
    slot[SLOT] = before;
  }
}

/** Uses something in which nothing may be drawn. */
export const withoutDraws = <T>(use: () => T): T => drawing(REFUSING, use);

const REFUSING: Source = {
  draw(name) {
    throw new ModelError(
      `oneOf('${name}', …) is drawn at the start, and a system starts in one state; give the value as input or by an axis, or draw it with a first event`,
    );
  },
};

/**
 * Uses something in which what was drawn before is drawn again.
 *
 * @throws {ModelError} if it draws something else, or less
 */
export function drawingAgain<T>(draws: readonly Draw[], use: () => T): T {
  const again = new Again(draws);
  const result = drawing(again, use);
  again.end();
  return result;
}

/** Uses what was drawn before again, of something that need not draw all of it. */
export const drawingSome = <T>(draws: readonly Draw[], use: () => T): T => drawing(new Again(draws), use);

class Again implements Source {
  readonly #draws: readonly Draw[];
  #at = 0;
  #objection: ModelError | null = null;

  constructor(draws: readonly Draw[]) {
    this.#draws = draws;
  }

  draw(name: string, values: readonly unknown[]): number {
    const draw = this.#draws[this.#at++];
    if (draw?.name === name && draw.at < values.length && textOf(name, values[draw.at]) === textOf(name, draw.value)) {
      return draw.at;
    }
    const was = draw ? `'${draw.name}' was ${JSON.stringify(draw.value)}` : 'nothing more was drawn';
    this.#objection ??= new ModelError(`oneOf draws '${name}' where ${was}`);
    throw this.#objection;
  }

  end(): void {
    if (this.#objection) throw this.#objection;
    const left = this.#draws[this.#at];
    if (left) throw new ModelError(`oneOf does not draw '${left.name}', which was ${JSON.stringify(left.value)}`);
  }
}

/** One way in which something comes out, and what it has drawn on that way. */
export interface Way<T> {
  readonly result: T;
  readonly draws: readonly Draw[];
}

const NO_DRAWS: readonly Draw[] = [];

/**
 * Uses something once for every way in which its draws may come out, in the order of the values.
 *
 * @param use may draw the same again, after `rewind`
 * @throws {ModelError} if it then draws something else: what it draws does not depend on what it is given alone
 */
export function everyWay<T>(use: (rewind: () => void) => T): Way<T>[] {
  const ways = new Ways();
  const found: Way<T>[] = [];
  do {
    const result = drawing(ways, () => use(ways.rewind));
    found.push({ result, draws: ways.draws });
    if (found.length > MAX_WAYS) throw new ModelError(`oneOf has more than ${MAX_WAYS} outcomes in one transition`);
  } while (ways.next());
  return found;
}

interface Drawing extends Draw {
  /** The values that there are, as text. */
  readonly all: string;
  /** The values as they were given, if none can change: null, if one is an object. */
  readonly given: readonly unknown[] | null;
  readonly values: readonly unknown[];
  /** The places of the values, each value once. */
  readonly places: readonly number[];
  /** How many of these have come out before. */
  readonly turn: number;
}

/** Most lists are drawn from again and again, once for each of their values. */
const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((value, i) => Object.is(value, other[i]));

class Ways implements Source {
  #drawn: Drawing[] = [];
  #at = 0;
  #objection: ModelError | null = null;

  readonly rewind = (): void => {
    this.#at = 0;
  };

  draw(name: string, values: readonly unknown[]): number {
    const before = this.#drawn[this.#at++];
    if (before?.name === name && before.given && isSameList(before.given, values)) return before.at;
    const { text: all, value } = plainly(values, () => `oneOf('${name}', …)`);
    if (!before) {
      const given = values.some((one) => typeof one === 'object' && one !== null) ? null : [...values];
      this.#drawn.push({ name, all, given, values: value, places: placesOf(value), turn: 0, value: value[0], at: 0 });
      return 0;
    }
    if (before.name === name && before.all === all) return before.at;
    this.#objection ??= new ModelError(
      `it draws '${name}' of ${all}, and asked before it drew '${before.name}' of ${before.all}`,
    );
    throw this.#objection;
  }

  get draws(): readonly Draw[] {
    if (this.#objection) throw this.#objection;
    return this.#drawn.length === 0 ? NO_DRAWS : this.#drawn.map(({ name, value, at }) => ({ name, value, at }));
  }

  /** Turns to the next way: the last draw that can comes out as its next value. False if there is none. */
  next(): boolean {
    this.#at = 0;
    for (let last = this.#drawn.pop(); last; last = this.#drawn.pop()) {
      const { places, turn, values } = last;
      const at = places[turn + 1];
      if (at === undefined) continue;
      this.#drawn.push({ ...last, at, turn: turn + 1, value: values[at] });
      return true;
    }
    return false;
  }
}

/** Where each value stands first: one that is listed twice is drawn once. */
function placesOf(values: readonly unknown[]): number[] {
  const first = new Map<string, number>();
  values.forEach((value, i) => {
    const { text } = plain([value]);
    if (!first.has(text)) first.set(text, i);
  });
  return [...first.values()];
}

const textOf = (name: string, value: unknown): string => plainly([value], () => `oneOf('${name}', …)`).text;

/** What was drawn, in words: `coin := heads`. */
export const drawText = ({ name, value }: Draw): string => `${name} := ${worded(value)}`;
