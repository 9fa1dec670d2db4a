import { describe, expect, test } from 'vitest';
import { haveElapsed, secondsByTime, type Stopwatch, started, stopped, stopwatch, ticked } from './stopwatch.ts';

const after = (ticks: number, watch: Stopwatch): Stopwatch => (ticks === 0 ? watch : after(ticks - 1, ticked(watch)));

describe('a stopwatch that is started late in a second', () => {
  const late = started(after(3, stopwatch(4)));

  test('sees time() go on with the next tick, and only then', () => {
    expect([0, 1, 4, 5].map((ticks) => secondsByTime(after(ticks, late)))).toEqual([0, 1, 1, 2]);
  });

  test('knows all the same how much time has gone by', () => {
    expect([3, 4, 5].map((ticks) => haveElapsed(after(ticks, late), 1))).toEqual([false, true, true]);
  });
});

describe('a stopwatch that is started with a second', () => {
  test('sees time() go on when the second is over', () => {
    const early = started(stopwatch(4));
    expect([0, 3, 4, 7, 8].map((ticks) => secondsByTime(after(ticks, early)))).toEqual([0, 0, 1, 1, 2]);
  });
});

describe('a stopwatch that is not started', () => {
  test('has measured nothing, but knows how old the second is', () => {
    const watch = after(6, stopped(started(stopwatch(4))));
    expect(secondsByTime(watch)).toBe(0);
    expect(haveElapsed(watch, 0)).toBe(false);
    expect(watch).toEqual({ perSecond: 4, phase: 2, elapsed: null });
  });
});
