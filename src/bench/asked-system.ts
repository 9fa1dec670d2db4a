import { type AnyMachineSnapshot, type AnyStateMachine, type EventObject, initialTransition, transition } from 'xstate';
import { type Choice, type Composition, ENVIRONMENT, type Occurrence } from '../checker/system/compose.ts';
import type { Message } from '../checker/system/message.ts';
import { type Observer, observerFor } from '../checker/property/observer.ts';
import type { Check } from '../checker/property/property.ts';
import type { LocalState } from '../checker/system/table/table.ts';

/** A state of the whole system, with what each check remembers. */
export interface AskedState {
  readonly locals: readonly LocalState[];
  readonly memories: readonly number[];
  /** All of it as text; equal texts are the same state. */
  readonly text: string;
}

/**
 * A composed system as one would write it without this engine: XState is asked for every transition of every step. Of the
 * engine it has the wiring, and what the checks remember.
 */
export class AskedSystem {
  readonly initial: AskedState;
  /** The checks that were hit so far, by number. */
  readonly hits = new Set<number>();
  readonly #composition: Composition;
  readonly #machines: readonly AnyStateMachine[];
  readonly #choices: readonly Choice[];
  readonly #checks: readonly Check[];
  readonly #observers: readonly Observer[];

  constructor(composition: Composition, checks: readonly Check[], faults: readonly string[]) {
    this.#composition = composition;
    this.#machines = composition.components.map(({ spec }) => spec.machine);
    this.#choices = composition.choices.filter(({ fault }) => fault === null || faults.includes(fault));
    this.#checks = checks;
    this.#observers = checks.map(observerFor);
    this.initial = stateOf(
      composition.components.map(({ spec }) => localOf(initialTransition(spec.machine, spec.input)[0])),
      checks.map(() => 0),
    );
  }

  enabled({ locals }: AskedState): Choice[] {
    return this.#choices.filter(
      ({ component, event }) =>
        locals[component]?.snapshot.can(event as EventObject) &&
        !this.#composition.blockers[component]?.some((other) => locals[other]?.blocking),
    );
  }

  /** What a choice leads to, all messages that follow carried out. */
  step(state: AskedState, { component, event }: Choice): AskedState {
    const locals = [...state.locals];
    const occurrences: Occurrence[] = [];
    this.#deliver(locals, occurrences, component, event, ENVIRONMENT);
    return stateOf(locals, this.#observe(state.memories, occurrences, locals));
  }

  /** Takes note of a state in which nothing changes anything: it hits the checks for dead ends that do not except it. */
  endsAt({ locals }: AskedState): void {
    for (const [i, check] of this.#checks.entries()) {
      if (check.kind !== 'deadlock') continue;
      const { of, is } = check.except ?? { of: [], is: () => false };
      const snapshots = of.map((name) => (locals[this.#composition.indexOf(name)] as LocalState).snapshot);
      if (!is(...snapshots)) this.hits.add(i);
    }
  }

  #deliver(locals: LocalState[], occurrences: Occurrence[], index: number, event: Message, sender: string): void {
    const from = locals[index] as LocalState;
    const [snapshot, actions] = transition(this.#machines[index] as AnyStateMachine, from.snapshot, event);
    const to = localOf(snapshot);
    locals[index] = to;
    const component = this.#name(index);
    const sent = (actions as readonly { type: string; params?: unknown }[])
      .filter(({ type }) => type === 'send')
      .map(({ params }) => params as { to: string; message: Message })
      .map(({ to: port, message }) => ({ target: this.#composition.resolve(index, port, sender), message }));
    const sends = sent.map(({ target, message }) => ({ to: this.#name(target), message }));
    occurrences.push({ component, sender, event, from, to, sends, prints: [] });
    for (const { target, message } of sent) this.#deliver(locals, occurrences, target, message, component);
  }

  #name(index: number): string {
    return this.#composition.components[index]?.spec.name as string;
  }

  #observe(before: readonly number[], occurrences: readonly Occurrence[], locals: readonly LocalState[]): number[] {
    return this.#observers.map((observer, check) => {
      let memory = before[check] as number;
      for (const occurrence of occurrences) {
        const seen = observer.observe(memory, occurrence);
        if (seen.hit && this.#whileHolds(check, locals)) this.hits.add(check);
        memory = seen.memory;
      }
      return memory;
    });
  }

  #whileHolds(index: number, locals: readonly LocalState[]): boolean {
    const check = this.#checks[index] as Check;
    if (!('while' in check) || !check.while) return true;
    return check.while.is((locals[this.#composition.indexOf(check.while.component)] as LocalState).snapshot);
  }
}

/** A local state that no table numbers. */
function localOf(snapshot: AnyMachineSnapshot): LocalState {
  const key = JSON.stringify([snapshot.value, snapshot.context]);
  return {
    id: -1,
    snapshot,
    key,
    blocking: snapshot.hasTag('blocking'),
    pending: { timers: [], children: [] },
    startedAs: null,
  };
}

const stateOf = (locals: readonly LocalState[], memories: readonly number[]): AskedState => ({
  locals,
  memories,
  text: `${locals.map(({ key }) => key).join()} ${memories.join()}`,
});
