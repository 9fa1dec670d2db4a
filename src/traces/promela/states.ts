import type { LocalState } from '../../checker/system/table/table.ts';
import type { Names } from '../formats/names.ts';

/** Spin's parser nests about 2000 conditional expressions, and no more than that. */
const MOST_NESTED = 500;

/** A component's local states in Promela: a variable that holds a number, and a name for each number. */
export class States {
  readonly #variable: string;
  /** Each state's number, the initial one's being 0. */
  readonly #numbers: ReadonlyMap<LocalState, number>;
  readonly #names: readonly string[];

  constructor(component: string, states: Iterable<LocalState>, names: Names) {
    const list = [...states];
    // No word of Promela or C begins like this.
    this.#variable = names.give(`at_${component}`);
    this.#numbers = new Map(list.map((state, number) => [state, number]));
    this.#names = list.map((_, number) => names.give(`is_${component}_${number}`));
  }

  /** The names with the states that they stand for, and the variable. A component with one state only needs none. */
  declarations(): string[] {
    const size = this.#names.length;
    if (size === 1) return [];
    const defines = [...this.#numbers].map(([{ snapshot }, number]) => {
      const meaning = `${JSON.stringify(snapshot.value)} ${JSON.stringify(snapshot.context)}`;
      return `#define ${this.#names[number]} ${number}\t/* ${comment(meaning)} */`;
    });
    return ['', ...defines, `${typeFor(size)} ${this.#variable};`];
  }

  /** Whether the component is in one of these states. */
  isIn(states: Iterable<LocalState>): string {
    const at = this.#variable;
    const numbers = [...states].map((state) => this.#number(state));
    if (numbers.length === this.#names.length) return 'true';
    const tests = runs(numbers).map(([first, last]) => {
      if (last - first < 2)
        return [...new Set([first, last])].map((number) => `${at} == ${this.#name(number)}`).join(' || ');
      return `(${this.#name(first)} <= ${at} && ${at} <= ${this.#name(last)})`;
    });
    return `(${tests.join(' || ')})`;
  }

  /** Whether the component is in a state like this; null if it never is. */
  isLike(like: (state: LocalState) => boolean): string | null {
    const states = [...this.#numbers.keys()].filter(like);
    return states.length > 0 ? this.isIn(states) : null;
  }

  /** The assignment that takes the component from each of these states to the next one; nothing if it stays. */
  move(moves: ReadonlyMap<LocalState, LocalState>): string[] {
    if ([...moves].every(([from, to]) => from === to)) return [];
    const sorted = [...moves].toSorted(([a], [b]) => this.#number(a) - this.#number(b));
    return [`${this.#variable} = ${this.#next(sorted)};`];
  }

  #next(moves: readonly (readonly [LocalState, LocalState])[]): string {
    if (moves.length > MOST_NESTED) {
      const middle = moves.length >> 1;
      const [[from]] = moves.slice(middle) as [[LocalState, LocalState]];
      const below = `${this.#variable} < ${this.#name(this.#number(from))}`;
      return `(${below} -> ${this.#next(moves.slice(0, middle))} : ${this.#next(moves.slice(middle))})`;
    }
    const [[most], ...others] = byTarget(moves).toSorted(([, a], [, b]) => b.length - a.length) as [Targeted];
    return (others as Targeted[]).reduce(
      (otherwise, [to, from]) => `(${this.isIn(from)} -> ${this.#name(this.#number(to))} : ${otherwise})`,
      this.#name(this.#number(most)),
    );
  }

  #number(state: LocalState): number {
    return this.#numbers.get(state) as number;
  }

  #name(number: number): string {
    return this.#names[number] as string;
  }
}

/** A state, and those from which a transition leads to it. */
type Targeted = [LocalState, LocalState[]];

function byTarget(moves: readonly (readonly [LocalState, LocalState])[]): Targeted[] {
  const groups = new Map<LocalState, LocalState[]>();
  for (const [from, to] of moves) groups.set(to, [...(groups.get(to) ?? []), from]);
  return [...groups];
}

function typeFor(size: number): string {
  if (size <= 1 << 8) return 'byte';
  return size <= 1 << 15 ? 'short' : 'int';
}

/** Numbers as runs of consecutive ones, each with its first and last. */
function runs(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** Text that may stand in a comment. */
export function comment(text: string): string {
  return text.replaceAll('*/', '*\\/').replaceAll('/*', '/ *');
}
