import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Choice, Composition } from '../system/compose.ts';
import { ENVIRONMENT } from '../system/compose.ts';
import { closes, type Lasso } from '../liveness/lasso.ts';
import type { Message } from '../system/message.ts';
import { drawingAgain } from '../system/draw.ts';
import { history, isSameSnapshot } from '../system/local-state.ts';
import { plain } from '../system/plain.ts';
import type { LocalState } from '../system/table/table.ts';
import type { Timer } from '../system/effects.ts';
import { LiveActors, timerText } from './actors.ts';
import { type Trace, traceOf } from './trace.ts';
import { checkArguments } from '../words/arguments.ts';

/** A message that a live actor has taken, and the state that it is in then; what it sends is taken afterwards. */
export interface Delivery {
  readonly sender: string;
  readonly receiver: string;
  readonly message: Message;
  readonly snapshot: AnyMachineSnapshot;
}

/**
 * The components of a system as live XState actors that send each other real events: nothing of the tables, the packing
 * or the search takes part, so an agreement with a trace is evidence that those are right.
 *
 * What the action `send` sends is delivered when the sender's transition is done, each message with all that follows from
 * it, as calls are. (Sent on from within the action, a message back to an actor still at work would wait behind the
 * messages that its sender sends next.) What XState's own actions send it delivers itself. A timer is due when it is chosen,
 * and what a machine invokes, other than a machine, comes out as is chosen.
 */
export class LiveSystem {
  readonly composition: Composition;
  readonly #actors: LiveActors;
  readonly #delivered: (delivery: Delivery) => void;
  /** What the actor at work has sent by the action `send`. */
  #outbox: { to: string; message: Message }[] = [];

  /** `delivered` is told of every message that an actor takes, in order, whoever has sent it. */
  constructor(composition: Composition, delivered: (delivery: Delivery) => void = () => {}) {
    checkArguments('LiveSystem', ['composition', composition], ['function', delivered]);
    this.composition = composition;
    this.#delivered = delivered;
    this.#actors = new LiveActors(composition, (sent) => this.#outbox.push(sent));
    const outboxes = composition.components.map((_, component) => {
      this.#outbox = [];
      this.#actors.start(component);
      this.#tell(null, isNoStart);
      return this.#outbox;
    });
    outboxes.forEach((outbox, component) => this.#carryOut(component, outbox, ENVIRONMENT));
  }

  get snapshots(): readonly AnyMachineSnapshot[] {
    return this.composition.components.map((_, component) => this.#actors.snapshot(component));
  }

  /** Each component's armed timers, as texts. */
  get timers(): readonly (readonly string[])[] {
    return this.composition.components.map((_, component) => this.#actors.timersOf(component));
  }

  /** What a component has invoked or spawned, other than a machine of the system, that has not come out yet. */
  running(component: number): readonly string[] {
    return this.#actors.running(component);
  }

  /** Whether a component is in a local state, with the timers that are armed in it. */
  isIn(component: number, { pending, snapshot }: LocalState): boolean {
    const armed = pending.timers.map((timer) => armedText(this.composition, component, timer)).toSorted();
    if (this.#actors.timersOf(component).join() !== armed.join()) return false;
    const live = this.#actors.snapshot(component);
    // Texts are made only where the quick comparison, which is stricter, says no.
    return isSameSnapshot(live, snapshot) || visible(live) === visible(snapshot);
  }

  /**
   * @throws {ModelError} if the actors draw something else than the choice says
   */
  take(choice: Choice): void {
    drawingAgain(choice.draws ?? [], () => this.happen(choice));
  }

  /** Has a choice happen; what is drawn in it is left to whoever decides that. */
  happen(choice: Choice): void {
    const { component, event } = choice;
    if (!this.composition.isInner(choice)) return this.#deliver(component, event, ENVIRONMENT);
    const { table } = this.composition.components[component] as Composition['components'][number];
    const child = table.endedChild(event);
    const timer = table.timerOf(event);
    if (timer) this.due(component, armedText(this.composition, component, timer));
    else this.#happen(component, () => this.#actors.comeOut(component, child, event), ENVIRONMENT);
  }

  /** Lets a timer be due, which is one of the texts of `timers`. */
  due(component: number, text: string): void {
    const { event, fire, source, target } = this.#actors.takeTimer(component, text);
    // What goes to another one is due at its sender first.
    if (target !== source) this.#told(component, event, ENVIRONMENT, this.#actors.snapshot(component));
    this.#happen(component, fire, target === source ? ENVIRONMENT : null);
  }

  /** Lets something that a component has invoked come out, or send something meanwhile. */
  comeOut(component: number, child: string, outcome: object): void {
    const event = ('event' in outcome ? outcome.event : outcomeEvent(child, outcome)) as Message;
    const ended = 'event' in outcome ? null : child;
    this.#happen(component, () => this.#actors.comeOut(component, ended, event), ENVIRONMENT);
  }

  /** @param sender who is said to have sent what is taken first, if not whom XState names */
  #happen(component: number, happens: () => void, sender: string | null): void {
    this.#outbox = [];
    happens();
    this.#tell(sender);
    this.#carryOut(component, this.#outbox, ENVIRONMENT);
  }

  #deliver(target: number, message: Message, sender: string): void {
    this.#outbox = [];
    this.#actors.of(target)?.send(message as EventObject);
    // An actor that has ended, or is not there yet, takes nothing: the message is lost on it.
    if (this.#tell(sender) === 0) this.#told(target, message, sender, this.#actors.snapshot(target));
    this.#carryOut(target, this.#outbox, sender);
  }

  /** Tells what has been taken; how much that was. */
  #tell(first: string | null, isTold: (message: Message, sender: number | null) => boolean = () => true): number {
    const taken = this.#actors.taken().filter(({ message, sender }) => isTold(message, sender));
    for (const [i, { component, message, sender, snapshot }] of taken.entries()) {
      const named = sender === null ? ENVIRONMENT : this.#name(sender);
      this.#told(component, message, i === 0 && first !== null ? first : named, snapshot);
    }
    return taken.length;
  }

  #told(target: number, message: Message, sender: string, snapshot: AnyMachineSnapshot): void {
    this.#delivered({ sender, receiver: this.#name(target), message, snapshot });
  }

  #carryOut(component: number, outbox: readonly { to: string; message: Message }[], sender: string): void {
    for (const { to, message } of outbox) {
      this.#deliver(this.composition.resolve(component, to, sender), message, this.#name(component));
    }
  }

