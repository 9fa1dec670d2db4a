import { describe, expect, test } from 'vitest';
import { endsOf, found, MadeSchedd, MadeStartd } from '../testing/made.ts';

/** What is warned of the StartLog. */
const warned = (warnings: readonly string[]) => warnings.map((text) => text.replace(/^\S+\//, ''));

describe('two startds that write into one file, and do not say that they are at different addresses', () => {
  const both = new MadeStartd()
    .run(0, 'slot1', '1.0')
    .run(60, 'slot1', '2.0')
    .disowned(600, 'slot1')
    .run(700, 'slot1', '3.0')
    .jobEnds(1200, 'slot1')
    .released(1200, 'slot1')
    .jobEnds(1300, 'slot1')
    .released(1300, 'slot1');

  test("leave undecided which of them ended, and say nothing of a job's starter", async () => {
    const { claims, warnings } = await found({ startd: { StartLog: both } });
    expect(endsOf({ claims })).toEqual(['slot1 1.0 other null', 'slot1 2.0 other null', 'slot1 3.0 other null']);
    expect(claims.flatMap(({ jobs }) => jobs.map(({ job, starter, died }) => [job, starter, died]))).toEqual([
      ['1.0', null, false],
      ['2.0', null, false],
      ['3.0', null, false],
    ]);
    expect(claims[1]?.end?.explanation).toContain('lines of two startds are mixed here, or lines are missing');
    expect(warned(warnings)).toEqual([
      expect.stringMatching(/^StartLog:16: slot1 changes here from a state that it was not in: /),
    ]);
  });

  test('blame no answer of the schedd', async () => {
    const schedd = new MadeSchedd()
      .shadow(0, '1.0', 'slot1', 11)
      .shadow(60, '2.0', 'slot1', 12)
      .nobody(600)
      .ends(601, '1.0', 'slot1', 11, 107);
    const { claims } = await found({ startd: { StartLog: both }, schedd: { SchedLog: schedd } });
    expect(claims.map(({ end }) => end?.authoritative)).toEqual([null, null, null]);
  });

  test('are told apart again once the startd is started again', async () => {
    const later = new MadeStartd().run(3000, 'slot1', '4.0').released(3600, 'slot1').lines().slice(4);
    const banner = '03/05/24 10:45:00 ** condor_startd (CONDOR_STARTD) STARTING UP';
    const { claims } = await found({ startd: { StartLog: `${both.text()}${banner}\n${later.join('\n')}\n` } });
    expect(endsOf({ claims }).at(-1)).toBe('slot1 4.0 released true');
  });
});

test('two startds of which one starts while the other has a claim: that has not gone with it', async () => {
  const other = new MadeStartd().run(0, 'slot1', '1.0').disowned(1200, 'slot1');
  const lines = [
    ...other.lines(),
    ...new MadeStartd()
      .lines()
      .map((line) => line.replace('09:50:00', '10:05:00'))
      .slice(0, 3),
    ...new MadeStartd().run(400, 'slot1', '2.0').released(900, 'slot1').lines().slice(4),
  ];
  const StartLog = `${lines.toSorted((a, b) => (a.slice(0, 17) < b.slice(0, 17) ? -1 : 1)).join('\n')}\n`;
  const schedd = new MadeSchedd().shadow(0, '1.0', 'slot1', 11).nobody(1200).ends(1201, '1.0', 'slot1', 11, 107);
  const { claims } = await found({ startd: { StartLog }, schedd: { SchedLog: schedd } });
  expect(claims.map(({ end }) => end?.authoritative)).not.toContain(false);
  expect(endsOf({ claims })[0]).toBe('slot1 1.0 other null');
  expect(claims[0]?.end?.explanation).toContain('lines of two startds are mixed here');
});

test.each([
  ['exits', ['**** condor_startd (condor_STARTD) pid 7 EXITING WITH STATUS 0']],
  [
    'stops on an error',
    [
      'ERROR "no more memory" at line 7 in file Starter.cpp',
      'slot1: Changing state and activity: Claimed/Busy -> Preempting/Killing',
    ],
  ],
  [
    'vacates all its claims',
    [
      'State change: received VACATE_ALL_FAST command',
      'slot1: Changing state and activity: Claimed/Busy -> Preempting/Killing',
    ],
  ],
])('one startd that %s while it has a claim, and starts again, is no mixture', async (_, messages) => {
  const log = new MadeStartd().run(0, 'slot1', '1.0').at(600, ...messages);
  const banner = '03/05/24 10:20:00 ** condor_startd (CONDOR_STARTD) STARTING UP';
  const again = new MadeStartd().run(1800, 'slot1', '2.0').released(2400, 'slot1').lines().slice(4);
  const { claims, warnings } = await found({ startd: { StartLog: `${log.text()}${banner}\n${again.join('\n')}\n` } });
  expect(endsOf({ claims }).at(-1)).toBe('slot1 2.0 released true');
  expect(warnings).toEqual([]);
});

test('where only lines are missing, the claims behind them are decided', async () => {
  const log = new MadeStartd()
    .run(0, 'slot1', '1.0')
    .run(3600, 'slot1', '2.0')
    .released(4000, 'slot1')
    .run(5000, 'slot1', '3.0')
    .released(6000, 'slot1');
  const { claims, warnings } = await found({ startd: { StartLog: log } });
  expect(endsOf({ claims })).toEqual(['slot1 1.0 other null', 'slot1 2.0 other null', 'slot1 3.0 released true']);
  expect(warnings).toHaveLength(1);
});
