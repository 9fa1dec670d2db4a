import { describe, expect, test } from 'vitest';
import type { Choice, Composition } from '../system/compose.ts';
import { judge } from '../replay/judge.ts';
import { closes, type Lasso, violatesLeadsTo } from './lasso.ts';
import { replayLasso } from '../replay/live-actors.ts';
import type { LeadsTo } from '../property/property.ts';
import { component, compose, graph, reaches } from '../testing/machines.ts';
import { traceOf } from '../replay/trace.ts';

const ring = compose(
  component('one', graph('m', 'a-GO->b', 'b-ON->c', 'c-ON->b', 'c-OUT->d', 'b-OUT->d', 'd-ON->d'), [
    'GO',
    'ON',
    'OUT!',
  ]),
);

const choice = (composition: Composition, type: string): Choice =>
  composition.choices.find(({ event }) => event.type === type) as Choice;

/** A lasso by its events: `GO | ON ON`. */
function lasso(events: string): Lasso {
  const [run = [], cycle = []] = events.split('|').map((part) => part.trim().split(' ').filter(Boolean));
  const trace = traceOf(
    ring,
    [...run, ...cycle].map((type) => choice(ring, type)),
  );
  return { trace, cycleFrom: run.length };
}

const check: LeadsTo = {
  kind: 'leadsTo',
  from: reaches('one', 'b'),
  to: reaches('one', 'd'),
  fair: [{ name: 'on', is: (_, { type }) => type === 'ON' }],
};
const outOfB: LeadsTo['only'] = (_, { type }) =>
  type === 'OUT' ? { of: ['one'], is: ({ value }) => value === 'b' } : true;
const without =
  (refused: string): LeadsTo['only'] =>
  (_, { type }) =>
    type !== refused;
const fairOut = { ...check, fair: [{ name: 'out', is: (_: string, { type }: { type: string }) => type === 'OUT' }] };

describe('a lasso', () => {
  test('closes where every component comes back to where it was', () => {
    expect(closes(ring, lasso('GO | ON ON'))).toBe(true);
    expect(closes(ring, lasso('GO ON | ON ON'))).toBe(true);
    expect(closes(ring, lasso('GO |'))).toBe(true);
    expect(closes(ring, lasso('GO | ON'))).toBe(false);
  });

  test('violates leadsTo if the obligation is pending all round and the cycle is fair', () => {
    expect(violatesLeadsTo(ring, check, lasso('GO | ON ON'))).toBe(true);
    expect(violatesLeadsTo(ring, check, lasso('GO ON ON | ON ON'))).toBe(true);
  });

  test('does not if it does not close', () => {
    expect(violatesLeadsTo(ring, check, lasso('GO | ON'))).toBe(false);
  });

  test('does not if an action that stays enabled is never taken', () => {
    expect(violatesLeadsTo(ring, check, lasso('GO |'))).toBe(false);
    expect(violatesLeadsTo(ring, fairOut, lasso('GO | ON ON'))).toBe(false);
  });

  test('does if that action is a fault that the environment does not have, or not allowed', () => {
    expect(violatesLeadsTo(ring, fairOut, lasso('GO | ON ON'), [])).toBe(true);
    expect(violatesLeadsTo(ring, { ...fairOut, only: without('OUT') }, lasso('GO | ON ON'))).toBe(true);
  });

  test('does if that action is allowed in one state of the cycle only', () => {
    expect(violatesLeadsTo(ring, { ...fairOut, only: outOfB }, lasso('GO | ON ON'))).toBe(true);
    expect(violatesLeadsTo(ring, { ...fairOut, only: outOfB }, lasso('GO |'))).toBe(false);
  });

  test('does not if the cycle takes what is not allowed', () => {
    expect(violatesLeadsTo(ring, { ...check, fair: [], only: without('ON') }, lasso('GO | ON ON'))).toBe(false);
  });

  test('does not if nothing is pending, or not all round', () => {
    expect(violatesLeadsTo(ring, check, lasso('|'))).toBe(false);
    expect(violatesLeadsTo(ring, { ...check, from: reaches('one', 'z') }, lasso('GO | ON ON'))).toBe(false);
    expect(violatesLeadsTo(ring, { ...check, to: reaches('one', 'c') }, lasso('GO | ON ON'))).toBe(false);
    const during = { of: ['one'], is: ({ value }: { value: unknown }) => value !== 'c' };
    expect(violatesLeadsTo(ring, { ...check, during }, lasso('GO | ON ON'))).toBe(false);
  });

  test('is judged by the step from which it goes on for ever; a run that ends is not', () => {
    const property = { id: 'P', sentence: '', source: '', checks: [check] };
    const { trace, cycleFrom } = lasso('GO ON | ON ON');
    expect(judge(ring, [property], trace, { cycleFrom })).toEqual([{ property, step: 2 }]);
    expect(judge(ring, [property], trace)).toEqual([]);
  });

  test('is replayed through live actors, twice round', () => {
    expect(replayLasso(ring, lasso('GO | ON ON'))).toBeNull();
    expect(replayLasso(ring, lasso('GO | ON'))).toBe('the cycle does not lead back to where it begins');
    const { trace, cycleFrom } = lasso('GO | ON ON');
    const wrong = trace.map((step) => ({
      ...step,
      choice: choice(ring, step.choice.event.type === 'GO' ? 'GO' : 'OUT'),
    }));
    expect(() => replayLasso(ring, { trace: wrong, cycleFrom })).toThrow('cannot take OUT here');
  });
});
