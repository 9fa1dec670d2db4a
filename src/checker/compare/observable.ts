import { type Choice, type Composition, ENVIRONMENT, type Step, type TakenStep } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import { lostIn } from '../system/lost.ts';
import { StepMemo } from '../search/step-memo.ts';
import { waysOf } from '../system/table/cell.ts';
import type { LocalState } from '../system/table/table.ts';
import { choiceText } from '../replay/trace.ts';

/** What can be seen of a step from outside: the messages between processes and the log lines, in order. */
export type Outcome =
  | { readonly kind: 'refused' }
  | { readonly kind: 'step'; readonly shows: readonly Shown[] }
  | { readonly kind: 'impossible'; readonly why: string };

/** One thing that can be seen of a step: a message between processes, or a log line. */
export type Shown =
  | { readonly from: string; readonly to: string; readonly message: { readonly type: string } }
  | { readonly process: string; readonly text: string };

/** The number of a choice that is not taken, and of one in which a message is lost on its receiver. */
export const NOT_TAKEN = 0;
const IMPOSSIBLE = 1;

/** Numbers for texts, so that what two systems show is compared as numbers. */
export class Dictionary {
  readonly #numbers = new Map([
    ['not taken', NOT_TAKEN],
    ['impossible', IMPOSSIBLE],
  ]);

  number(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }
}

/** A choice as two systems may have it in common: its component, its event and its class of faults. */
function labelOf({ components }: Composition, choice: Choice): string {
  const text = choiceText(components[choice.component]?.spec.name ?? '', choice);
  return choice.fault === null ? text : `${text} [${choice.fault}]`;
}

/** The choices of two systems that are compared: the same label is the same choice. */
export class Labels {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #faults: readonly string[] | undefined;

  /** @param faults the classes of faults that are compared; all, if not given */
  constructor(faults: readonly string[] | undefined) {
    this.#faults = faults;
  }

  get size(): number {
    return this.#texts.length;
  }

  text(label: number): string {
    return this.#texts[label] as string;
  }

  /** The number of a choice; null if it is a fault that is not compared. */
  of(composition: Composition, choice: Choice): number | null {
    if (choice.fault !== null && this.#faults && !this.#faults.includes(choice.fault)) return null;
    const text = labelOf(composition, choice);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }
}

/**
 * A composed system as it looks from outside. Its states are numbered as they are met; each knows, per label, the number
 * of what is shown and the number of the state that follows.
 */
export class Observable {
  readonly composition: Composition;
  readonly initial = 0;
  readonly #dictionary: Dictionary;
  readonly #strict: boolean;
  /** Per label: its choice, once the system has met it. */
  readonly #choices: (Choice | undefined)[] = [];
  readonly #labels: Labels;
  readonly #memo: StepMemo;
  readonly #states: (readonly LocalState[])[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #moves: Int32Array[] = [];
  readonly #faces: number[] = [];
  readonly #texts = new Map<Step, number>();

  /**
   * @param labels the choices that are compared, to which this adds what it meets
   * @param strict whether the names of internal states are seen as well
   */
  constructor(composition: Composition, labels: Labels, dictionary: Dictionary, strict: boolean) {
    this.composition = composition;
    this.#dictionary = dictionary;
    this.#strict = strict;
    this.#labels = labels;
    for (const choice of composition.choices) this.#meet(choice);
    this.#memo = new StepMemo(composition, []);
    this.#number(composition.initial);
  }

  #meet(choice: Choice): void {
    const label = this.#labels.of(this.composition, choice);
    if (label !== null) this.#choices[label] = choice;
  }

  /** Takes note of what may happen in a state by itself (timers that are due, outcomes), and of what may be drawn. */
  meet(state: number): void {
    const locals = this.#states[state] as readonly LocalState[];
    locals.forEach(({ id }, component) => {
      const { composition } = this;
      const all = [...composition.choicesOf(component, id), ...composition.stillChoicesOf(component, id)];
      for (const choice of all) {
        if (composition.isInner(choice)) this.#meet(choice);
        const ways = this.#ways(locals, choice);
        if (!(ways instanceof ModelError)) for (const way of ways) if (way.choice.draws) this.#meet(way.choice);
      }
    });
  }

