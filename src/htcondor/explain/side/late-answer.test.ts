import { expect, test } from 'vitest';
import { pathTo } from '../../../files/root.ts';
import { examine } from '../explain.ts';
import { Logs } from '../read/logs.ts';

test('an answer that comes after the lease ran out is no renewal, and a longer lease is not said to have run out', async () => {
  const startd = [pathTo('properties/logs/late-answer/StartLog')];
  const { claims } = await examine(await Logs.open({ startd, schedd: [] }));
  expect(claims.map(({ renewals, end }) => [renewals, end?.cause])).toEqual([[2, 'lease-expired']]);
  // The claim's lease was 1800 s. The job's, of 30 s, was set by a line that is not in the log.
  expect(claims[0]?.end?.explanation).toContain(
    'The lease ran out, 30 s after it was last renewed, at 2026-11-29T16:16:07',
  );
});
