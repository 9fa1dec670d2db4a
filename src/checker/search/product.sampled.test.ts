import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draws } from '../../testing/sampled.ts';
import { Composition, type SystemSpec } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import { counterexampleIn } from './counterexample.ts';
import { explore } from './explore.ts';
import { partsOf } from './parts.ts';
import { exploreProduct } from './product.ts';
import type { Check } from '../property/property.ts';
import type { Space } from './space.ts';
import { TableStore } from '../system/table/table.ts';
import { component, compose, graph, machine, send, system, takes } from '../testing/machines.ts';
import { randomSystem, systemOf } from '../testing/random-system.ts';

/** Systems side by side, each component's name with its system's number; processes keep theirs, and so are shared. */
function sideBySide(...specs: readonly SystemSpec[]): Composition {
  const components = specs.flatMap((spec, i) =>
    spec.components.map((one) => ({
      ...one,
      name: `${i}.${one.name}`,
      ports: Object.fromEntries(Object.entries(one.ports ?? {}).map(([port, to]) => [port, `${i}.${to}`])),
    })),
  );
  return new Composition({ name: 'side by side', components }, new TableStore());
}

const deadEndsIn = (space: Space) =>
  Array.from({ length: space.size }, (_, i) => i).filter((i) => space.isDeadEnd(i)).length;

/** What both methods must agree on; the model error, if that is what is found. */
function outcome(composition: Composition, checks: readonly Check[], method: typeof explore | typeof exploreProduct) {
  try {
    const found = method(composition, checks);
    if (found === null) return 'does not fall apart';
    const { states, transitions, depth, bounded, runs } = found;
    const deadEnds = 'space' in found ? deadEndsIn(found.space) : found.deadEnds;
    const bad = checks.flatMap((check, i) => {
      if (check.kind !== 'deadlock') return [];
      const isBad =
        'space' in found ? counterexampleIn(found.space, composition, check, i) !== null : found.badEnds.has(i);
      return isBad ? [i] : [];
    });
    return { states, transitions, depth, bounded, deadEnds, bad, lengths: runs.map((run) => run?.length ?? null) };
  } catch (error) {
    if (error instanceof ModelError) return 'model error';
    throw error;
  }
}

const checksOf = (composition: Composition): Check[] =>
  composition.components.flatMap(({ spec }) =>
    [...new Set(composition.choices.map(({ event }) => event.type))].map((type) => ({
      kind: 'sometimes' as const,
      what: takes(spec.name, type),
    })),
  );

/** Claims of dead ends: that there is none at all, or only some where every component is where it began, or has left. */
function endClaimsOf({ components, initial }: Composition): Check[] {
  const of = components.map(({ spec }) => spec.name);
  const isInitial = ({ value }: { value: unknown }, i: number) => value === initial[i]?.snapshot.value;
  return [
    { kind: 'deadlock' },
    { kind: 'deadlock', except: { of, is: (...snapshots) => snapshots.every(isInitial) } },
    { kind: 'deadlock', except: { of, is: (...snapshots) => !snapshots.every(isInitial) } },
    { kind: 'deadlock', except: { of, is: (...snapshots) => snapshots.some(isInitial) } },
  ];
}

const isDone = ({ value }: { value: unknown }) => value === 'done';
const except = (...of: string[]): Check => ({
  kind: 'deadlock',
  except: { of, is: (...all) => all.every(isDone) },
});

