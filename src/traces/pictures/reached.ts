import type { Composition, Occurrence } from '../../checker/system/compose.ts';
import { explore } from '../../checker/search/explore.ts';
import type { Check } from '../../checker/property/property.ts';
import { inRows } from './in-rows.ts';
import { box, type Chart } from './statechart.ts';

/** A state of one component, with what happened to it there: per state that followed, the events. */
interface Reached {
  readonly name: string;
  readonly next: Map<string, Set<string>>;
}

/**
 * What one component does of all that its machine could: the states in which it is found in any reachable state of the
 * composed system, and the events that happen to it there. States are told apart by their value, not by their context,
 * and have a number, by which the rows of others refer to them.
 */
export function reachedChart(composition: Composition, component: string, faults?: readonly string[]): Chart {
  const states = reachedStates(composition, component, faults);
  const numbers = new Map(breadthFirst(states).map((key, i) => [key, `${i + 1}`]));
  const numberOf = (key: string) => numbers.get(key) as string;
  const boxes = [...numbers].map(([key, number]) => {
    const { name, next } = states.get(key) as Reached;
    const rows = [...next].flatMap(([to, events]) =>
      inRows([...events]).map((list) => (to === key ? list : `${list} → ${numberOf(to)}`)),
    );
    return box(number, `${number} · ${name}`, rows);
  });
  const pairs = [...numbers].flatMap(([key, from]) =>
    [...(states.get(key) as Reached).next.keys()].filter((to) => to !== key).map((to) => ({ from, to: numberOf(to) })),
  );
  return {
    layout: {
      states: [{ name: INITIAL, type: 'initial' }, ...boxes],
      transitions: [{ from: INITIAL, to: '1' }, ...pairs].map((pair, id) => ({ id, ...pair })),
    },
    hints: new Map(),
  };
}

const INITIAL = 'initial';

/** The states in the order in which one comes upon them, beginning with the initial one. */
function breadthFirst(states: ReadonlyMap<string, Reached>): string[] {
  const order = new Set([...states.keys()].slice(0, 1));
  for (const key of order) for (const to of (states.get(key) as Reached).next.keys()) order.add(to);
  return [...order];
}

function reachedStates(composition: Composition, component: string, faults?: readonly string[]): Map<string, Reached> {
  const states = new Map<string, Reached>();
  const stateOf = ({ snapshot: { value } }: Occurrence['from']) => {
    const key = JSON.stringify(value);
    const state = states.get(key) ?? { name: leavesOf(value).join(' · '), next: new Map<string, Set<string>>() };
    states.set(key, state);
    return { key, state };
  };
  stateOf(composition.initial[composition.indexOf(component)] as Occurrence['from']);
  for (const { from, to, event } of occurrencesOf(composition, component, faults)) {
    const { next } = stateOf(from).state;
    const { key } = stateOf(to);
    next.set(key, (next.get(key) ?? new Set()).add(event.type));
  }
  return states;
}

/**
 * Every transition that a component takes anywhere: the search asks a pattern about each of them, and this one listens.
 * In an order that does not depend on the search's.
 */
function occurrencesOf(composition: Composition, component: string, faults?: readonly string[]): Occurrence[] {
  const heard = new Set<Occurrence>();
  const listen: Check = {
    kind: 'sometimes',
    what: (occurrence) => {
      if (occurrence.component === component) heard.add(occurrence);
      return false;
    },
  };
  explore(composition, [listen], faults ? { faults } : {});
  return [...heard].toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

const textOf = ({ event, to }: Occurrence): string => JSON.stringify([event, to.snapshot.value]);

/** `{ message: { open: 'ready' }, flag: 'set' }` is `open.ready` and `set`. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  const regions = Object.entries(value as Record<string, unknown>);
  if (regions.length > 1) return regions.flatMap(([, below]) => leavesOf(below));
  return regions.flatMap(([key, below]) => leavesOf(below).map((leaf) => `${key}.${leaf}`));
}
