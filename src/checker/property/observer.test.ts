import { describe, expect, test } from 'vitest';
import type { Composition } from '../system/compose.ts';
import { explore } from '../search/explore.ts';
import type { Check } from './property.ts';
import { component, compose, graph, runOf, takes } from '../testing/machines.ts';

const on = (type: string) => takes('one', type);
/** A machine that can do these words, letter by letter, and nothing else. */
const words = (...list: string[]) => {
  const edges = list.flatMap((word) =>
    [...word].map((letter, i) => `s${word.slice(0, i)}-${letter}->s${word.slice(0, i + 1)}`),
  );
  return compose(component('one', graph('m', ...edges), ['A', 'B', 'X', 'F', 'G', 'H']));
};

/** The word that hits a check first. */
const find = (check: Check, system: Composition) =>
  runOf(system, check)
    ?.map((step) => step.split('.')[1])
    .join('') ?? null;

const inState = (state: string) => ({ component: 'one', is: ({ value }: { value: unknown }) => value === state });

describe('what each kind of check finds, and what it must not', () => {
  const onlyAfter: Check = { kind: 'onlyAfter', what: on('X'), after: [on('A'), on('B')], forget: on('F') };

  test('onlyAfter finds what happens with nothing before it, or too little, or in the wrong order', () => {
    expect(find(onlyAfter, words('X'))).toBe('X');
    expect(find(onlyAfter, words('AX'))).toBe('AX');
    expect(find(onlyAfter, words('BAX'))).toBe('BAX');
    expect(find(onlyAfter, words('BX'))).toBe('BX');
  });

  test('onlyAfter is content with all of it in order, whatever lies between, and for good', () => {
    expect(find(onlyAfter, words('ABX'))).toBeNull();
    expect(find(onlyAfter, words('AGBHX'))).toBeNull();
    expect(find(onlyAfter, words('BABX'))).toBeNull();
    expect(find(onlyAfter, words('ABXX'))).toBeNull();
  });

  test('onlyAfter finds what lies behind a forget', () => {
    expect(find(onlyAfter, words('ABFX'))).toBe('ABFX');
    expect(find(onlyAfter, words('AFBX'))).toBe('AFBX');
    expect(find(onlyAfter, words('AFABX'))).toBeNull();
  });

  test('onlyAfter sees a forget by the very transition that it judges afterwards only', () => {
    const check: Check = { ...onlyAfter, forget: on('X') } as Check;
    expect(find(check, words('ABX'))).toBeNull();
    expect(find(check, words('ABXX'))).toBe('ABXX');
  });

  test('onlyAfter and neverAfter remember for good without a forget', () => {
    const only: Check = { kind: 'onlyAfter', what: on('X'), after: [on('A')] };
    expect(find(only, words('FX'))).toBe('FX');
    expect(find(only, words('AFX'))).toBeNull();
    const no: Check = { kind: 'neverAfter', what: on('X'), after: on('A') };
    expect(find(no, words('AFX'))).toBe('AFX');
    expect(find(no, words('XA'))).toBeNull();
  });

  const neverAfter: Check = { kind: 'neverAfter', what: on('X'), after: on('A'), forget: on('F') };

  test('neverAfter finds what follows, at once or later', () => {
    expect(find(neverAfter, words('AX'))).toBe('AX');
    expect(find(neverAfter, words('GAGHX'))).toBe('GAGHX');
    expect(find(neverAfter, words('FAX'))).toBe('FAX');
  });

  test('neverAfter lets pass what comes before, or behind a forget', () => {
    expect(find(neverAfter, words('XA'))).toBeNull();
    expect(find(neverAfter, words('AFX'))).toBeNull();
    expect(find(neverAfter, words('AFXAGX'))).toBe('AFXAGX');
  });

  test('neverAfter does not take a transition to follow itself', () => {
    expect(find({ kind: 'neverAfter', what: on('A'), after: on('A'), forget: on('F') }, words('A'))).toBeNull();
    expect(find({ kind: 'neverAfter', what: on('A'), after: on('A'), forget: on('F') }, words('AGA'))).toBe('AGA');
  });

  test('never … while looks at the end of the step, not at its beginning', () => {
    const fork = compose(component('one', graph('m', 'a-GO->b', 'b-GO->c'), ['GO']));
    expect(find({ kind: 'never', what: on('GO'), while: inState('a') }, fork)).toBeNull();
    expect(find({ kind: 'never', what: on('GO'), while: inState('c') }, fork)).toBe('GOGO');
  });

  test('never … while looks at another component, also one that the step did not touch', () => {
    const sat = { component: 'two', is: ({ value }: { value: unknown }) => value === 'b' };
    const pair = compose(
      component('one', graph('m', 'a-X->b'), ['X']),
      component('two', graph('m', 'a-A->b', 'b-B->c'), ['A', 'B']),
    );
    expect(find({ kind: 'never', what: on('X'), while: sat }, pair)).toBe('AX');
  });

  const sometimes: Check = { kind: 'sometimes', what: on('X'), after: [on('A'), on('B')], forget: on('F') };

  test('sometimes … after asks for all of it, in order, since the last forget', () => {
    expect(find(sometimes, words('ABX'))).toBe('ABX');
    expect(find(sometimes, words('AGBGX'))).toBe('AGBGX');
    expect(find(sometimes, words('X', 'AX', 'BAX', 'AFBX', 'ABFX'))).toBeNull();
  });

  test('remembers what a check needs even where the machines are back where they were', () => {
    const round = compose(component('one', graph('m', 'a-A->b', 'b-B->a', 'a-X->c'), ['X', 'A', 'B']));
    expect(find(sometimes, round)).toBe('ABX');
    expect(explore(round, []).states).toBe(3);
    expect(explore(round, [sometimes]).states).toBeGreaterThan(3);
  });
});
