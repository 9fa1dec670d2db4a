import { assign, fromPromise, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { channel, compose, defineStudy, defineSystem, inState, send, verify, where } from './index.ts';

/** What is written here as users write it must be taken by the compiler as it stands. */
const client = setup({
  types: {} as { context: { got: number }; events: { type: 'ASK' } | { type: 'ANSWER'; value: number } },
  actions: { send: (_, _params: { to: string; message: { type: string } }) => {} },
  actors: { load: fromPromise(() => Promise.resolve(1)) },
}).createMachine({
  id: 'client',
  context: { got: 0 },
  initial: 'idle',
  states: {
    idle: { on: { ASK: { target: 'asking', actions: send('server', { type: 'REQUEST' }) } } },
    asking: { on: { ANSWER: { target: 'idle', actions: assign({ got: ({ event }) => event.value }) } } },
  },
});

const server = setup({
  types: {} as { events: { type: 'REQUEST' } },
  actors: { load: fromPromise(() => Promise.resolve(1)) },
  actions: { beep: () => {}, send: (_, _params: { to: string; message: { type: string; value: number } }) => {} },
}).createMachine({
  id: 'server',
  on: { REQUEST: { actions: send('reply', { type: 'ANSWER', value: 1 }) } },
});

/** Components in one list of their own, each with other fields than the next. */
const components = [
  { name: 'client', machine: client, ports: { server: 'wire' }, environment: [{ event: { type: 'ASK' } }] },
  { name: 'server', machine: server, ports: { reply: 'client' }, process: 'one', labels: { who: 'server' } },
  { name: 'third', machine: server, outcomes: { load: [{ done: 1 }, { error: 'no', fault: 'f' }] }, ignores: ['beep'] },
];

describe('the types of the library', () => {
  test('take components that differ in their ports and other fields in one list', () => {
    const all = [...components, channel({ name: 'wire', to: 'server', lossy: true })];
    const study = defineStudy({
      name: 'types',
      faults: ['loss'],
      systems: [
        defineSystem({
          name: 'types',
          sentence: 'a client and a server',
          axes: {},
          search: () => ({ spec: { name: 'types', components: all }, properties: [] }),
        }),
      ],
    });
    const { spec } = (study.systems[0] as (typeof study.systems)[number]).search({});
    // Idle; a message on its way; a message lost: each before the first answer and after it.
    expect(verify(compose(spec), []).states).toBe(6);
    expect(verify(compose({ name: 'types', components: all }), []).states).toBe(6);
  });

  test('know the snapshot of the component that a condition is about', () => {
    const one = { name: 'client', machine: client };
    const got = where(one, ({ context }) => context.got === 1);
    // @ts-expect-error the client has no such value in its context
    const wrong = where(one, ({ context }) => context.lost === 1);
    expect([got.of, wrong.of, inState(one, 'asking').of]).toEqual([['client'], ['client'], ['client']]);
  });

  test('refuse an outcome that is none, and a field that is not there', () => {
    const component = { name: 'client', machine: client };
    // @ts-expect-error an outcome is done, error or event
    compose({ name: 'x', components: [{ ...component, outcomes: { load: [{ good: 1 }] } }] });
    // @ts-expect-error a component has no port
    const composing = () => compose({ name: 'x', components: [{ ...component, port: {} }] });
    expect(composing).toThrow("client: a component has no 'port'");
  });
});
