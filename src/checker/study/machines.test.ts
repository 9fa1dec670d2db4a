import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { graph } from '../testing/machines.ts';
import { channel } from '../system/channel.ts';
import type { ComponentSpec } from '../system/spec.ts';
import { defineStudy, defineSystem } from './define.ts';
import { machinesOf, ownMachinesOf } from './machines.ts';
import { Models } from './models.ts';

const study = (components: (isFixed: boolean) => ComponentSpec[]) =>
  new Models(
    defineStudy({
      name: 's',
      systems: [
        defineSystem({
          name: 'hi',
          axes: { fixed: { values: [false, true], about: 'which one' } },
          search: ({ fixed }) => ({ spec: { name: 'hi', components: components(fixed === true) }, properties: [] }),
        }),
      ],
    }),
  );

const one = (name: string, machine: ComponentSpec['machine']): ComponentSpec => ({ name, machine });

const made = () => createMachine({ id: 'fork', initial: 'a', states: { a: { on: { GO: 'a' } } } });

describe('the machines of a study', () => {
  test('are also those that only a choice on an axis brings in', () => {
    const models = study((fixed) => [
      one('server', fixed ? graph('fixedServer', 'a-GO->a') : graph('server', 'a-GO->b')),
    ]);
    expect([...machinesOf(models).keys()]).toEqual(['server', 'fixed-server']);
  });

  test('count a channel only where one is asked for', () => {
    const models = study((lossy) => [channel({ name: 'wire', to: 'a', lossy }), one('a', graph('a', 'a-HI->a'))]);
    expect([...machinesOf(models).keys()]).toEqual(['wire', 'a']);
    expect([...ownMachinesOf(models).keys()]).toEqual(['a']);
  });

  test('are made again for each component and variant where their definition is the same', () => {
    expect([...machinesOf(study(() => [one('a', made()), one('b', made())])).keys()]).toEqual(['fork']);
  });

  test.each<[string, Models]>([
    ['without an id', study(() => ['A', 'B'].map((type) => one(type, createMachine({ on: { [type]: {} } }))))],
    ['in kebab case', study(() => [one('A', graph('aB', 'a-GO->a')), one('B', graph('a-b', 'a-GO->b'))])],
    ['along an axis', study((fixed) => [one(fixed ? 'B' : 'A', graph('m', fixed ? 'a-GO->a' : 'a-GO->b'))])],
  ])('are refused where two have one id, %s: one would be left out in silence', (_, models) => {
    expect(() => machinesOf(models)).toThrow(
      /^two machines have the id '.*', that of A in hi and that of B in hi; give each an id of its own$/,
    );
  });
});
