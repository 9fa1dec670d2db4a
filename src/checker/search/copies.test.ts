import { describe, expect, test } from 'vitest';
import { examine, countAlike, countAll, type PartFigures } from './copies.ts';
import { NEEDS, type Part } from './parts.ts';

/** Numbers that look drawn, the same for the same seed. */
function drawn(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface RandomStep {
  readonly to: number;
  readonly needs: boolean;
}

/** A part with a few states, all of which it reaches; `breaks` lets a step block without the process, or the start block. */
function randomPart(draw: (below: number) => number, breaks: 'C1' | 'C2' | null): Part {
  for (;;) {
    const count = 1 + draw(5);
    const blocks = Array.from({ length: count }, (_, i) => (i === 0 ? breaks === 'C1' : draw(3) === 0));
    const steps = Array.from({ length: count }, (_, from): RandomStep[] =>
      Array.from({ length: draw(4) }, () => {
        const to = draw(count);
        const mustNeed = breaks !== 'C2' && !blocks[from] && blocks[to];
        return { to, needs: mustNeed || draw(2) === 0 };
      }),
    );
    const part = partOf(blocks as boolean[], steps);
    if (isConnected(part)) return part;
  }
}

function partOf(blocks: readonly boolean[], steps: readonly (readonly RandomStep[])[]): Part {
  const flat = steps.flatMap((own, from) =>
    own.filter(({ to }) => to !== from).map(({ to, needs }) => to | (needs ? 1 << NEEDS : 0)),
  );
  const counts = steps.map((own, from) => own.filter(({ to }) => to !== from).length);
  const first = [0];
  for (const count of counts) first.push((first.at(-1) as number) + count);
  return {
    states: blocks.length,
    first: Int32Array.from(first),
    steps: Int32Array.from(flat),
    busy: Int32Array.from(blocks, Number),
    moves: new Uint8Array(flat.length).fill(1),
  } as unknown as Part;
}

const stepsFrom = ({ first, steps }: Part, state: number) =>
  Array.from(steps.slice(first[state], first[state + 1]), (step) => ({
    to: step & (2 ** NEEDS - 1),
    needs: step >>> NEEDS !== 0,
  }));

function isConnected(part: Part): boolean {
  const seen = new Set([0]);
  for (const state of seen) for (const { to } of stepsFrom(part, state)) seen.add(to);
  return seen.size === part.states;
}

const keyOf = (tuple: readonly number[]) => tuple.join();

/** The product, composed and explored: what the counts must be. */
function composed(parts: readonly Part[]) {
  const depths = new Map([[keyOf(parts.map(() => 0)), 0]]);
  const queue = [parts.map(() => 0)];
  let transitions = 0;
  let deadEnds = 0;
  for (const tuple of queue) {
    const busy = tuple.map((state, i) => (parts[i] as Part).busy[state] !== 0);
    let moves = 0;
    for (const [i, part] of parts.entries()) {
      const isBlocked = busy.some((one, j) => one && j !== i);
      for (const { to, needs } of stepsFrom(part, tuple[i] as number)) {
        // A part's own blocking state does not keep it from what it does itself.
        if (needs && isBlocked) continue;
        moves += 1;
        const next = tuple.with(i, to);
        if (depths.has(keyOf(next))) continue;
        depths.set(keyOf(next), (depths.get(keyOf(tuple)) as number) + 1);
        queue.push(next);
      }
    }
    transitions += moves;
    if (moves === 0) deadEnds += 1;
  }
  return {
    states: BigInt(depths.size),
    transitions: BigInt(transitions),
    depth: Math.max(...depths.values()),
    deadEnds: BigInt(deadEnds),
  };
}

const figures = (part: Part): PartFigures => examine(part, 'drawn').figures;

/** Why a part cannot be counted; null if it can. */
function refusal(part: Part): string | null {
  try {
    examine(part, 'drawn');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('parts that share one thread', () => {
  test('have the counts of their product, alike and mixed, two and three of them', () => {
    let compared = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const draw = drawn(seed);
      const [one, other, third] = [0, 1, 2].map(() => randomPart(draw, null)) as [Part, Part, Part];
      for (const parts of [[one], [one, one], [one, one, one], [one, other], [one, other, third]]) {
        const wanted = composed(parts);
        expect(countAll(parts.map(figures)), `seed ${seed}`).toEqual(wanted);
        const isAlike = parts.every((part) => part === one);
        const counted = isAlike ? countAlike(figures(one), parts.length) : countAll(parts.map(figures));
        expect(counted, `seed ${seed}`).toEqual(wanted);
        compared += 1;
      }
    }
    expect(compared).toBe(10_000);
  });

  test('are refused by name where a part blocks at the start, or by a step that does not need the process', () => {
    let refused = 0;
    for (let seed = 0; seed < 300; seed++) {
      expect(() => figures(randomPart(drawn(seed), 'C1'))).toThrow('(C1)');
      if (refusal(randomPart(drawn(seed), 'C2'))?.includes('(C2)')) refused += 1;
    }
    expect(refused).toBeGreaterThan(50);
  });

  test('are at a dead end where no step moves a component, though one changes what a check remembers', () => {
    const part = { ...partOf([false, false], [[{ to: 1, needs: false }], []]), moves: Uint8Array.from([0]) };
    const { figures: own, ends } = examine(part, 'remembering');
    expect(ends).toEqual([0, 1]);
    expect(countAlike(own, 2)).toMatchObject({ states: 4n, deadEnds: 4n });
  });

  test('would be counted wrongly where a step blocks without the process: the condition is needed', () => {
    const part = partOf([false, true], [[{ to: 1, needs: false }], []]);
    expect(composed([part, part]).states).toBe(4n);
    expect(countAlike({ ...figures(partOf([false, true], [[{ to: 1, needs: true }], []])) }, 2).states).toBe(3n);
  });

  test('are counted by the thousand', () => {
    const auth: PartFigures = {
      free: 3085,
      blocking: 900,
      steps: 24147,
      freeSteps: 13723,
      freeDepth: 12,
      blockingDepth: 11,
      freeEnds: 11,
      blockingEnds: 0,
      waiting: 373,
    };
    expect(countAlike(auth, 2)).toEqual({ states: 15_070_225n, transitions: 173_688_390n, depth: 24, deadEnds: 121n });
    expect(countAlike(auth, 3).states).toBe(55_057_146_625n);
    expect(countAlike(auth, 1000).states.toString()).toHaveLength(3492);
  });
});
