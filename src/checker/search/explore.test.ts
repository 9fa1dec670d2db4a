import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import { component, compose, graph, machine, reaches, runOf, send, takes } from '../testing/machines.ts';

const counts = (composition: Parameters<typeof explore>[0], options = {}) => {
  const { states, transitions, depth, bounded } = explore(composition, [], options);
  return { states, transitions, depth, bounded };
};

/** A counter that goes up to `limit` and stays there. */
const counter = (limit: number) =>
  machine({
    id: 'counter',
    context: { n: 0 },
    on: { UP: { guard: { type: 'below', params: { n: limit } }, actions: 'count' } },
  });

/** A counter that has another component look up at every count. */
const askingCounter = (limit: number) =>
  machine({
    id: 'asking',
    context: { n: 0 },
    on: { UP: { guard: { type: 'below', params: { n: limit } }, actions: ['count', send('other', 'LOOK')] } },
  });

describe('a search through a system drawn by hand', () => {
  test('finds the one state of a machine that does nothing', () => {
    expect(counts(compose(component('one', graph('m', 'a-GO->b'), [])))).toEqual({
      states: 1,
      transitions: 0,
      depth: 0,
      bounded: false,
    });
  });

  test('counts states, transitions and depth of a diamond with a tail', () => {
    const diamond = graph('m', 'a-LEFT->b', 'a-RIGHT->c', 'b-ON->d', 'c-ON->d', 'd-ON->e');
    expect(counts(compose(component('one', diamond, ['LEFT', 'RIGHT', 'ON'])))).toEqual({
      states: 5,
      transitions: 5,
      depth: 3,
      bounded: false,
    });
  });

  test('counts a cycle once', () => {
    expect(counts(compose(component('one', graph('m', 'a-GO->b', 'b-GO->c', 'c-GO->a'), ['GO'])))).toMatchObject({
      states: 3,
      transitions: 3,
      depth: 2,
    });
  });

  test('multiplies machines that have nothing to do with each other', () => {
    const ring = graph('m', 'a-GO->b', 'b-GO->c', 'c-GO->a');
    expect(counts(compose(component('one', ring, ['GO']), component('two', ring, ['GO'])))).toMatchObject({
      states: 9,
      transitions: 18,
      depth: 4,
    });
  });

  test('takes a message and all that follows from it as one transition', () => {
    const asking = machine({
      id: 'asking',
      initial: 'a',
      states: { a: { on: { GO: { target: 'b', actions: send('other', 'HELLO') } } }, b: {} },
    });
    const system = compose(
      component('asking', asking, ['GO'], { ports: { other: 'asked' } }),
      component('asked', graph('asked', 'x-HELLO->y')),
    );
    expect(counts(system)).toMatchObject({ states: 2, transitions: 1, depth: 1 });
  });

  test('does not count a step that changes nothing as a transition', () => {
    const chatty = machine({
      id: 'chatty',
      initial: 'a',
      states: { a: { on: { HUSH: {}, TALK: { actions: send('other', 'HELLO') } } } },
    });
    const deaf = machine({ id: 'deaf', on: { HELLO: {} } });
    const system = compose(
      component('chatty', chatty, ['HUSH', 'TALK'], { ports: { other: 'deaf' } }),
      component('deaf', deaf),
    );
    expect(counts(system)).toMatchObject({ states: 1, transitions: 0 });
    expect(runOf(system, { kind: 'sometimes', what: takes('deaf', 'HELLO') })).toEqual(['chatty.TALK']);
  });

  test('leaves out the faults that are switched off', () => {
    const system = compose(component('one', graph('m', 'a-GO->b', 'a-FAIL->c', 'b-FAIL->c'), ['GO', 'FAIL!']));
    expect(counts(system)).toMatchObject({ states: 3, transitions: 3 });
    expect(counts(system, { faults: ['fault'] })).toMatchObject({ states: 3, transitions: 3 });
    expect(counts(system, { faults: [] })).toMatchObject({ states: 2, transitions: 1 });
    expect(counts(system, { faults: ['another'] })).toMatchObject({ states: 2, transitions: 1 });
  });

  test('widens a field for which there turn out to be many local states', () => {
    expect(counts(compose(component('one', counter(1000), ['UP'])))).toMatchObject({
      states: 1001,
      transitions: 1000,
      depth: 1000,
    });
    const three = ['one', 'two', 'three'].map((name) => component(name, counter(20), ['UP']));
    expect(counts(compose(...three))).toMatchObject({ states: 21 ** 3, transitions: 3 * 20 * 21 ** 2, depth: 60 });
  });

  test('packs more machines than fit into one word', () => {
    const many = Array.from({ length: 12 }, (_, i) => component(`c${i}`, graph('m', 'a-GO->b'), ['GO']));
    expect(counts(compose(...many))).toMatchObject({ states: 4096, transitions: 12 * 2048, depth: 12 });
  });

  test('says that it stopped at a bound', () => {
    const system = compose(component('one', counter(1000), ['UP']));
    const stopped = explore(system, [{ kind: 'never', what: takes('one', 'UP') }], { maxStates: 10 });
    expect(stopped).toMatchObject({ states: 10, bounded: true });
    expect(stopped.runs[0]).toHaveLength(1);
    expect(counts(system, { maxStates: 5000 }).bounded).toBe(false);
  });

  test('keeps hits apart in a system with more than 65,536 different steps', () => {
    const looked = machine({
      id: 'looked',
      context: { n: 0 },
      on: { LOOK: {}, UP: { guard: { type: 'below', params: { n: 300 } }, actions: 'count' } },
    });
    const system = compose(
      component('asking', askingCounter(300), ['UP'], { ports: { other: 'looked' } }),
      component('looked', looked, ['UP']),
    );
    const { runs } = explore(system, [
      { kind: 'never', what: takes('looked', 'LOOK') },
      {
        kind: 'sometimes',
        what: ({ component: name, to }) => name === 'asking' && to.snapshot.context.n === 300,
        while: { component: 'looked', is: ({ context }) => context.n === 300 },
      },
    ]);
    expect(runs.map((run) => run?.length)).toEqual([1, 600]);
  });
});

