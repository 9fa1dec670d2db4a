import { describe, expect, test } from 'vitest';
import study from '../../../claimcheck.config.ts';
import type { Choice } from '../../checker/system/compose.ts';
import { type Change, Scenes } from './scene.ts';
import { goTo, moved, take, type View } from './view.ts';

const scenes = new Scenes(study);
const TICKET = scenes.first;
const { choices } = scenes.model(TICKET).composition;
const [claim, timer, established] = [12, 0, 1].map((index) => choices[index]) as [Choice, Choice, Choice];
const start: View = { scene: TICKET, run: [], at: 0 };
const two = take(take(start, claim), timer);

/** The ticket's counterexample. */
const ticket: View = {
  ...start,
  run: [12, 0, 1, 2, 17, 26, 28, 29, 2].map((index) => choices[index] as Choice),
  at: 9,
};

describe('a view', () => {
  test('remembers what was undone, so that it can be taken again', () => {
    const undone = goTo(two, 1);
    expect(undone).toEqual({ scene: TICKET, run: [claim, timer], at: 1 });
    expect(take(undone, timer)).toEqual(two);
  });

  test('forgets it when another step is taken instead', () => {
    expect(take(goTo(take(two, established), 0), claim).run).toHaveLength(3);
    expect(take(goTo(two, 1), established).run).toEqual([claim, established]);
  });

  test('goes neither before its start nor beyond its end', () => {
    expect(goTo(two, -Infinity).at).toBe(0);
    expect(goTo(two, Infinity).at).toBe(2);
  });
});

/** How many of the ticket's nine steps another variant allows. */
const stepsIn = (change: Change) => moved(scenes, ticket, change).run.length;

describe('the same run in another variant', () => {
  test('goes as far as it is possible there', () => {
    expect(stepsIn({ choices: { fixes: '0010' } })).toBe(6);
    expect(stepsIn({ faults: ['fin'] })).toBe(6);
    expect(stepsIn({ choices: { path: 'raw' } })).toBe(6);
    expect(stepsIn({ choices: { rounds: 9 } })).toBe(9);
  });

  test('is not looked for in another system', () => {
    expect(moved(scenes, ticket, { system: 'peer' })).toMatchObject({
      scene: { system: 'peer', choices: { path: 'auth' } },
      run: [],
      at: 0,
    });
  });
});
