import { describe, expect, test } from 'vitest';
import { assign, createMachine, emit, log, raise, sendTo } from 'xstate';
import { ModelError } from '../../errors.ts';
import { explore } from '../../search/explore.ts';
import { type LocalState, MachineTable, TableStore } from './table.ts';
import { component, compose, graph, machine, print, send } from '../../testing/machines.ts';

/** What GO does in the initial state of a machine whose transition has these actions. */
const go = (actions: unknown) => {
  const table = new MachineTable(
    machine({ id: 'm', initial: 'a', states: { a: { on: { GO: { target: 'b', actions } } }, b: {} } }),
    undefined,
  );
  return table.cell(table.initial, { type: 'GO' });
};

const greeting = ({ event }: { event: { name: string } }) => ({ text: `Hello ${event.name.toUpperCase()}` });

function beep() {}

describe('a table of one machine', () => {
  test('asks XState once for each state and event, and once more to see that the answer is the same', () => {
    let asked = 0;
    const counting = graph('m', 'a-GO->b');
    const spied = new Proxy(counting, {
      get: (target, key) => {
        if (key === 'transition') asked += 1;
        return Reflect.get(target, key, target) as unknown;
      },
    });
    const table = new MachineTable(spied, undefined);
    const first = table.cell(table.initial, { type: 'GO' });
    expect(table.cell(table.initial, { type: 'GO' })).toBe(first);
    expect([...table.cells()]).toHaveLength(1);
    expect(asked).toBe(2);
  });

  test('refuses a guard that looks at something outside, naming machine, event and state', () => {
    let asked = 0;
    const moody = createMachine({
      id: 'moody',
      initial: 'a',
      states: { a: { on: { GO: { target: 'b', guard: () => asked++ < 2 } } }, b: {} },
    });
    const table = new MachineTable(moody, undefined);
    expect(() => table.cell(table.initial, { type: 'GO' })).toThrow(
      /^moody is impure: GO in "a" leads to "b" .*asked again to "a"/,
    );
  });

  test('refuses an action that changes the context in place', () => {
    const sloppy = createMachine({
      id: 'sloppy',
      context: { list: [] as number[] },
      on: { GO: { actions: ({ context }) => context.list.push(1) } },
    }).provide({});
    const pushing = createMachine({
      id: 'pushing',
      context: { list: [] as number[] },
      on: { GO: { actions: assign(({ context }) => ({ list: (context.list.push(1), context.list) })) } },
    });
    const table = new MachineTable(pushing, undefined);
    expect(() => table.cell(table.initial, { type: 'GO' })).toThrow(/^pushing is impure: GO in {}/);
    const other = new MachineTable(sloppy, undefined);
    expect(() => other.cell(other.initial, { type: 'GO' })).toThrow(ModelError);
  });

  test('refuses a machine whose states do not come to an end, naming what grows', () => {
    const endless = machine({ id: 'endless', context: { name: 'x', n: 0 }, on: { GO: { actions: 'count' } } });
    const table = new MachineTable(endless, undefined);
    const climb = () => {
      let at = table.initial;
      for (;;) at = table.cell(at, { type: 'GO' }).to;
    };
    expect(climb).toThrow('endless has more than 16384 states, in {}: context.n is 16384 by now');
  });

  test('tells a step from one that changes nothing, from an event that is ignored and from one that is not handled', () => {
    const table = new MachineTable(
      machine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b', HUSH: {}, SELF: 'a' } }, b: {} } }),
      undefined,
    );
    const kinds = ['GO', 'HUSH', 'SELF', 'WHAT'].map((type) => table.cell(table.initial, { type }).kind);
    expect(kinds).toEqual(['step', 'ignored', 'still', 'unhandled']);
  });

  test('says that an event is not handled where no guard holds', () => {
    const table = new MachineTable(
      machine({
        id: 'm',
        context: { n: 1 },
        on: { GO: { guard: { type: 'below', params: { n: 1 } }, actions: 'count' } },
      }),
      undefined,
    );
    expect(table.cell(table.initial, { type: 'GO' }).kind).toBe('unhandled');
  });

  test('returns the effects in their order, messages and log lines', () => {
    expect(go([print('one'), send('port', 'HELLO'), print('two')]).effects).toEqual([
      { kind: 'dprintf', text: 'one' },
      { kind: 'send', to: 'port', message: { type: 'HELLO' } },
      { kind: 'dprintf', text: 'two' },
    ]);
  });

  test('takes an event that is raised without delay as part of the transition', () => {
    const table = new MachineTable(
      machine({
        id: 'm',
        initial: 'a',
        states: { a: { on: { GO: { target: 'b', actions: raise({ type: 'ON' }) } } }, b: { on: { ON: 'c' } }, c: {} },
      }),
      undefined,
    );
    const cell = table.cell(table.initial, { type: 'GO' });
    expect(cell.to.snapshot.value).toBe('c');
    expect(cell.effects).toEqual([]);
  });

  test('leaves out what a machine emits or logs', () => {
    expect(go([emit({ type: 'NEWS' }), log('here')])).toMatchObject({ kind: 'step', effects: [] });
  });

  test('takes a message that a machine sends to itself as one that it gets when it is done', () => {
    const { effects } = go(sendTo(({ self }) => self, { type: 'HELLO' }));
    expect(effects).toEqual([{ kind: 'send', to: '#_internal', message: { type: 'HELLO' }, mail: true }]);
  });

  test.each([
    ['raise', raise({ type: 'LATER' }, { delay: 10 })],
    ['raise, delayed by nothing', raise({ type: 'LATER' }, { delay: 0 })],
    ['sendTo', sendTo(({ self }) => self, { type: 'LATER' }, { delay: 10 })],
  ])('takes a delayed %s for a timer that is armed, and no effect yet', (_, action) => {
    const { effects, to } = go(action);
    expect(effects).toEqual([]);
    expect(to.pending.timers).toEqual([{ id: null, event: { type: 'LATER' }, to: null }]);
  });

  test('refuses an action that is written in place, and says how to list it', () => {
    expect(() => go(beep)).toThrow(ModelError);
    expect(() => go(beep)).toThrow(/neither 'send' nor 'dprintf'.*ignores: \['beep'\]/);
  });

  test('takes `after` for a timer that is armed while its state is entered, and is due once', () => {
    const table = new MachineTable(
      machine({
        id: 'm',
        initial: 'a',
        states: { a: { on: { GO: 'b' } }, b: { after: { 10: {} }, on: { BACK: 'a' } } },
      }),
      undefined,
    );
    const { to } = table.cell(table.initial, { type: 'GO' });
    const [due] = table.innerEvents(to).map(({ event }) => event);
    expect(due).toEqual({ type: 'xstate.after.10.m.b' });
    const after = table.cell(to, due as { type: string });
    expect(after).toMatchObject({ kind: 'step' });
    expect(after.to.snapshot.value).toBe('b');
    expect(table.innerEvents(after.to)).toEqual([]);
    expect(table.innerEvents(table.cell(to, { type: 'BACK' }).to)).toEqual([]);
  });

  test('knows what a machine does before its first event', () => {
    const eager = machine({ id: 'm', initial: 'a', states: { a: { entry: print('here') } } });
    expect(new MachineTable(eager, undefined).initialEffects).toEqual([{ kind: 'dprintf', text: 'here' }]);
  });

  test('asks a machine that has come to its end nothing more', () => {
    const ending = machine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: 'end' } }, end: { type: 'final', on: { GO: 'a' } } },
    });
    const table = new MachineTable(ending, undefined);
    const { to } = table.cell(table.initial, { type: 'GO' });
    expect(to.snapshot.status).toBe('done');
    expect(table.cell(to, { type: 'GO' })).toMatchObject({ kind: 'unhandled', to });
  });

  test('names machine, event and state where a guard or an action throws', () => {
    expect(() => go({ type: 'dprintf', params: greeting })).toThrow(ModelError);
    expect(() => go({ type: 'dprintf', params: greeting })).toThrow(/^m: GO in "a" throws: /);
  });

  test('tells states apart that differ in what a history state remembers', () => {
    const table = new MachineTable(
      machine({
        id: 'm',
        initial: 'on',
        states: {
          on: {
            initial: 'a',
            on: { OFF: 'off' },
            states: { a: { on: { GO: 'b' } }, b: {}, last: { type: 'history' } },
          },
          off: { on: { ON: 'on.last' } },
        },
      }),
      undefined,
    );
    const take = (from: LocalState, type: string) => table.cell(from, { type }).to;
    const afterA = take(table.initial, 'OFF');
    const afterB = take(take(table.initial, 'GO'), 'OFF');
    expect(take(afterA, 'ON').snapshot.value).toEqual({ on: 'a' });
    expect(take(afterB, 'ON').snapshot.value).toEqual({ on: 'b' });
  });

  test.each([
    ['a set', { members: new Set([1]) }, 'members', 'a Set, which is not plain data; give it as numbers, texts, lists'],
    ['a date', { at: [new Date(0)] }, 'at.0', 'a Date, which is not plain data'],
    ['a function', { how: { to: () => 1 } }, 'how.to', 'a function, which is not plain data'],
    ['not a number', { n: Number.NaN }, 'n', 'NaN or infinite, which no JSON can say; use null or a text for it'],
    ['a big integer', { n: 1n }, 'n', 'a big integer, which is not plain data'],
  ])('refuses a context with %s in it, and says what is there', (_, context, path, what) => {
    expect(() => new MachineTable(machine({ id: 'm', initial: 'a', context, states: { a: {} } }), undefined)).toThrow(
      `m: context.${path} in "a" is ${what}`,
    );
  });

  test('knows which states block, and whether any does', () => {
    const table = new MachineTable(
      machine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b' } }, b: { tags: 'blocking' } } }),
      undefined,
    );
    expect(table.mayBlock).toBe(true);
    expect(table.initial.blocking).toBe(false);
    expect(table.cell(table.initial, { type: 'GO' }).to.blocking).toBe(true);
    expect(new MachineTable(graph('m', 'a-GO->b'), undefined).mayBlock).toBe(false);
  });
});

describe('a store of tables', () => {
  test('shares a table among systems that give a machine the same input, and no others', () => {
    const store = new TableStore();
    const one = graph('one', 'a-GO->b');
    expect(store.table(one, { x: 1 })).toBe(store.table(one, { x: 1 }));
    expect(store.table(one, { x: 1 })).not.toBe(store.table(one, { x: 2 }));
    expect(store.table(one, undefined)).not.toBe(store.table(graph('one', 'a-GO->b'), undefined));
    expect([...store.all()]).toHaveLength(4);
  });

  test('gives the same counts to a search that finds the tables filled', () => {
    const parts = [component('one', graph('m', 'a-GO->b', 'b-GO->c', 'c-GO->a'), ['GO'])];
    const composition = compose(...parts);
    expect(explore(composition, [])).toEqual(explore(composition, []));
  });
});
