import { ModelError } from '../errors.ts';
import { type Child, NOTHING_PENDING, outcomesOf, type Pending, type TableOptions, type Timer } from './effects.ts';
import { intern, type Message } from './message.ts';
import { plain } from './plain.ts';

/** What happens to a machine by itself: a timer is due, or a child of it comes to an end or sends something. */
export interface Inner {
  readonly timer?: Timer;
  readonly child?: Child;
  readonly isEnd: boolean;
}

/** An event that happens to a machine by itself, and the class of faults that it belongs to. */
export interface InnerEvent {
  readonly event: Message;
  readonly fault: string | null;
}

/** The events that happen to one machine by themselves, each an object of its own: the same event may also be sent. */
export class InnerEvents {
  readonly #name: string;
  readonly #options: TableOptions;
  readonly #inner = new Map<Message, Inner>();
  readonly #byText = new Map<string, Message>();

  constructor(name: string, options: TableOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** What an event is, if it is one of these. */
  get(event: Message): Inner | undefined {
    return this.#inner.get(event);
  }

  /** What may happen while these are waited for: each timer is due, each child comes out in each way that is listed. */
  of({ timers, children }: Pending): InnerEvent[] {
    // If several timers are alike, one of them is due.
    const due = new Set(timers.map((timer) => this.#event(timer.event, { timer, isEnd: false }, null)));
    const outcomes = children.flatMap((child) => this.#outcomesOf(child));
    return [...[...due].map((event) => ({ event, fault: null })), ...outcomes];
  }

  #outcomesOf(child: Child): InnerEvent[] {
    const listed = child.isComponent ? [] : (outcomesOf(this.#options, child) ?? []);
    const found = new Map<string, InnerEvent>();
    for (const outcome of listed) {
      const event = this.#outcome(child, outcome);
      const { text } = plain(event);
      // What is listed as a fault and without one is none.
      const fault = found.get(text)?.fault === null ? null : (outcome.fault ?? null);
      found.set(text, { event: this.#event(event, { child, isEnd: !('event' in outcome) }, fault), fault });
    }
    return [...found.values()];
  }

  #event(event: Message, inner: Inner, fault: string | null): Message {
    const { child, isEnd, timer } = inner;
    const text = plain([timer?.id, timer?.to, child?.id, isEnd, event, fault]).text;
    const known = this.#byText.get(text) ?? Object.freeze({ ...event });
    this.#byText.set(text, known);
    this.#inner.set(known, inner);
    return known;
  }

  #outcome({ id }: Child, outcome: object): Message {
    const whose = () => `${this.#name}: an outcome that is listed for '${id}'`;
    if ('event' in outcome) return intern(outcome.event as Message, whose);
    if ('done' in outcome) return intern({ type: `xstate.done.actor.${id}`, output: outcome.done, actorId: id }, whose);
    if ('error' in outcome) {
      return intern({ type: `xstate.error.actor.${id}`, error: outcome.error, actorId: id }, whose);
    }
    throw new ModelError(`${whose()} is not one of { done: … }, { error: … } and { event: { type: … } }`);
  }
}

/** Whether what happens is still waited for. */
export const isPending = ({ timers, children }: Pending, { timer, child }: Inner): boolean =>
  child ? children.some(({ id }) => id === child.id) : timers.some((one) => isTimer(one, timer));

/** What is left to wait for when it has happened. */
export function without({ timers, children }: Pending, { timer, child, isEnd }: Inner): Pending {
  if (child) return isEnd ? { timers, children: children.filter(({ id }) => id !== child.id) } : { timers, children };
  const at = timers.findIndex((one) => isTimer(one, timer));
  return { timers: timers.filter((_, i) => i !== at), children };
}

/** What is left to wait for when a machine of the system that was invoked tells that it has ended. */
export function withoutEnded(pending: Pending, { type }: Message): Pending {
  if (pending.children.length === 0) return pending;
  const children = pending.children.filter(
    ({ id, isComponent }) =>
      !isComponent || (type !== `xstate.done.actor.${id}` && type !== `xstate.error.actor.${id}`),
  );
  if (children.length === pending.children.length) return pending;
  return children.length + pending.timers.length === 0 ? NOTHING_PENDING : { ...pending, children };
}

const isTimer = ({ id, event, to }: Timer, other: Timer | undefined): boolean =>
  id === other?.id && event === other?.event && to === other.to;
