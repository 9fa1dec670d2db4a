import { ModelError } from '../errors.ts';
import type { Component, Delivery, Occurrence, Stepped, Transition } from './step.ts';
import { START, STOP } from './effects.ts';
import type { Picks } from './picks.ts';
import type { Message } from './message.ts';
import type { Cell, LocalState } from './table/table.ts';

/** More messages than this within one step is an endless exchange. */
const MAX_OCCURRENCES = 1000;

/** A message that waits for its receiver to be done with what it is at. */
interface Waiting {
  readonly event: Message;
  readonly sender: string;
}

/**
 * One step under way: an event, and every message that follows from it.
 *
 * - What the action `send` sends is a call: it is carried out at once with all that follows, and must not come back to a
 *   component that still has effects to carry out.
 * - What XState's own actions send is mail: it is carried out at once as well, but a component that is at work takes it
 *   when it is done, in the order of arrival.
 */
export class Run {
  readonly occurrences: Occurrence[] = [];
  readonly writes = new Map<number, LocalState>();
  readonly #system: Stepped;
  readonly #read: (component: number) => LocalState;
  /** Components that still have effects of an earlier transition to carry out, the outermost first. */
  readonly #busy: number[] = [];
  /** The mail of the components that are at work. */
  readonly #mail = new Map<number, Waiting[]>();
  /** The mail of components that are about to be started. */
  readonly #early = new Map<number, Waiting[]>();
  /** Components that have ended, and have nothing left to do but to tell that. */
  readonly #ending = new Set<number>();
  /** How much mail is on its way. */
  #mailing = 0;
  readonly #picks: Picks | null;

  /** @param picks decides how a cell comes out in which something is drawn */
  constructor(system: Stepped, read: (component: number) => LocalState, picks: Picks | null = null) {
    this.#system = system;
    this.#read = read;
    this.#picks = picks;
  }

