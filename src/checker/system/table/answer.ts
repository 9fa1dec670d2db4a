import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { ModelError, thrownText } from '../../errors.ts';
import {
  Aftermath,
  type ChildEffect,
  type Effect,
  NOTHING_PENDING,
  type Pending,
  type SendEffect,
  type TableOptions,
  type Timer,
} from '../effects.ts';
import { type Draw, everyWay, withoutDraws } from '../draw.ts';
import type { Inner } from '../inner.ts';
import { without, withoutEnded } from '../inner.ts';
import { contextOf, hasAlways, isSameSnapshot, type LocalState, pendingText, restingSnapshot } from '../local-state.ts';
import type { Message } from '../message.ts';
import { isSameData, plain, short, thawed } from '../plain.ts';
import { type Action, type Candidate, PureTransition } from '../pure-transition.ts';

/** What XState says of one event in one state, before it has its place in a table. */
export interface Answer {
  readonly snapshot: AnyMachineSnapshot;
  readonly pending: Pending;
  readonly effects: readonly Effect[];
  readonly candidates: readonly Candidate[];
  readonly isLong: boolean;
  /** What it has drawn with `oneOf`. */
  readonly draws?: readonly Draw[];
}

/**
 * Asks XState for the transitions of one machine, each twice: once on what is frozen, once on what is not. Answers that
 * differ, or a failure only on what is frozen, show that the machine is impure.
 */
export class Asker {
  readonly name: string;
  readonly #machine: AnyStateMachine;
  readonly #options: TableOptions;
  readonly #input: unknown;
  readonly #pure: PureTransition;
  readonly #hasAlways: boolean;
  /** The names of the actions that the machine is provided with. */
  readonly #actions: readonly string[];

  constructor(machine: AnyStateMachine, input: unknown, options: TableOptions) {
    this.name = machine.id;
    this.#input = input;
    this.#machine = machine;
    this.#options = options;
    this.#hasAlways = hasAlways(machine.root);
    this.#actions = Object.keys(machine.implementations.actions);
    this.#pure = this.#named(atStart, () => withoutDraws(() => new PureTransition(machine, input)));
  }

  /**
   * What an event does: an answer for each way in which it may come out, which is one where nothing is drawn.
   *
   * @param inner set if the event happens to the machine by itself
   * @throws {ModelError} if the machine is impure, or throws
   */
  ask(from: LocalState, event: Message, inner: Inner | undefined): Answer[] {
    const where = () => `${event.type} in ${JSON.stringify(from.snapshot.value)}`;
    const ways = this.#named(where, () => everyWay((rewind) => this.#twice(from, event, inner, rewind)));
    return ways.map(({ draws, result: [answer, again] }) => {
      const sure = this.#sure(where, answer, again);
      return draws.length === 0 ? sure : { ...sure, draws };
    });
  }

  #sure(where: () => string, answer: Answer | null, again: Answer): Answer {
    if (answer === null) throw new ModelError(`${this.name} is impure: ${where()} changes in place what it is given`);
    if (this.#isSame(answer, again)) return answer;
    throw new ModelError(
      `${this.name} is impure: ${where()} leads to ${shown(answer)}, and asked again to ${shown(again)}`,
    );
  }

