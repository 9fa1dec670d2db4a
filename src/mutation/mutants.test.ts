import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, and, assign, createMachine, not, setup } from 'xstate';
import { MachineTable } from '../checker/system/table/table.ts';
import { component, graph, machine, print, reaches, send, system } from '../checker/testing/machines.ts';
import { Killer } from './kill.ts';
import { type Mutant, type Mutation, mutantsOf } from './mutants.ts';
import { doesTheSame } from './same-cells.ts';

function nothing(..._args: [unknown, object]): void {}

/** A machine with one of everything that can be mutated. */
const door = setup({
  types: {} as { context: { locked: boolean }; events: { type: 'PUSH' | 'KNOCK' | 'SHUT' } },
  actions: { send: nothing, dprintf: nothing },
  guards: { isLocked: ({ context }) => context.locked, isNight: () => false },
}).createMachine({
  id: 'door',
  context: { locked: false },
  initial: 'shut',
  states: {
    shut: {
      on: {
        PUSH: [
          { guard: 'isLocked', actions: print('rattle') },
          { guard: and(['isNight', not('isLocked')]), target: 'ajar' },
          { target: 'open', actions: [print('creak'), send('bell', 'RING')] },
        ],
        KNOCK: {},
      },
    },
    open: { on: { SHUT: 'shut' }, entry: print('draught') },
    ajar: { always: { guard: 'isNight', target: 'open' } },
  },
});

const ids = (...kinds: Mutation[]) => mutantsOf(door, kinds).map(({ id }) => id);
const mutant = (id: string) => {
  const found = mutantsOf(door).find((one) => one.id === id);
  if (!found) throw new Error(`no mutant ${id}`);
  return found.make();
};

/** Where an event leads from the initial state, with the log lines on the way; null if it is not handled. */
const after = (id: string | null, type: string) => {
  const table = new MachineTable(id === null ? door : mutant(id), undefined);
  const { to, effects, kind } = table.cell(table.initial, { type });
  const does = effects.map((effect) =>
    effect.kind === 'dprintf' ? effect.text : effect.kind === 'send' ? effect.message.type : '',
  );
  return kind === 'unhandled' ? null : [to.snapshot.value, ...does].join(' ');
};

/** Whether a mutant does the same as its original with these events, one after the other. */
const same = (original: AnyStateMachine, id: string, ...types: string[]) => {
  const table = new MachineTable(original, undefined);
  let at = table.initial;
  const cells = types.map((type) => {
    const cell = table.cell(at, { type });
    at = cell.to;
    return cell;
  });
  const { make } = mutantsOf(original).find((one) => one.id === id) as Mutant;
  return doesTheSame(make(), undefined, {}, { table, cells });
};

