import type { Composition } from '../system/compose.ts';

/**
 * Components that are kept in one field of a packed state, with the memories of the checks that go with them: each
 * combination that is met gets a small number. A component without a `group` is a group of its own.
 */
export class Collapsed {
  /** The components, by number; they follow each other. */
  readonly members: readonly number[];
  /** The checks, by number. */
  readonly memories: readonly number[];
  /** Value n of the field: the number of each member's local state, then each memory. */
  readonly values: (readonly number[])[] = [];
  readonly #byKey = new Map<number | string, number>();

  /** @param initial the number of each member's initial local state, then each memory's */
  constructor(members: readonly number[], memories: readonly number[], initial: readonly number[]) {
    this.members = members;
    this.memories = memories;
    this.intern(initial);
  }

  /** The number of a combination; that of the initial one is 0. */
  intern(parts: readonly number[]): number {
    const key = parts.length === 1 ? (parts[0] as number) : parts.join(' ');
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.values.length);
    return this.values.push(parts) - 1;
  }

  /** Takes over the combinations of an earlier search, by their numbers; false if the first one is not the initial one. */
  restore(values: readonly (readonly number[])[]): boolean {
    if (values[0]?.join(' ') !== this.values[0]?.join(' ')) return false;
    for (const parts of values) this.intern(parts);
    return true;
  }

  /** The number of the local state that a member has in a combination. */
  local(value: number, component: number): number {
    return (this.values[value] as readonly number[])[component - (this.members[0] as number)] as number;
  }
}

/** The numbers of the components of each group: neighbours of one group together. */
export function collapsedMembers({ components }: Composition): number[][] {
  const runs: number[][] = [];
  components.forEach(({ spec }, i) => {
    const isMate = spec.group !== undefined && spec.group === components[i - 1]?.spec.group;
    if (isMate) runs.at(-1)?.push(i);
    else runs.push([i]);
  });
  return runs;
}