  #twice(from: LocalState, event: Message, inner: Inner | undefined, rewind: () => void): [Answer | null, Answer] {
    return this.#pure.asking(() => {
      const answer = this.#tried(from, event, inner, rewind);
      rewind();
      // Guards alone, which have said no, are asked again on the same.
      const isRefused = answer?.candidates.length === 0 && answer.snapshot === from.snapshot;
      const snapshot = isRefused ? from.snapshot : thawedSnapshot(from.snapshot);
      return [answer, this.#answer(from, snapshot, isRefused ? event : thawed(event), inner, rewind)];
    });
  }

  /** What the machine does at its start; with another input than its own, if one is given. */
  start(other?: { readonly input: unknown }): Answer {
    const once = () => withoutDraws(() => this.#pure.asking(() => this.#started(this.#pure.initial(other))));
    const answer = this.#named(atStart, once);
    const again = this.#named(atStart, once);
    if (this.#isSame(answer, again)) return answer;
    throw new ModelError(`${this.name} is impure: it starts in ${shown(answer)}, and started again in ${shown(again)}`);
  }

  #isSame(answer: Answer, again: Answer): boolean {
    try {
      return isSame(answer, again);
    } catch (error) {
      // What is a part of itself cannot be compared, and is refused by its name.
      if (error instanceof RangeError) contextOf(this.name, answer.snapshot);
      throw error;
    }
  }

  /** A machine that no one has started, or that has been stopped. */
  resting(value: 'not started' | 'stopped', effects: readonly Effect[] = []): Answer {
    const snapshot = restingSnapshot(this.#machine, value);
    return { snapshot, pending: NOTHING_PENDING, effects, candidates: [], isLong: false };
  }

  /** Asks with what is frozen; null if it is tried to change that, and only that is why it fails. */
  #tried(from: LocalState, event: Message, inner: Inner | undefined, rewind: () => void): Answer | null {
    try {
      return this.#answer(from, from.snapshot, event, inner, rewind);
    } catch (error) {
      if (error instanceof ModelError || !isAboutFrozen(error)) throw error;
      return null;
    }
  }

  #answer(
    from: LocalState,
    snapshot: AnyMachineSnapshot,
    event: Message,
    inner: Inner | undefined,
    rewind: () => void,
  ): Answer {
    const pending = inner ? without(from.pending, inner) : withoutEnded(from.pending, event);
    if (inner?.timer && inner.timer.to !== null) return due(from, pending, inner.timer);
    const candidates = this.#pure.candidates(snapshot, event as EventObject);
    if (candidates.length === 0 && !this.#mayAct(snapshot, event)) {
      return { snapshot: from.snapshot, pending, effects: [], candidates, isLong: false };
    }
    // The transition asks the guards again, in the same order.
    rewind();
    const [next, actions] = this.#pure.transition(snapshot, event as EventObject);
    const where = () => `${this.name}: ${event.type} in ${JSON.stringify(from.snapshot.value)}`;
    return this.#settled(snapshot, next, actions, pending, candidates, where);
  }

  /** Whether an event without a transition may do something all the same: by an eventless one, or as an error. */
  #mayAct({ _nodes }: AnyMachineSnapshot, { type }: Message): boolean {
    if (type.startsWith('xstate.error.actor')) return true;
    return this.#hasAlways && (_nodes as readonly { always?: unknown }[]).some(({ always }) => always !== undefined);
  }

  #started([snapshot, actions]: [AnyMachineSnapshot, Action[]]): Answer {
    if (snapshot.status === 'error') throw snapshot.error;
    const answer = this.#settled(null, snapshot, actions, NOTHING_PENDING, [], () => `${this.name} at its start`);
    // An actor that starts has its children start before it does anything else, but for those that end at once.
    const { effects } = answer;
    const first = effects.filter(isFirst);
    if (first.length === 0) return answer;
    const isLate = (effect: Effect) =>
      effect.kind === 'send' && effect.early === true && first.some(({ to }) => to === effect.to);
    const rest = effects
      .filter((effect) => !isFirst(effect))
      .map((effect) => (isLate(effect) ? withoutEarly(effect as SendEffect) : effect));
    return { ...answer, effects: [...first, ...rest] };
  }

  #settled(
    before: AnyMachineSnapshot | null,
    snapshot: AnyMachineSnapshot,
    actions: readonly Action[],
    pending: Pending,
    candidates: readonly Candidate[],
    where: () => string,
  ): Answer {
    const isLong = this.#hasAlways || actions.some(({ type }) => type === 'xstate.raise');
    if (actions.length === 0 && before?.children === snapshot.children && snapshot.status === 'active') {
      return { snapshot, pending, effects: [], candidates, isLong };
    }
    const aftermath = new Aftermath(pending, this.#options, before, this.#actions, where);
    for (const action of actions) aftermath.take(action);
    if (snapshot.status !== 'active') aftermath.end(snapshot);
    return { snapshot, pending: aftermath.pending, effects: aftermath.effects, candidates, isLong };
  }

  /** A machine that reads its input finds none where its component gives none. */
  #withoutInput(where: () => string, message: string): string {
    const isMissed = where === atStart && this.#input === undefined && message.includes('of undefined');
    return isMissed ? '; its component gives it no input: if that is what it reads, give it input: { … }' : '';
  }

  /** Says whose fault it is if something throws. */
  #named<T>(where: () => string, use: () => T): T {
    try {
      return use();
    } catch (error) {
      if (error instanceof ModelError && error.message.startsWith(this.name)) throw error;
      const message = error instanceof Error ? error.message : thrownText(error);
      const why = message.startsWith('Infinite loop')
        ? 'it never comes to rest (`always` or `raise` in a circle)'
        : message.replaceAll(/\s*\n\s*/g, ' ') + howToReach(message) + this.#withoutInput(where, message);
      throw new ModelError(`${this.name}: ${where()} throws: ${why}`, { cause: error });
    }
  }
}

