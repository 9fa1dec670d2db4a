import fc from 'fast-check';
import { choiceText } from '../replay/trace.ts';
import type { Choice, Composition } from '../system/compose.ts';
import type { Walk, Wrong } from './walk.ts';

/** A run of a system, and what is wrong at its end. */
export class RandomRun {
  readonly choices: readonly Choice[];
  readonly wrong: Wrong | null;
  readonly #composition: Composition;

  constructor(composition: Composition, choices: readonly Choice[], wrong: Wrong | null) {
    this.#composition = composition;
    this.choices = choices;
    this.wrong = wrong;
  }

  /** As fast-check shows it: what the environment does. */
  [fc.toStringMethod](): string {
    const texts = this.choices.map((choice) =>
      choiceText(this.#composition.components[choice.component]?.spec.name as string, choice),
    );
    return `a run of ${texts.length} steps (${texts.join('; ')})`;
  }
}

const MOST_MILD = 4;

/** The runs of a system: each step is drawn among those that are enabled. A run ends where something is wrong. */
export class RandomRuns extends fc.Arbitrary<RandomRun> {
  readonly #composition: Composition;
  readonly #walk: Walk;
  readonly #options: { readonly steps: number; readonly liveEvery: number };

  /** @param options the longest run, and that live actors take one run of so many as well; what is shrunk they always take */
  constructor(composition: Composition, walk: Walk, options: { readonly steps: number; readonly liveEvery: number }) {
    super();
    this.#composition = composition;
    this.#walk = walk;
    this.#options = options;
  }

  override generate(random: fc.Random): fc.Value<RandomRun> {
    const run: Choice[] = [];
    const walk = this.#walk;
    const { liveEvery, steps } = this.#options;
    walk.begin(random.nextInt(1, liveEvery) === 1);
    // What is declared first is mildest: a run that prefers it more comes farther.
    const mildness = random.nextInt(1, MOST_MILD);
    while (!walk.wrong && run.length < steps && walk.enabled.length > 0) {
      const at = Math.floor(random.nextDouble() ** mildness * walk.enabled.length);
      const ways = walk.ways(walk.enabled[at] as Choice);
      const choice = ways[ways.length === 1 ? 0 : random.nextInt(0, ways.length - 1)] as Choice;
      run.push(choice);
      walk.take(choice);
    }
    return this.#value(run);
  }

  override canShrinkWithoutContext(value: unknown): value is RandomRun {
    return value instanceof RandomRun;
  }

  /** Leaves out whatever can be left out: halves first, then ever smaller pieces. What is then not enabled goes as well. */
  override shrink({ choices, wrong }: RandomRun): fc.Stream<fc.Value<RandomRun>> {
    return fc.stream(wrong ? this.#shorter(choices) : [].values());
  }

  *#shorter(choices: readonly Choice[]): IterableIterator<fc.Value<RandomRun>> {
    for (let size = Math.ceil(choices.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let start = 0; start < choices.length; start += size) {
        const run = this.#followed([...choices.slice(0, start), ...choices.slice(start + size)]);
        if (this.#walk.wrong) yield this.#value(run);
      }
    }
  }

  /** Takes those of the choices that are enabled, up to where something is wrong. */
  #followed(choices: readonly Choice[]): Choice[] {
    const run: Choice[] = [];
    this.#walk.begin(true);
    for (const choice of choices) {
      if (this.#walk.wrong) break;
      const base = choice.base ?? choice;
      if (!this.#walk.enabled.includes(base) || !this.#walk.ways(base).includes(choice)) continue;
      run.push(choice);
      this.#walk.take(choice);
    }
    return run;
  }

  #value(run: readonly Choice[]): fc.Value<RandomRun> {
    return new fc.Value(new RandomRun(this.#composition, run, this.#walk.wrong), undefined);
  }
}
