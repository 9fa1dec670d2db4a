import { ModelError } from '../errors.ts';
import type { TableOptions } from './effects.ts';
import { checkSpec } from '../words/check-spec.ts';
import { Choices } from './choices.ts';
import { type Message, intern } from './message.ts';
import { Picks } from './picks.ts';
import { Run } from './run.ts';
import type { ComponentSpec, SystemSpec } from './spec.ts';
import {
  type Choice,
  type Component,
  ENVIRONMENT,
  type Occurrence,
  type Step,
  type StepDraw,
  type TakenStep,
  type Transition,
} from './step.ts';
import { type Cell, waysOf } from './table/cell.ts';
import type { LocalState, MachineTable, TableStore } from './table/table.ts';
import { Wiring } from './wiring.ts';

export type { ComponentSpec, EnvironmentEvent, SystemSpec } from './spec.ts';

export type { Choice, Component, Occurrence, Step, TakenStep } from './step.ts';
export { ENVIRONMENT } from './step.ts';

/** What a component that does something at its start is said to take. */
const BEGIN: Message = intern({ type: 'xstate.init' });

/**
 * The components of a system, and what one step of it is: the environment's event is handed to its component, and every
 * message that follows is carried out at once, depth first, as a call is, until nothing is left to do.
 *
 * What happens to a machine by itself is a choice of the environment as well: a timer that is due while it is armed, an
 * outcome of what it has invoked while that runs.
 */
export class Composition {
  readonly spec: SystemSpec;
  readonly tables: TableStore;
  readonly components: readonly Component[];
  /** What the components do at their start, before any choice; it leads from their own initial states to `initial`. */
  readonly start: Step;
  readonly #wiring: Wiring;
  readonly #choices: Choices;
  readonly #choicesOf: (readonly Choice[])[][];
  readonly #stillOf: (readonly Choice[])[][];
  /** For each component, the others of its process that may block it. */
  readonly blockers: readonly (readonly number[])[];

  /** @throws {ModelError} if a name is used twice, a port leads nowhere, or a component cannot even start */
  constructor(spec: SystemSpec, tables: TableStore) {
    checkSpec(spec);
    this.spec = spec;
    this.tables = tables;
    this.components = spec.components.map((component) => ({
      spec: component,
      table: tableOf(component, tables),
      process: component.process ?? component.name,
      transitions: new Map(),
    }));
    this.#wiring = new Wiring(spec, this.components);
    this.#choices = new Choices(spec);
    this.#choicesOf = this.components.map(() => []);
    this.#stillOf = this.components.map(() => []);
    this.blockers = this.components.map((mine, i) =>
      this.components.flatMap((other, j) =>
        j !== i && other.process === mine.process && other.table.mayBlock ? [j] : [],
      ),
    );
    this.start = this.#begin();
  }

  /**
   * The choices of the environment that are declared, in their order, and behind them what has been met so far: those by
   * themselves of the components, and choices with what is drawn in their steps.
   */
  get choices(): readonly Choice[] {
    return this.#choices.all;
  }

  /** The choices without what is drawn in their steps: what the environment does. */
  get undrawn(): Choice[] {
    return this.#choices.all.filter(({ draws }) => !draws);
  }

  /** Where the components are before the first choice. */
  get initial(): LocalState[] {
    return this.components.map(({ table }, i) => this.start.writes.get(i) ?? table.initial);
  }

  indexOf(name: string): number {
    return this.#wiring.indexOf(name);
  }

  /**
   * What a choice does; null where it is not enabled (its component has no transition for it, or its process is busy), or
   * where something else is drawn than the choice says.
   *
   * @throws {ModelError} if the step cannot be carried out
   */
  step(choice: Choice, read: (component: number) => LocalState): Step | null {
    return this.steps(choice.base ?? choice, read).find((taken) => taken.choice === choice) ?? null;
  }

