import { ModelError } from '../errors.ts';
import { type ChildEffect, type EndEffect, PARENT, SELF, type TableOptions } from './effects.ts';
import { type Message, intern } from './message.ts';
import { Run } from './run.ts';
import type { ComponentSpec, SystemSpec } from './spec.ts';
import type { Cell, LocalState, MachineTable, TableStore } from './table.ts';

export type { ComponentSpec, EnvironmentEvent, SystemSpec } from './spec.ts';

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
  /** Set if the component had no transition for the message, which is lost. */
  readonly unhandled?: true;
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

/** A message on its way to a component. */
export interface Delivery {
  readonly target: number;
  readonly message: Message;
  readonly isMail: boolean;
}

export interface Component {
  readonly spec: ComponentSpec;
  readonly table: MachineTable;
  readonly process: string;
  /** Its transitions so far, by sender and cell. */
  readonly transitions: Map<string, Map<Cell, Transition>>;
}

/** A cell of one component, called by one sender: what it sends, resolved. Made once, so that it can be recognised. */
export interface Transition {
  readonly occurrence: Occurrence;
  readonly deliveries: readonly Delivery[];
}

/** The environment, as a sender. */
export const ENVIRONMENT = 'environment';

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
  readonly #index: ReadonlyMap<string, number>;
  readonly #choices: Choice[];
  readonly #choicesOf: (readonly Choice[])[][];
  readonly #stillOf: (readonly Choice[])[][];
  /** Per component: the choices by what happens by itself. */
  readonly #innerChoices: Map<Message, Choice>[];
  /** For each component, the others of its process that may block it. */
  readonly blockers: readonly (readonly number[])[];

  /** @throws {ModelError} if a name is used twice, a port leads nowhere, or a component cannot even start */
  constructor(spec: SystemSpec, tables: TableStore) {
    this.spec = spec;
    this.tables = tables;
    this.components = spec.components.map((component) => ({
      spec: component,
      table: tableOf(component, tables),
      process: component.process ?? component.name,
      transitions: new Map(),
    }));
    this.#index = new Map(spec.components.map((component, i) => [component.name, i]));
    this.#checkNames();
    this.#choices = spec.components
      .flatMap((component, i) =>
        (component.environment ?? []).map(({ event, fault }) => ({
          component: i,
          event: intern(event, () => `${component.name}: an event of its environment`),
          fault: fault ?? null,
        })),
      )
      .map((choice, index) => ({ index, ...choice }));
    this.#choicesOf = this.components.map(() => []);
    this.#stillOf = this.components.map(() => []);
    this.#innerChoices = this.components.map(() => new Map());
    this.blockers = this.components.map((mine, i) =>
      this.components.flatMap((other, j) =>
        j !== i && other.process === mine.process && other.table.mayBlock ? [j] : [],
      ),
    );
    this.start = this.#begin();
  }

  /**
   * The choices of the environment that are declared, in their order, and behind them those by themselves of the components
   * that have been met so far.
   */
  get choices(): readonly Choice[] {
    return this.#choices;
  }

  /** Where the components are before the first choice. */
  get initial(): LocalState[] {
    return this.components.map(({ table }, i) => this.start.writes.get(i) ?? table.initial);
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
   * A message that reaches a component without a transition for it is lost; its occurrence says `unhandled`.
   *
   * @throws {ModelError} if the step cannot be carried out
   */
  step(
    choice: Choice,
    read: (component: number) => LocalState,
    isBlocked = (component: number) => this.isBlocked(component, read),
  ): Step | null {
    const first = this.cell(choice.component, read(choice.component), choice.event);
    if (first.kind === 'unhandled' || isBlocked(choice.component)) return null;
    const run = new Run(this, read);
    run.deliver(choice.component, choice.event, ENVIRONMENT);
    return { occurrences: run.occurrences, writes: run.writes };
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

  #taken(component: number, state: number, kind: Cell['kind']): Choice[] {
    const { table } = this.components[component] as Component;
    const from = table.states[state] as LocalState;
    const inner = this.#named(component, () => table.innerEvents(from))
      .map(({ event, fault }) => this.#innerChoice(component, event, fault))
      .toSorted((one, other) => this.order(one, other));
    const declared = this.#choices.filter((choice) => choice.component === component && !this.isInner(choice));
    return [...declared, ...inner].filter((choice) => this.cell(component, from, choice.event).kind === kind);
  }

  #innerChoice(component: number, event: Message, fault: string | null): Choice {
    const known = this.#innerChoices[component]?.get(event);
    if (known) return known;
    const choice = { index: this.#choices.length, component, event, fault };
    this.#choices.push(choice);
    this.#innerChoices[component]?.set(event, choice);
    return choice;
  }

  /** Which of two choices of one component comes first: those declared, in their order, then those by itself, by event. */
  order(one: Choice, other: Choice): number {
    const [isInner, isOtherInner] = [this.isInner(one), this.isInner(other)];
    if (isInner !== isOtherInner) return isInner ? 1 : -1;
    if (!isInner) return one.index - other.index;
    const [text, otherText] = [JSON.stringify(one.event), JSON.stringify(other.event)];
    return text === otherText ? one.index - other.index : text < otherText ? -1 : 1;
  }

  /** The choice of this system that is one of a system of some of its components. */
  choiceLike(part: Composition, choice: Choice): Choice {
    const { spec } = part.components[choice.component] as Component;
    const component = this.indexOf(spec.name);
    if (part.isInner(choice)) return this.#innerChoice(component, choice.event, choice.fault);
    const place = part.choices.findIndex(({ component: one }) => one === choice.component);
    const first = this.#choices.findIndex((one) => one.component === component);
    return this.#choices[first + choice.index - place] as Choice;
  }

  /** Whether a choice happens to its component by itself: a timer that is due, an outcome of what it has invoked. */
  isInner({ component, event }: Choice): boolean {
    return this.#innerChoices[component]?.has(event) ?? false;
  }

  /** What the machine's author says of the transition with which a step begins. */
  describe(choice: Choice, step: Step): string {
    const { table } = this.components[choice.component] as Component;
    const first = step.occurrences[0] as Occurrence;
    return table.describe(first.from, choice.event);
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
      throw error instanceof ModelError ? named(this.#name(index), error) : error;
    }
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

  #resolve(
    index: number,
    { effects, event, from, kind, to }: Pick<Cell, 'effects' | 'event' | 'from' | 'kind' | 'to'>,
    sender: string,
  ): Transition {
    const { name, labels } = (this.components[index] as Component).spec;
    const deliveries: Delivery[] = [];
    const sends: { to: string; message: Message }[] = [];
    const prints: string[] = [];
    for (const effect of effects) {
      if (effect.kind === 'dprintf') {
        prints.push(fillIn(effect.text, labels ?? {}));
        continue;
      }
      const delivery = effect.kind === 'send' ? this.#sent(index, effect, sender) : this.#ofChild(index, effect);
      if (!delivery) continue;
      deliveries.push(delivery);
      if (effect.kind === 'start' || effect.kind === 'stop') continue;
      sends.push({ to: this.#name(delivery.target), message: delivery.message });
    }
    const lost = kind === 'unhandled' ? ({ unhandled: true } as const) : null;
    return { deliveries, occurrence: { component: name, sender, event, from, to, sends, prints, ...lost } };
  }

  #sent(index: number, { to, message, mail }: { to: string; message: Message; mail?: true }, sender: string): Delivery {
    return { target: this.resolve(index, to, sender), message, isMail: mail === true };
  }

  /** The message by which a component starts or stops another, or tells whoever has started it that it has ended. */
  #ofChild(index: number, effect: ChildEffect | EndEffect): Delivery | null {
    const { spec } = this.components[index] as Component;
    if (effect.kind === 'end') return spec.spawnedBy === undefined ? null : this.#ended(index, spec.spawnedBy, effect);
    const target = this.resolve(index, effect.to, ENVIRONMENT);
    const child = this.components[target] as Component;
    if (child.spec.spawnedBy !== spec.name) {
      throw new ModelError(
        `${this.spec.name}: ${spec.name} starts '${effect.to}', so the component ${child.spec.name} must say spawnedBy: '${spec.name}'`,
      );
    }
    if (effect.machine && effect.machine !== child.spec.machine) {
      throw new ModelError(
        `${this.spec.name}: ${spec.name} starts '${effect.to}' with the machine ${effect.machine.id}, and the component ${child.spec.name} has another one; give it the same`,
      );
    }
    return { target, message: effect.message, isMail: true };
  }

  #ended(index: number, parent: string, { result }: EndEffect): Delivery {
    const target = this.indexOf(parent);
    const { ports = {} } = (this.components[target] as Component).spec;
    const name = this.#name(index);
    const id = Object.keys(ports).find((port) => ports[port] === name) ?? name;
    const type = 'output' in result ? `xstate.done.actor.${id}` : `xstate.error.actor.${id}`;
    return { target, message: intern({ type, ...result, actorId: id }), isMail: true };
  }

  #name(index: number): string {
    return (this.components[index] as Component).spec.name;
  }

  /** The component behind a port. */
  resolve(from: number, port: string, sender: string): number {
    const { spec } = this.components[from] as Component;
    const name = this.#behind(spec, port, sender);
    const index = name === undefined ? undefined : this.#index.get(name);
    if (index !== undefined) return index;
    const remedy =
      port === PARENT
        ? `give it 'parent' or 'spawnedBy'`
        : port === 'sender'
          ? 'the environment cannot be answered'
          : `give it ports: { '${port}': 'a component' }, or call a component '${port}'`;
    throw new ModelError(`${this.spec.name}: ${spec.name} sends to '${port}', which leads nowhere; ${remedy}`);
  }

  #behind({ name, parent, ports, spawnedBy }: ComponentSpec, port: string, sender: string): string | undefined {
    if (ports?.[port] !== undefined) return ports[port];
    if (port === 'sender') return sender;
    if (port === SELF) return name;
    return port === PARENT ? (spawnedBy ?? parent) : port;
  }

  /** Takes what the components do at their start as one step. */
  #begin(): Step {
    if (this.components.every(({ table }) => table.initialEffects.length === 0)) return NO_START;
    const states = this.components.map(({ table }) => table.initial);
    const transitions = this.components.map(({ table: { initial, initialEffects } }, i) => {
      const cell = { event: BEGIN, from: initial, to: initial, effects: initialEffects, kind: 'step' as const };
      return this.#resolve(i, cell, ENVIRONMENT);
    });
    const run = new Run(this, (component) => states[component] as LocalState);
    run.begin(transitions, (component) => this.components[component]?.spec.spawnedBy !== undefined);
    return { occurrences: run.occurrences, writes: run.writes };
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
      for (const role of ['parent', 'spawnedBy'] as const) {
        const other = spec[role];
        if (other === undefined || this.#index.has(other)) continue;
        throw new ModelError(`${this.spec.name}: ${role} of ${spec.name} is '${other}', which is not there`);
      }
    }
  }
}

const NO_START: Step = { occurrences: [], writes: new Map() };

function tableOf(
  { ignores, input, machine, name, outcomes, spawnedBy }: ComponentSpec,
  tables: TableStore,
): MachineTable {
  const options: TableOptions = {
    ...(ignores && { ignores }),
    ...(outcomes && { outcomes }),
    ...(spawnedBy !== undefined && { isSpawned: true }),
  };
  try {
    return tables.table(machine, input, options);
  } catch (error) {
    throw error instanceof ModelError ? named(name, error) : error;
  }
}

/** The error with the component's name, which may be another than its machine's. */
const named = (name: string, error: ModelError): ModelError =>
  error.message.startsWith(`${name}:`) || error.message.startsWith(`${name} `)
    ? error
    : new ModelError(`${name}: ${error.message}`, { cause: error });

/** A log line with its placeholders filled in; one without a label stays visible as `<name>`. */
function fillIn(text: string, labels: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => labels[name] ?? `<${name}>`);
}
