import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskOf, popcount, transpose, wordsFor } from './bits.ts';

const bitAt = (matrix: Int32Array, columns: number, row: number, column: number) =>
  ((matrix[row * wordsFor(columns) + (column >>> 5)] as number) >>> (column & 31)) & 1;

describe('words of bits', () => {
  test('are counted as their binary digits are', () => {
    fc.assert(
      fc.property(fc.integer(), (word) => {
        expect(popcount(word)).toBe((word >>> 0).toString(2).replaceAll('0', '').length);
      }),
    );
  });

  test('hold the bits that satisfy a condition', () => {
    const mask = maskOf(70, (bit) => bit % 3 === 0);
    expect(mask).toHaveLength(3);
    expect(Array.from({ length: 70 }, (_, bit) => bit).filter((bit) => bitAt(mask, 70, 0, bit) === 1)).toEqual(
      Array.from({ length: 24 }, (_, i) => 3 * i),
    );
  });

  test('are transposed as a matrix of any size', () => {
    const size = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(size, size, fc.infiniteStream(fc.boolean()), (rows, columns, bits) => {
        const from = new Int32Array(rows * wordsFor(columns));
        for (let row = 0; row < rows; row++) {
          from.set(
            maskOf(columns, () => bits.next().value as boolean),
            row * wordsFor(columns),
          );
        }
        const to = new Int32Array(columns * wordsFor(rows)).fill(-1);
        transpose(from, rows, columns, to);
        const cells = Array.from({ length: rows * columns }, (_, i) => [Math.trunc(i / columns), i % columns] as const);
        expect(cells.map(([row, column]) => bitAt(to, rows, column, row))).toEqual(
          cells.map(([row, column]) => bitAt(from, columns, row, column)),
        );
        expect(to.reduce((sum, word) => sum + popcount(word), 0)).toBe(
          from.reduce((sum, word) => sum + popcount(word), 0),
        );
      }),
      { numRuns: 60, seed: 2563 },
    );
  });
});
