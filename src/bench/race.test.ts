import { describe, expect, test } from 'vitest';
import { medians, race } from './race.ts';

describe('a race', () => {
  test('lets all run by turns, and gives the median of each figure', async () => {
    const order: string[] = [];
    const runner = (name: string, walls: number[]) => ({
      name,
      run: async () => {
        order.push(name);
        return { wall: walls.shift() ?? 0, cpu: null };
      },
    });
    const results = await race([runner('a', [3, 1, 2]), runner('b', [9, 7, 5])], 3, () => {});
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(results).toEqual([
      { name: 'a', figures: { wall: 2, cpu: null } },
      { name: 'b', figures: { wall: 7, cpu: null } },
    ]);
  });

  test('leaves a figure open that one of the runs does not know', () => {
    expect(medians([{ peak: 4 }, { peak: null }, { peak: 6 }])).toEqual({ peak: null });
  });
});
