import { type AnyStateMachine, assign, createMachine } from 'xstate';
import { type ComponentSpec, Composition, type Occurrence, type SystemSpec } from '../system/compose.ts';
import { type ExploreOptions, explore } from '../search/explore.ts';
import type { Message } from '../system/message.ts';
import type { Check, Pattern } from '../property/property.ts';
import { TableStore } from '../system/table/table.ts';

/** A small machine: its effects are named `send` and `dprintf`, as the engine wants them, and its context may count. */
export function machine(config: Record<string, unknown>): AnyStateMachine {
  return createMachine(
    config as never,
    {
      actions: {
        send: () => {},
        dprintf: () => {},
        count: assign({ n: ({ context }: { context: { n: number } }) => context.n + 1 }),
      },
      guards: {
        below: ({ context }: { context: { n: number } }, { n }: { n: number }) => context.n < n,
      },
    } as never,
  );
}

/** The action that sends a message, given by its type or in full. */
export const send = (to: string, message: string | Message) => ({
  type: 'send' as const,
  params: { to, message: typeof message === 'string' ? { type: message } : message },
});

export const print = (text: string) => ({ type: 'dprintf' as const, params: { text } });

/** A component in a process of its own, to which the environment may do the events named; `event!` is a fault. */
export function component(
  name: string,
  behaviour: AnyStateMachine,
  events: readonly string[] = [],
  more: Partial<ComponentSpec> = {},
): ComponentSpec {
  const environment = events.map((event) =>
    event.endsWith('!') ? { event: { type: event.slice(0, -1) }, fault: 'fault' } : { event: { type: event } },
  );
  return { name, process: name, machine: behaviour, environment, ...more };
}

export const system = (...components: readonly ComponentSpec[]): SystemSpec => ({ name: 'test', components });

export const compose = (...components: readonly ComponentSpec[]): Composition =>
  new Composition(system(...components), new TableStore());

/** A machine whose states, named by one character each, are left by events: `a-GO->b` for each transition. */
export function graph(id: string, ...edges: readonly string[]): AnyStateMachine {
  const states: Record<string, { on: Record<string, string> }> = {};
  const state = (name: string) => {
    states[name] ??= { on: {} };
    return states[name];
  };
  for (const edge of edges) {
    const [, from, event, to] = /^(\w+)-(\w+)->(\w+)$/.exec(edge) as unknown as [string, string, string, string];
    state(from).on[event] = to;
    state(to);
  }
  return machine({ id, initial: Object.keys(states)[0], states });
}

/** The component takes this message. */
export const takes =
  (name: string, type: string): Pattern =>
  (occurrence: Occurrence) =>
    occurrence.component === name && occurrence.event.type === type;

/** The component comes into this state. */
export const reaches =
  (name: string, state: string): Pattern =>
  (occurrence: Occurrence) =>
    occurrence.component === name && occurrence.to.snapshot.value === state;

/** The run that hits a check first, as `component.EVENT` per step; null if none does. */
export function runOf(composition: Composition, check: Check, options?: ExploreOptions): string[] | null {
  const [run] = explore(composition, [check], options).runs;
  return run?.map(({ component: index, event }) => `${composition.components[index]?.spec.name}.${event.type}`) ?? null;
}
