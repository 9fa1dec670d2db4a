import type { AnyStateMachine } from 'xstate';
import { isSameDefinition } from '../checker/study/same-definition.ts';
import { drawingSome, withoutDraws } from '../checker/system/draw.ts';
import { START } from '../checker/system/effects.ts';
import { PureTransition } from '../checker/system/pure-transition.ts';
import type { Cell, LocalState, TableStore } from '../checker/system/table/table.ts';
import { describeSite } from './describe.ts';
import { MARK, markTransitions } from './edit.ts';
import { type Fields, isByItself, type TransitionSite, transitionSites } from './sites.ts';

/** What the steps of some systems have passed through of a machine: places as `state/EVENT[candidate]`. */
export interface Coverage {
  readonly machine: string;
  readonly transitions: number;
  readonly guards: number;
  readonly notTaken: readonly string[];
  /** Guards that have never let their transition through, and such as have never refused it. */
  readonly neverTrue: readonly string[];
  readonly neverFalse: readonly string[];
}

/**
 * The transitions and the outcomes of guards that the cells asked for so far have shown, machine by machine.
 *
 * Each cell is asked once more of a machine in which every transition leaves a mark, so that transitions between transient
 * states are seen as well. A guard was true where its transition was taken, and false where a later candidate was, or none;
 * guards for what happens to a machine by itself (a timer, what it has invoked, a state that ends) leave a mark where they
 * say no.
 */
export function coverageOf(stores: Iterable<TableStore>, machines: Iterable<AnyStateMachine>): Coverage[] {
  const tables = [...stores].flatMap((store) => [...store.all()]);
  return [...machines].map((machine) => {
    const seen = new Seen(machine);
    for (const one of tables) {
      if (!isSameDefinition(one.machine, machine)) continue;
      for (const cell of one.table.cells()) {
        if (cell.used || cell.kind === 'unhandled') seen.add(cell, one.machine);
      }
      if (!one.table.isSpawned) seen.begin(one.machine, one.table.input);
    }
    return seen.coverage();
  });
}

class Seen {
  readonly #machine: AnyStateMachine;
  /** The machine with its marks; one that is made again for a variant has marks of its own. */
  readonly #marked = new Map<unknown, PureTransition>();
  readonly #sites: ReadonlyMap<string, TransitionSite>;
  readonly #true = new Set<string>();
  readonly #false = new Set<string>();
  /** Whether there are transitions for what happens by itself: their guards are asked also where they all say no. */
  readonly #hasByItself: boolean;

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    this.#mark(machine);
    this.#sites = new Map(transitionSites(machine.config as Fields).map((site) => [describeSite(site), site]));
    this.#hasByItself = [...this.#sites.values()].some(isByItself);
  }

  #mark(machine: AnyStateMachine): PureTransition {
    const marked = new PureTransition(
      markTransitions(machine, describeSite, (place) => this.#false.add(place)),
      undefined,
    );
    this.#marked.set(machine.config, marked);
    return marked;
  }

  /** Takes note of what a machine does at its start. */
  begin(machine: AnyStateMachine, input: unknown): void {
    const marked = this.#markedOf(machine);
    const [, actions] = marked.asking(() => withoutDraws(() => marked.initial({ input })));
    for (const place of placesIn(actions)) this.#true.add(place);
  }

  #markedOf(machine: AnyStateMachine): PureTransition {
    return this.#marked.get(machine.config) ?? this.#mark(machine);
  }

  /** @param machine the machine that was asked: this one, as a variant has it */
  add(cell: Cell, machine: AnyStateMachine): void {
    const { event, from, kind, to } = cell;
    // A machine that is not started, or has ended, takes nothing but its start.
    if (from.snapshot.status !== 'active') {
      if (event.type === START && to.snapshot.value !== from.snapshot.value) this.begin(machine, event['input']);
      return;
    }
    const taken =
      kind === 'unhandled' && !this.#hasByItself ? new Set<string>() : this.#taken(this.#markedOf(machine), cell);
    for (const place of taken) this.#true.add(place);
    for (const [place, site] of this.#sites) {
      if (!isByItself(site) && !taken.has(place) && this.#wasRefused(site, taken, from, to, event.type))
        this.#false.add(place);
    }
  }

  coverage(): Coverage {
    const places = [...this.#sites.keys()];
    const guarded = places.filter((place) => this.#sites.get(place)?.transition['guard'] !== undefined);
    return {
      machine: this.#machine.id,
      transitions: places.length,
      guards: guarded.length,
      notTaken: places.filter((place) => !this.#true.has(place)),
      neverTrue: guarded.filter((place) => !this.#true.has(place)),
      neverFalse: guarded.filter((place) => !this.#false.has(place)),
    };
  }

  /** The places of the transitions that a cell takes. */
  #taken(marked: PureTransition, { draws = [], event, from: { snapshot } }: Cell): Set<string> {
    const [, actions] = marked.asking(() =>
      drawingSome(draws, () => marked.transition(marked.restored(snapshot), event)),
    );
    return new Set(placesIn(actions));
  }

  /** Whether a candidate was looked at and its guard said no: a later one was taken, or its state was active and none was. */
  #wasRefused(
    site: TransitionSite,
    taken: ReadonlySet<string>,
    from: LocalState,
    to: LocalState,
    event: string,
  ): boolean {
    const takenSites = [...taken].map((place) => this.#sites.get(place) as TransitionSite);
    const isSameList = (other: TransitionSite) => other.name === site.name && same(other.path, site.path);
    if (takenSites.some((other) => isSameList(other) && other.index > site.index)) return true;
    if (takenSites.some(isSameList)) return false;
    if (site.event === null) return isActive(to, site.path);
    // What a transition raises is an event as well, and seen by what it makes others take.
    const isRaised = takenSites.some((other) => other.event === site.event);
    const isBelow = ({ path }: TransitionSite) => same(path.slice(0, site.path.length), site.path);
    const wasAsked = (site.event === event || isRaised) && isActive(from, site.path);
    return wasAsked && !takenSites.some((other) => other.event === site.event && isBelow(other));
  }
}

/** The places of the marks among actions. */
const placesIn = (actions: readonly { readonly type: string; readonly params?: unknown }[]): string[] =>
  actions.flatMap(({ type, params }) => (type === MARK ? [(params as { place: string }).place] : []));

const same = (one: readonly string[], other: readonly string[]): boolean => one.join('/') === other.join('/');

/** Whether a local state lies in the state at a path. */
function isActive({ snapshot }: LocalState, path: readonly string[]): boolean {
  let value: unknown = snapshot.value;
  for (const key of path) {
    if (typeof value === 'string') {
      if (value !== key) return false;
      value = {};
    } else {
      const below = (value as Record<string, unknown>)[key];
      if (below === undefined) return false;
      value = below;
    }
  }
  return true;
}
