import type { Choice, Composition } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';

type State = readonly LocalState[];

/**
 * Whether a system has more states than so many. To know that it asks XState for as little as it can: it goes on where it
 * knows what each component may do, and only then asks for the local state that most of the states found wait for.
 */
export function isLarge(composition: Composition, faults: readonly string[] | undefined, most: number): boolean {
  const first = composition.initial;
  const known = new Set([textOf(first)]);
  const ready = first.map((_, component): [State, number] => [first, component]);
  const waiting = new Map<LocalState, [State, number][]>();
  for (;;) {
    const next = ready.pop() ?? askedFor(waiting, ready);
    if (!next) return false;
    for (const after of successors(composition, ...next, faults)) {
      const text = textOf(after);
      if (known.has(text)) continue;
      known.add(text);
      if (known.size > most) return true;
      after.forEach((local, component) => {
        const list = composition.knowsChoicesOf(component, local.id) ? ready : (waiting.get(local) ?? []);
        if (list !== ready) waiting.set(local, list);
        list.push([after, component]);
      });
    }
  }
}

/** Makes ready what waits for the local state for which most wait. */
function askedFor(waiting: Map<LocalState, [State, number][]>, ready: [State, number][]) {
  let best: [LocalState, [State, number][]] | undefined;
  for (const entry of waiting) if (!best || entry[1].length > best[1].length) best = entry;
  if (!best) return undefined;
  waiting.delete(best[0]);
  ready.push(...best[1]);
  return ready.pop();
}

function* successors(
  composition: Composition,
  locals: State,
  component: number,
  faults: readonly string[] | undefined,
): Iterable<State> {
  const isOn = ({ fault }: Choice) => fault === null || !faults || faults.includes(fault);
  for (const choice of composition.choicesOf(component, (locals[component] as LocalState).id)) {
    if (!isOn(choice)) continue;
    const step = composition.step(choice, (index) => locals[index] as LocalState);
    if (step) yield locals.map((local, index) => step.writes.get(index) ?? local);
  }
}

const textOf = (locals: State): string => locals.map(({ id }) => id).join();