  /**
   * Per label the number of what is shown, and then the state that follows; this one, where nothing follows. Both systems
   * have met what may happen.
   */
  moves(state: number): Int32Array {
    const known = this.#moves[state];
    if (known?.length === 2 * this.#labels.size) return known;
    return (this.#moves[state] = this.#movesOf(state));
  }

  /** The number of what is seen of a state itself: nothing, unless the comparison is strict. */
  face(state: number): number {
    return this.#faces[state] as number;
  }

  /** The names of the states that the components are in. */
  values(state: number): ReadonlyMap<string, string> {
    const locals = this.#states[state] as readonly LocalState[];
    return new Map(
      this.composition.components.map(({ spec }, i) => [spec.name, JSON.stringify(locals[i]?.snapshot.value)]),
    );
  }

  choice(label: number): Choice | undefined {
    return this.#choices[label];
  }

  /** What is seen of what the components do at their start. */
  get start(): Outcome {
    return this.#shown(this.composition.start);
  }

  /** What is seen of a choice in a state, for people. */
  outcome(state: number, label: number): Outcome {
    const step = this.#step(this.#states[state] as readonly LocalState[], this.#choices[label]);
    if (step === null) return { kind: 'refused' };
    return step instanceof ModelError ? { kind: 'impossible', why: step.message } : this.#shown(step);
  }

  #movesOf(state: number): Int32Array {
    const locals = this.#states[state] as readonly LocalState[];
    const moves = new Int32Array(2 * this.#labels.size);
    for (let label = 0; label < this.#labels.size; label++) {
      const step = this.#step(locals, this.#choices[label]);
      const goesOn = step !== null && !(step instanceof ModelError);
      moves[2 * label] = goesOn ? this.#text(step) : step === null ? NOT_TAKEN : IMPOSSIBLE;
      moves[2 * label + 1] = goesOn ? this.#number(locals.map((local, i) => step.writes.get(i) ?? local)) : state;
    }
    return moves;
  }

  /** What a choice does; null where it is not taken, an error where a message of it is lost on its receiver. */
  #step(locals: readonly LocalState[], choice: Choice | undefined): Step | ModelError | null {
    if (!choice) return null;
    const ways = this.#ways(locals, choice.base ?? choice);
    if (ways instanceof ModelError) return ways;
    const step = ways.find((way) => way.choice === choice);
    const lost = step ? lostIn(this.composition, step) : null;
    return lost === null ? (step ?? null) : new ModelError(lost);
  }

  /** The ways in which a choice may come out. */
  #ways(locals: readonly LocalState[], choice: Choice): readonly TakenStep[] | ModelError {
    const { component, event } = choice;
    const read = (index: number) => locals[index] as LocalState;
    const { table } = this.composition.components[component] as Composition['components'][number];
    if (waysOf(table.cell(read(component), event)).every(({ kind }) => kind === 'unhandled')) return [];
    if (this.composition.isBlocked(component, read)) return [];
    try {
      return this.#memo.steps(choice, read);
    } catch (error) {
      if (error instanceof ModelError) return error;
      throw error;
    }
  }

  #text(step: Step): number {
    const known = this.#texts.get(step) ?? this.#dictionary.number(JSON.stringify(this.#shown(step)));
    this.#texts.set(step, known);
    return known;
  }

  #shown({ occurrences }: Step): Outcome {
    const shows = occurrences.flatMap(({ sender, component, event, prints }): Shown[] => {
      const process = this.#process(component);
      const crosses = sender !== ENVIRONMENT && this.#process(sender) !== process;
      return [
        ...(crosses ? [{ from: sender, to: component, message: event }] : []),
        ...prints.map((text) => ({ process, text })),
      ];
    });
    return { kind: 'step', shows };
  }

  #process(name: string): string {
    return this.composition.components[this.composition.indexOf(name)]?.process ?? '';
  }

  #number(locals: readonly LocalState[]): number {
    const key = locals.map(({ id }) => id).join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#states.push(locals) - 1;
    this.#numbers.set(key, number);
    const seen = this.#strict ? JSON.stringify([...this.values(number)].toSorted()) : '';
    this.#faces.push(this.#dictionary.number(seen));
    return number;
  }
}
