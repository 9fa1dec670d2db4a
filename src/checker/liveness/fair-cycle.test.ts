import { describe, expect, test } from 'vitest';
import { fairCycle } from './fair-cycle.ts';
import type { Space } from '../search/space.ts';

/** A space drawn by hand: states are letters in the order in which they are found, `a-GO->b` is a step. */
interface Drawing {
  readonly edges: readonly string[];
  /** The states in which the obligation is pending. */
  readonly pending: string;
  readonly fair?: readonly string[];
  /** Choices that are not taken, as `GO`, or not in a state, as `aGO`. */
  readonly not?: readonly string[];
}

/** The cycle that is found, as its first state and its choices: `a: GO BACK`; null if there is none. */
function cycleIn({ edges, pending, fair = [], not = [] }: Drawing): string | null {
  const steps = edges.map((edge) => /^(\w)-(\w+)->(\w)$/.exec(edge)?.slice(1) as [string, string, string]);
  const states = [...new Set(steps.flatMap(([from, , to]) => [from, to]))].toSorted();
  const choices = [...new Set(steps.map(([, event]) => event))];
  const nameOf = (state: number) => states[state] as string;
  const space = {
    size: states.length,
    steps: (state, visit) => {
      for (const [from, event, to] of steps) {
        if (from === nameOf(state)) visit(choices.indexOf(event), states.indexOf(to), []);
      }
    },
  } as Space;
  const found = fairCycle(space, {
    isPending: (state) => pending.includes(nameOf(state)),
    isAllowed: (choice, state) => !not.includes(`${choices[choice]}`) && !not.includes(nameOf(state) + choices[choice]),
    actionsOf: (choice) =>
      fair.includes(choices[choice] as string) ? 1 << fair.indexOf(choices[choice] as string) : 0,
  });
  return found && `${nameOf(found.state)}: ${found.choices.map((choice) => choices[choice]).join(' ')}`;
}

describe('a fair cycle', () => {
  test('is a state in which nothing need ever happen', () => {
    expect(cycleIn({ edges: ['a-GO->b'], pending: 'b' })).toBe('b: ');
    expect(cycleIn({ edges: ['a-GO->b'], pending: 'a' })).toBe('a: ');
    expect(cycleIn({ edges: ['a-GO->b', 'b-ON->c'], pending: 'ab', fair: ['GO'] })).toBe('b: ');
  });

  test('is none where a fair action leads out of the obligation', () => {
    expect(cycleIn({ edges: ['a-GO->b'], pending: 'a', fair: ['GO'] })).toBeNull();
    expect(cycleIn({ edges: ['a-GO->b', 'b-ON->c'], pending: 'ab', fair: ['GO', 'ON'] })).toBeNull();
  });

  test('is none of states that are not pending', () => {
    expect(cycleIn({ edges: ['a-GO->b', 'b-GO->a'], pending: '' })).toBeNull();
  });

  test('goes round pending states', () => {
    expect(cycleIn({ edges: ['a-GO->b', 'b-BACK->a'], pending: 'ab', fair: ['GO', 'BACK'] })).toBe('a: GO BACK');
  });

  test('does not leave the obligation on its way', () => {
    const edges = ['a-GO->b', 'b-GO->c', 'c-GO->a'];
    expect(cycleIn({ edges, pending: 'abc', fair: ['GO'] })).toBe('a: GO GO GO');
    expect(cycleIn({ edges: ['a-GO->b', 'b-GO->a'], pending: 'a', fair: ['GO'] })).toBeNull();
    expect(cycleIn({ edges: ['a-GO->b', 'b-ON->c', 'c-ON->a'], pending: 'ac', fair: ['GO', 'ON'] })).toBeNull();
  });

  test('takes an action that stays enabled', () => {
    const edges = ['a-GO->b', 'b-BACK->a', 'a-OUT->c', 'b-OUT->c'];
    expect(cycleIn({ edges, pending: 'ab', fair: ['OUT'] })).toBeNull();
    expect(cycleIn({ edges: [...edges, 'b-OUT->a'], pending: 'ab', fair: ['OUT'] })).toBe('a: GO OUT');
  });

  test('need not take an action that is not enabled all round', () => {
    const edges = ['a-GO->b', 'b-BACK->a', 'a-OUT->c'];
    expect(cycleIn({ edges, pending: 'ab', fair: ['GO', 'BACK', 'OUT'] })).toBe('a: GO BACK');
    expect(cycleIn({ edges, pending: 'ab', fair: ['OUT'] })).toBe('a: GO BACK');
  });

  test('takes an action also by a step that changes nothing', () => {
    const edges = ['a-LOOK->a', 'a-OUT->b'];
    expect(cycleIn({ edges, pending: 'a', fair: ['LOOK'] })).toBe('a: LOOK');
    expect(cycleIn({ edges, pending: 'a', fair: ['LOOK', 'OUT'] })).toBeNull();
  });

  test('takes only what is allowed', () => {
    const edges = ['a-GO->b', 'b-BACK->a', 'a-OUT->c', 'b-OUT->c'];
    const pending = 'ab';
    expect(cycleIn({ edges, pending, fair: ['GO', 'BACK'], not: ['BACK'] })).toBe('b: ');
    expect(cycleIn({ edges, pending, fair: ['GO', 'BACK', 'OUT'], not: ['BACK'] })).toBeNull();
    expect(cycleIn({ edges, pending, fair: ['GO', 'OUT'], not: ['OUT'] })).toBe('a: GO BACK');
  });

  test('takes an action that is not allowed in a state for one that is not enabled there', () => {
    const edges = ['a-GO->b', 'b-BACK->a', 'a-OUT->c', 'b-OUT->c'];
    const drawing = { edges, pending: 'ab', fair: ['GO', 'BACK', 'OUT'] };
    expect(cycleIn(drawing)).toBeNull();
    expect(cycleIn({ ...drawing, not: ['bOUT'] })).toBe('a: GO BACK');
  });

  test('goes through all that fairness asks for, however far apart', () => {
    const edges = ['a-ON->b', 'b-ON->c', 'c-ON->d', 'd-ON->a', 'a-GO->a', 'b-GO->b', 'c-GO->d', 'd-GO->d'];
    const looks = ['a-LOOK->z', 'b-LOOK->z', 'c-LOOK->z', 'd-LOOK->d'];
    expect(cycleIn({ edges: [...edges, ...looks], pending: 'abcd', fair: ['LOOK', 'GO'] })).toBe(
      'a: GO ON ON ON LOOK ON',
    );
  });

  test('is the one nearest to the initial state, and not one that is near and unfair', () => {
    const near = ['a-GO->b', 'b-GO->a', 'b-ON->c'];
    const far = ['c-GO->d', 'd-GO->c'];
    expect(cycleIn({ edges: [...near, ...far], pending: 'abcd', fair: ['GO'] })).toBe('a: GO GO');
    const exits = ['a-OUT->z', 'b-OUT->z'];
    const fair = ['GO', 'OUT'];
    expect(cycleIn({ edges: [...near, ...far, ...exits], pending: 'abcd', fair })).toBe('c: GO GO');
  });

  test('goes as far as the one state that does not enable an action', () => {
    const edges = ['a-GO->b', 'b-GO->a', 'b-ON->c', 'c-ON->b', 'a-OUT->z', 'b-OUT->z'];
    expect(cycleIn({ edges, pending: 'abc', fair: ['OUT', 'GO'] })).toBe('a: GO ON ON GO');
    expect(cycleIn({ edges: [...edges, 'c-OUT->z'], pending: 'abc', fair: ['OUT', 'GO'] })).toBeNull();
  });
});
