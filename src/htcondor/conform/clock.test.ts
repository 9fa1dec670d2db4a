import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asksForTime, condorReadMachine } from '../../../machines/condor-io/condor-read.ts';
import { haveElapsed, secondsByTime, started, stopwatch, ticked } from '../../../machines/condor-io/stopwatch.ts';
import { ModelError } from '../../checker/errors.ts';
import { Clock, TICKS_PER_SECOND } from './clock.ts';
import { SECOND } from './schedule.ts';

const moments = fc.array(fc.nat(4 * SECOND), { minLength: 2, maxLength: 9 });
const phases = fc.nat(SECOND - 1);

test('a stopwatch that counts the ticks of a run says of any two moments what the microseconds say', () =>
  fc.assert(
    fc.property(phases, moments, (phase, drawn) => {
      const clock = new Clock(phase, drawn);
      const [from, to] = drawn.slice(0, 2).toSorted((a, b) => a - b) as [number, number];
      const begun = started(ticked(stopwatch(TICKS_PER_SECOND), clock.ticks(from)));
      const then = ticked(begun, clock.ticks(to) - clock.ticks(from));
      const turns = Math.floor((phase + to) / SECOND) - Math.floor((phase + from) / SECOND);
      expect(secondsByTime(then)).toBe(turns);
      expect(clock.secondsBetween(from, to)).toBe(turns);
      for (const seconds of [0, 1, 2, 3]) expect(haveElapsed(then, seconds)).toBe(to - from >= seconds * SECOND);
    }),
  ));

test('a tick stands for one moment, also whole seconds later', () =>
  fc.assert(
    fc.property(phases, moments, fc.nat(3), (phase, drawn, seconds) => {
      const clock = new Clock(phase, drawn);
      const [moment] = drawn as [number];
      expect(clock.moment(clock.ticks(moment) + seconds * TICKS_PER_SECOND)).toBe(moment + seconds * SECOND);
    }),
  ));

test('a moment that was not announced has no tick', () => {
  expect(() => new Clock(0, [5]).ticks(6)).toThrow(ModelError);
  expect(() => new Clock(0, [5]).moment(2)).toThrow(ModelError);
});

test('the fragments, after which a read asks for the time, are what makes condor_read() go round again', () => {
  const { receiving } = condorReadMachine.root.states['reading']?.states ?? {};
  const goingRound = [...(receiving?.transitions.values() ?? [])].flat().filter((transition) => {
    return transition.target?.some(({ key }) => key === 'goingRound');
  });
  expect(goingRound.map(({ eventType }) => eventType)).toEqual(['HEADER_BYTES', 'BODY_BYTES']);
  expect(condorReadMachine.events.filter((type) => asksForTime({ type }))).toEqual(['HEADER_BYTES', 'BODY_BYTES']);
});
