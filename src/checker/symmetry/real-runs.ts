import { type Observer, observerFor } from '../property/observer.ts';
import type { Check } from '../property/property.ts';
import type { StepMemo, WatchedStep } from '../search/step-memo.ts';
import type { Choice, Composition } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';
import type { Images } from './images.ts';
import { badStates, enabledIn, type Hit, keyOf, type Orbit, whileHolds } from './orbit.ts';

/** A state of the system, with the run to it. */
interface Followed {
  readonly states: readonly LocalState[];
  readonly memories: readonly number[];
  readonly run: readonly Choice[];
}

/** Runs of a system, found from what a search up to symmetry has found. */
export class RealRuns {
  readonly #composition: Composition;
  readonly #checks: readonly Check[];
  readonly #observers: readonly Observer[];
  readonly #images: Images;
  readonly #memo: StepMemo;
  readonly #faults: readonly string[] | undefined;

  constructor(
    composition: Composition,
    checks: readonly Check[],
    images: Images,
    memo: StepMemo,
    faults: readonly string[] | undefined,
  ) {
    this.#composition = composition;
    this.#checks = checks;
    this.#observers = checks.map(observerFor);
    this.#images = images;
    this.#memo = memo;
    this.#faults = faults;
  }

  /**
   * A run of the system that hits a check. The images of the steps from orbit to orbit are steps of the system: all states of
   * the orbits that such a run passes through are followed, level by level, and one of the runs ends in the hit.
   */
  to(check: number, hit: Hit, way: readonly Orbit[]): readonly Choice[] {
    const [start, ...path] = way as [Orbit, ...Orbit[]];
    if (path.length === 0 && !hit.isByStep) return [];
    let level = new Map<string, Followed>([
      ['', { states: this.#composition.initial, memories: start.memories, run: [] }],
    ]);
    for (const orbit of path) {
      const next = new Map<string, Followed>();
      const wanted = keyOf(orbit);
      for (const { choice, after } of this.#follow(level.values())) {
        if ((choice.fault !== null) !== orbit.isByFault) continue;
        if (keyOf({ ...after, states: this.#images.canonical(after.states) }) !== wanted) continue;
        if (!next.has(keyOf(after))) next.set(keyOf(after), after);
      }
      level = next;
    }
    const run = hit.isByStep ? this.#stepThatHits(check, hit, level) : this.#stateThatHits(check, level);
    if (!run) throw new Error(`no run of the system shows what is found of check ${check}`);
    return run;
  }

  *#follow(
    level: Iterable<Followed>,
  ): Iterable<{ step: WatchedStep; choice: Choice; before: Followed; after: Followed }> {
    for (const before of level) {
      const read = (component: number) => before.states[component] as LocalState;
      for (const choice of enabledIn(this.#composition, before.states, this.#faults)) {
        for (const step of this.#memo.steps(choice, read)) {
          const states = before.states.map((state, i) => step.writes.get(i) ?? state);
          const memories = before.memories.map((given, i) => {
            let memory = given;
            for (const one of step.occurrences) ({ memory } = (this.#observers[i] as Observer).observe(memory, one));
            return memory;
          });
          yield { step, choice: step.choice, before, after: { states, memories, run: [...before.run, step.choice] } };
        }
      }
    }
  }

  #stepThatHits(check: number, { isByFault }: Hit, level: ReadonlyMap<string, Followed>): readonly Choice[] | null {
    for (const { after, before, choice, step } of this.#follow(level.values())) {
      if ((choice.fault !== null) !== isByFault) continue;
      let memory = before.memories[check] as number;
      for (const occurrence of step.occurrences) {
        const seen = (this.#observers[check] as Observer).observe(memory, occurrence);
        const locals = (component: number) => after.states[component] as LocalState;
        if (seen.hit && whileHolds(this.#composition, this.#checks[check] as Check, locals)) return after.run;
        memory = seen.memory;
      }
    }
    return null;
  }

  #stateThatHits(check: number, level: ReadonlyMap<string, Followed>): readonly Choice[] | null {
    const isBad = badStates(this.#composition, this.#checks[check] as Check);
    return (
      [...level.values()].find(({ states }) => isBad?.((component) => states[component] as LocalState))?.run ?? null
    );
  }
}
