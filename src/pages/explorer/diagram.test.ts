import { describe, expect, test } from 'vitest';
import type { Moment, Sent } from '../../traces/messages/messages.ts';
import { diagramOf } from './diagram.ts';
import { foldsOf } from './story/folds.ts';

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

const late = { step: 2, occurrence: 1 };
const first = message({ step: 1, occurrence: 2 }, late);
const second = message({ step: 1, occurrence: 4 }, { step: 1, occurrence: 4 });
const folds = foldsOf(['a', 'b', 'c']);

describe('the rows of a diagram', () => {
  test('are those of what happens to messages, below the words of their step', () => {
    const { blocks, rowOf, rows } = diagramOf(folds, [first, second], [2, 1, 1]);
    expect(blocks).toEqual([
      { top: 0, rows: 4 },
      { top: 4, rows: 2 },
      { top: 6, rows: 1 },
    ]);
    expect([rowOf(first, first.sent), rowOf(second, second.sent), rowOf(first, late)]).toEqual([2, 3, 5]);
    expect(rows).toBe(7);
  });

  test('are each labelled with what happens there, once', () => {
    const { labels } = diagramOf(folds, [first, second], [2, 1, 1]);
    expect(labels.map(({ row, happening }) => [row, happening.what, happening.message === first])).toEqual([
      [2, 'sent', true],
      [3, 'sent', false],
      [5, 'arrived', true],
    ]);
  });

  test('are no more for what arrives in the moment in which it is sent', () => {
    const at = { step: 1, occurrence: 0 };
    expect(diagramOf(foldsOf(['a']), [message(at, at)], [1]).rows).toBe(2);
  });

  test('are one for all that happens in repeated steps', () => {
    const ticks = Array.from({ length: 5 }, (_, i) => message({ step: i + 1, occurrence: 0 }, null));
    const { rows, rowOf, labels } = diagramOf(foldsOf(['t', 't', 't', 't', 't']), ticks, [2]);
    expect([rows, ...ticks.map((tick) => rowOf(tick, tick.sent))]).toEqual([2, 1, 1, 1, 1, 1]);
    expect(labels).toEqual([]);
  });
});
