import type { AnyStateMachine } from 'xstate';
import { ModelError } from '../errors.ts';
import { type Message, intern } from './message.ts';
import type { Cell, LocalState, MachineTable, TableStore } from './table.ts';

/** Something that the environment may do to a component; with `fault`, only while that class of faults is on. */
export interface EnvironmentEvent {
  readonly event: Message;
  readonly fault?: string;
}

/** One machine of a system, with the ports through which it reaches the others. */
export interface ComponentSpec {
  readonly name: string;
  /** Components of one process share a thread: while one blocks, the others take no event of the environment. */
  readonly process: string;
  /** Neighbours of one group, which mostly talk to each other, are kept in one number by the search: faster, no more. */
  readonly group?: string;
  readonly machine: AnyStateMachine;
  readonly input?: unknown;
  /** Port name → component name. The port `sender` needs no entry: it is whoever sent the message. */
  readonly ports?: Readonly<Record<string, string>>;
  /** What the environment may do here, mildest first: the order decides between equally short traces. */
  readonly environment?: readonly EnvironmentEvent[];
  /** What `{placeholders}` in its log lines stand for. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface SystemSpec {
  readonly name: string;
  readonly components: readonly ComponentSpec[];
}

/** One transition that a component took within a step. */
export interface Occurrence {
  readonly component: string;
  readonly sender: string;
  readonly event: Message;
  readonly from: LocalState;
  readonly to: LocalState;
  /** The messages it sent, resolved. */
  readonly sends: readonly { readonly to: string; readonly message: Message }[];
  /** The log lines it wrote, with the labels put in. */
  readonly prints: readonly string[];
}

/** A choice of the environment. */
export interface Choice {
  readonly index: number;
  readonly component: number;
  readonly event: Message;
  readonly fault: string | null;
}

/** What a choice leads to: the transitions in order, and each touched component's new state. */
export interface Step {
  readonly occurrences: readonly Occurrence[];
  readonly writes: ReadonlyMap<number, LocalState>;
}

interface Component {
  readonly spec: ComponentSpec;
  readonly table: MachineTable;
  readonly process: string;
  /** Its transitions so far, by sender and cell. */
  readonly transitions: Map<string, Map<Cell, Transition>>;
}

/** A cell of one component, called by one sender: what it sends, resolved. Made once, so that it can be recognised. */
interface Transition {
  readonly occurrence: Occurrence;
  readonly targets: readonly number[];
}

/** The environment, as a sender. */
export const ENVIRONMENT = 'environment';

/** More messages than this within one step is an endless exchange. */
const MAX_OCCURRENCES = 1000;

/**
 * The components of a system, and what one step of it is: the environment's event is handed to its component, and every
 * message that follows is carried out at once, depth first, as a call is, until nothing is left to do.
 */
export class Composition {
  readonly spec: SystemSpec;
  readonly tables: TableStore;
  readonly components: readonly Component[];
  readonly choices: readonly Choice[];
  readonly #index: ReadonlyMap<string, number>;
  readonly #choicesOf: (readonly Choice[])[][];
  /** For each component, the others of its process that may block it. */
  readonly blockers: readonly (readonly number[])[];

  /** @throws {ModelError} if a name is used twice or a port leads nowhere */
  constructor(spec: SystemSpec, tables: TableStore) {
    this.spec = spec;
    this.tables = tables;
    this.components = spec.components.map((component) => ({
      spec: component,
      table: tables.table(component.machine, component.input),
      process: component.process,
      transitions: new Map(),
    }));
    this.#index = new Map(spec.components.map((component, i) => [component.name, i]));
    this.#checkNames();
    this.choices = spec.components
      .flatMap((component, i) =>
        (component.environment ?? []).map(({ event, fault }) => ({
          component: i,
          event: intern(event),
          fault: fault ?? null,
        })),
      )
      .map((choice, index) => ({ index, ...choice }));
    this.#choicesOf = this.components.map(() => []);
    this.blockers = this.components.map((mine, i) =>
      this.components.flatMap((other, j) =>
        j !== i && other.process === mine.process && other.table.mayBlock ? [j] : [],
      ),
    );
  }

  get initial(): LocalState[] {
    return this.components.map((component) => component.table.initial);
  }

  indexOf(name: string): number {
    const index = this.#index.get(name);
    if (index === undefined) throw new ModelError(`${this.spec.name}: no component is called '${name}'`);
    return index;
  }

  /**
   * What a choice does; null where it is not enabled (its component has no transition for it, or its process is busy).
   * `read` is asked for what the step depends on, and nothing else; `isBlocked` may answer for the blocking rule instead.
   *
   * @throws {ModelError} if a message reaches a component that has no transition for it
   */
  step(
    choice: Choice,
    read: (component: number) => LocalState,
    isBlocked = (component: number) => this.isBlocked(component, read),
  ): Step | null {
    const first = this.#cell(choice.component, read(choice.component), choice.event);
    if (first.kind === 'unhandled' || isBlocked(choice.component)) return null;
    const run = new Run(this, read);
    run.deliver(choice.component, choice.event, ENVIRONMENT);
    return { occurrences: run.occurrences, writes: run.writes };
  }