describe('a product of parts', () => {
  const ring = graph('ring', 'a-GO->b', 'b-GO->c', 'c-GO->a');
  /** Works for a while, in which nobody else of its process does anything. */
  const worker = machine({
    id: 'worker',
    initial: 'idle',
    states: {
      idle: { on: { START: 'working' } },
      working: { tags: 'blocking', on: { END: 'done' } },
      done: {},
    },
  });
  const work = (name: string) => component(name, worker, ['START', 'END'], { process: 'one thread' });

  test('is all combinations of parts that have nothing in common', () => {
    const rings = compose(component('one', ring, ['GO']), component('two', ring, ['GO']));
    expect(exploreProduct(rings, [])).toMatchObject({ states: 9, transitions: 18, depth: 4, deadEnds: 0 });
  });

  test('leaves out the combinations in which two block the one thread', () => {
    const workers = compose(work('one'), work('two'));
    expect(exploreProduct(workers, [])).toMatchObject({ states: 8, transitions: 8, depth: 4, deadEnds: 1 });
    expect(explore(workers, [])).toMatchObject({ states: 8, transitions: 8, depth: 4 });
  });

  test('joins more than two parts first', () => {
    const workers = compose(work('one'), work('two'), work('three'));
    const { states, transitions, depth } = explore(workers, []);
    expect(exploreProduct(workers, [])).toMatchObject({ states, transitions, depth, symmetric: false });
  });

  test('judges its dead ends by where all of its parts are', () => {
    const workers = compose(work('one'), work('two'), work('three'));
    const inAll = except('one', 'two', 'three');
    const never: Check = { kind: 'deadlock', except: { of: ['one', 'three'], is: () => false } };
    const found = exploreProduct(workers, [inAll, { kind: 'deadlock' }, never, except('two')]);
    expect([...(found?.badEnds ?? [])]).toEqual([1, 2]);
  });

  test('knows parts that do the same', () => {
    expect(exploreProduct(compose(work('one'), work('two')), [])?.symmetric).toBe(true);
    expect(exploreProduct(compose(work('one'), component('two', ring, ['GO'])), [])?.symmetric).toBe(false);
  });

  test('is not made of a system that hangs together, or whose parts block each other from the start', () => {
    const caller = machine({ id: 'caller', on: { GO: { actions: send('other', 'GO') } } });
    const joined = compose(component('one', caller, ['GO'], { ports: { other: 'two' } }), component('two', ring));
    expect(partsOf(joined)).toEqual([[0, 1]]);
    expect(exploreProduct(joined, [])).toBeNull();
    const asleep = machine({ id: 'asleep', initial: 'a', states: { a: { tags: 'blocking' } } });
    const stuck = compose(
      component('one', asleep, [], { process: 'p' }),
      component('two', ring, ['GO'], { process: 'p' }),
    );
    expect(exploreProduct(stuck, [])).toBeNull();
  });

  test('says that it stopped at a bound', () => {
    const rings = compose(component('one', ring, ['GO']), component('two', ring, ['GO']));
    expect(exploreProduct(rings, [], { maxStates: 4 })).toMatchObject({ states: 6, bounded: true, end: 'max-states' });
    expect(exploreProduct(rings, [], { maxMemory: 1 })).toMatchObject({ bounded: true, end: 'max-memory' });
    expect(exploreProduct(rings, [], { isInterrupted: () => true })).toBeNull();
  });

  test('is what the search through the whole finds: states, transitions, depth, dead ends, lengths of runs', () => {
    fc.assert(
      fc.property(fc.array(randomSystem, { minLength: 2, maxLength: 3 }), fc.boolean(), (plans, twins) => {
        const specs = plans.map((plan) => systemOf(twins ? (plans[0] as typeof plan) : plan));
        const composition = sideBySide(...specs);
        const checks = [...checksOf(composition), ...endClaimsOf(composition)];
        const whole = outcome(composition, checks, (one, all) => explore(one, all, { maxStates: 3000 }));
        fc.pre(typeof whole === 'string' || !whole.bounded);
        const product = outcome(composition, checks, exploreProduct);
        fc.pre(product !== 'does not fall apart');
        expect(product).toEqual(whole);
      }),
      { numRuns: draws(20, 60), seed: 2563 },
    );
  });
});

test('a check that is about several parts is left to the search through the whole', () => {
  const ring = graph('ring', 'a-GO->b', 'b-GO->a');
  const rings = compose(component('one', ring, ['GO']), component('two', ring, ['GO']));
  const [what, after] = [takes('one', 'GO'), takes('two', 'GO')];
  const isB = { component: 'two', is: ({ value }: { value: unknown }) => value === 'b' };
  expect(exploreProduct(rings, [{ kind: 'neverAfter', what, after, forget: () => false }])).toBeNull();
  expect(exploreProduct(rings, [{ kind: 'never', what, while: isB }])).toBeNull();
  expect(exploreProduct(rings, [{ kind: 'never', what: after, while: isB }])?.runs).toMatchObject([{ length: 1 }]);
});

test('a hit of one part is a hit of its twin', () => {
  const ring = graph('ring', 'a-GO->b', 'b-GO->a');
  const rings = new Composition(
    system(component('one', ring, ['GO']), component('two', ring, ['GO'])),
    new TableStore(),
  );
  const { runs } = exploreProduct(rings, [
    { kind: 'never', what: takes('one', 'GO') },
    { kind: 'never', what: takes('two', 'GO') },
  ]) as NonNullable<ReturnType<typeof exploreProduct>>;
  expect(runs.map((run) => run?.map(({ component: at }) => at))).toEqual([[0], [1]]);
});
