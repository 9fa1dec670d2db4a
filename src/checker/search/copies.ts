import { ModelError } from '../errors.ts';
import { NEEDS, type Part, TARGET } from './parts.ts';

/**
 * Any number of parts that share nothing but the thread of one process, counted without composing them.
 *
 * A part blocks the shared process in some of its states and is free in the others. If no part blocks it at the start (C1), and every
 * step from a free to a blocking state needs the process (C2), then the reachable tuples of states are exactly those with at most one
 * blocking part: a second one would have to enter from a free state, which needs the process; and each such tuple is reached by moving
 * the free parts one after another, and the blocking one last. docs/any-number-of-claims.md has the proof.
 */

/** What the counts of a product depend on, of one part. */
export interface PartFigures {
  /** States in which the part does not block the shared process, and states in which it does. */
  readonly free: number;
  readonly blocking: number;
  /** Steps that change something; and those among them that begin in a free state and do not need the process. */
  readonly steps: number;
  readonly freeSteps: number;
  /** The greatest distance of a free and of a blocking state from the start; 0 where there is none. */
  readonly freeDepth: number;
  readonly blockingDepth: number;
  /** States without a step that moves a component. */
  readonly freeEnds: number;
  readonly blockingEnds: number;
  /** Free states whose moving steps all need the process, those without any included. */
  readonly waiting: number;
}

/** A part that has been examined: the same, state by state. */
export interface Examined {
  readonly figures: PartFigures;
  /** The states without a step that moves a component. */
  readonly ends: readonly number[];
  /** The free states whose moving steps all need the process. */
  readonly waiting: readonly number[];
}

export interface ProductCounts {
  readonly states: bigint;
  readonly transitions: bigint;
  readonly depth: number;
  readonly deadEnds: bigint;
}

/**
 * Examines a part, one state after the other, with the one shared process as bit 0.
 *
 * @throws {ModelError} that names the condition that fails
 */
export function examine(part: Part, name: string): Examined {
  const { first, steps, moves, busy, states } = part;
  const blocks = (state: number) => busy[state] !== 0;
  if (blocks(0))
    throw new ModelError(
      `${name}: a part blocks the shared process at the start, so that parts cannot be counted (C1)`,
    );
  const ends: number[] = [];
  const waiting: number[] = [];
  let changing = 0;
  let freeSteps = 0;
  for (let state = 0; state < states; state++) {
    let moving = 0;
    let movingWithoutProcess = 0;
    for (let at = first[state] as number; at < (first[state + 1] as number); at++) {
      const step = steps[at] as number;
      const target = step & TARGET;
      if (target === state) continue;
      changing += 1;
      moving += moves[at] as number;
      if (step >>> NEEDS !== 0) continue;
      movingWithoutProcess += moves[at] as number;
      if (!blocks(state)) freeSteps += 1;
      if (!blocks(state) && blocks(target))
        throw new ModelError(
          `${name}: a step blocks the shared process and does not need it, so that parts cannot be counted (C2)`,
        );
    }
    if (moving === 0) ends.push(state);
    if (movingWithoutProcess === 0 && !blocks(state)) waiting.push(state);
  }
  const distances = distancesIn(part);
  const greatest = (isWanted: (state: number) => boolean) =>
    distances.reduce((most, distance, state) => (isWanted(state) ? Math.max(most, distance) : most), 0);
  const blocking = busy.reduce((count, bits) => count + (bits === 0 ? 0 : 1), 0);
  const figures: PartFigures = {
    free: states - blocking,
    blocking,
    steps: changing,
    freeSteps,
    freeDepth: greatest((state) => !blocks(state)),
    blockingDepth: greatest(blocks),
    freeEnds: ends.filter((state) => !blocks(state)).length,
    blockingEnds: ends.filter(blocks).length,
    waiting: waiting.length,
  };
  return { figures, ends, waiting };
}

/** How many steps it takes from the start to each state. */
function distancesIn({ first, steps, states }: Part): Int32Array {
  const distances = new Int32Array(states).fill(-1);
  distances[0] = 0;
  const queue = new Int32Array(states);
  for (let head = 0, tail = 1; head < tail; head++) {
    const state = queue[head] as number;
    for (let at = first[state] as number; at < (first[state + 1] as number); at++) {
      const target = (steps[at] as number) & TARGET;
      if (distances[target] !== -1) continue;
      distances[target] = (distances[state] as number) + 1;
      queue[tail++] = target;
    }
  }
  return distances;
}

/** The counts of so many parts that are alike. */
export function countAlike(one: PartFigures, count: number): ProductCounts {
  const [f, b, t, u] = [one.free, one.blocking, one.steps, one.freeSteps].map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const [ef, eb, w] = [one.freeEnds, one.blockingEnds, one.waiting].map(BigInt) as [bigint, bigint, bigint];
  const n = BigInt(count);
  const others = f ** (n - 1n);
  return {
    states: f ** n + n * b * others,
    transitions: n * t * others + (count < 2 ? 0n : n * (n - 1n) * u * b * f ** (n - 2n)),
    depth:
      one.blocking === 0
        ? count * one.freeDepth
        : Math.max(count * one.freeDepth, (count - 1) * one.freeDepth + one.blockingDepth),
    deadEnds: ef ** n + n * eb * w ** (n - 1n),
  };
}

/** The counts of parts that may differ. */
export function countAll(parts: readonly PartFigures[]): ProductCounts {
  const product = (of: (part: PartFigures) => number, ...without: readonly number[]) =>
    parts.reduce((all, part, i) => (without.includes(i) ? all : all * BigInt(of(part))), 1n);
  const sum = (of: (part: PartFigures, i: number) => bigint) => parts.reduce((all, part, i) => all + of(part, i), 0n);
  const blockers = parts.filter(({ blocking }) => blocking > 0);
  return {
    states: product(({ free }) => free) + sum(({ blocking }, i) => BigInt(blocking) * product(({ free }) => free, i)),
    transitions: sum(
      ({ steps, freeSteps }, i) =>
        BigInt(steps) * product(({ free }) => free, i) +
        BigInt(freeSteps) *
          sum(({ blocking }, j) => (j === i ? 0n : BigInt(blocking) * product(({ free }) => free, i, j))),
    ),
    depth:
      parts.reduce((all, { freeDepth }) => all + freeDepth, 0) +
      Math.max(0, ...blockers.map(({ blockingDepth, freeDepth }) => blockingDepth - freeDepth)),
    deadEnds:
      product(({ freeEnds }) => freeEnds) +
      sum(({ blockingEnds }, i) => BigInt(blockingEnds) * product(({ waiting }) => waiting, i)),
  };
}
