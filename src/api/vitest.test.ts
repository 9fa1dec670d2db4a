// oxlint-disable-next-line no-unassigned-import
import 'claimcheck/vitest';
import { compose, defineStudy, defineSystem, enters, type PropertySpec, type SystemSpec } from 'claimcheck';
import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';

const light = createMachine({
  id: 'light',
  initial: 'red',
  states: { red: { on: { GO: 'green' } }, green: { on: { STOP: 'red' } }, fire: {} },
});
const events = [{ event: { type: 'GO' } }, { event: { type: 'STOP' } }];
const spec: SystemSpec = {
  name: 'crossing',
  components: ['north', 'east'].map((name) => ({ name, machine: light, environment: events })),
};

const apart: PropertySpec = {
  id: 'apart',
  sentence: 'The lights are never green together',
  checks: [{ kind: 'always', what: { of: ['north', 'east'], is: (a, b) => a.value === 'red' || b.value === 'red' } }],
};
const goes: PropertySpec = { id: 'goes', checks: [{ kind: 'sometimes', what: enters('north', 'green') }] };
const burns: PropertySpec = { id: 'burns', checks: [{ kind: 'sometimes', what: enters('north', 'fire') }] };

/** The message with which an expectation fails. */
function failure(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}

describe('toHold()', () => {
  test('passes where every property holds and every witness is reached', () => {
    expect({ spec, properties: [goes] }).toHold();
    expect(compose(spec)).toHold([goes]);
    expect(spec).toHold({ properties: [goes] });
  });

  test('fails with the shortest counterexample, told in words, and the command that replays it', () => {
    expect(failure(() => expect(compose(spec)).toHold([goes, apart]))).toBe(
      [
        'crossing: apart is violated in 2 steps: The lights are never green together',
        '',
        '  1. north GO',
        '      north  red → green',
        '  2. east GO',
        '      east   red → green',
        '',
        '4 states, 8 transitions.',
        '',
        "Replay: npx vitest run src/api/vitest.test.ts -t 'toHold() fails with the shortest counterexample, told in words, and the command that replays it'",
      ].join('\n'),
    );
  });

  test('fails where a witness is out of reach, with all else that is wrong beside it', () => {
    const message = failure(() => expect({ spec, properties: [burns, goes] }).toHold());
    expect(message).toContain('crossing: burns is reached by no run, in 4 states\n4 states, 8 transitions.');
    const both = failure(() => expect({ spec, properties: [burns, apart] }).toHold());
    expect(both).toContain('apart is violated in 2 steps');
    expect(both).toContain('4 states, 8 transitions. Also: burns unreachable.');
  });

  test('tells messages, lost ones too, and a run that never ends', () => {
    const sender = createMachine({
      id: 'sender',
      on: { GO: { actions: { type: 'send', params: { to: 'receiver', message: { type: 'HELLO', n: 1 } } } } },
    });
    const lost: SystemSpec = {
      name: 'post',
      components: [
        { name: 'sender', machine: sender, environment: events.slice(0, 1) },
        { name: 'receiver', machine: light },
      ],
    };
    const message = failure(() =>
      expect({ spec: lost, properties: [{ id: 'p', checks: [{ kind: 'never', what: () => false }] }] }).toHold(),
    );
    expect(message).toMatch(
      /^post: a message is lost in 1 step: receiver has no transition for HELLO from sender in "red"/,
    );
    expect(message).toContain(
      '  1. sender GO\n      sender    sends HELLO 1 to receiver\n      receiver  HELLO 1 is lost: no transition takes it in red',
    );

    const again: PropertySpec = {
      id: 'again',
      checks: [{ kind: 'leadsTo', from: enters('north', 'green'), to: enters('north', 'red'), fair: [] }],
    };
    const forever = failure(() => expect({ spec, properties: [again] }).toHold());
    expect(forever).toContain('crossing: again is violated in 1 step and a cycle that goes on for ever');
    expect(forever).toContain('From here on nothing need ever happen.');
  });

  test('says of a bounded search that it is bounded, and is then no pass, nor the opposite, unless that is allowed', () => {
    const bounded = { properties: [burns], maxStates: 2 };
    const message = failure(() => expect(spec).toHold(bounded));
    expect(message).toContain('crossing: bounded: the search gave up after ');
    expect(message).toContain('so burns is not decided\nNothing is wrong so far, which is not a proof.');
    expect(failure(() => expect(spec).not.toHold(bounded))).toContain('crossing: bounded');
    expect(failure(() => expect(spec).not.toHold({ ...bounded, allowBounded: true }))).toContain('crossing: bounded');
    expect(spec).toHold({ ...bounded, allowBounded: true });
  });

  test('refuses a system of which nothing is stated, and what is no system', () => {
    for (const nothing of [
      () => expect(spec).toHold(),
      () => expect(spec).not.toHold(),
      () => expect(spec).toHold([]),
    ]) {
      expect(failure(nothing)).toBe('crossing: no property is stated, so nothing would be checked');
    }
    for (const other of [null, 'crossing', {}]) {
      expect(failure(() => expect(other).toHold([goes]))).toContain('a system was expected: { spec, properties }');
    }
  });

  test('refuses an option that is none', () => {
    const misspelt = { properties: [goes], maxState: 1 } as never;
    expect(failure(() => expect(spec).toHold(misspelt))).toBe(
      "toHold has no 'maxState'; it has properties, choices, faults, maxStates, allowBounded; did you mean 'maxStates'?",
    );
  });

  test('with not, expects a violation', () => {
    expect(spec).not.toHold([apart]);
    expect(failure(() => expect(spec).not.toHold([goes]))).toBe(
      'crossing: all of goes hold in 4 states, 8 transitions\nA violation was expected.',
    );
  });

  test('checks a system of a study in all its variants, or in some, and a whole study', () => {
    const system = defineSystem({
      name: 'crossing',
      axes: { lights: { values: [1, 2], about: 'how many' } },
      search: ({ lights }) => ({
        spec: { ...spec, components: spec.components.slice(0, lights) },
        properties: lights === 1 ? [goes] : [goes, apart],
      }),
    });
    expect(system).toHold({ choices: { lights: 1 } });
    expect(system).not.toHold({ choices: { lights: 2 } });
    const message = failure(() => expect(system).toHold());
    expect(message).toMatch(/^crossing 2: apart is violated in 2 steps/);
    expect(message).toContain('In its study: npx claimcheck trace --system crossing --set lights=2 --property apart');
    expect(failure(() => expect(defineStudy({ name: 'Crossings', systems: [system] })).toHold())).toContain(
      'crossing 2',
    );
  });
});
