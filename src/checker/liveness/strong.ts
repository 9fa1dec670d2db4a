import type { PendingGraph, Question } from './pending-graph.ts';
import { type Components, stronglyConnected } from './scc.ts';

/** A node that no fair cycle may touch. */
const OUT = -1;

/** Per component: the fair actions that some state of it enables, and those that some step within it takes, a bit each. */
export function seenIn(graph: PendingGraph, { of, count }: Components) {
  const enabled = new Int32Array(count);
  const taken = new Int32Array(count);
  for (let node = 0; node < graph.states.length; node++) {
    const component = of[node] as number;
    if (component === OUT) continue;
    enabled[component] = (enabled[component] as number) | (graph.enabled[node] as number);
    for (let edge = graph.offsets[node] as number; edge < (graph.offsets[node + 1] as number); edge++) {
      if (of[graph.targets[edge] as number] !== component) continue;
      taken[component] = (taken[component] as number) | (graph.actions[edge] as number);
    }
  }
  return { enabled, taken };
}

/**
 * The components in which every strong action that is enabled is also taken: from one in which it is not, the states that
 * enable it are taken out, and what is left is divided again, until nothing changes (as for Streett automata: Emerson and
 * Lei 1987). States that are out are in no component.
 */
export function strongComponents(graph: PendingGraph, whole: Components, { strong = 0 }: Question): Components {
  if (strong === 0) return whole;
  for (let components = whole; ; ) {
    const { enabled, taken } = seenIn(graph, components);
    const { of } = components;
    const wanting = enabled.map((bits, component) => bits & ~(taken[component] as number) & strong);
    if (wanting.every((bits) => bits === 0)) return components;
    const isOut = (node: number) => {
      const component = of[node] as number;
      return component === OUT || ((graph.enabled[node] as number) & (wanting[component] as number)) !== 0;
    };
    const kept = of.map((component, node) => (isOut(node) ? OUT : component));
    const divided = stronglyConnected(within(graph, kept));
    components = {
      count: divided.count,
      of: divided.of.map((component, node) => (kept[node] === OUT ? OUT : component)),
    };
  }
}

/** The graph with the edges alone that stay in a component. */
function within({ offsets, targets, states }: PendingGraph, of: Int32Array) {
  const own = new Int32Array(offsets.length);
  const edges: number[] = [];
  for (let node = 0; node < states.length; node++) {
    for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
      const target = targets[edge] as number;
      if (of[node] !== OUT && of[target] === of[node]) edges.push(target);
    }
    own[node + 1] = edges.length;
  }
  return { offsets: own, targets: Int32Array.from(edges) };
}