  #name(component: number): string {
    return this.composition.components[component]?.spec.name as string;
  }
}

/** The start of a component that nobody starts is not a message. */
const isNoStart = ({ type }: Message, sender: number | null): boolean => type !== 'xstate.init' || sender !== null;

const outcomeEvent = (actorId: string, outcome: object): Message =>
  'done' in outcome
    ? { type: `xstate.done.actor.${actorId}`, output: outcome.done, actorId }
    : { type: `xstate.error.actor.${actorId}`, ...outcome, actorId };

/** An armed timer of a component, as the live actors say it. */
const armedText = (composition: Composition, component: number, { event, id, to }: Timer): string =>
  timerText(id, event, to === null ? component : composition.resolve(component, to, ENVIRONMENT));

/** What two systems must agree on after every step. */
function visible(snapshot: AnyMachineSnapshot): string {
  const { status, value, context, output, error } = snapshot;
  if (status === 'stopped') return status;
  // An actor that has failed by an exception is in no state that a trace knows.
  const why = error instanceof Error ? error.message : error;
  return plain([status, value, context, output, why, history(snapshot)]).text;
}

/** The first component that is live in another state than a trace says; -1 if there is none. */
function firstDifference(live: LiveSystem, states: Trace[number]['states']): number {
  return states.findIndex((state, component) => !live.isIn(component, state));
}

/**
 * Replays a trace through live actors, from what they do at their start.
 *
 * @returns where the first difference is, as a sentence; null if every component's state agrees at the start and after
 *   every step
 */
export function replayLive(composition: Composition, trace: Trace): string | null {
  checkArguments('replayLive', ['composition', composition], ['trace', trace]);
  const live = new LiveSystem(composition);
  const differs = (step: number, states: Trace[number]['states']) => {
    const at = firstDifference(live, states);
    if (at < 0) return null;
    const { spec } = composition.components[at] as Composition['components'][number];
    return `step ${step}: the live actor ${spec.name} is in another state than the trace says`;
  };
  const atStart = differs(0, composition.initial);
  if (atStart !== null) return atStart;
  for (const [i, step] of trace.entries()) {
    live.take(step.choice);
    const difference = differs(i + 1, step.states);
    if (difference !== null) return difference;
  }
  return null;
}

/**
 * Replays a lasso through live actors: its prefix, then its cycle twice.
 *
 * @returns where the first difference is, or that the cycle does not come round, as a sentence; null if all is well
 */
export function replayLasso(composition: Composition, lasso: Lasso): string | null {
  if (!closes(composition, lasso)) return 'the cycle does not lead back to where it begins';
  const choices = lasso.trace.map(({ choice }) => choice);
  return replayLive(composition, traceOf(composition, [...choices, ...choices.slice(lasso.cycleFrom)]));
}
