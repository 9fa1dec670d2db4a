import { ModelError } from '../errors.ts';
import { type Choice, type Component, type Composition, ENVIRONMENT, type Occurrence } from '../system/compose.ts';
import type { Message } from '../system/message.ts';
import { plain } from '../system/plain.ts';
import type { Delivery, Transition } from '../system/step.ts';
import { type Cell, waysOf } from '../system/table/cell.ts';
import type { LocalState } from '../system/table/table.ts';
import { type Generator, renamed } from './group.ts';

/** A transition with all that it is made of. */
interface Made {
  readonly component: number;
  readonly head: Cell;
  readonly way: number;
  readonly sender: string;
  readonly transition: Transition;
}

/**
 * What each local state and each transition of a system becomes when components change places, found and checked as a search
 * goes: where a component takes a message, the one that it becomes must take the renamed message in the same way, and come to
 * the state that the first one's becomes.
 *
 * So the mirror image of each step of the system is a step of the system. Nothing need be known of the states: which one
 * becomes which follows from the initial states on, as they become each other.
 */
export class Mirror {
  readonly #composition: Composition;
  readonly #generators: readonly Generator[];
  /** Per generator and component: what each local state becomes, and what becomes each. */
  readonly #mates: Map<LocalState, LocalState>[][];
  readonly #taken: Map<LocalState, LocalState>[][];
  /** Per generator: what each transition becomes. */
  readonly #images: Map<Occurrence, Occurrence>[];
  readonly #waiting: Made[] = [];
  /** Per transition: one that it becomes, or is itself, as a chain to one that stands for all. */
  readonly #orbits = new Map<Occurrence, Occurrence>();
  readonly #deliveries = new Map<Occurrence, readonly Delivery[]>();
  /** Transitions that send the same as their images, in another order. */
  readonly #unordered = new Set<Occurrence>();

