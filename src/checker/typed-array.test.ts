import { afterEach, expect, test, vi } from 'vitest';
import { createMachine } from 'xstate';
import { compose } from './testing/machines.ts';
import { grown, isShared, shared } from './typed-array.ts';
import { METHODS, verify } from './verify.ts';

afterEach(() => vi.unstubAllGlobals());

test('an array that other threads see is still one when it has grown', () => {
  expect(isShared(grown(shared(new Int32Array(2))))).toBe(true);
  expect(isShared(grown(new Int32Array(2)))).toBe(false);
});

test('a search needs no shared memory, which a page in a browser has not', () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  const light = createMachine({
    initial: 'red',
    states: { red: { on: { GO: 'green' } }, green: { on: { GO: 'red' } } },
  });
  const lights = ['north', 'east'].map((name) => ({ name, machine: light, environment: [{ event: { type: 'GO' } }] }));
  const found = METHODS.filter((one) => one !== 'grouped').map(
    (engine) => verify(compose(...lights), [], { engine }).states,
  );
  expect(found).toEqual([4, 4]);
  expect([...grown(new Int32Array([1, 2]))]).toEqual([1, 2, 0, 0]);
});
