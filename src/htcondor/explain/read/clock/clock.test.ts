import { describe, expect, test } from 'vitest';
import { examineLines } from '../../testing/scenarios.ts';
import { parseHeader } from '../header.ts';
import type { Stamp } from '../stamp.ts';
import { KNOWN_FORMATS } from '../time-format.ts';
import { Clock } from './clock.ts';

const stampOf = (text: string): Stamp => parseHeader(`${text} a line`, 2024, 0, KNOWN_FORMATS)?.stamp as Stamp;

/** What a clock makes of two lines: the kind of its jump, and how many minutes it takes to have passed. */
function between(from: string, to: string): readonly [kind: string | undefined, minutes: number] {
  const clock = new Clock();
  const before = clock.moment(stampOf(from)).ms;
  const { ms, jump } = clock.moment(stampOf(to));
  return [jump?.kind, (ms - before) / 60_000];
}

describe('a clock that goes back', () => {
  test.each([
    ['in North America', '11/03/24 01:50:00', '11/03/24 01:15:00', 25],
    ['in Europe', '10/27/24 02:59:00', '10/27/24 02:20:00', 21],
    ['in Great Britain', '10/30/11 01:40:00', '10/30/11 01:30:00', 50],
    ['at midnight in Chile', '04/06/24 23:55:00', '04/06/24 23:20:00', 25],
    ['in Australia', '04/07/24 02:30:00', '04/07/24 02:00:00', 30],
    ['an hour to the minute, whenever that is', '03/05/24 15:30:00', '03/05/24 14:30:20', 1 / 3],
    ['two hours', '03/05/24 15:30:00', '03/05/24 13:31:00', 1],
  ])('has ended its summer time, or changed its zone: %s', (_, from, to, minutes) => {
    expect(between(from, to)).toEqual([minutes > 0 && 'zone', minutes]);
  });

  test.each([
    ['on another day', '03/05/24 01:50:00', '03/05/24 01:15:00'],
    ['on the day after', '11/04/24 01:50:00', '11/04/24 01:15:00'],
    ['at another hour of that day', '11/03/24 14:50:00', '11/03/24 14:15:00'],
    ['across the hour that comes twice', '11/03/24 02:20:00', '11/03/24 01:40:00'],
    ['where the year is not known', '11/03 01:50:00', '11/03 01:15:00'],
    ['by an hour and a half', '11/03/24 02:50:00', '11/03/24 01:20:00'],
    ['by an hour, and counts in UTC', '2024-11-03T01:50:00Z', '2024-11-03T00:50:00Z'],
  ])('was set right %s: it goes on from where it stood', (_, from, to) => {
    expect(between(from, to)).toEqual(['set', 0]);
  });

  test('is one of files that are none of one daemon if it goes back by more, and no news by less than ten minutes', () => {
    expect(between('03/05/24 15:30:00', '03/05/24 10:30:00')).toEqual(['disorder', -300]);
    expect(between('03/05/24 15:30:00', '03/05/24 15:21:00')).toEqual([undefined, -9]);
  });
});

test('how long something took is not known where the clock was set back in between', async () => {
  const startd = [
    '10:00:00 slot1: Changing state: Unclaimed -> Claimed',
    '10:00:01 slot1: Remote job ID is 1.0',
    '10:40:00 slot1: Sending alive to schedd <10.0.0.9:9618>...',
    '10:40:00 slot1: Received Alive response of 300 from schedd <10.0.0.9:9618> job 1.0',
    '10:10:00 slot1: Called deactivate_claim()',
    '10:15:00 Starter pid 7 exited with status 0',
    '10:15:00 slot1: State change: starter exited',
    '10:15:00 slot1: State change: claim lease expired (condor_schedd gone?), evicting claim',
  ].map((line) => `03/05/24 ${line}`);
  const { claims, warnings } = await examineLines({ startd, schedd: [] });
  expect(claims[0]?.timeline.map(({ what }) => what).join('\n')).toContain(
    'ends at 2024-03-05T10:15:00, after a time that is not known, for the clock was set back',
  );
  expect(claims[0]?.end?.explanation).toContain(
    'a time that is not known (the clock was set back) after it was last renewed, at 2024-03-05T10:40:00',
  );
  expect(warnings).toEqual([expect.stringContaining('how much time passed is not known')]);
});