  /**
   * What a choice without draws may do: one step, or where something is drawn in it a step for each way in which that comes
   * out, in the order of the values; none where it is not enabled. `read` is asked for what the steps depend on, and nothing
   * else; `isBlocked` may answer for the blocking rule instead.
   *
   * A message that reaches a component without a transition for it is lost; its occurrence says `unhandled`.
   *
   * @throws {ModelError} if a step cannot be carried out
   */
  steps(
    choice: Choice,
    read: (component: number) => LocalState,
    isBlocked = (component: number) => this.isBlocked(component, read),
  ): TakenStep[] {
    const { component, event } = choice;
    const first = this.cell(component, read(component), event);
    if (waysOf(first).every(({ kind }) => kind === 'unhandled') || isBlocked(component)) return [];
    const picks = new Picks();
    const taken: TakenStep[] = [];
    do {
      const way = first.ways?.[picks.first];
      if (way && (way.kind === 'unhandled' || way.kind === 'ignored')) {
        picks.next(first.ways?.length ?? 1);
        continue;
      }
      const { occurrences, writes } = this.#run(choice, read, picks);
      taken.push({ occurrences, writes, choice: this.#withDraws(choice, occurrences) });
    } while (picks.turn());
    return taken;
  }

  #run({ component, event }: Choice, read: (component: number) => LocalState, picks: Picks): Run {
    const run = new Run(this, read, picks);
    run.deliver(component, event, ENVIRONMENT);
    return run;
  }

  #withDraws(choice: Choice, occurrences: readonly Occurrence[]): Choice {
    if (!occurrences.some(({ draws: some }) => some)) return choice;
    const own = this.#wiring.nameOf(choice.component);
    const draws = occurrences.flatMap(({ component, draws: some = [] }): readonly StepDraw[] =>
      component === own ? some : some.map((draw) => ({ ...draw, component })),
    );
    return draws.length === 0 ? choice : this.#choices.drawn(choice, draws);
  }

  /** Whether another component of its process keeps a component from taking events of the environment. */
  isBlocked(component: number, read: (component: number) => LocalState): boolean {
    return (this.blockers[component] as readonly number[]).some((other) => read(other).blocking);
  }

