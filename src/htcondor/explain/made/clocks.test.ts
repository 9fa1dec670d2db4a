import { describe, expect, test } from 'vitest';
import { CLAIM, endsOf, found, HOST, MadeSchedd, MadeStartd, OTHER_HOST, stamp } from '../testing/made.ts';

/** The lines of a log from one moment to another. */
const cut = (lines: readonly string[], from: number, to: number): string =>
  `${lines.filter((line) => line.slice(0, 17) >= stamp(from) && line.slice(0, 17) <= stamp(to)).join('\n')}\n`;

const startd = (skew = 0) => ({
  StartLog: new MadeStartd()
    .run(0, 'slot1', '1.0')
    .disowned(600, 'slot1')
    .text((at) => stamp(at + skew)),
});

describe('one start of a job, at different times in the two logs', () => {
  test.each([45, -45, 250, -250])('is a difference of the clocks of %i s where it cannot be two', async (skew) => {
    const schedd = new MadeSchedd().shadow(0, '1.0', 'slot1', 11).nobody(600).ends(601, '1.0', 'slot1', 11, 107);
    const findings = await found({ startd: startd(skew), schedd: { SchedLog: schedd } });
    expect(endsOf(findings)).toEqual(['slot1 1.0 unrecognized false']);
  });

  test('decides nothing where it is more than five minutes', async () => {
    const schedd = new MadeSchedd()
      .shadow(0, '1.0', 'slot1', 11)
      .ends(500, '1.0', 'slot1', 11, 100)
      .unknown(600, CLAIM)
      .nobody(1200);
    const findings = await found({ startd: startd(600), schedd: { SchedLog: schedd } });
    expect(endsOf(findings)).toEqual(['slot1 1.0 unrecognized null']);
    expect(findings.claims[0]?.end?.explanation).toContain('a job start 601 s later than the SchedLog');
    expect(findings.warnings).toContainEqual(
      expect.stringContaining('give --skew 601 if the clocks differ, --skew 0 if not'),
    );
  });

  test.each([
    ['the SchedLog has been rotated away', 242],
    ['the SchedLog goes on without the second start', 3600],
  ])('decides nothing where the job can have started twice, and %s', async (_, to) => {
    const schedd = new MadeSchedd()
      .shadow(0, '1.0', 'slot1', 11)
      .nobody(240)
      .ends(241, '1.0', 'slot1', 11, 107)
      .at(242, 'Negotiating');
    const second = new MadeStartd().run(250, 'slot1', '1.0').disowned(492, 'slot1');
    const findings = await found({
      startd: { StartLog: cut(second.lines(), 243, 3600) },
      schedd: { SchedLog: cut(schedd.lines(), -600, to) },
    });
    expect(endsOf(findings)).toEqual(['slot1 1.0 unrecognized null']);
    expect(findings.warnings).toContainEqual(expect.stringContaining('or these are two starts'));
  });

  test('of two jobs decides nothing either, where both can have started twice', async () => {
    const schedd = new MadeSchedd()
      .shadow(0, '1.0', 'slot1', 11)
      .shadow(1, '2.0', 'slot2', 12)
      .nobody(240)
      .ends(241, '1.0', 'slot1', 11, 107);
    const again = new MadeStartd().run(250, 'slot1', '1.0').run(251, 'slot2', '2.0').disowned(492, 'slot1');
    const findings = await found({
      startd: { StartLog: cut(again.lines(), 243, 3600) },
      schedd: { SchedLog: cut(schedd.lines(), -600, 242) },
    });
    expect(endsOf(findings)).toEqual(['slot1 1.0 unrecognized null']);
  });
});

test('a startd that sets its clock back for the winter, and a schedd of UTC', async () => {
  const HOUR = 3600;
  const zone = (at: number) => stamp(at - 4 * HOUR - (at >= HOUR ? HOUR : 0));
  const log = new MadeStartd()
    .run(0, 'slot1', '1.0')
    .run(120, 'slot2', '2.0')
    .at(HOUR, 'a line')
    .disowned(2 * HOUR, 'slot1')
    .run(2 * HOUR + 600, 'slot1', '3.0');
  const schedd = new MadeSchedd()
    .shadow(0, '1.0', 'slot1', 11)
    .shadow(120, '2.0', 'slot2', 12)
    .unknown(HOUR, CLAIM)
    .nobody(2 * HOUR)
    .ends(2 * HOUR + 1, '1.0', 'slot1', 11, 107)
    .shadow(2 * HOUR + 600, '3.0', 'slot1', 13);
  const findings = await found({ startd: { StartLog: log.text(zone) }, schedd: { SchedLog: schedd } });
  expect(endsOf(findings)).toEqual(['slot1 1.0 unrecognized false']);
});

describe('the logs of two hosts in one file', () => {
  const first = new MadeStartd().run(0, 'slot1', '1.0').at(3000, 'slot1: noise');
  const second = new MadeStartd({ address: OTHER_HOST }).run(0, 'slot1', '2.0').disowned(600, 'slot1');
  const schedd = new MadeSchedd()
    .shadow(0, '1.0', 'slot1', 11)
    .shadow(0, '2.0', 'slot1', 12, OTHER_HOST)
    .nobody(600, '<10.0.0.77:40001>')
    .ends(601, '2.0', 'slot1', 12, 107, OTHER_HOST);

  test('are said to be such: the second one is not the first one that was started again, an hour later', async () => {
    const StartLog = first.text() + second.text();
    const { claims, warnings } = await found({ startd: { StartLog }, schedd: { SchedLog: schedd } });
    expect(endsOf({ claims })).toEqual(['slot1 1.0 other null', 'slot1 2.0 unrecognized false']);
    expect(claims[0]?.end?.explanation).toContain('How the claim ended is not in this log');
    expect(warnings.map((text) => text.replace(/^\S+\//, ''))).toEqual([
      `StartLog:17: a daemon at ${OTHER_HOST} writes from here on, and before this one at ${HOST}: the log of each host should be in a file of its own`,
    ]);
  });

  test('are not those of a startd that exits and is started at another address', async () => {
    const EXITS = '**** condor_startd (condor_STARTD) pid 7 EXITING WITH STATUS 0';
    const StartLog = new MadeStartd().at(-600, EXITS).text() + second.text();
    expect((await found({ startd: { StartLog } })).warnings).toEqual([]);
  });
});

/** A schedd sends a claim id, which a startd with D_FULLDEBUG logs. */
const offered = (log: MadeStartd, seconds: number, sequence: number) =>
  log.at(seconds, `slot1: Received ClaimId from schedd (${HOST}#1709600000#${sequence}#...)`);

test('clocks are compared by starts of jobs also where one of the logs alone has claim ids', async () => {
  const log = new MadeStartd();
  for (const [i, at] of [0, 200, 400].entries())
    offered(log, at, i + 1)
      .run(at, 'slot1', '1.0')
      .disowned(at + 150, 'slot1');
  const schedd = new MadeSchedd();
  for (const at of [0, 200, 400])
    schedd
      .shadow(at, '1.0', 'slot1', 11 + at)
      .nobody(at + 150)
      .ends(at + 151, '1.0', 'slot1', 11 + at, 107);
  const logs = { startd: { StartLog: log.text((at) => stamp(at + 100)) }, schedd: { SchedLog: schedd } };
  const { claims, warnings } = await found(logs);
  expect(endsOf({ claims })).toEqual(Array.from({ length: 3 }, () => 'slot1 1.0 unrecognized false'));
  expect(warnings).toEqual([expect.stringContaining("the startd's clock is 101 s ahead of the schedd's")]);
});
