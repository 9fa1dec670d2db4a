import { describe, expect, test } from 'vitest';
import { component, compose, machine } from '../../checker/testing/machines.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import { itf } from './itf.ts';

const isString = (json: unknown) => typeof json === 'string';
const isListOf = (isItem: (json: unknown) => boolean, json: unknown) => Array.isArray(json) && json.every(isItem);

/** What may stand behind each of the format's own words. */
const WORDS: Readonly<Record<string, (json: unknown) => boolean>> = {
  '#bigint': (json) => isString(json) && /^-?[0-9]+$/.test(json as string),
  '#tup': (json) => isListOf(isExpression, json),
  '#set': (json) => isListOf(isExpression, json),
  '#map': (json) => isListOf((pair) => isListOf(isExpression, pair) && (pair as unknown[]).length === 2, json),
  '#unserializable': isString,
};

/** An expression, by the definition in https://apalache-mc.org/docs/adr/015adr-trace.html. */
function isExpression(json: unknown): boolean {
  if (typeof json === 'number') return Number.isSafeInteger(json);
  if (typeof json === 'boolean' || isString(json)) return true;
  if (Array.isArray(json)) return json.every(isExpression);
  if (typeof json !== 'object' || json === null) return false;
  const fields = Object.entries(json);
  const [[word, value] = ['', null]] = fields;
  if (word in WORDS) return fields.length === 1 && (WORDS[word]?.(value) ?? false);
  return fields.every(([field, part]) => !field.startsWith('#') && isExpression(part));
}

const isObject = (json: unknown) => typeof json === 'object' && json !== null && !Array.isArray(json);

/** A trace object, by the same definition. */
function isTrace(json: Record<string, unknown>): boolean {
  const { '#meta': meta = {}, params = [], vars, states, loop = 0, ...others } = json;
  const isState = (state: unknown) => {
    const { '#meta': own = {}, ...values } = state as Record<string, unknown>;
    const isComplete = JSON.stringify(Object.keys(values)) === JSON.stringify(vars);
    return isObject(own) && isComplete && Object.values(values).every(isExpression);
  };
  const isLoop = Number.isSafeInteger(loop) && (loop as number) < (states as unknown[]).length;
  return (
    isObject(meta) &&
    isListOf(isString, params) &&
    isListOf(isString, vars) &&
    isListOf(isState, states) &&
    isLoop &&
    Object.keys(others).length === 0
  );
}

/** As whoever reads the file gets it. */
const read = (trace: object) => JSON.parse(JSON.stringify(trace)) as Record<string, unknown>;

describe('a trace in the Informal Trace Format', () => {
  const { composition, properties } = modelOf('keep-alive', { connections: 1 });
  const [finding] = verify(
    composition,
    properties.filter(({ id }) => id === 'S1'),
  ).findings;
  const trace = traceOf(composition, finding?.run ?? []);
  const written = read(itf(composition, trace, 'S1'));
  const states = written['states'] as Record<string, Record<string, unknown>>[];

  test('has the structure that is published', () => {
    expect(isTrace(written)).toBe(true);
  });

  test('has a state before the first step and one after each', () => {
    expect(states).toHaveLength(trace.length + 1);
    expect(states.map(({ '#meta': meta }) => meta?.['index'])).toEqual([...states.keys()]);
    expect(states[0]?.['claim']?.['value']).toEqual(composition.initial[0]?.snapshot.value);
    expect(states.at(-1)?.['claim']?.['value']).toMatchObject({ lifecycle: 'disowned' });
  });

  test('says of each state which step led to it, and what was logged', () => {
    expect(states.at(-1)?.['#meta']).toMatchObject({ step: 'claim SELECT' });
    expect(JSON.stringify(states.at(-1)?.['#meta'])).toContain('claim no longer recognized by the schedd');
    expect(states.filter(({ '#meta': meta }) => meta?.['fault']).map(({ '#meta': meta }) => meta?.['fault'])).toEqual([
      'timeout',
    ]);
  });

  test('says where the cycle begins of a run that goes on for ever', () => {
    const lasso = read(itf(composition, trace, 'L1', 3));
    expect(lasso['loop']).toBe(3);
    expect(isTrace(lasso)).toBe(true);
  });

  test('leaves null out, which the format does not know, and keeps all else', () => {
    const odd = machine({
      id: 'odd',
      context: { nothing: null, list: [null, 1, true, 'x', { deep: null }], half: 0.5, big: 2 ** 60 },
    });
    const composed = compose(component('a.b', odd), component('a_b', odd));
    const [state] = read(itf(composed, [], ''))['states'] as Record<string, { context: object }>[];
    expect(Object.keys(state ?? {})).toEqual(['#meta', 'a_b', 'a_b_2']);
    expect(state?.['a_b']?.context).toEqual({
      list: [1, true, 'x', {}],
      half: { '#unserializable': '0.5' },
      big: { '#unserializable': String(2 ** 60) },
    });
    expect(isTrace(read(itf(composed, [], '')))).toBe(true);
  });
});
