import { checkKeys, type Keys } from '../words/known.ts';
import { checkArguments } from '../words/arguments.ts';
import type { Choice, Composition } from '../system/compose.ts';
import { Dictionary, Labels, NOT_TAKEN, type Outcome, Observable } from './observable.ts';

/** How two systems are compared. */
export interface CompareOptions {
  /** The fault classes that the environment may use; all that the systems declare, if not given. */
  readonly faults?: readonly string[];
  /** Whether the names of internal states count as seen. */
  readonly strict?: boolean;
}

const OPTIONS: Keys<CompareOptions> = { faults: true, strict: true };

/** Where two systems that have been told apart part. */
export interface Difference {
  /** What both do alike until then, as choices of the one and of the other. */
  readonly common: readonly [readonly Choice[], readonly Choice[]];
  /** The choice in which they differ; null if they differ before any. */
  readonly choice: string | null;
  /** What each of them shows in it. */
  readonly outcomes: readonly [Outcome, Outcome];
  /** Components that are in states of different names afterwards; only of a strict comparison. */
  readonly states: readonly {
    readonly component: string;
    readonly values: readonly [string | undefined, string | undefined];
  }[];
}

/** What a comparison of two systems says. */
export interface Comparison {
  /** Pairs of states, one of either system, that the same run leads to. */
  readonly pairs: number;
  /** Choices that both take alike, over all pairs. */
  readonly transitions: number;
  /** The shortest there is; null if nothing tells the systems apart. */
  readonly difference: Difference | null;
}

/** Pairs are kept as one number each. */
const STATES = 2 ** 26;

/**
 * Compares two systems as they look from outside, breadth first over the pairs of states that the same choices lead to:
 * whether both take the same choices, and show the same at each. As both are deterministic, nothing else could tell
 * them apart.
 */
export function compareSystems(one: Composition, other: Composition, options: CompareOptions = {}): Comparison {
  checkArguments('compareSystems', ['composition', one], ['composition', other]);
  checkKeys('a comparison', options, OPTIONS);
  return new Search(one, other, options).run();
}

interface Pair {
  readonly one: number;
  readonly other: number;
  readonly parent: number;
  readonly label: number;
}

class Search {
  readonly #labels: Labels;
  readonly #one: Observable;
  readonly #other: Observable;
  readonly #numbers = new Set<number>();
  /** In the order found; each knows the pair before it, and the choice that led here. */
  readonly #pairs: Pair[] = [];
  readonly #strict: boolean;
  #transitions = 0;

  constructor(one: Composition, other: Composition, { faults, strict = false }: CompareOptions) {
    this.#strict = strict;
    this.#labels = new Labels(faults);
    const dictionary = new Dictionary();
    this.#one = new Observable(one, this.#labels, dictionary, strict);
    this.#other = new Observable(other, this.#labels, dictionary, strict);
  }

  run(): Comparison {
    const { initial: one } = this.#one;
    const { initial: other } = this.#other;
    this.#add(one, other, -1, -1);
    if (JSON.stringify(this.#one.start) !== JSON.stringify(this.#other.start)) return this.#result(this.#atTheStart());
    if (this.#one.face(one) !== this.#other.face(other)) return this.#result(this.#atTheStart());
    for (let pair = 0; pair < this.#pairs.length; pair++) {
      const label = this.#expand(pair);
      if (label >= 0) return this.#result(this.#differenceAt(pair, label));
    }
    return this.#result(null);
  }

  /** The first choice by which the states of a pair are told apart; -1 if there is none. */
  #expand(pair: number): number {
    const { one, other } = this.#pairs[pair] as Pair;
    this.#one.meet(one);
    this.#other.meet(other);
    const mine = this.#one.moves(one);
    const theirs = this.#other.moves(other);
    for (let at = 0; at < mine.length; at += 2) {
      const toOne = mine[at + 1] as number;
      const toOther = theirs[at + 1] as number;
      if (mine[at] !== theirs[at] || this.#one.face(toOne) !== this.#other.face(toOther)) return at / 2;
      if (mine[at] === NOT_TAKEN) continue;
      this.#transitions += 1;
      this.#add(toOne, toOther, pair, at / 2);
    }
    return -1;
  }

  #add(one: number, other: number, parent: number, label: number): void {
    const number = one * STATES + other;
    if (this.#numbers.has(number)) return;
    this.#numbers.add(number);
    this.#pairs.push({ one, other, parent, label });
  }

  #result(difference: Difference | null): Comparison {
    return { pairs: this.#pairs.length, transitions: this.#transitions, difference };
  }

  #atTheStart(): Difference {
    const states = this.#strict ? this.#unlikeStates(this.#one.initial, this.#other.initial) : [];
    return { common: [[], []], choice: null, outcomes: [this.#one.start, this.#other.start], states };
  }

  #differenceAt(pair: number, label: number): Difference {
    const { one, other } = this.#pairs[pair] as Pair;
    const [toOne, toOther] = [this.#one.moves(one), this.#other.moves(other)].map((moves) => moves[2 * label + 1]);
    const path = this.#path(pair);
    const along = (side: Observable) => path.map((at) => side.choice(at) as Choice);
    return {
      common: [along(this.#one), along(this.#other)],
      choice: this.#labels.text(label),
      outcomes: [this.#one.outcome(one, label), this.#other.outcome(other, label)],
      states: this.#strict ? this.#unlikeStates(toOne as number, toOther as number) : [],
    };
  }

  /** The choices that lead to a pair. */
  #path(pair: number): number[] {
    const path: number[] = [];
    for (let at = pair; at > 0; at = (this.#pairs[at] as Pair).parent) path.push((this.#pairs[at] as Pair).label);
    return path.toReversed();
  }

  #unlikeStates(one: number, other: number): Difference['states'] {
    const mine = this.#one.values(one);
    const theirs = this.#other.values(other);
    return [...new Set([...mine.keys(), ...theirs.keys()])]
      .map((component) => ({ component, values: [mine.get(component), theirs.get(component)] as const }))
      .filter(({ values: [a, b] }) => a !== b);
  }
}
