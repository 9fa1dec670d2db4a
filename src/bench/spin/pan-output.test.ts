import { describe, expect, test } from 'vitest';
import { PanOutput } from './pan-output.ts';

const failures = `pan:1: assertion violated holds_S1 (at depth 9)
pan:2: invalid end state (at depth 11)
pan:3: assertion violated holds_S3 (at depth 12)
`;
const figures = `
(Spin Version 6.5.2 -- 6 December 2019)

Full statespace search for:
	invalid end states	+

State-vector 28 byte, depth reached 823, errors: ERRORS
   204784 states, stored
  1768106 states, matched
  1972890 transitions (= stored+matched)
        0 atomic steps

Stats on memory usage (in Megabytes):
    9.374	equivalent memory usage for states (stored*(State-vector + overhead))
  128.000	memory used for hash table (-w24)
  136.500	total actual memory usage
`;

function read(text: string, size = text.length, deadEndClaims: readonly string[] = []) {
  const output = new PanOutput(['S1', 'S2', 'S3', ...deadEndClaims], deadEndClaims);
  for (let at = 0; at < text.length; at += size) output.take(text.slice(at, at + size));
  return output.report();
}

describe("what a program of Spin's says", () => {
  const violated = {
    states: 204784,
    transitions: null,
    steps: 1972889,
    deadEnds: null,
    verdicts: { S1: 'violated', S2: 'holds', S3: 'violated' },
    bound: null,
    memory: 136.5 * 2 ** 20,
  };

  test.each([1, 7, 100, 100_000])('is understood, if it comes in pieces of %s characters', (size) => {
    expect(read(failures + figures.replace('ERRORS', '3'), size)).toEqual(violated);
  });

  test('is understood after many failures', () => {
    expect(read(failures.repeat(5000) + figures.replace('ERRORS', '15000'), 65_536)).toEqual(violated);
  });

  test('has a verdict on dead ends, and then counts no steps: the model has one more at each good end', () => {
    const text = figures.replace('ERRORS', '0');
    expect(read(text, text.length, ['D1'])).toMatchObject({ steps: null, verdicts: { S1: 'holds', D1: 'holds' } });
    const bad = failures + text;
    expect(read(bad, bad.length, ['D1'])).toMatchObject({ verdicts: { S2: 'holds', D1: 'violated' } });
  });

  test.each([
    ['Interrupted', 'time'],
    ['pan: reached -DMEMLIM bound', 'memory'],
    ['error: max search depth too small', 'depth'],
  ])('is of a part where it says "%s"', (line, bound) => {
    const verdicts = { S1: 'violated', S2: 'bounded' };
    expect(read(`${failures}${line}\n${figures.replace('ERRORS', '3')}`)).toMatchObject({ bound, verdicts });
  });

  test('is of a part where states are told apart by a hash: only what is violated is known', () => {
    const output = new PanOutput(['S1', 'S2', 'S3'], [], true);
    output.take(`${failures}${figures.replace('ERRORS', '3')}  208.001\ttotal shared memory usage\n`);
    const verdicts = { S1: 'violated', S2: 'bounded', S3: 'violated' };
    expect(output.report()).toMatchObject({ bound: 'hash', verdicts, states: 204784, memory: 208.001 * 2 ** 20 });
  });

  test('is refused if the model lacks a step, or the end is missing', () => {
    const gap = 'pan:1: assertion violated no_gap (at depth 3)\n';
    expect(() => read(gap + figures.replace('ERRORS', '1'))).toThrow('a step that the model lacks');
    expect(() => read(failures)).toThrow('Spin says nothing of its errors');
  });
});
