import { type AnyActorRef, type AnyMachineSnapshot, type AnyStateMachine, createActor, type EventObject } from 'xstate';
import type { Dprintf, Send } from '../../../../machines/vocabulary.ts';
import type { ComponentSpec } from '../../../checker/index.ts';
import type { Message } from '../../../checker/system/message.ts';

type Effect = ({ readonly kind: 'send' } & Send) | ({ readonly kind: 'dprintf' } & Dprintf);

/** What the actor at work has had done by its actions; one works at a time. */
let outbox: Effect[] = [];

const LIVE = new WeakMap<AnyStateMachine, AnyStateMachine>();

/** The machine itself; only what its actions `send` and `dprintf` name is kept. All actors of a machine share one. */
function live(machine: AnyStateMachine): AnyStateMachine {
  let made = LIVE.get(machine);
  if (!made) {
    const actions = {
      send: (_: unknown, params: Send) => outbox.push({ kind: 'send', ...params }),
      dprintf: (_: unknown, params: Dprintf) => outbox.push({ kind: 'dprintf', ...params }),
    };
    LIVE.set(machine, (made = machine.provide({ actions } as never)));
  }
  return made;
}

/** A message, who has sent it, and to whom it is. */
export interface Delivered {
  readonly to: string;
  readonly message: Message;
  readonly sender: string;
}

interface Options {
  /** What is none of the actors here: the network, and the match records, which all connections share. */
  readonly elsewhere: (delivered: Delivered) => void;
  readonly print: (text: string) => void;
  /** Called before an actor takes a message. */
  readonly before?: (name: string, message: Message) => void;
}

/**
 * Components as live XState actors. What an actor sends is delivered when its transition is done, each message with all that
 * follows from it, as calls are.
 */
export class Actors {
  readonly #actors = new Map<string, AnyActorRef>();
  readonly #ports = new Map<string, Readonly<Record<string, string | undefined>>>();
  readonly #options: Options;

  constructor(components: readonly ComponentSpec[], options: Options) {
    this.#options = options;
    for (const { name, machine, input, ports } of components) {
      this.#actors.set(name, createActor(live(machine), { input } as never).start());
      this.#ports.set(name, ports ?? {});
    }
  }

  snapshot(name: string): AnyMachineSnapshot {
    return (this.#actors.get(name) as AnyActorRef).getSnapshot() as AnyMachineSnapshot;
  }

  deliver({ to, message, sender }: Delivered): void {
    const actor = this.#actors.get(to);
    if (!actor) return this.#options.elsewhere({ to, message, sender });
    this.#options.before?.(to, message);
    for (const effect of this.#taken(actor, message)) {
      if (effect.kind === 'dprintf') this.#options.print(effect.text);
      else this.deliver({ to: this.#resolve(to, effect.to, sender), message: effect.message, sender: to });
    }
  }

  stop(): void {
    for (const actor of this.#actors.values()) actor.stop();
  }

  #taken(actor: AnyActorRef, message: Message): Effect[] {
    outbox = [];
    actor.send(message as EventObject);
    return outbox;
  }

  #resolve(component: string, port: string, sender: string): string {
    return port === 'sender' ? sender : (this.#ports.get(component)?.[port] ?? port);
  }
}
