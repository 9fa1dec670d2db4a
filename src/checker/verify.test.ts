import { describe, expect, test } from 'vitest';
import type { Check, Property } from './property/property.ts';
import { component, compose, graph, reaches } from './testing/machines.ts';
import { isWitness, verify } from './verify.ts';

const property = (...checks: Check[]): Property => ({ id: 'P', sentence: '', source: '', checks });
const never = (state: string): Check => ({ kind: 'never', what: reaches('one', state) });
const sometimes = (state: string): Check => ({ kind: 'sometimes', what: reaches('one', state) });

const chain = compose(component('one', graph('m', 'a-GO->b', 'b-GO->c', 'd-GO->d'), ['GO']));
const verdicts = (checks: Check[], options = {}) =>
  verify(
    chain,
    checks.map((check, i) => ({ ...property(check), id: `P${i}` })),
    options,
  ).findings.map(({ verdict }) => verdict);

const haveGone = (...states: { value: unknown }[]) => states.every(({ value }) => value === 'b');
const haveLeft = (...states: { value: unknown }[]) => states.every(({ value }) => value !== 'a');

describe('a verdict', () => {
  test('says of an exhausted space what holds and what does not', () => {
    expect(verdicts([never('c'), never('d'), sometimes('c'), sometimes('d')])).toEqual([
      'violated',
      'holds',
      'reached',
      'unreachable',
    ]);
  });

  test('never says holds or unreachable of a search that hit its bound', () => {
    expect(verdicts([never('b'), never('d'), sometimes('b'), sometimes('d')], { maxStates: 2 })).toEqual([
      'violated',
      'bounded',
      'reached',
      'bounded',
    ]);
    expect(verdicts([never('d'), sometimes('d')], { maxStates: 4 })).toEqual(['holds', 'unreachable']);
  });

  test('comes with the shortest run of all the checks of a property', () => {
    const [finding] = verify(chain, [property(never('d'), never('c'), never('b'))]).findings;
    expect(finding?.run).toHaveLength(1);
  });

  test('comes with the run of fewest faults where two checks are hit equally soon', () => {
    const fork = compose(component('one', graph('m', 'a-BAD->b', 'a-GOOD->c'), ['BAD!', 'GOOD']));
    const [finding] = verify(fork, [property(never('b'), never('c'))]).findings;
    expect(finding?.run?.map(({ event }) => event.type)).toEqual(['GOOD']);
  });

  test('comes with the run of the check stated first where nothing else decides', () => {
    const fork = compose(component('one', graph('m', 'a-LEFT->b', 'a-RIGHT->c'), ['LEFT', 'RIGHT']));
    const run = (...checks: Check[]) =>
      verify(fork, [property(...checks)]).findings[0]?.run?.map(({ event }) => event.type);
    expect(run(never('b'), never('c'))).toEqual(['LEFT']);
    expect(run(never('c'), never('b'))).toEqual(['RIGHT']);
  });

  test('gives each property the runs of its own checks', () => {
    const stating = [property(never('d'), never('c')), property(never('b')), property(never('d'))];
    const { findings } = verify(
      chain,
      stating.map((one, i) => ({ ...one, id: `P${i}` })),
    );
    expect(findings.map(({ run }) => run?.length)).toEqual([2, 1, undefined]);
  });

  test('of dead ends comes with its run also where the system falls apart into groups', () => {
    const two = compose(
      component('one', graph('m', 'a-GO->b'), ['GO']),
      component('two', graph('m', 'a-GO->b', 'a-STOP->c'), ['GO', 'STOP']),
    );
    const judged = (is: typeof haveGone) =>
      verify(two, [property({ kind: 'deadlock', except: { of: ['one', 'two'], is } })], { engine: 'grouped' });
    expect(judged(haveLeft)).toMatchObject({ engine: 'grouped', findings: [{ verdict: 'holds', run: null }] });
    const { findings } = judged(haveGone);
    expect(findings[0]?.verdict).toBe('violated');
    expect(findings[0]?.run?.map(({ event }) => event.type).toSorted()).toEqual(['GO', 'STOP']);
  });

  test('takes a property for a witness if it claims nothing but reachability', () => {
    expect(isWitness(property(sometimes('b'), sometimes('c')))).toBe(true);
    expect(isWitness(property(sometimes('b'), never('c')))).toBe(false);
  });
});