describe('the mutants of a machine', () => {
  test('negate and drop every guard', () => {
    expect(ids('negate-guard')).toEqual([
      'door/shut/PUSH[0] negate-guard',
      'door/shut/PUSH[1] negate-guard',
      'door/ajar/always[0] negate-guard',
    ]);
    expect(ids('drop-guard')).toHaveLength(3);
    expect(after(null, 'PUSH')).toBe('open creak RING draught');
    expect(after('door/shut/PUSH[0] negate-guard', 'PUSH')).toBe('shut rattle');
    expect(after('door/shut/PUSH[0] drop-guard', 'PUSH')).toBe('shut rattle');
    expect(after('door/shut/PUSH[1] negate-guard', 'PUSH')).toBe('ajar');
  });

  test('drop every transition, also one that ignores', () => {
    expect(ids('drop-transition')).toEqual([
      'door/shut/PUSH[0] drop-transition',
      'door/shut/PUSH[1] drop-transition',
      'door/shut/PUSH[2] drop-transition',
      'door/shut/KNOCK[0] drop-transition',
      'door/open/SHUT[0] drop-transition',
      'door/ajar/always[0] drop-transition',
    ]);
    expect(after('door/shut/PUSH[2] drop-transition', 'PUSH')).toBeNull();
    expect(after(null, 'KNOCK')).toBe('shut');
    expect(after('door/shut/KNOCK[0] drop-transition', 'KNOCK')).toBeNull();
  });

  test('lead every transition that has a target to each sibling of it', () => {
    expect(ids('retarget')).toEqual([
      'door/shut/PUSH[1] retarget shut',
      'door/shut/PUSH[1] retarget open',
      'door/shut/PUSH[2] retarget shut',
      'door/shut/PUSH[2] retarget ajar',
      'door/open/SHUT[0] retarget open',
      'door/open/SHUT[0] retarget ajar',
      'door/ajar/always[0] retarget shut',
      'door/ajar/always[0] retarget ajar',
    ]);
    expect(after('door/shut/PUSH[2] retarget ajar', 'PUSH')).toBe('ajar creak RING');
  });

  test('are told from their original by what JSON cannot tell, and by what a history remembers', () => {
    const assigning = createMachine({
      id: 'm',
      context: {} as { x?: undefined },
      on: { GO: { actions: assign({ x: () => undefined }) }, STAY: {} },
    });
    expect(same(assigning, 'm//GO[0] drop-action 0', 'GO')).toBe(false);
    expect(same(assigning, 'm//STAY[0] drop-transition', 'GO')).toBe(true);
    const inner = {
      a: { on: { GO: 'b' } },
      b: { always: '#out' },
      c: { always: '#out' },
      h: { type: 'history' as const },
    };
    const remembering = createMachine({
      id: 'm',
      initial: 'p',
      states: { p: { initial: 'a', states: inner }, out: { id: 'out' } },
    });
    expect(same(remembering, 'm/p.a/GO[0] retarget c', 'GO')).toBe(false);
    expect(same(remembering, 'm/p.c/always[0] drop-transition', 'GO')).toBe(true);
  });

  test('lead to a state whose key or id has a dot', () => {
    const states = { i: { on: { GO: 'j' } }, j: {}, 'a.x': {}, k: { id: 'k.l' } };
    const dotted = createMachine({ id: 'm.n', initial: 'i', states });
    const made = mutantsOf(dotted, ['retarget']).filter(({ id }) => id.includes('/GO'));
    const reached = made.map((one) => {
      const table = new MachineTable(one.make(), undefined);
      return table.cell(table.initial, { type: 'GO' }).to.snapshot.value;
    });
    expect(reached).toEqual(['i', 'a.x', 'k']);
  });

  test('drop every action of a transition, an entry or an exit', () => {
    expect(ids('drop-action')).toEqual([
      'door/shut/PUSH[0] drop-action 0',
      'door/shut/PUSH[2] drop-action 0',
      'door/shut/PUSH[2] drop-action 1',
      'door/open/entry drop-action 0',
    ]);
    expect(after('door/shut/PUSH[2] drop-action 0', 'PUSH')).toBe('open RING draught');
    expect(after('door/shut/PUSH[2] drop-action 1', 'PUSH')).toBe('open creak draught');
    expect(after('door/open/entry drop-action 0', 'PUSH')).toBe('open creak RING');
  });

  test('have ids of their own and say what was done', () => {
    const all = mutantsOf(door);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.find(({ id }) => id === 'door/shut/PUSH[1] negate-guard')?.description).toBe(
      'door: of the transition shut/PUSH[1], its guard and(isNight, not(isLocked)) is negated',
    );
  });

  test('leave the original as it was', () => {
    const before = JSON.stringify(door.config);
    for (const { make } of mutantsOf(door)) make();
    expect(JSON.stringify(door.config)).toBe(before);
    expect(after(null, 'PUSH')).toBe('open creak RING draught');
  });
});

describe('a killer', () => {
  const ways = graph('ways', 'a-GO->b', 'b-GO->c', 'c-BACK->a', 'd-GO->a');
  const trial = (state: string) => ({
    name: state,
    spec: system(component('one', ways, ['GO', 'BACK'])),
    properties: [
      { id: state, sentence: '', source: '', checks: [{ kind: 'sometimes' as const, what: reaches('one', state) }] },
    ],
  });
  const fates = (...states: string[]) => {
    const killer = new Killer(states.map(trial));
    return Object.fromEntries(
      mutantsOf(ways, ['drop-transition']).map((one) => {
        const fate = killer.kill(ways, one);
        const said = typeof fate === 'string' ? fate : fate.evidence === 'counts' ? 'counts' : fate.trial;
        return [one.id.replace(/^ways.(\w).*/, '$1'), said];
      }),
    );
  };

  test('tells what a property sees, what only the number of states shows, and what makes no difference', () => {
    expect(fates('b')).toEqual({ a: 'b', b: 'counts', c: 'counts', d: 'same' });
    expect(fates('b', 'c')).toEqual({ a: 'b', b: 'c', c: 'counts', d: 'same' });
    expect(fates('b', 'a')).toEqual({ a: 'b', b: 'a', c: 'a', d: 'same' });
  });

  test('takes a mutant that never comes to rest for a kill', () => {
    const passing = machine({
      id: 'passing',
      initial: 'here',
      states: { here: { on: { GO: 'in' } }, in: { always: 'out' }, out: { always: 'there' }, there: {} },
    });
    const killer = new Killer([{ name: 'pass', spec: system(component('one', passing, ['GO'])), properties: [] }]);
    const circling = mutantsOf(passing).find(({ id }) => id === 'passing/out/always[0] retarget in');
    expect(circling && killer.kill(passing, circling)).toEqual({ trial: 'pass', evidence: 'model error', by: [] });
  });

  test('takes a model error for a kill', () => {
    const caller = machine({ id: 'caller', on: { GO: { actions: send('one', 'HELLO') } } });
    const polite = machine({ id: 'polite', on: { HELLO: {} } });
    const spec = system(component('caller', caller, ['GO'], { ports: { one: 'one' } }), component('one', polite));
    const killer = new Killer([{ name: 'talk', spec, properties: [] }]);
    const [rude] = mutantsOf(polite, ['drop-transition']);
    expect(rude && killer.kill(polite, rude)).toEqual({ trial: 'talk', evidence: 'model error', by: [] });
  });
});
