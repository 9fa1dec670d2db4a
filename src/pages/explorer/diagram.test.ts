import { expect, test } from 'vitest';
import type { Moment, Sent } from '../../traces/messages/messages.ts';
import { diagramOf } from './diagram.ts';

const message = (sent: Moment, arrived: Moment | null): Sent => ({
  via: 'first.toSchedd',
  isOfCarrier: false,
  from: 'startd',
  to: 'schedd',
  kind: 'data',
  text: 'ALIVE',
  sent,
  pieces: [],
  arrived,
  lost: null,
});

test('each step has a row, and below it all that happens to messages in it, in order', () => {
  const late = { step: 2, occurrence: 1 };
  const first = message({ step: 1, occurrence: 2 }, late);
  const second = message({ step: 1, occurrence: 4 }, { step: 1, occurrence: 4 });
  const { steps, rowOf, rows } = diagramOf(3, [first, second]);
  expect(steps).toEqual([0, 3, 5]);
  expect([rowOf(first, first.sent), rowOf(second, second.sent), rowOf(first, late)]).toEqual([1, 2, 4]);
  expect(rows).toBe(6);
});

test('what arrives in the moment in which it is sent needs no second row', () => {
  const at = { step: 1, occurrence: 0 };
  expect(diagramOf(1, [message(at, at)]).rows).toBe(2);
});
