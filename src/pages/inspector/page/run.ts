import { statePaths } from '../../../traces/messages/words.ts';
import type { Hit, Situation, StepTold, Told } from '../told.ts';
import type { InspectionEvent, WireMessage, WireSnapshot } from '../wire-format.ts';

export interface Actor {
  readonly id: string;
  readonly name: string;
  /** The actor that has started it; none for the whole system. */
  readonly parent: string | undefined;
  readonly description: string;
  /** The states that it has been in, each with the number of messages at which it was. */
  readonly history: { readonly at: number; readonly snapshot: WireSnapshot }[];
}

export interface Message {
  /** From 1. */
  readonly number: number;
  /** The step that it belongs to, from 1. */
  readonly step: number;
  readonly source: string;
  readonly target: string;
  readonly event: WireMessage;
}

/** What the page has been told so far, from whomever speaks the wire format, and in words by our own server. */
export class Run {
  readonly actors = new Map<string, Actor>();
  readonly messages: Message[] = [];
  /** What each step does, by its number. */
  readonly steps = new Map<number, StepTold>();
  #situation: Situation | null = null;

  add(event: InspectionEvent): void {
    const at = this.messages.length;
    if (event.type === '@xstate.actor') {
      const { sessionId: id, name, snapshot, parentId: parent } = event;
      const { description = '' } = JSON.parse(event.definition) as { description?: string };
      this.actors.set(id, { id, name, parent, description, history: [{ at, snapshot }] });
    } else if (event.type === '@xstate.event') {
      const { sourceId: source, sessionId: target } = event;
      const step = (this.messages.at(-1)?.step ?? 0) + (isStep(event.event) ? 1 : 0);
      this.messages.push({ number: at + 1, step, source, target, event: event.event });
    } else {
      this.actors.get(event.sessionId)?.history.push({ at, snapshot: event.snapshot });
    }
  }

  hear(told: Told): void {
    if (told.kind === 'situation') this.#situation = told;
    else this.steps.set(told.number, told);
  }

  get title(): string {
    return this.#situation?.title ?? '';
  }

  get switches(): Situation['switches'] {
    return this.#situation?.switches ?? [];
  }

  /** The process that an actor belongs to: itself, if nothing is known of it. */
  processOf(actor: string): string {
    return this.#situation?.processes[actor] ?? actor;
  }

  /** Those that have sent or taken a message, in the order in which they registered; the whole system is none of them. */
  get participants(): Actor[] {
    const seen = new Set(this.messages.flatMap(({ source, target }) => [source, target]));
    return [...this.actors.values()].filter(({ id, parent }) => parent !== undefined && seen.has(id));
  }

  /** How many steps there are. */
  get length(): number {
    return this.messages.at(-1)?.step ?? 0;
  }

  /** The number of a step's last message; 0 before the first step. */
  endOf(step: number): number {
    return this.messages.findLast((message) => message.step <= step)?.number ?? 0;
  }

  /** What the steps up to one hit, in their order. */
  hitsUpTo(step: number): (Hit & { readonly step: number })[] {
    return [...this.steps.values()]
      .filter(({ number }) => number <= step)
      .flatMap(({ number, hits }) => hits.map((hit) => ({ ...hit, step: number })));
  }
}

/** The root tells the environment to take a step. */
export const isStep = ({ type }: WireMessage): boolean => type === 'STEP';

/** Where an actor is once that many messages have been taken. */
export function snapshotAt({ history }: Actor, messages: number): WireSnapshot {
  return (history.findLast(({ at }) => at <= messages) ?? history[0])?.snapshot as WireSnapshot;
}

/** The states in which nothing further is active, `a.b` each; several where the machine is parallel. */
export const leavesOf = (value: unknown): string[] => statePaths(value).map((path) => path.join('.'));

/** Every state that is active: the leaves, and all around them. */
export const activeIn = (value: unknown): Set<string> =>
  new Set(statePaths(value).flatMap((path) => path.map((_, i) => path.slice(0, i + 1).join('.'))));
