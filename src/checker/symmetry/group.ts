import { ModelError } from '../errors.ts';
import type { Composition } from '../system/compose.ts';
import { type Message, intern } from '../system/message.ts';
import type { Member } from '../system/spec.ts';

/** Components that change places. */
export interface Permutation {
  /** Per component: which one it goes to. */
  readonly to: readonly number[];
  /** Per component: which one comes to its place. */
  readonly from: readonly number[];
}

/** A permutation of which others are made, with the new names of the components that it moves. */
export interface Generator extends Permutation {
  readonly names: ReadonlyMap<string, string>;
}

/** A permutation that is made of another one, which comes first, and a generator; the first is made of none. */
export interface Element extends Permutation {
  readonly before: number;
  readonly generator: number;
}

/** With more permutations the search would compare each state in too many ways: six members that are alike have 720. */
const MAX_ELEMENTS = 720;

/**
 * The permutations that a system declares, by their generators: neighbours that are interchangeable change places, and
 * those of a ring all go on by one.
 *
 * @throws {ModelError} if what is declared is not well made
 */
export function generatorsOf(composition: Composition): Generator[] {
  const { name, ring = [], symmetric = [] } = composition.spec;
  const seen = new Set<string>();
  const rows = [...symmetric, ...ring].map((members) => {
    const lists = members.map((member) => (typeof member === 'string' ? [member] : member));
    const [first = []] = lists;
    if (lists.length < 2) throw new ModelError(`${name}: symmetric: it takes two members or more to be alike`);
    const odd = lists.find(({ length }) => length !== first.length);
    if (odd) {
      throw new ModelError(
        `${name}: symmetric: ${textOf(first)} and ${textOf(odd)} do not have as many components, so they cannot change places`,
      );
    }
    for (const one of lists.flat()) {
      composition.indexOf(one);
      if (seen.has(one)) throw new ModelError(`${name}: symmetric: '${one}' is named twice`);
      seen.add(one);
    }
    return lists;
  });
  return rows.flatMap((lists, row) => {
    const pairs = lists.map((list, i) => [list, lists[(i + 1) % lists.length] as readonly string[]] as const);
    if (row >= symmetric.length) return [generator(composition, pairs)];
    return pairs.slice(0, -1).map(([one, other]) =>
      generator(composition, [
        [one, other],
        [other, one],
      ]),
    );
  });
}

const textOf = (member: Member): string => (typeof member === 'string' ? member : member.join(' with '));

function generator(composition: Composition, moves: readonly (readonly [readonly string[], readonly string[]])[]) {
  const names = new Map(moves.flatMap(([some, others]) => some.map((one, i) => [one, others[i] as string] as const)));
  const to = composition.components.map(({ spec }, i) => {
    const other = names.get(spec.name);
    return other === undefined ? i : composition.indexOf(other);
  });
  return { ...permutation(to), names };
}

function permutation(to: readonly number[]): Permutation {
  const from: number[] = [];
  to.forEach((place, i) => {
    from[place] = i;
  });
  return { to, from };
}

/** All that can be made of the generators; the first changes nothing. */
export function elementsOf(name: string, generators: readonly Generator[]): Element[] {
  const size = generators[0]?.to.length ?? 0;
  const elements: Element[] = [{ ...permutation([...Array(size).keys()]), before: -1, generator: -1 }];
  const known = new Set(elements.map(({ to }) => to.join()));
  for (let before = 0; before < elements.length; before++) {
    for (const [index, { to }] of generators.entries()) {
      const made = (elements[before] as Element).to.map((place) => to[place] as number);
      if (known.has(made.join())) continue;
      known.add(made.join());
      elements.push({ ...permutation(made), before, generator: index });
      if (elements.length > MAX_ELEMENTS) {
        throw new ModelError(
          `${name}: symmetric: what is declared can change places in more than ${MAX_ELEMENTS} ways; declare fewer members alike`,
        );
      }
    }
  }
  return elements;
}

/** A message with the names of components replaced, wherever one stands for itself in it. */
export const renamed = (message: Message, names: ReadonlyMap<string, string>): Message =>
  intern(replaced(message, names) as Message);

function replaced(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return replacedText(value, names);
  if (Array.isArray(value)) return value.map((one) => replaced(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [names.get(key) ?? key, replaced(inner, names)]),
  );
}

/** XState says in the type of an event which child has ended. */
function replacedText(text: string, names: ReadonlyMap<string, string>): string {
  const [, start, child] = /^(xstate\.(?:done|error)\.actor\.)(.+)$/.exec(text) ?? [];
  return child === undefined ? (names.get(text) ?? text) : `${start}${names.get(child) ?? child}`;
}
