import { statePaths } from '../../../traces/messages/words.ts';
import type { InspectionEvent, WireMessage, WireSnapshot } from '../wire-format.ts';

/** One state of a definition, as Stately's tools know it. */
export interface StateDefinition {
  readonly description?: string;
  readonly type?: 'parallel' | 'final' | 'history';
  readonly initial?: string;
  readonly tags?: string | readonly string[];
  readonly states?: Readonly<Record<string, StateDefinition>>;
  readonly on?: Readonly<Record<string, Transitions>>;
  readonly always?: Transitions;
}

interface TransitionDefinition {
  readonly target?: string;
  readonly guard?: string | { readonly type: string };
  readonly description?: string;
}

type Transitions = string | TransitionDefinition | readonly (string | TransitionDefinition)[];

/** What a state does with one event. */
export interface Transition {
  readonly text: string;
  readonly description: string;
}

/** Every transition that a state declares, in order. */
export function transitionsOf({ on, always }: StateDefinition): Transition[] {
  const lists = Object.entries({ ...on, ...(always && { always }) });
  return lists.flatMap(([event, list]) =>
    [list].flat().map((transition) => {
      const { target, guard, description } = typeof transition === 'string' ? { target: transition } : transition;
      const when = guard ? ` [${typeof guard === 'string' ? guard : guard.type}]` : '';
      return { text: `${event}${when}${target ? ` → ${target}` : ''}`, description: description ?? '' };
    }),
  );
}

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly definition: StateDefinition;
  /** The states that it has been in, each with the number of messages at which it was. */
  readonly history: { readonly at: number; readonly snapshot: WireSnapshot }[];
}

export interface Message {
  /** From 1. */
  readonly number: number;
  readonly source: string;
  readonly target: string;
  readonly event: WireMessage;
}

/** What the page has been told so far, from whomever speaks the wire format. */
export class Run {
  readonly actors = new Map<string, Actor>();
  readonly messages: Message[] = [];

  add(event: InspectionEvent): void {
    const at = this.messages.length;
    if (event.type === '@xstate.actor') {
      const { sessionId: id, name, snapshot } = event;
      const definition = JSON.parse(event.definition) as StateDefinition;
      this.actors.set(id, { id, name, definition, history: [{ at, snapshot }] });
    } else if (event.type === '@xstate.event') {
      const { sourceId: source, sessionId: target } = event;
      this.messages.push({ number: at + 1, source, target, event: event.event });
    } else {
      this.actors.get(event.sessionId)?.history.push({ at, snapshot: event.snapshot });
    }
  }

  /** Those that have sent or taken a message, in the order in which they registered. */
  get participants(): Actor[] {
    const seen = new Set(this.messages.flatMap(({ source, target }) => [source, target]));
    return [...this.actors.values()].filter(({ id }) => seen.has(id));
  }
}

/** Where an actor is once that many messages have been taken. */
export function snapshotAt({ history }: Actor, messages: number): WireSnapshot {
  return (history.findLast(({ at }) => at <= messages) ?? history[0])?.snapshot as WireSnapshot;
}

/** The states in which nothing further is active, `a.b` each; several where the machine is parallel. */
export const leavesOf = (value: unknown): string[] => statePaths(value).map((path) => path.join('.'));
