import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf } from '../../testing/models.ts';
import { draws } from '../../testing/sampled.ts';
import { ModelError } from '../errors.ts';
import { shown, stated } from '../testing/compared.ts';
import { Composition } from '../system/compose.ts';
import { TableStore } from '../system/table/table.ts';
import { randomLiveSystem, randomSystem } from '../testing/random-system.ts';
import { verify, type VerifyOptions } from '../verify.ts';
import type { KeptSteps, StepStore } from './kept-steps.ts';

/** A store in memory; what it keeps goes through bytes, as it does in a file. */
class MemoryStore implements StepStore {
  kept: KeptSteps | undefined;
  #make: () => KeptSteps | null = () => null;

  take(make: () => KeptSteps | null): void {
    this.#make = make;
  }

  /** Whether there was something to keep. */
  keep(): boolean {
    const made = this.#make();
    if (made) this.kept = deserialize(serialize(made)) as KeptSteps;
    return made !== null;
  }
}

type Stated = Pick<ReturnType<typeof stated>, 'composition'> & { readonly properties: Parameters<typeof verify>[1] };

/** What is found first, what is found with the steps that were kept, and how many answers of machines that took. */
function twice(make: () => Stated, options: VerifyOptions = {}) {
  const steps = new MemoryStore();
  const first = make();
  const found = verify(first.composition, first.properties, { ...options, engine: 'bitmap', steps });
  const isKept = steps.keep();
  const second = make();
  const again = verify(second.composition, second.properties, { ...options, engine: 'bitmap', steps });
  const asked = second.composition.components.reduce((sum, { table }) => sum + [...table.cells()].length, 0);
  return { first: shown(found), second: shown(again), isKept, asked };
}

/** A row of the study with tables of its own. */
const own = (system: string, choices: Parameters<typeof modelOf>[1]) => () => {
  const { composition, properties } = modelOf(system, choices);
  return { composition: new Composition(composition.spec, new TableStore()), properties };
};

test.each([
  ['keep-alive', { fixes: '0000', path: 'auth', connections: 1 }],
  ['keep-alive', { fixes: '0011', path: 'raw' }],
  ['liveness', { fixes: '0000', path: 'raw' }],
  ['reschedule', {}],
] as const)('%s %o: kept steps lead to the same, and ask no machine anything', (system, choices) => {
  const { first, second, isKept, asked } = twice(own(system, choices));
  expect(isKept).toBe(true);
  expect(second).toEqual(first);
  expect(first.states).toBeGreaterThan(10);
  expect(asked).toBe(0);
});

test('without faults or up to a bound, what is found with kept steps is the same as without', () => {
  const make = own('keep-alive', { fixes: '0000', path: 'raw' });
  const { first, second, isKept } = twice(make, { faults: [] });
  expect([isKept, second]).toEqual([true, first]);
  const steps = new MemoryStore();
  const whole = make();
  verify(whole.composition, whole.properties, { engine: 'bitmap', steps });
  steps.keep();
  for (const maxStates of [3000, 6000]) {
    const [alone, given] = [make(), make()];
    const options = { engine: 'bitmap', maxStates } as const;
    const bounded = verify(alone.composition, alone.properties, options);
    expect(bounded.end).toBe('max-states');
    expect(shown(verify(given.composition, given.properties, { ...options, steps }))).toEqual(shown(bounded));
  }
});

test('random systems are found the same with kept steps, whatever is stated of them', () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.oneof(randomSystem, randomLiveSystem), (plan) => {
      try {
        const { first, second, isKept } = twice(() => stated(plan));
        expect(second).toEqual(first);
        if (isKept) kept += 1;
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
      }
    }),
    { numRuns: draws(80, 300), seed: 2563 },
  );
  expect(kept).toBeGreaterThan(draws(40, 150));
});

describe('steps are not kept', () => {
  test('of a search that was cut short', () => {
    const { isKept } = twice(own('keep-alive', { fixes: '0000', path: 'auth', connections: 1 }), { maxStates: 100 });
    expect(isKept).toBe(false);
  });

  test('of a system with timers, which plain data cannot say', () => {
    const { isKept, first, second } = twice(own('outage', {}), { maxStates: 4000 });
    expect([isKept, second]).toEqual([false, first]);
  });

  test('of another system: it is searched as if there were none', () => {
    const steps = new MemoryStore();
    const other = own('reschedule', {})();
    verify(other.composition, other.properties, { engine: 'bitmap', steps });
    expect(steps.keep()).toBe(true);
    const make = own('keep-alive', { fixes: '0000', path: 'raw', connections: 1 });
    const [alone, given] = [make(), make()];
    const found = verify(given.composition, given.properties, { engine: 'bitmap', steps });
    expect(shown(found)).toEqual(shown(verify(alone.composition, alone.properties, { engine: 'bitmap' })));
  });
});
