import { describe, expect, test } from 'vitest';
import { judge } from '../replay/judge.ts';
import { replayLasso } from '../replay/live-actors.ts';
import { traceOf } from '../replay/trace.ts';
import type { LeadsToSpec } from '../property/property.ts';
import { component, compose, graph, takes } from '../testing/machines.ts';
import { verify } from '../verify.ts';

/** A lock that is free or held by B, while A wants it, until A has it. */
const lock = (...edges: readonly string[]) =>
  compose(component('lock', graph('lock', 'idle-WANT->free', 'free-A->a', ...edges), ['WANT', 'A', 'B', 'LEAVE']));

const free = lock('free-B->b', 'b-LEAVE->free');

/** What is found of the claim that A has the lock once it wants it, with its run and cycle; confirmed by judge and actors. */
function found(composition: ReturnType<typeof lock>, fairness: Pick<LeadsToSpec, 'fair' | 'fairness'>) {
  const check: LeadsToSpec = { kind: 'leadsTo', from: takes('lock', 'WANT'), to: takes('lock', 'A'), ...fairness };
  const [finding] = verify(composition, [{ id: 'P', checks: [check] }]).findings;
  if (!finding) throw new Error('nothing was found');
  const { cycle, property, run, verdict } = finding;
  if (!run || !cycle) return verdict;
  const trace = traceOf(composition, [...run, ...cycle]);
  expect(judge(composition, [property], trace, { cycleFrom: run.length })).toMatchObject([{ step: run.length }]);
  expect(replayLasso(composition, { trace, cycleFrom: run.length })).toBeNull();
  return `${verdict}: ${[run, cycle].map((some) => some.map(({ event }) => event.type).join(' ')).join(' | ')}`;
}

const actionOf = (type: string, strong: boolean) => ({
  name: type,
  is: (_: string, event: { type: string }) => event.type === type,
  strong,
});

describe('an action that is enabled again and again', () => {
  test('need not be taken where it is fair in the weak sense: another one may always come first', () => {
    expect(found(free, { fair: 'all' })).toBe('violated: WANT | B LEAVE');
    expect(found(free, { fair: 'all', fairness: 'weak' })).toBe('violated: WANT | B LEAVE');
    expect(found(free, { fair: ['A', 'B', 'LEAVE'].map((type) => actionOf(type, false)) })).toBe(
      'violated: WANT | B LEAVE',
    );
  });

  test('is taken where it is fair in the strong sense', () => {
    expect(found(free, { fair: 'all', fairness: 'strong' })).toBe('holds');
    expect(found(free, { fair: [actionOf('A', true), actionOf('LEAVE', false)] })).toBe('holds');
  });

  test('is not enabled again and again if the run may keep from where it is', () => {
    expect(found(free, { fair: [actionOf('A', true)] })).toBe('violated: WANT B | ');
    // In a changed machine B hands the lock to itself.
    const greedy = lock('free-B->b', 'b-LEAVE->c', 'c-B->b');
    expect(found(greedy, { fair: 'all', fairness: 'strong' })).toBe('violated: WANT B | LEAVE B');
  });

  test('of two strong ones each divides what the other has left', () => {
    // To b and back, from b to c and back; A may be had in `free` and in b.
    const chain = lock('free-B->b', 'b-LEAVE->free', 'b-A->a', 'b-B->c', 'c-LEAVE->b');
    expect(found(chain, { fair: [actionOf('A', true), actionOf('B', true)] })).toBe('violated: WANT B B | ');
    expect(found(chain, { fair: [actionOf('A', true), actionOf('LEAVE', true)] })).toBe('holds');
    expect(found(chain, { fair: 'all', fairness: 'strong' })).toBe('holds');
  });

  test('is named in a check that is well made', () => {
    const wrong = { kind: 'leadsTo', from: () => true, to: () => true, fairness: 'fierce' };
    expect(() => verify(free, [{ id: 'P', checks: [wrong as never] }])).toThrow(
      "property P: 'fairness' of the check leadsTo must be 'weak' or 'strong'",
    );
    const odd = { ...wrong, fairness: 'weak', fair: [{ ...actionOf('A', true), strong: 'yes' }] };
    expect(() => verify(free, [{ id: 'P', checks: [odd as never] }])).toThrow(/'fair' of .* must be 'all', or a list/);
  });
});
