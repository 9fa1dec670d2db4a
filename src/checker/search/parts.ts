import { type Choice, Composition } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import { type ExploreOptions, exploreAll } from './explore.ts';
import type { Check } from '../property/property.ts';
import type { Space } from './space.ts';
import type { LocalState } from '../system/table/table.ts';
import { grown } from '../typed-array.ts';

/** From this bit on, a step says which shared processes it needs; below, in the bits of `TARGET`, where it leads to. */
export const NEEDS = 26;
export const TARGET = 2 ** NEEDS - 1;
const MAX_SHARED = 30 - NEEDS;

/**
 * A part of a system that shares nothing with the others but the threads of its processes: all its states and steps, as
 * if the others never blocked those.
 */
export interface Part {
  readonly states: number;
  /** The steps of state n are at first[n] up to, not including, first[n + 1]. */
  readonly first: Int32Array;
  /** Per step: the state that it leads to, and from bit `NEEDS` on the shared processes that must not be blocked. */
  readonly steps: Int32Array;
  /** Per step: 1 if it moves a component; a step may change no more than what a check remembers. */
  readonly moves: Uint8Array;
  /** Per step: the checks that it hits, as a place in `hitLists`; 0 for none. */
  readonly hits: Int32Array;
  readonly hitLists: readonly (readonly number[])[];
  /** Per state: the shared processes that it blocks, a bit each. */
  readonly busy: Int32Array;
  /** Per check: the shortest run that hits it, in the choices of the whole system. */
  readonly runs: readonly (readonly Choice[] | null)[];
  /** Per check: whether it cares for any transition of this part. */
  readonly concerned: readonly boolean[];
  /** Where a component of the whole is in a state; null if it belongs to another part. */
  readonly local: (state: number, component: number) => LocalState | null;
}

/** A part that was searched by itself. */
export interface ExploredPart extends Part {
  /** The shortest run to a state, in the choices of the whole system. States are numbered by its length. */
  readonly path: (state: number) => readonly Choice[];
}

/** The components of a system by the parts that no port connects; one part, if it does not fall apart. */
export function partsOf(composition: Composition): number[][] {
  const { components } = composition;
  const above = components.map((_, i) => i);
  const root = (i: number): number => (above[i] === i ? i : root(above[i] as number));
  components.forEach(({ spec }, i) => {
    const others = [...Object.values(spec.ports ?? {}), spec.parent, spec.spawnedBy].filter((to) => to !== undefined);
    for (const to of others) above[root(composition.indexOf(to))] = root(i);
  });
  const parts = new Map<number, number[]>();
  for (const i of components.keys()) parts.set(root(i), [...(parts.get(root(i)) ?? []), i]);
  return [...parts.values()];
}

/**
 * Explores each part by itself; null if one is too large, or blocks a shared process from the start, or if a check is
 * about several of them.
 */
export function exploreParts(
  composition: Composition,
  checks: readonly Check[],
  { faults, isInterrupted }: ExploreOptions,
): Part[] | null {
  const members = partsOf(composition);
  const shared = sharedProcesses(composition, members);
  if (members.length < 2 || shared.length > MAX_SHARED || isBlocked(composition, shared)) return null;
  const options = { ...(faults && { faults }), ...(isInterrupted && { isInterrupted }) };
  const parts: Part[] = [];
  for (const own of members) {
    const part = tried(() => explorePart(composition, own, shared, checks, options));
    if (!part) return null;
    parts.push(part);
  }
  const isSpread = checks.some((_, check) => parts.filter(({ concerned }) => concerned[check]).length > 1);
  return isSpread ? null : parts;
}

/** Null where a part cannot stand alone: it sends to a component by its name, without a port. The whole says what is wrong. */
function tried(use: () => Part | null): Part | null {
  try {
    return use();
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

/** The processes that have components in several parts. */
function sharedProcesses({ components }: Composition, parts: readonly (readonly number[])[]): string[] {
  const processesOf = (part: readonly number[]) => new Set(part.map((i) => components[i]?.process as string));
  const all = parts.flatMap((part) => [...processesOf(part)]);
  return [...new Set(all.filter((process, i) => all.indexOf(process) !== i))];
}

/** Where a part blocks from the start, another by itself might do what it can't do in the whole. */
function isBlocked({ components, initial }: Composition, shared: readonly string[]): boolean {
  return components.some(({ process }, i) => shared.includes(process) && initial[i]?.blocking);
}

/** Explores one part by itself; null if it is too large, or if a check is about it and about another. */
export function explorePart(
  whole: Composition,
  members: readonly number[],
  shared: readonly string[],
  checks: readonly Check[],
  options: ExploreOptions,
): ExploredPart | null {
  const components = members.map((i) => whole.spec.components[i] as Composition['spec']['components'][number]);
  const part = new Composition({ ...whole.spec, components }, whole.tables);
  const names = new Set(components.map(({ name }) => name));
  const isForeign = (check: Check) => 'while' in check && check.while && !names.has(check.while.component);
  const own = checks.map((check) => (isForeign(check) ? ({ ...check, while: undefined } as unknown as Check) : check));
  const { bounded, runs, space } = exploreAll(part, own, { ...options, maxStates: TARGET });
  const concerned = checks.map((_, check) => space.isConcerned(check));
  if (bounded || checks.some((check, i) => concerned[i] && isForeign(check))) return null;
  const ofWhole = (run: readonly Choice[]) => run.map((choice) => whole.choiceLike(part, choice));
  const numbers = new Map(members.map((component, i) => [component, i]));
  return {
    ...stepsOf(part, space, shared),
    states: space.size,
    busy: Int32Array.from({ length: space.size }, (_, state) => busyOf(part, space, shared, state)),
    concerned,
    local: (state, component) => {
      const number = numbers.get(component);
      return number === undefined ? null : space.local(state, number);
    },
    runs: runs.map((run) => run && ofWhole(run)),
    path: (state) => ofWhole(space.path(state)),
  };
}

function stepsOf(part: Composition, space: Space, shared: readonly string[]) {
  const needs = part.components.map(({ process }) => (shared.includes(process) ? 1 << shared.indexOf(process) : 0));
  const first = new Int32Array(space.size + 1);
  let steps = new Int32Array(1 << 12);
  let hits = new Int32Array(1 << 12);
  const moves: number[] = [];
  let count = 0;
  const isMove = (from: number, to: number) =>
    part.components.some((_, i) => space.local(from, i) !== space.local(to, i));
  const hitLists: (readonly number[])[] = [[]];
  for (let state = 0; state < space.size; state++) {
    space.steps(state, (choice, target, hit) => {
      if (target === state && hit.length === 0) return;
      if (count === steps.length) [steps, hits] = [grown(steps), grown(hits)];
      const { component } = part.choices[choice] as Choice;
      steps[count] = target | ((needs[component] as number) << NEEDS);
      hits[count] = hit.length === 0 ? 0 : hitLists.push(hit) - 1;
      moves.push(target !== state && isMove(state, target) ? 1 : 0);
      count += 1;
    });
    first[state + 1] = count;
  }
  return { first, steps: steps.slice(0, count), moves: Uint8Array.from(moves), hits: hits.slice(0, count), hitLists };
}

function busyOf({ components }: Composition, space: Space, shared: readonly string[], state: number): number {
  return components.reduce((busy, { process }, i) => {
    const bit = shared.indexOf(process);
    return bit >= 0 && space.local(state, i).blocking ? busy | (1 << bit) : busy;
  }, 0);
}