  /** @throws {ModelError} if the components do not begin alike, or do not share their threads alike */
  constructor(composition: Composition, generators: readonly Generator[]) {
    this.#composition = composition;
    this.#generators = generators;
    this.#mates = generators.map(() => composition.components.map(() => new Map()));
    this.#taken = generators.map(() => composition.components.map(() => new Map()));
    this.#images = generators.map(() => new Map());
    const { blockers, initial } = composition;
    for (const [g, { to }] of generators.entries()) {
      for (const [i, state] of initial.entries()) {
        const other = to[i] as number;
        const own = blockers[i]?.map((one) => to[one]).toSorted();
        if (own?.join() !== blockers[other]?.toSorted().join()) {
          this.#refuse(i, other, 'others of their processes are not alike');
        }
        if (this.#spec(i).unhandled !== this.#spec(other).unhandled)
          this.#refuse(i, other, "one says 'unhandled' otherwise");
        this.#pair(g, i, state, initial[other] as LocalState, 'at the start');
      }
    }
  }

  /** What a local state of a component becomes by a generator. */
  mate(generator: number, component: number, state: LocalState): LocalState {
    return this.#mates[generator]?.[component]?.get(state) as LocalState;
  }

  /** What a transition becomes by a generator. */
  image(generator: number, occurrence: Occurrence): Occurrence {
    return this.#images[generator]?.get(occurrence) as Occurrence;
  }

  /** Every transition that a step has passed through, and all that they become. */
  get transitions(): Iterable<Occurrence> {
    return this.#orbits.keys();
  }

  /** Whether some send in an order that is not that of their images. */
  get hasUnordered(): boolean {
    return this.#unordered.size > 0;
  }

  /**
   * Takes note of the transitions of a step, and of all that they become.
   *
   * @throws {ModelError} if one of them does not become a transition of the system
   */
  learn(occurrences: readonly Occurrence[]): void {
    for (const occurrence of occurrences) {
      if (this.#orbits.has(occurrence)) continue;
      this.#meet(this.#found(occurrence));
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) this.#follow(next);
    }
    occurrences.forEach((occurrence, at) => this.#checkOrder(occurrences, occurrence, at));
  }

  #found({ component: name, event, from, ...occurrence }: Occurrence): Made {
    const component = this.#composition.indexOf(name);
    const head = this.#composition.cell(component, from, event);
    for (const [way, cell] of waysOf(head).entries()) {
      const transition = this.#composition.transition(component, cell, occurrence.sender);
      const { draws } = transition.occurrence;
      if (draws === occurrence.draws) return { component, head, way, sender: occurrence.sender, transition };
    }
    throw new Error(`${name} has no such transition`);
  }

  #meet(made: Made): void {
    const { deliveries, occurrence } = made.transition;
    if (this.#orbits.has(occurrence)) return;
    this.#orbits.set(occurrence, occurrence);
    this.#deliveries.set(occurrence, deliveries);
    this.#waiting.push(made);
  }

  /** Finds what a transition becomes by each generator. */
  #follow({ component, head, sender, transition, way }: Made): void {
    const { deliveries, occurrence } = transition;
    for (const [g, { names, to }] of this.#generators.entries()) {
      const other = to[component] as number;
      const from = this.mate(g, component, occurrence.from);
      const event = this.#eventLike(component, occurrence, other, from, names);
      const where = `${occurrence.event.type} in ${JSON.stringify(occurrence.from.snapshot.value)}`;
      if (!event) this.#refuse(component, other, `${where} happens by itself to one of them alone`);
      const its = this.#composition.cell(other, from, event);
      const cell = waysOf(its)[way];
      const kind = (waysOf(head)[way] as Cell).kind;
      if (
        !cell ||
        waysOf(its).length !== waysOf(head).length ||
        (cell.kind === 'unhandled') !== (kind === 'unhandled')
      ) {
        this.#refuse(component, other, `${where} is not taken alike${LIMIT}`);
      }
      cell.used = true;
      this.#pair(g, component, occurrence.to, cell.to, where);
      const from2 = names.get(sender) ?? sender;
      const image = this.#composition.transition(other, cell, from2);
      const isInOrder = this.#isSentInOrder(component, deliveries, image, { names, to }, where);
      this.#images[g]?.set(occurrence, image.occurrence);
      this.#meet({ component: other, head: its, way, sender: from2, transition: image });
      this.#join(occurrence, image.occurrence);
      if (!isInOrder) this.#unordered.add(occurrence);
    }
  }

