import { type Choice, ENVIRONMENT, type Occurrence } from '../../checker/system/compose.ts';
import { ModelError } from '../../checker/errors.ts';
import type { Message } from '../../checker/system/message.ts';
import type { StepCheck } from '../../checker/property/property.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { type Concern, concernsOf } from './concern.ts';
import type { Reached } from './reached.ts';

/** A message on its way. */
interface Delivery {
  readonly component: number;
  readonly event: Message;
  readonly sender: string;
}

/** A point in a step where a component takes a message: what follows depends on the state that it is in. */
export interface Point extends Delivery {
  readonly branches: readonly Branch[];
  /** States in which the component may be, for all that is known, and no run of ours has it take the message. */
  readonly gap: readonly LocalState[];
}

/** Transitions that send the same and mean the same to every check: they differ in their states alone. */
export interface Branch {
  readonly moves: ReadonlyMap<LocalState, LocalState>;
  readonly concerns: readonly Concern[];
  /** Where the next message is taken; null where the step ends. */
  readonly next: Point | null;
}

/** No exchange of messages that ends has more of them pending. */
const MAX_PENDING = 1000;

/**
 * Finds out what may follow from a choice of the environment: each message is carried out at once, depth first.
 *
 * It runs the components' tables over sets of states: all that it knows of a component that a message reaches is what
 * the messages before have left it in. So it shares nothing with the composition but the tables and the wiring; which of
 * these runs there are in truth is for whoever runs the result to find out.
 */
export class StepGraphs {
  readonly #reached: Reached;
  readonly #concernsOf: (occurrence: Occurrence) => readonly Concern[];
  readonly #outcomes = new Map<Occurrence, string>();

  constructor(reached: Reached, checks: readonly StepCheck[]) {
    this.#reached = reached;
    this.#concernsOf = concernsOf(checks);
  }

  /** Where a step begins that the environment chooses; null if there is no state in which it can. */
  of({ component, event }: Choice): Point | null {
    const { components } = this.#reached.composition;
    const mine = components[component] as (typeof components)[number];
    const known = components.map(({ process }, i) => {
      const states = [...this.#reached.statesOf(i)];
      if (i === component) {
        return states.filter((state) => ['step', 'still'].includes(mine.table.cell(state, event).kind));
      }
      return process === mine.process ? states.filter(({ blocking }) => !blocking) : states;
    });
    if (known.some(({ length }) => length === 0)) return null;
    return this.#explore([{ component, event, sender: ENVIRONMENT }], known);
  }

  /** Goes on until nothing is left to be learned of the states in which the components may be at any point. */
  #explore(agenda: readonly Delivery[], known: readonly Iterable<LocalState>[]): Point {
    const drafts = new Drafts(known.length);
    const root = drafts.at(agenda) as Draft;
    root.learn(known);
    const changed = new Set([root]);
    for (const draft of changed) {
      changed.delete(draft);
      for (const alike of this.#alike(draft)) {
        const next = drafts.at(this.#agendaAfter(draft, alike));
        const after = draft.known.map((states, i) => (i === draft.component ? alike.map(({ to }) => to) : states));
        if (next?.learn(after)) changed.add(next);
      }
    }
    for (const draft of drafts.all) this.#finish(draft, drafts);
    return root;
  }

  #finish(draft: Draft, drafts: Drafts): void {
    const transitions = this.#transitions(draft);
    draft.gap = [...draft.from].filter((state) => !transitions.has(state));
    draft.branches = this.#alike(draft).map((alike) => ({
      moves: new Map(alike.map(({ from, to }) => [from, to])),
      concerns: this.#concernsOf(alike[0]),
      next: drafts.at(this.#agendaAfter(draft, alike)),
    }));
  }

  #transitions({ component, event, sender }: Delivery): ReadonlyMap<LocalState, Occurrence> {
    return this.#reached.transitionsOf(component, event, sender);
  }

  /** What the component may do here, grouped by what comes of it. */
  #alike(draft: Draft): Alike[] {
    const transitions = this.#transitions(draft);
    const groups = new Map<string, Alike>();
    for (const state of draft.from) {
      const transition = transitions.get(state);
      if (!transition) continue;
      const outcome = this.#outcome(transition);
      const group = groups.get(outcome);
      if (group) group.push(transition);
      else groups.set(outcome, [transition]);
    }
    return [...groups.values()];
  }

  /** What a transition sends and what it means to the checks, as text. */
  #outcome(transition: Occurrence): string {
    const known = this.#outcomes.get(transition);
    if (known !== undefined) return known;
    const outcome = JSON.stringify([transition.sends, this.#concernsOf(transition)]);
    this.#outcomes.set(transition, outcome);
    return outcome;
  }

  #agendaAfter({ rest }: Draft, [{ component, sends }]: Alike): Delivery[] {
    const { composition } = this.#reached;
    if (sends.length + rest.length > MAX_PENDING) throw new ModelError(`${component}: an endless exchange of messages`);
    const calls = sends.map(({ to, message }) => {
      return { component: composition.indexOf(to), event: message, sender: component };
    });
    return [...calls, ...rest];
  }
}

type Alike = [Occurrence, ...Occurrence[]];

/** A point of which more is being learned. */
class Draft implements Point {
  readonly component: number;
  readonly event: Message;
  readonly sender: string;
  /** The messages that are pending, the next one first. */
  readonly rest: readonly Delivery[];
  /** Per component: the states in which it may be. */
  readonly known: readonly Set<LocalState>[];
  branches: Branch[] = [];
  gap: LocalState[] = [];

  constructor({ component, event, sender }: Delivery, rest: readonly Delivery[], components: number) {
    this.component = component;
    this.event = event;
    this.sender = sender;
    this.rest = rest;
    this.known = Array.from({ length: components }, () => new Set<LocalState>());
  }

  get from(): ReadonlySet<LocalState> {
    return this.known[this.component] as ReadonlySet<LocalState>;
  }

  /** Takes note of states in which the components may be; whether there is a new one among them. */
  learn(states: readonly Iterable<LocalState>[]): boolean {
    let isNew = false;
    this.known.forEach((set, i) => {
      const { size } = set;
      for (const state of states[i] as Iterable<LocalState>) set.add(state);
      isNew ||= set.size > size;
    });
    return isNew;
  }
}

/** The points of a step, by the messages that are to be delivered there. */
class Drafts {
  readonly #components: number;
  readonly #byAgenda = new Map<string, Draft>();

  constructor(components: number) {
    this.#components = components;
  }

  get all(): Iterable<Draft> {
    return this.#byAgenda.values();
  }

  /** The point with these messages pending; null if there are none. */
  at([first, ...rest]: readonly Delivery[]): Draft | null {
    if (!first) return null;
    const key = JSON.stringify([first, ...rest]);
    const draft = this.#byAgenda.get(key) ?? new Draft(first, rest, this.#components);
    this.#byAgenda.set(key, draft);
    return draft;
  }
}
