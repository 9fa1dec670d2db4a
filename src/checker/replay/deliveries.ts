import type { AnyActorRef, AnyMachineSnapshot, InspectionEvent } from 'xstate';
import type { Message } from '../system/message.ts';

/** A message that an actor has taken. */
export interface Taken {
  readonly actor: AnyActorRef;
  /** Who has sent it; null if it came from outside. */
  readonly sender: AnyActorRef | null;
  readonly message: Message;
  /** Where the actor is after it. */
  readonly snapshot: AnyMachineSnapshot;
}

interface Sent {
  readonly to: AnyActorRef;
  readonly from: AnyActorRef | null;
  readonly event: unknown;
}

/** How XState marks an actor that is there, and one that has ended. */
const RUNNING = 1;
const STOPPED = 2;
const statusOf = (actor: AnyActorRef): unknown => Reflect.get(actor, '_processingStatus');

type Taking = { -readonly [K in keyof Taken]: Taken[K] };

/**
 * What the actors of a system take, in the order in which they begin to, as XState's inspection tells it: an actor says what
 * it has come to only when all is done that it has set off.
 */
export class Deliveries {
  #sent: Sent[] = [];
  #taken: Taking[] = [];
  /** What each actor is at. */
  readonly #atWork = new Map<AnyActorRef, Taking>();

  observe(inspected: InspectionEvent): void {
    const actor = inspected.actorRef as AnyActorRef;
    if (inspected.type === '@xstate.event') {
      const from = (inspected.sourceRef as AnyActorRef | undefined) ?? null;
      if (inspected.event.type === 'xstate.init') this.#begin(actor, from, inspected.event as Message);
      else this.#sent.push({ to: actor, from, event: inspected.event });
      // What is sent to an actor that has ended is lost on it; one that was stopped before it started was never there.
      if (statusOf(actor) === STOPPED && (actor.getSnapshot() as { status?: string }).status !== 'active') {
        this.#take(actor, this.#senderOf(actor, inspected.event), inspected.event as Message);
      }
    } else if (inspected.type === '@xstate.microstep') {
      // Its first microsteps it takes before it is started.
      if (statusOf(actor) !== RUNNING || this.#atWork.has(actor)) return;
      this.#begin(actor, this.#senderOf(actor, inspected.event), inspected.event as Message);
    } else if (inspected.type === '@xstate.snapshot') {
      const taking = this.#atWork.get(actor);
      if (taking) taking.snapshot = inspected.snapshot as AnyMachineSnapshot;
      this.#atWork.delete(actor);
    }
  }

  /** What has been taken since this was last asked. */
  flush(): readonly Taken[] {
    const taken = this.#taken;
    this.#taken = [];
    this.#sent = [];
    return taken;
  }

  #begin(actor: AnyActorRef, sender: AnyActorRef | null, message: Message): void {
    this.#atWork.set(actor, this.#take(actor, sender, message));
  }

  #take(actor: AnyActorRef, sender: AnyActorRef | null, message: Message): Taking {
    const taking = { actor, sender, message, snapshot: actor.getSnapshot() as AnyMachineSnapshot };
    this.#taken.push(taking);
    return taking;
  }

  /** To be stopped is not sent: it comes from the parent. What is sent to a stand-in is sent on. */
  #senderOf(actor: AnyActorRef, event: unknown): AnyActorRef | null {
    const own = this.#sent.filter((one) => one.event === event && (one.to === actor || !('logic' in one.to)));
    if (own.length === 0) return (Reflect.get(actor, '_parent') as AnyActorRef | undefined) ?? null;
    // The same object may be on its way several times.
    const last = own.findIndex(({ to }) => to === actor) + 1;
    const taken = new Set(own.slice(0, last));
    this.#sent = this.#sent.filter((one) => !taken.has(one));
    return own.slice(0, last).find(({ from }) => from !== null)?.from ?? null;
  }
}
