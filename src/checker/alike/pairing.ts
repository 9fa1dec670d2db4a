import { collapsedMembers } from '../search/collapsed.ts';
import type { Choice, Composition, Occurrence, Step } from '../system/compose.ts';
import type { Component, Transition } from '../system/step.ts';
import type { Cell, LocalState } from '../system/table/table.ts';

/** A transition that a component took, and who sent it the event. */
interface Taken {
  readonly sender: string;
  readonly cell: Cell;
  readonly transition: Transition;
}

/**
 * The local states of two systems in pairs, so that each does in the one what its mate does in the other: the same choices, the same
 * messages, the same lines, and again states that are a pair. Whoever cannot look into states finds no difference between the systems.
 *
 * The pairs follow the cells that a search of the first system has asked for, from the initial states on. A search asks the tables for nothing
 * else, so a search of the second system is told the same. What states are called is no matter: a machine may keep in its context what
 * has no effect.
 */
export class Pairing {
  readonly one: Composition;
  readonly other: Composition;
  readonly occurrences = new Map<Occurrence, Occurrence>();
  readonly #mates: Map<LocalState, LocalState>[];
  readonly #taken: Set<LocalState>[];
  readonly #waiting: [component: number, state: LocalState][] = [];
  readonly #used: Cell[] = [];
  #isBroken = false;

  constructor(one: Composition, other: Composition) {
    this.one = one;
    this.other = other;
    this.#mates = one.components.map(() => new Map());
    this.#taken = one.components.map(() => new Set());
  }

  /** Finds all pairs; false if there is a difference. */
  complete(): boolean {
    if (!isSameOutside(this.one, this.other)) return false;
    const taken = this.one.components.map(takenFrom);
    this.one.components.forEach(({ table }, i) => {
      this.#pair(i, table.initial, (this.other.components[i] as Component).table.initial);
    });
    this.#pairStart(this.one.start, this.other.start);
    for (let next = this.#waiting.pop(); next && !this.#isBroken; next = this.#waiting.pop()) {
      const [component, state] = next;
      this.#follow(component, state, taken[component]?.get(state) ?? []);
    }
    return !this.#isBroken;
  }

  /** Marks what the second system passes through, as the first one has passed through it. */
  markUsed(): void {
    for (const cell of this.#used) cell.used = true;
  }

  /** The mate of a component's local state; undefined if the search of the first system never came to it. */
  mate(component: number, state: LocalState): LocalState | undefined {
    return this.#mates[component]?.get(state);
  }

  /** The local state of a component of the first system that has a snapshot; null if none or several have it. */
  stateWith(component: number, snapshot: unknown): LocalState | null {
    const states = [...(this.#mates[component] as Map<LocalState, LocalState>).keys()];
    const [state, ...more] = states.filter((one) => one.snapshot === snapshot);
    return state && more.length === 0 ? state : null;
  }

  #pair(component: number, state: LocalState, mate: LocalState): void {
    const mates = this.#mates[component] as Map<LocalState, LocalState>;
    const known = mates.get(state);
    if (known) {
      this.#require(known === mate);
      return;
    }
    const taken = this.#taken[component] as Set<LocalState>;
    this.#require(!taken.has(mate) && state.blocking === mate.blocking);
    mates.set(state, mate);
    taken.add(mate);
    this.#waiting.push([component, state]);
  }

  #follow(component: number, state: LocalState, taken: readonly Taken[]): void {
    const mate = this.mate(component, state) as LocalState;
    if (this.one.knowsChoicesOf(component, state.id)) {
      for (const choices of ['choicesOf', 'stillChoicesOf'] as const) {
        const [own, others] = [this.one[choices](component, state.id), this.other[choices](component, mate.id)];
        this.#require(
          own.length === others.length && own.every((choice, i) => this.#isSame(choice, others[i] as Choice)),
        );
      }
    }
    for (const { cell, sender, transition } of taken) {
      if (this.#isBroken) return;
      const its = this.other.cell(component, mate, cell.event);
      // Where something is drawn, the searches are both carried out.
      this.#require(its.kind === cell.kind && !its.ways && !cell.draws);
      this.#pair(component, cell.to, its.to);
      const { deliveries, occurrence } = this.other.transition(component, its, sender);
      this.#pairOccurrences(transition.occurrence, occurrence);
      this.#require(
        deliveries.length === transition.deliveries.length &&
          transition.deliveries.every((one, i) => {
            const other = deliveries[i];
            return one.target === other?.target && one.message === other.message && one.isMail === other.isMail;
          }),
      );
      if (cell.used) this.#used.push(its);
    }
  }

  #isSame(choice: Choice, other: Choice): boolean {
    const isInner = this.one.isInner(choice);
    if (isInner !== this.other.isInner(other) || (!isInner && choice.index !== other.index)) return false;
    return choice.event === other.event && choice.fault === other.fault;
  }

