import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Graph, stronglyConnected } from './scc.ts';

function graphOf(nodes: number, edges: readonly (readonly [number, number])[]): Graph {
  const sorted = edges.toSorted(([a], [b]) => a - b);
  const offsets = Int32Array.from({ length: nodes + 1 }, (_, node) => sorted.filter(([from]) => from < node).length);
  return { offsets, targets: Int32Array.from(sorted, ([, to]) => to) };
}

/** The components as sets of nodes, each by its smallest. */
function componentsOf(graph: Graph): number[][] {
  const { of, count } = stronglyConnected(graph);
  const members = Array.from({ length: count }, (_, component) =>
    [...of.keys()].filter((node) => of[node] === component),
  );
  return members.toSorted(([a = 0], [b = 0]) => a - b);
}

describe('the strongly connected components of a graph', () => {
  test('are none of the empty graph', () => {
    expect(componentsOf(graphOf(0, []))).toEqual([]);
  });

  test('are the single nodes where nothing leads back, also of one that leads to itself', () => {
    const chain = [
      [0, 1],
      [1, 1],
      [1, 2],
    ] as const;
    expect(componentsOf(graphOf(3, chain))).toEqual([[0], [1], [2]]);
  });

  test('are two where two cycles are linked one way, and one where they are linked both ways', () => {
    const cycles = [
      [0, 1],
      [1, 0],
      [2, 3],
      [3, 2],
      [1, 2],
    ] as const;
    expect(componentsOf(graphOf(4, cycles))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(componentsOf(graphOf(4, [...cycles, [3, 0]]))).toEqual([[0, 1, 2, 3]]);
  });

  test('are not joined by an edge to a component that is done', () => {
    const edges = [
      [0, 1],
      [1, 2],
      [2, 1],
      [0, 3],
      [3, 2],
      [3, 0],
    ] as const;
    expect(componentsOf(graphOf(4, edges))).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  test('are found in a graph that is deeper than any call stack', () => {
    const nodes = 300_000;
    const offsets = Int32Array.from({ length: nodes + 1 }, (_, node) => node);
    const ring = { offsets, targets: Int32Array.from({ length: nodes }, (_, node) => (node + 1) % nodes) };
    const chain = { offsets, targets: Int32Array.from({ length: nodes }, (_, node) => Math.min(node + 1, nodes - 1)) };
    expect(stronglyConnected(ring).count).toBe(1);
    expect(stronglyConnected(chain).count).toBe(nodes);
  });

  test('are those nodes that reach each other, in any graph', () => {
    const edge = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 25, size: 'max' }), (edges) => {
        const { of } = stronglyConnected(graphOf(10, edges));
        const reaches = reachability(10, edges);
        for (let a = 0; a < 10; a++) {
          for (let b = 0; b < 10; b++) {
            expect(of[a] === of[b]).toBe(Boolean(reaches[a]?.[b] && reaches[b]?.[a]));
          }
        }
      }),
      { numRuns: 300, seed: 2563 },
    );
  });
});

/** Warshall's closure. */
function reachability(nodes: number, edges: readonly (readonly [number, number])[]): boolean[][] {
  const all = Array.from({ length: nodes }, (_, node) => node);
  const reaches = all.map((a) => all.map((b) => a === b || edges.some(([from, to]) => from === a && to === b)));
  for (const via of all) {
    for (const a of all) {
      for (const b of all) {
        if (reaches[a]?.[via] && reaches[via]?.[b]) (reaches[a] as boolean[])[b] = true;
      }
    }
  }
  return reaches;
}