  /**
   * The choices for which a component has a transition that changes or does something in one of its local states, in the
   * order declared, and behind them those by itself.
   */
  choicesOf(component: number, state: number): readonly Choice[] {
    const known = this.#choicesOf[component] as (readonly Choice[])[];
    return (known[state] ??= this.#taken(component, state, 'step'));
  }

  /** The choices for which a component has a transition that neither changes nor does anything. */
  stillChoicesOf(component: number, state: number): readonly Choice[] {
    const known = this.#stillOf[component] as (readonly Choice[])[];
    return (known[state] ??= this.#taken(component, state, 'still'));
  }

  /** Whether it has been asked what may be chosen in a local state. */
  knowsChoicesOf(component: number, state: number): boolean {
    return this.#choicesOf[component]?.[state] !== undefined;
  }

  #taken(component: number, state: number, kind: Cell['kind']): Choice[] {
    const { table } = this.components[component] as Component;
    const from = table.states[state] as LocalState;
    const inner = this.#named(component, () => table.innerEvents(from))
      .map(({ event, fault }) => this.#choices.inner(component, event, fault))
      .toSorted((one, other) => this.order(one, other));
    return [...this.#choices.declaredOf(component), ...inner].filter(
      (choice) => kindOf(this.cell(component, from, choice.event)) === kind,
    );
  }

  /** Which of two choices of one component comes first: those declared, in their order, then those by itself, by event. */
  order(one: Choice, other: Choice): number {
    return this.#choices.order(one, other);
  }

  /** The choice of this system that is one of a system of some of its components. */
  choiceLike(part: Composition, choice: Choice): Choice {
    if (choice.base) return this.#choices.drawn(this.choiceLike(part, choice.base), choice.draws ?? []);
    const { spec } = part.components[choice.component] as Component;
    const component = this.indexOf(spec.name);
    if (part.isInner(choice)) return this.#choices.inner(component, choice.event, choice.fault);
    const place = part.choices.findIndex(({ component: one }) => one === choice.component);
    const first = this.choices.findIndex((one) => one.component === component);
    return this.choices[first + choice.index - place] as Choice;
  }

  /** Whether a choice happens to its component by itself: a timer that is due, an outcome of what it has invoked. */
  isInner(choice: Choice): boolean {
    return this.#choices.isInner(choice);
  }

  /** @throws {ModelError} if it makes a difference in which order the keys of a context or a message were written */
  settle(): void {
    const tables = [...new Set(this.components.map(({ table }) => table))];
    while (tables.filter((table) => table.settle()).length > 0);
  }

  /** What the machine's author says of the transition with which a step begins. */
  describe(choice: Choice, step: Step): string {
    const { table } = this.components[choice.component] as Component;
    const first = step.occurrences[0] as Occurrence;
    return table.describe(first.from, choice.event, first.draws);
  }

  /** What an event does to a component. */
  cell(index: number, state: LocalState, event: Message): Cell {
    const { spec, table } = this.components[index] as Component;
    try {
      return table.cell(state, event);
    } catch (error) {
      throw error instanceof ModelError ? named(spec.name, error) : error;
    }
  }

  /** Says whose fault it is if something throws. */
  #named<T>(index: number, use: () => T): T {
    try {
      return use();
    } catch (error) {
      throw error instanceof ModelError ? named(this.#wiring.nameOf(index), error) : error;
    }
  }

  /** A component's transition through a cell; the same object every time. */
  transition(index: number, cell: Cell, sender: string): Transition {
    return this.#wiring.transition(index, cell, sender);
  }

  /** The component behind a port. */
  resolve(from: number, port: string, sender: string): number {
    return this.#wiring.resolve(from, port, sender);
  }

  /** Takes what the components do at their start as one step. */
  #begin(): Step {
    if (this.components.every(({ table }) => table.initialEffects.length === 0)) return NO_START;
    const states = this.components.map(({ table }) => table.initial);
    const transitions = this.components.map(({ table: { initial, initialEffects } }, i) => {
      const cell = { event: BEGIN, from: initial, to: initial, effects: initialEffects, kind: 'step' as const };
      return this.#wiring.resolved(i, cell, ENVIRONMENT);
    });
    const run = new Run(this, (component) => states[component] as LocalState);
    run.begin(transitions, (component) => this.components[component]?.spec.spawnedBy !== undefined);
    return { occurrences: run.occurrences, writes: run.writes };
  }
}

/** The kind that says most about a cell in which something is drawn. */
function kindOf(cell: Cell): Cell['kind'] {
  const kinds = new Set(waysOf(cell).map(({ kind }) => kind));
  return (['step', 'still', 'ignored'] as const).find((kind) => kinds.has(kind)) ?? 'unhandled';
}

const NO_START: Step = { occurrences: [], writes: new Map() };

/** How a component's machine is to be taken. */
export const optionsOf = ({ ignores, outcomes, spawnedBy }: ComponentSpec): TableOptions => ({
  ...(ignores && { ignores }),
  ...(outcomes && { outcomes }),
  ...(spawnedBy !== undefined && { isSpawned: true }),
});

function tableOf(component: ComponentSpec, tables: TableStore): MachineTable {
  const { input, machine, name } = component;
  try {
    return tables.table(machine, input, optionsOf(component));
  } catch (error) {
    throw error instanceof ModelError ? named(name, error) : error;
  }
}

/** The error with the component's name, which may be another than its machine's. */
const named = (name: string, error: ModelError): ModelError =>
  error.message.startsWith(`${name}:`) || error.message.startsWith(`${name} `)
    ? error
    : new ModelError(`${name}: ${error.message}`, { cause: error });
