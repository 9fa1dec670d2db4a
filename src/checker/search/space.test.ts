import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Composition } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import { explore } from './explore.ts';
import type { Space } from './space.ts';
import { TableStore } from '../system/table/table.ts';
import { component, compose, graph } from '../testing/machines.ts';
import { type NaiveGraph, type Node, type State, searchNaively, text } from '../testing/naive.ts';
import { checksOf, randomLiveSystem, randomSystem, type SystemPlan, systemOf } from '../testing/random-system.ts';

const stateOf = (space: Space, state: number, components: number, checks: number): State => ({
  locals: Array.from({ length: components }, (_, i) => space.local(state, i)),
  memory: Array.from({ length: checks }, (_, i) => space.memory(state, i)),
});

function both(plan: SystemPlan) {
  const composition = new Composition(systemOf(plan), new TableStore());
  const checks = checksOf(plan);
  const faults = plan.faults ? undefined : [];
  try {
    const { graph: naive } = searchNaively(composition, checks, faults);
    const { space } = explore(composition, checks, faults && { faults });
    const names = Array.from({ length: space.size }, (_, state) =>
      text(stateOf(space, state, composition.components.length, checks.length)),
    );
    return { naive, space, names };
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

const indices = (run: Node['run']) => run.map(({ index }) => index);

/** What there is to know of a state: the run to it, where each choice leads, whether it is a dead end. */
const known = (run: Node['run'], steps: readonly (readonly [number, string])[], isDeadEnd: boolean) =>
  JSON.stringify([indices(run), steps.toSorted(([a], [b]) => a - b), isDeadEnd]);

function fromSpace(space: Space, names: readonly string[], state: number): string {
  const steps: [number, string][] = [];
  space.steps(state, (choice, target) => steps.push([choice, names[target] as string]));
  return known(space.path(state), steps, space.isDeadEnd(state));
}

function fromGraph(naive: NaiveGraph, { run, steps, locals }: Node): string {
  const moves = steps.some(({ to }) => naive.get(to)?.locals.some((local, i) => local !== locals[i]));
  return known(
    run,
    steps.map(({ choice, to }) => [choice.index, to]),
    !moves,
  );
}

function compare(space: Space, names: readonly string[], naive: NaiveGraph): void {
  expect(names.toSorted()).toEqual([...naive.keys()].toSorted());
  const differing = names.filter((name, i) => fromSpace(space, names, i) !== fromGraph(naive, naive.get(name) as Node));
  expect(differing).toEqual([]);
}

describe('a searched space', () => {
  test.each([
    ['checks that steps hit', randomSystem],
    ['checks that look at states', randomLiveSystem],
  ])('is the graph that the naive explorer sees, state by state: %s', (_, plans) => {
    let compared = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const found = both(plan);
        if (!found) return;
        compare(found.space, found.names, found.naive);
        compared += found.space.size;
      }),
      { numRuns: 30, seed: 2563 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  test('is numbered breadth first', () => {
    const system = compose(component('one', graph('m', 'a-GO->b', 'a-ON->c', 'b-GO->d', 'c-ON->e'), ['ON', 'GO']));
    const { space } = explore(system, []);
    const lengths = Array.from({ length: space.size }, (_, state) => space.path(state).length);
    expect(lengths).toEqual([0, 1, 1, 2, 2]);
  });

  test('has no dead end among the states that a bounded search has not expanded', () => {
    const chain = compose(component('one', graph('m', 'a-GO->b', 'b-GO->c', 'c-GO->d'), ['GO']));
    const deadEnds = (maxStates?: number) => {
      const { space } = explore(chain, [], maxStates ? { maxStates } : {});
      return Array.from({ length: space.size }, (_, state) => space.isDeadEnd(state));
    };
    expect(deadEnds(2)).toEqual([false, false]);
    expect(deadEnds(4)).toEqual([false, false, false, false]);
    expect(deadEnds()).toEqual([false, false, false, true]);
  });
});