  /** The event of another component that one of this becomes; of what happens by itself, the one that happens there. */
  #eventLike(
    component: number,
    { event, from, sender }: Occurrence,
    other: number,
    its: LocalState,
    names: ReadonlyMap<string, string>,
  ): Message | undefined {
    const innerOf = (who: number, state: LocalState) =>
      sender === ENVIRONMENT ? this.#choices(who, state).filter((choice) => this.#composition.isInner(choice)) : [];
    const own = innerOf(component, from);
    if (!own.some((choice) => choice.event === event)) return renamed(event, names);
    const text = plain(renamed(event, names)).text;
    const place = own.filter((choice) => isSameData(choice.event, event)).findIndex((choice) => choice.event === event);
    return innerOf(other, its).filter((choice) => plain(choice.event).text === text)[place]?.event;
  }

  #choices(component: number, { id }: LocalState): Choice[] {
    return [...this.#composition.choicesOf(component, id), ...this.#composition.stillChoicesOf(component, id)];
  }

  #pair(g: number, component: number, state: LocalState, mate: LocalState, where: string): void {
    const { names, to } = this.#generators[g] as Generator;
    const other = to[component] as number;
    const mates = this.#mates[g]?.[component] as Map<LocalState, LocalState>;
    const taken = this.#taken[g]?.[other] as Map<LocalState, LocalState>;
    const known = mates.get(state);
    if (known === mate) return;
    if (known || taken.has(mate) || state.blocking !== mate.blocking) {
      this.#refuse(component, other, `${where} leads to states that do not correspond${LIMIT}`);
    }
    mates.set(state, mate);
    taken.set(mate, state);
    const own = this.#choices(component, state).map((choice) => choiceText(renamed(choice.event, names), choice));
    const its = this.#choices(other, mate).map((choice) => choiceText(choice.event, choice));
    if (own.toSorted().join() === its.toSorted().join()) return;
    this.#refuse(
      component,
      other,
      `the events that may happen in ${JSON.stringify(state.snapshot.value)} are not the same`,
    );
  }

  /** Whether an image sends what it must in the same order; throws if it sends something else. */
  #isSentInOrder(
    component: number,
    deliveries: readonly Delivery[],
    { deliveries: its }: Transition,
    { names, to }: Pick<Generator, 'names' | 'to'>,
    where: string,
  ): boolean {
    const own = deliveries.map((one) =>
      deliveryText({ ...one, target: to[one.target] as number }, renamed(one.message, names)),
    );
    const others = its.map((one) => deliveryText(one, one.message));
    if (own.toSorted().join() !== others.toSorted().join()) {
      this.#refuse(component, to[component] as number, `${where} sends something else${LIMIT}`);
    }
    return own.join() === others.join();
  }

  #join(one: Occurrence, other: Occurrence): void {
    const [root, otherRoot] = [this.#root(one), this.#root(other)];
    if (root !== otherRoot) this.#orbits.set(root, otherRoot);
  }

  #root(occurrence: Occurrence): Occurrence {
    let at = occurrence;
    for (let above = this.#orbits.get(at); above && above !== at; above = this.#orbits.get(at)) at = above;
    return at;
  }

  /**
   * A transition sends to several in an order, and its image in another one. That is the same if each receiver is another one,
   * and does nothing but change its own state.
   */
  #checkOrder(occurrences: readonly Occurrence[], occurrence: Occurrence, at: number): void {
    if (this.#unordered.size === 0) return;
    const root = this.#root(occurrence);
    if (![...this.#unordered].some((one) => this.#root(one) === root)) return;
    const deliveries = this.#deliveries.get(occurrence) ?? [];
    const receivers = occurrences.slice(at + 1, at + 1 + deliveries.length);
    const isSimple =
      receivers.length === deliveries.length &&
      receivers.every((one) => one.sender === occurrence.component && this.#deliveries.get(one)?.length === 0) &&
      new Set(deliveries.map(({ target }) => target)).size === deliveries.length;
    if (isSimple) return;
    throw new ModelError(
      `${this.#composition.spec.name}: symmetric: ${occurrence.component} sends with ${occurrence.event.type} to members one after the other, and the order matters, as what they do sends on; send through channels, or do not declare them alike`,
    );
  }

  #refuse(one: number, other: number, why: string): never {
    const { components, spec } = this.#composition;
    const nameOf = (i: number) => (components[i] as Component).spec.name;
    const who =
      one === other ? `${nameOf(one)} tells members apart` : `${nameOf(one)} and ${nameOf(other)} are not alike`;
    throw new ModelError(`${spec.name}: symmetric: ${who}: ${why}`);
  }

  #spec(component: number) {
    return (this.#composition.components[component] as Component).spec;
  }
}

/** What most often keeps members from being alike, though they are meant to be. */
const LIMIT =
  "; only a component's name may stand for a member: use the component's name, not a number, and do not draw a member with oneOf";

const isSameData = (one: Message, other: Message): boolean => plain(one).text === plain(other).text;

const choiceText = (event: Message, { fault }: Choice): string => plain([event, fault]).text;

const deliveryText = ({ isDue, isEarly, isEnd, isMail, isNamed, target }: Delivery, message: Message): string =>
  plain([target, message, isMail, isDue === true, isEarly === true, isEnd === true, isNamed === true]).text;