/** XState looks for a name among the children alone. */
function howToReach(message: string): string {
  const [, name] = /^Unable to send event to actor '(.+)' from machine/.exec(message) ?? [];
  return name === undefined
    ? ''
    : ` It has no such child now; to reach a component, write sendTo(({ system }) => system.get('${name}'), …) or send('${name}', …)`;
}

const isFirst = (effect: Effect): effect is ChildEffect => effect.kind === 'start' && !effect.isEnded;

/** A message that its receiver is there for already. */
const withoutEarly = ({ kind, message, to }: SendEffect): SendEffect => ({ kind, message, to, mail: true });

const atStart = () => 'at its start';

/** A delayed message to another machine is due: it is sent, and this one stays as it is. */
function due({ snapshot }: LocalState, pending: Pending, { event, to }: Timer): Answer {
  const effects: Effect[] = [{ kind: 'send', to: to as string, message: event, mail: true, due: true }];
  return { snapshot, pending, effects, candidates: [], isLong: false };
}

const thawedSnapshot = (snapshot: AnyMachineSnapshot): AnyMachineSnapshot =>
  ({ ...snapshot, context: thawed(snapshot.context) as unknown }) as AnyMachineSnapshot;

const isAboutFrozen = (error: unknown): boolean =>
  /read only property|not extensible|Cannot delete property|Cannot redefine property/.test(
    String((error as Error)?.message),
  );

const isSame = (one: Answer, other: Answer): boolean =>
  isSameSnapshot(one.snapshot, other.snapshot) &&
  (one.pending === other.pending || isSameData(pendingText(one.pending), pendingText(other.pending))) &&
  isSameEffects(one.effects, other.effects);

export const isSameEffects = (some: readonly Effect[], others: readonly Effect[]): boolean =>
  some.length === others.length && some.every((effect, i) => isSameEffect(effect, others[i] as Effect));

function isSameEffect(one: Effect, other: Effect): boolean {
  if (one.kind === 'dprintf') return other.kind === 'dprintf' && one.text === other.text;
  if (one.kind === 'end') return other.kind === 'end' && plain(one.result).text === plain(other.result).text;
  return one.kind === other.kind && one.to === other.to && one.message === other.message;
}

/** What an answer says, for a message to people. */
const shown = ({ snapshot, effects }: Answer): string =>
  [
    JSON.stringify(snapshot.value),
    short(snapshot.context, 200),
    ...effects.map((one) => short('machine' in one ? { ...one, machine: null } : one, 200)),
  ].join(' ');