  /** Whether another component of its process keeps a component from taking events of the environment. */
  isBlocked(component: number, read: (component: number) => LocalState): boolean {
    return (this.blockers[component] as readonly number[]).some((other) => read(other).blocking);
  }

  /** The choices for which a component has a transition in one of its local states, in the order declared. */
  choicesOf(component: number, state: number): readonly Choice[] {
    const known = this.#choicesOf[component] as (readonly Choice[])[];
    return (known[state] ??= this.#enabled(component, state));
  }

  #enabled(component: number, state: number): Choice[] {
    const { table } = this.components[component] as Component;
    const from = table.states[state] as LocalState;
    return this.choices.filter(
      (choice) => choice.component === component && table.cell(from, choice.event).kind === 'step',
    );
  }

  /** What the machine's author says of the transition with which a step begins. */
  describe(choice: Choice, step: Step): string {
    const { table } = this.components[choice.component] as Component;
    const first = step.occurrences[0] as Occurrence;
    return table.describe(first.from, choice.event);
  }

  #cell(component: number, state: LocalState, event: Message): Cell {
    return (this.components[component] as Component).table.cell(state, event);
  }

  /** A component's transition through a cell; the same object every time. */
  transition(index: number, cell: Cell, sender: string): Transition {
    const { transitions } = this.components[index] as Component;
    const known = transitions.get(sender)?.get(cell);
    if (known) return known;
    const made = this.#resolve(index, cell, sender);
    const ofSender = transitions.get(sender) ?? new Map<Cell, Transition>();
    transitions.set(sender, ofSender.set(cell, made));
    return made;
  }

  #resolve(index: number, cell: Cell, sender: string): Transition {
    const { name, labels } = (this.components[index] as Component).spec;
    const { event, from, to } = cell;
    const effects = cell.effects.filter((effect) => effect.kind === 'send');
    const targets = effects.map((effect) => this.resolve(index, effect.to, sender));
    const sends = effects.map(({ message }, i) => ({ to: this.#name(targets[i] as number), message }));
    const prints = cell.effects
      .filter((effect) => effect.kind === 'dprintf')
      .map(({ text }) => fillIn(text, labels ?? {}));
    return { targets, occurrence: { component: name, sender, event, from, to, sends, prints } };
  }

  #name(index: number): string {
    return (this.components[index] as Component).spec.name;
  }

  /** The component behind a port. */
  resolve(from: number, port: string, sender: string): number {
    const component = this.components[from] as Component;
    const name = port === 'sender' ? sender : component.spec.ports?.[port];
    const index = name === undefined ? undefined : this.#index.get(name);
    if (index === undefined) {
      throw new ModelError(`${this.spec.name}: ${component.spec.name} sends to '${port}', which leads nowhere`);
    }
    return index;
  }

  #checkNames(): void {
    if (this.#index.size !== this.components.length) throw new ModelError(`${this.spec.name}: a name is used twice`);
    for (const { spec } of this.components) {
      for (const [port, target] of Object.entries(spec.ports ?? {})) {
        if (!this.#index.has(target)) {
          throw new ModelError(
            `${this.spec.name}: port '${port}' of ${spec.name} leads to '${target}', which is not there`,
          );
        }
      }
    }
  }
}

/** One step under way. */
class Run {
  readonly occurrences: Occurrence[] = [];
  readonly writes = new Map<number, LocalState>();
  readonly #composition: Composition;
  readonly #read: (component: number) => LocalState;
  /** Components that still have effects of an earlier transition to carry out, the outermost first. */
  readonly #busy: number[] = [];

  constructor(composition: Composition, read: (component: number) => LocalState) {
    this.#composition = composition;
    this.#read = read;
  }

  deliver(index: number, event: Message, sender: string): void {
    const cell = this.#cellFor(index, event, sender);
    this.writes.set(index, cell.to);
    const { occurrence, targets } = this.#composition.transition(index, cell, sender);
    this.occurrences.push(occurrence);
    const last = targets.length - 1;
    for (let i = 0; i <= last; i++) {
      if (i < last) this.#busy.push(index);
      const { message } = occurrence.sends[i] as { message: Message };
      this.deliver(targets[i] as number, message, occurrence.component);
      if (i < last) this.#busy.pop();
    }
  }

  #cellFor(index: number, event: Message, sender: string): Cell {
    const { spec, table } = this.#composition.components[index] as Component;
    if (this.#busy.includes(index)) {
      throw new ModelError(
        `${spec.name} is sent ${event.type} by ${sender} while it carries out a transition: a call that is answered must be its last effect`,
      );
    }
    if (this.occurrences.length >= MAX_OCCURRENCES)
      throw new ModelError(`${spec.name}: an endless exchange of messages`);
    const cell = table.cell(this.writes.get(index) ?? this.#read(index), event);
    if (cell.kind === 'unhandled') {
      const where = JSON.stringify(cell.from.snapshot.value);
      throw new ModelError(`${spec.name} has no transition for ${event.type} from ${sender} in ${where}`);
    }
    cell.used = true;
    return cell;
  }
}

/** A log line with its placeholders filled in; one without a label stays visible as `<name>`. */
function fillIn(text: string, labels: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => labels[name] ?? `<${name}>`);
}