  #pairStart(one: Step, other: Step): void {
    this.#require(one.occurrences.length === other.occurrences.length && one.writes.size === other.writes.size);
    for (const [component, state] of one.writes) {
      const mate = other.writes.get(component);
      this.#require(mate !== undefined);
      if (mate) this.#pair(component, state, mate);
    }
    one.occurrences.forEach((occurrence, i) => {
      const its = other.occurrences[i];
      if (!its) return;
      const component = this.one.indexOf(occurrence.component);
      this.#pair(component, occurrence.from, its.from);
      this.#pair(component, occurrence.to, its.to);
      this.#pairOccurrences(occurrence, its);
    });
  }

  #pairOccurrences(one: Occurrence, other: Occurrence): void {
    this.occurrences.set(one, other);
    this.#require(
      one.component === other.component &&
        one.sender === other.sender &&
        one.event === other.event &&
        one.unhandled === other.unhandled &&
        one.prints.length === other.prints.length &&
        one.prints.every((line, i) => line === other.prints[i]) &&
        one.sends.length === other.sends.length &&
        one.sends.every(({ to, message }, i) => to === other.sends[i]?.to && message === other.sends[i]?.message),
    );
  }

  #require(isSo: boolean): void {
    if (!isSo) this.#isBroken = true;
  }
}

/** A component's transitions by the state that they leave. */
function takenFrom({ transitions }: Component): Map<LocalState, Taken[]> {
  const found = new Map<LocalState, Taken[]>();
  for (const [sender, cells] of transitions) {
    for (const [cell, transition] of cells) {
      const taken = found.get(cell.from) ?? [];
      found.set(cell.from, taken);
      taken.push({ sender, cell, transition });
    }
  }
  return found;
}

/** Whether two systems are the same but for what their machines do. */
function isSameOutside(one: Composition, other: Composition): boolean {
  return outside(one) === outside(other) && isSameDeclared(one, other);
}

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((table, i) => table === other[i]);

/** What a search sees of a system beside its tables: which groups have the same tables is part of it, as they are given equal room. */
function outside(composition: Composition): string {
  const { blockers, components, spec } = composition;
  const groups = collapsedMembers(composition).map((group) => group.map((i) => components[i]?.table));
  return JSON.stringify([
    spec.name,
    blockers,
    groups.map((group) => groups.findIndex((other) => isSameList(group, other))),
    components.map(({ process, spec: { group, name, unhandled, spawnedBy, parent } }) => [
      name,
      process,
      group,
      unhandled,
      spawnedBy,
      parent,
    ]),
  ]);
}

const declaredIn = (composition: Composition) => composition.undrawn.filter((choice) => !composition.isInner(choice));

function isSameDeclared(one: Composition, other: Composition): boolean {
  const [own, others] = [declaredIn(one), declaredIn(other)];
  return (
    own.length === others.length &&
    own.every(({ component, event, fault }, i) => {
      const choice = others[i];
      return component === choice?.component && event === choice.event && fault === choice.fault;
    })
  );
}