describe('the run that is shown', () => {
  const roads = ['a-LONG->b', 'b-ON->c', 'c-ON->end', 'a-SHORT->c'];

  test('is a shortest one', () => {
    const system = compose(component('one', graph('m', ...roads), ['LONG', 'ON', 'SHORT']));
    expect(runOf(system, { kind: 'sometimes', what: reaches('one', 'end') })).toEqual(['one.SHORT', 'one.ON']);
  });

  test('is a shortest one even if it needs more faults', () => {
    const system = compose(component('one', graph('m', ...roads), ['LONG', 'ON', 'SHORT!']));
    expect(runOf(system, { kind: 'sometimes', what: reaches('one', 'end') })).toEqual(['one.SHORT', 'one.ON']);
  });

  test('has, of equally short ones, the fewest faults, whatever was declared first', () => {
    const roundabout = graph('m', 'a-BAD->b', 'b-ON->end', 'a-GOOD->c', 'c-ON->end');
    const system = compose(component('one', roundabout, ['BAD!', 'GOOD', 'ON']));
    expect(runOf(system, { kind: 'sometimes', what: reaches('one', 'end') })).toEqual(['one.GOOD', 'one.ON']);
  });

  test('counts the faults over the whole run, not only over its last step', () => {
    const twice = graph('m', 'a-BAD->b', 'b-BAD->c', 'c-ON->end', 'a-ON->d', 'd-ON->e', 'e-BAD->end');
    const system = compose(component('one', twice, ['BAD!', 'ON']));
    expect(runOf(system, { kind: 'sometimes', what: reaches('one', 'end') })).toEqual(['one.ON', 'one.ON', 'one.BAD']);
  });

  test('takes, of equally short and faulty ones, the choices that were declared first', () => {
    const fork = graph('m', 'a-LEFT->b', 'a-RIGHT->c', 'b-ON->end', 'c-ON->end');
    const first = (events: string[]) =>
      runOf(compose(component('one', fork, events)), { kind: 'sometimes', what: reaches('one', 'end') });
    expect(first(['LEFT', 'RIGHT', 'ON'])).toEqual(['one.LEFT', 'one.ON']);
    expect(first(['RIGHT', 'LEFT', 'ON'])).toEqual(['one.RIGHT', 'one.ON']);
  });

  test('takes the component that was declared first', () => {
    const step = graph('m', 'a-GO->b');
    const system = compose(component('one', step, ['GO']), component('two', step, ['GO']));
    expect(runOf(system, { kind: 'sometimes', what: takes('two', 'GO') })).toEqual(['two.GO']);
    const twice = { kind: 'sometimes', what: takes('two', 'GO'), after: [takes('one', 'GO')] } as const;
    expect(runOf(system, twice)).toEqual(['one.GO', 'two.GO']);
  });
});
