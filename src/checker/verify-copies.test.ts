import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { modelOf } from '../testing/models.ts';
import { statesAfter, traceOf } from './replay/trace.ts';
import { Composition, type SystemSpec } from './system/compose.ts';
import type { LocalState } from './system/table/table.ts';
import { TableStore } from './system/table/table.ts';
import { verify } from './verify.ts';
import { verifyCopies } from './verify-copies.ts';

type States = Readonly<
  Record<string, { readonly tags?: readonly string[]; readonly on?: Readonly<Record<string, string>> }>
>;

/** Copies of a machine of the shared process and one beside it, which no port connects. */
function copiesOf(states: States, beside: States, count: number): Composition {
  const componentOf = (name: string, process: string, own: States) => ({
    name,
    process,
    machine: createMachine({ id: name.split(' ')[0] as string, initial: 'a', states: own } as never),
    environment: [...new Set(Object.values(own).flatMap(({ on = {} }) => Object.keys(on)))].map((type) => ({
      event: { type },
    })),
  });
  const components = Array.from({ length: count }, (_, i) => [
    componentOf(`worker ${i}`, 'shared', states),
    componentOf(`watch ${i}`, `own ${i}`, beside),
  ]).flat();
  return new Composition({ name: 'copies', components } as SystemSpec, new TableStore());
}

/** Blocks the process while it is at work, and may be stuck there. */
const STUCK: States = {
  a: { on: { WORK: 'b' } },
  b: { tags: ['blocking'], on: { DONE: 'c', HANG: 'd' } },
  c: { on: { AGAIN: 'a' } },
  d: { tags: ['blocking'] },
};
/** Comes to an end after three steps, without ever blocking. */
const ENDS: States = { a: { on: { GO: 'b' } }, b: { on: { GO: 'c' } }, c: { on: { GO: 'd' } }, d: {} };
const STILL: States = { a: {} };
const TWO: States = { a: { on: { TICK: 'b' } }, b: {} };

const D = { id: 'D', sentence: 'It goes on', source: '', checks: [{ kind: 'deadlock' as const }] };
/** Excepts where a worker is stuck. */
const exceptStuck = (names: readonly string[]) => ({
  ...D,
  checks: [
    {
      kind: 'deadlock' as const,
      except: { of: names, is: (...all: { value: unknown }[]) => all.some(({ value }) => value === 'd') },
    },
  ],
});

const isDead = (composition: Composition, states: readonly LocalState[]) =>
  composition.choices.every((choice) => {
    const step = composition.step(choice, (component) => states[component] as LocalState);
    return step === null || [...step.writes].every(([component, { id }]) => states[component]?.id === id);
  });

describe('the run to a dead end of copies', () => {
  test.each([
    ['a worker that is stuck keeps the others', STUCK, STILL],
    ['what is beside them has to stand still as well', STUCK, TWO],
    ['each comes to its own end', ENDS, STILL],
    ['each comes to two ends', ENDS, TWO],
  ])('is as short as in the copies composed, and ends where nothing moves: %s', (_, states, beside) => {
    for (const count of [1, 2, 3]) {
      const counted = verifyCopies(copiesOf(states, beside, 1), [D], { count, process: 'shared' });
      const whole = copiesOf(states, beside, count);
      const searched = verify(whole, [D], { engine: 'table' });
      const run = counted.findings[0]?.run?.map(({ index }) => whole.choices[index]) ?? [];
      expect(counted.findings[0]?.run).toEqual(run);
      expect([counted.findings[0]?.verdict, run.length]).toEqual(['violated', searched.findings[0]?.run?.length]);
      const trace = traceOf(whole, run as never);
      expect(isDead(whole, statesAfter(whole, trace, trace.length))).toBe(true);
    }
  });

  test('is none where every dead end is excepted', () => {
    const one = verifyCopies(copiesOf(STUCK, TWO, 1), [exceptStuck(['worker 0'])], { count: 1, process: 'shared' });
    expect(one.findings[0]).toMatchObject({ verdict: 'holds', run: null });
  });

  test('leads to where a part waits that may not end there, behind one that may', () => {
    const counted = verifyCopies(copiesOf(STUCK, TWO, 1), [exceptStuck(['worker 0'])], { count: 2, process: 'shared' });
    // The second copy may end stuck. The first may not end at its start, where it has only to tick.
    const told = counted.findings[0]?.run?.map(({ component, event }) => `${component} ${event.type}`);
    expect(told).toEqual(['1 TICK', '2 WORK', '2 HANG', '3 TICK']);
  });

  test('is one of the system of several claims, with the choices of each claim behind those of the claim before', () => {
    const choices = { fixes: '0000', path: 'raw', claims: 2 };
    const { composition } = modelOf('keep-alive', choices);
    const part = modelOf('keep-alive', { ...choices, claims: 1, connections: 1 }).composition;
    const { findings } = verifyCopies(part, [D], { count: 2, process: 'schedd' });
    const run = findings[0]?.run ?? [];
    expect(run.map(({ index }) => composition.choices[index])).toEqual(run);
    const trace = traceOf(composition, run);
    expect(isDead(composition, statesAfter(composition, trace, trace.length))).toBe(true);
    expect(new Set(run.map(({ component }) => component < part.components.length)).size).toBe(2);
  });
});
