import { ALL_SUBSETS, fixesFromBits, PATHS, type Revision } from '../../../../../machines/vocabulary.ts';
import { type AliveLines, keyOf } from '../../replay/alive-lines.ts';
import type { Print } from '../../replay/print.ts';
import { AliveRuns, type Node } from './alive-runs.ts';

const REVISIONS = ['2011', 'head'] as const satisfies readonly Revision[];

/** By state: what can be printed next, and where that leads to. */
type Automaton = Map<number, number>[];

/** A graph of all runs. An edge without a line is silent; one with several has states of its own between them. */
interface Graph {
  readonly silent: number[][];
  readonly printing: [line: number, to: number][][];
}

/** What every variant of the machines prints of one ALIVE, made from all their runs. */
export function allAliveLines(): AliveLines {
  const prints: AliveLines['prints'] = [];
  const numbers = new Map<string, number>();
  const numberOf = ({ process, label, kind }: Print, text: string): number => {
    const key = JSON.stringify([process, label, kind.name, kind.level, kind.since, kind.until]);
    if (!numbers.has(key)) numbers.set(key, prints.push([process, text]) - 1);
    return numbers.get(key) as number;
  };
  const automata = new Map<string, number>();
  const variants: [string, number][] = [];
  for (const revision of REVISIONS) {
    for (const path of PATHS) {
      for (const bits of ALL_SUBSETS) {
        const graph = graphOf(new AliveRuns({ fixes: fixesFromBits(bits), path, revision }), numberOf);
        const text = JSON.stringify(smallest(determined(graph)).map((next) => [...next]));
        if (!automata.has(text)) automata.set(text, automata.size);
        variants.push([keyOf(revision, bits, path), automata.get(text) as number]);
      }
    }
  }
  return {
    prints,
    automata: [...automata.keys()].map((text) => JSON.parse(text) as AliveLines['automata'][number]),
    variants: Object.fromEntries(variants),
  };
}

function graphOf(runs: AliveRuns, numberOf: (print: Print, text: string) => number): Graph {
  const places = new Map<Node, number>([[runs.start, 0]]);
  const todo = [runs.start];
  for (const node of todo) {
    for (const { to } of runs.edgesOf(node)) {
      if (places.has(to)) continue;
      places.set(to, places.size);
      todo.push(to);
    }
  }
  const graph: Graph = { silent: todo.map(() => []), printing: todo.map(() => []) };
  for (const node of todo) {
    for (const { prints, to } of runs.edgesOf(node)) {
      let at = places.get(node) as number;
      prints.forEach(({ text, ...print }, i) => {
        const next = i === prints.length - 1 ? (places.get(to) as number) : graph.silent.push([]) - 1;
        graph.printing[next] ??= [];
        graph.printing[at]?.push([numberOf(print, text), next]);
        at = next;
      });
      if (prints.length === 0) graph.silent[at]?.push(places.get(to) as number);
    }
  }
  return graph;
}

/** The automaton of which a state is all places in which a run may be that has printed the same. */
function determined({ silent, printing }: Graph): Automaton {
  const sets: number[][] = [];
  const known = new Map<string, number>();
  const stateOf = (places: Iterable<number>): number => {
    const all = new Set(places);
    for (const place of all) for (const next of silent[place] ?? []) all.add(next);
    const set = [...all].toSorted((a, b) => a - b);
    const key = set.join();
    if (!known.has(key)) known.set(key, sets.push(set) - 1);
    return known.get(key) as number;
  };
  stateOf([0]);
  const automaton: Automaton = [];
  for (const set of sets) {
    const next = new Map<number, number[]>();
    for (const [line, to] of set.flatMap((place) => printing[place] ?? []))
      next.set(line, [...(next.get(line) ?? []), to]);
    automaton.push(new Map([...next].toSorted(([a], [b]) => a - b).map(([line, to]) => [line, stateOf(to)])));
  }
  return automaton;
}

/** States behind which the same can be printed are one. They are numbered from the first one on, so that equal automata look alike. */
function smallest(automaton: Automaton): Automaton {
  let classes = automaton.map(() => 0);
  for (let count = 0, before = -1; count !== before; ) {
    before = count;
    const keys = automaton.map((next, state) =>
      [classes[state], ...[...next].map(([line, to]) => [line, classes[to]])].join(),
    );
    const numbers = new Map([...new Set(keys)].map((key, i) => [key, i]));
    classes = keys.map((key) => numbers.get(key) as number);
    count = numbers.size;
  }
  const order = new Map<number, number>([[classes[0] as number, 0]]);
  const some = new Map(classes.map((of, state) => [of, automaton[state] as Map<number, number>]));
  const states: Automaton = [];
  for (const [of] of order) {
    const next = [...(some.get(of) as Map<number, number>)].map(([line, to]): [number, number] => {
      const target = classes[to] as number;
      if (!order.has(target)) order.set(target, order.size);
      return [line, order.get(target) as number];
    });
    states.push(new Map(next));
  }
  return states;
}