  /** Carries out the effects that the components have at their start, in their order, and what follows from them. */
  begin(starts: readonly Transition[], isSpawned: (component: number) => boolean): void {
    const isMail = starts.some(({ deliveries }) => deliveries.some((one) => one.isMail));
    const caller = isMail ? starts.findIndex(({ deliveries }) => deliveries.some((one) => !one.isMail)) : -1;
    if (caller >= 0) this.#refuseMixture(caller);
    // Until a component has done what it does at its start, its mail waits.
    if (isMail) starts.forEach((_, index) => isSpawned(index) || this.#mail.set(index, []));
    starts.forEach(({ deliveries, occurrence }, index) => {
      if (deliveries.length + occurrence.prints.length > 0) {
        this.occurrences.push(occurrence);
        this.#carryOut(index, deliveries, occurrence.component);
      }
      if (this.#mail.has(index)) this.#readMail(index);
    });
  }

  deliver(index: number, event: Message, sender: string): void {
    const cell = this.#cellFor(index, event, sender);
    this.writes.set(index, cell.to);
    const { occurrence, deliveries } = this.#system.transition(index, cell, sender);
    this.occurrences.push(occurrence);
    const early = event.type === START ? this.#early.get(index) : undefined;
    if (deliveries.length === 0 && !early) return;
    const isMail = early !== undefined || deliveries.some((one) => one.isMail && !one.isDue);
    if (isMail) this.#mail.set(index, this.#mail.get(index) ?? early ?? []);
    if (early) this.#early.delete(index);
    this.#carryOut(index, deliveries, occurrence.component);
    if (isMail) this.#readMail(index);
  }

  #carryOut(index: number, deliveries: readonly Delivery[], name: string): void {
    const last = deliveries.length - 1;
    for (let i = 0; i <= last; i++) {
      const { isEarly, isEnd: isLast, isMail, isNamed, message, target } = deliveries[i] as Delivery;
      if (isNamed) this.#refuseAbsent(target, message, name);
      // A call may lead to mail. Within mail the order of a call would be another than live.
      if (isMail !== deliveries[0]?.isMail || (!isMail && this.#mailing > 0)) this.#refuseMixture(index);
      if (isEarly) this.#early.set(target, [...(this.#early.get(target) ?? []), { event: message, sender: name }]);
      else if (isMail) {
        if (isLast) this.#ending.add(index);
        this.#mailing += 1;
        this.#post(target, message, name);
        this.#mailing -= 1;
        if (isLast) this.#ending.delete(index);
      } else {
        if (i < last) this.#busy.push(index);
        this.deliver(target, message, name);
        if (i < last) this.#busy.pop();
      }
    }
  }

  /** A component that is not at work takes its mail at once. */
  #post(target: number, event: Message, sender: string): void {
    if (event.type === START) this.#makeWay(target, sender);
    const waiting = this.#mail.get(target);
    // To be stopped is to lose the mail that waits.
    if (waiting && event.type === STOP) waiting.length = 0;
    if (waiting) waiting.push({ event, sender });
    else this.deliver(target, event, sender);
  }

  /** Takes what has come for a component while it was at work; to take one is to be at work again. */
  #readMail(index: number): void {
    const waiting = this.#mail.get(index) ?? [];
    this.#mailing += 1;
    for (let next = waiting.shift(); next; next = waiting.shift()) this.deliver(index, next.event, next.sender);
    this.#mailing -= 1;
    this.#mail.delete(index);
  }

  /** One that has ended may be started again by whom it tells that; what still waits for it is lost. */
  #makeWay(target: number, sender: string): void {
    const { spec } = this.#system.components[target] as Component;
    if (this.#ending.has(target)) this.#mail.delete(target);
    const isEndOfIt = ({ event, sender: from }: Waiting) => from === spec.name && isEnd(event);
    if ([...this.#mail.values()].some((waiting) => waiting.some(isEndOfIt))) {
      throw new ModelError(
        `${spec.name} has ended, and is started again by ${sender} before that has taken its end, which it would take for the end of the second; give the second one another id`,
      );
    }
    if (!this.#mail.has(target)) return;
    throw new ModelError(
      `${spec.name} is stopped and started again by ${sender} while it is at work on a message: there would be two of it; have it finish before, or give the second one another id`,
    );
  }

  /** What `system.get` does not find is undefined, and XState has the sender take what is sent to that. */
  #refuseAbsent(target: number, { type }: Message, sender: string): void {
    const { spec } = this.#system.components[target] as Component;
    const { snapshot } = this.writes.get(target) ?? this.#read(target);
    if (spec.unhandled !== 'drop' || snapshot.status === 'active') return;
    const how = spec.spawnedBy === undefined || snapshot.value !== 'not started' ? 'has ended' : 'has not started';
    throw new ModelError(
      `${sender} sends ${type} to system.get('${spec.name}'), and ${spec.name} ${how}: there XState does not drop the message, but has ${sender} take it; send it only while ${spec.name} runs, or leave out unhandled: 'drop' of ${spec.name} to see the run`,
    );
  }

  #refuseMixture(index: number): never {
    const { spec } = this.#system.components[index] as Component;
    throw new ModelError(
      `${spec.name}: a step has messages both of the action 'send' and of XState's own sendTo: their orders differ; use one of them in a system`,
    );
  }

  #cellFor(index: number, event: Message, sender: string): Cell {
    const { spec } = this.#system.components[index] as Component;
    if (this.#busy.includes(index)) {
      throw new ModelError(
        `${spec.name} is sent ${event.type} by ${sender} while it carries out a transition: a call that is answered must be its last effect`,
      );
    }
    if (this.occurrences.length >= MAX_OCCURRENCES) {
      throw new ModelError(
        `${spec.name}: an endless exchange of messages, the last of them ${event.type} from ${sender}`,
      );
    }
    const first = this.#system.cell(index, this.writes.get(index) ?? this.#read(index), event);
    const cell = first.ways ? this.#way(spec.name, event, first.ways) : first;
    cell.used = true;
    return cell;
  }

  #way(name: string, { type }: Message, ways: readonly Cell[]): Cell {
    if (this.#picks) return ways[this.#picks.next(ways.length)] as Cell;
    throw new ModelError(
      `${name}: oneOf is drawn with ${type}, which is sent at the start, and a system starts in one state; send it with a first event`,
    );
  }
}

const isEnd = ({ type }: Message): boolean => /^xstate\.(done|error)\.actor\./.test(type);
