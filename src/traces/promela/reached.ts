import type { AnyMachineSnapshot } from 'xstate';
import type { Choice, Composition, Occurrence } from '../../checker/system/compose.ts';
import type { Message } from '../../checker/system/message.ts';
import { intern } from '../../checker/system/message.ts';
import type { Check, Property } from '../../checker/property/property.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { type Findings, type VerifyOptions, verify } from '../../checker/verify.ts';

/** The faults that the environment may use, and where the search for what is reached ends. */
export type ReachedOptions = Pick<VerifyOptions, 'faults' | 'maxStates'>;

type Deadlock = Extract<Check, { kind: 'deadlock' }>;

/** Where components are, by number. */
export type Places = ReadonlyMap<number, LocalState>;

/** The part of each component's table that the runs of a system pass through: what there is to write down. */
export class Reached {
  readonly composition: Composition;
  readonly findings: Findings;
  /** What the environment may do: all that is declared, but for the faults that are off. */
  readonly choices: readonly Choice[];
  /** Where nothing need happen any more, if that is a deadlock elsewhere; null if no check speaks of deadlocks, or not all ends are known. */
  readonly ends: readonly Places[] | null;
  readonly #states: readonly Set<LocalState>[];
  readonly #transitions: readonly Map<string, Map<Message, Map<LocalState, Occurrence>>>[];

  /** Explores the system, and notes every transition that any of its steps contains. */
  constructor(composition: Composition, properties: readonly Property[], { faults, maxStates }: ReachedOptions = {}) {
    this.composition = composition;
    this.#states = composition.initial.map((initial) => new Set([initial]));
    this.#transitions = composition.components.map(() => new Map());
    const ends: Places[] = [];
    const watched = properties.map(({ checks, ...property }) => ({
      ...property,
      checks: checks.map((check) => (check.kind === 'deadlock' ? this.#watched(check, ends) : check)),
    }));
    const options = { ...(faults && { faults }), ...(maxStates && { maxStates }) };
    this.findings = verify(composition, [...watched, this.#witness()], { ...options, unhandled: 'refuse' });
    // Timers and what runs inside are choices from the time on that a search has met them.
    this.choices = composition.choices.filter(({ fault }) => fault === null || (faults?.includes(fault) ?? true));
    const isClaimed = properties.some(({ checks }) => checks.some(({ kind }) => kind === 'deadlock'));
    this.ends = isClaimed && !this.findings.bounded ? ends : null;
  }

  /** The local states of a component, its initial one first. */
  statesOf(component: number): ReadonlySet<LocalState> {
    return this.#states[component] as ReadonlySet<LocalState>;
  }

  /** What a component does with a message from a sender, by the state that it is in; nothing where no run comes by. */
  transitionsOf(component: number, event: Message, sender: string): ReadonlyMap<LocalState, Occurrence> {
    return this.#transitions[component]?.get(sender)?.get(intern(event)) ?? new Map();
  }

  /** Matches nothing, but is asked about each transition: patterns are all that a search shows of them. */
  #witness(): Property {
    const what = (occurrence: Occurrence) => {
      this.#note(occurrence);
      return false;
    };
    const sentence = 'A transition is taken';
    return { id: 'transition', sentence, source: 'this export', checks: [{ kind: 'sometimes', what }] };
  }

  /** A deadlock check that also puts on a list the ends which it is asked about and is content with. */
  #watched(check: Deadlock, ends: Places[]): Deadlock {
    if (!check.except) return check;
    const { of, is } = check.except;
    const components = of.map((name) => this.composition.indexOf(name));
    const watching = (...snapshots: AnyMachineSnapshot[]) => {
      const isEnd = is(...snapshots);
      if (isEnd) ends.push(new Map(snapshots.map((snapshot, i) => this.#place(components[i] as number, snapshot))));
      return isEnd;
    };
    return { ...check, except: { of, is: watching } };
  }

  #place(component: number, snapshot: AnyMachineSnapshot): [number, LocalState] {
    const states = this.composition.components[component]?.table.states ?? [];
    return [component, states.find((state) => state.snapshot === snapshot) as LocalState];
  }

  #note(occurrence: Occurrence): void {
    const { component, sender, event, from, to } = occurrence;
    const index = this.composition.indexOf(component);
    this.#states[index]?.add(from).add(to);
    const bySender = this.#transitions[index] as Map<string, Map<Message, Map<LocalState, Occurrence>>>;
    const byEvent = entry(bySender, sender, () => new Map<Message, Map<LocalState, Occurrence>>());
    entry(byEvent, intern(event), () => new Map<LocalState, Occurrence>()).set(from, occurrence);
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known) return known;
  const made = make();
  map.set(key, made);
  return made;
}
