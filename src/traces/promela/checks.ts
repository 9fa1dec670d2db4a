import { bitsFor } from '../../checker/search/layout.ts';
import { isStepCheck, type Property, type StepCheck, type While } from '../../checker/property/property.ts';
import { isWitness } from '../../checker/verify.ts';
import type { Names } from '../formats/names.ts';
import { type Concern, sequenceOf } from './concern.ts';

/** A check in Promela. */
interface Observed {
  readonly check: StepCheck;
  /** What the assertion that fails is called. */
  readonly asserted: string;
  /** How many transitions the check waits for, and the variable that counts those that it has seen. */
  readonly length: number;
  readonly seen: string;
  /** The variable that keeps a hit until the end of the step, when `while` is asked. */
  readonly hit: string;
}

/** The checks of some properties in Promela, if they are hit by a step: where one is hit, an assertion fails that names its property. */
export class Checks {
  readonly all: readonly StepCheck[];
  readonly #observed: readonly Observed[];

  constructor(properties: readonly Property[], names: Names) {
    this.#observed = properties.flatMap((property) => {
      const { id, checks } = property;
      const asserted = names.give(`${isWitness(property) ? 'unreached' : 'holds'}_${id}`);
      return checks.filter(isStepCheck).map((check) => ({
        check,
        asserted,
        length: sequenceOf(check).length,
        seen: names.give(`seen_${id}`),
        hit: names.give(`hit_${id}`),
      }));
    });
    this.all = this.#observed.map(({ check }) => check);
  }

  declarations(): string[] {
    return [
      ...new Set(this.#observed.map(({ asserted }) => `bit ${asserted};`)),
      ...this.#observed
        .filter(({ length }) => length > 0)
        .map(({ seen, length }) => `unsigned ${seen} : ${bitsFor(length + 1)};`),
      ...this.#observed.filter(({ check }) => conditionOf(check)).map(({ hit }) => `bit ${hit};`),
    ];
  }

  /** What a check makes of a transition: whether it is hit, and what it remembers. */
  observe(concern: Concern): string[] {
    const observed = this.#observed[concern.check] as Observed;
    return [
      ...(concern.matches ? [judged(observed)] : []),
      ...(observed.length > 0 ? remembered(observed, concern) : []),
    ];
  }

  /** At the end of a step: whether a hit of a check counts, which depends on where `while` is now. */
  settle(index: number, holds: (condition: While) => string): string[] {
    const { check, asserted, hit } = this.#observed[index] as Observed;
    const condition = conditionOf(check);
    if (!condition) return [];
    return [`if :: ${hit} && ${holds(condition)} -> assert(${asserted}) :: else fi;`, `${hit} = 0;`];
  }
}

function judged({ check, asserted, length, seen, hit }: Observed): string {
  const consequence = conditionOf(check) ? `${hit} = 1` : `assert(${asserted})`;
  if (length === 0) return `${consequence};`;
  return `if :: ${seen} ${check.kind === 'onlyAfter' ? '!=' : '=='} ${length} -> ${consequence} :: else fi;`;
}

function remembered({ seen }: Observed, { after, forgets }: Concern): string[] {
  if (forgets) return [`${seen} = 0;`];
  if (after.length === 0) return [];
  const isNext = after.map((place) => `${seen} == ${place}`).join(' || ');
  return [`${seen} = (${isNext} -> ${seen} + 1 : ${seen});`];
}

function conditionOf(check: StepCheck): While | undefined {
  return 'while' in check ? check.while : undefined;
}
