import { describe, expect, test } from 'vitest';
import { summaryText } from '../render/summary.ts';
import { CLAIM, endsOf, found, type MadeLogs, MadeSchedd, MadeStartd } from '../testing/made.ts';
import { explainLines } from '../testing/scenarios.ts';

const schedd = (version?: string) =>
  new MadeSchedd(version === undefined ? {} : { version }).shadow(0, '1.0', 'slot1', 11);
const startd = () => new MadeStartd().run(0, 'slot1', '1.0').disowned(600, 'slot1');

const lost = (log: MadeSchedd) => log.nobody(600).ends(601, '1.0', 'slot1', 11, 107);
const both = (log: MadeSchedd): MadeLogs => ({ startd: { StartLog: startd() }, schedd: { SchedLog: log } });

const explanationOf = async (logs: MadeLogs): Promise<string> => (await found(logs)).claims[0]?.end?.explanation ?? '';

describe('an answer of -1 to nobody, in a SchedLog alone', () => {
  test('is no claim that was removed: the claim that may have heard it is released hours later', async () => {
    const log = schedd().nobody(600).ends(3000, '1.0', 'slot1', 11, 100).released(3000, 'slot1');
    const { claims } = await found({ schedd: { SchedLog: log } });
    expect(claims.map(({ isAnswer, end }) => [isAnswer, end?.cause, end?.authoritative])).toEqual([
      [false, 'released', true],
      [true, 'unknown', null],
    ]);
    expect(summaryText(claims)).toBe('1 claim: 1 released; 1 answer of -1 to a claim not known');
    expect(claims[1]?.end?.explanation).not.toContain('valid');
  });

  test('and one to a claim of which the record was made again later (#7195) is undecided likewise', async () => {
    const log = new MadeSchedd()
      .unknown(0)
      .at(2, 'Started shadow for job 1.0 on <10.0.0.5:9618> for alice, (shadow pid = 21)')
      .ends(3000, '1.0', 'slot1', 21, 100);
    expect(endsOf(await found({ schedd: { SchedLog: log } }))).not.toContainEqual(expect.stringContaining('false'));
  });
});

const lostWrite = (peer = '<10.0.0.5:40001>') =>
  `condor_write(): Socket closed when trying to write 45 bytes to ${peer}, fd is 16`;
const unwritten = (peer?: string) => schedd().nobody(600).at(600, lostWrite(peer)).ends(601, '1.0', 'slot1', 11, 107);

describe('an answer of -1 to nobody that could not be written', () => {
  test('removes nothing', async () => {
    const { claims } = await found({ schedd: { SchedLog: unwritten() } });
    expect(claims.at(-1)?.end?.explanation).toContain('The answer could not be written.');
    expect(claims[0]?.end?.explanation).not.toContain('Right before');
    const findings = await found(both(unwritten()));
    expect(endsOf(findings)).toEqual(['slot1 1.0 unrecognized null']);
    expect(findings.claims[0]?.end?.explanation).toContain('it could not be written to the startd');
  });

  test('is no other than that on its connection, and in its second', async () => {
    for (const other of [unwritten('<10.0.0.5:40002>'), lost(schedd()).at(605, lostWrite())]) {
      expect(endsOf(await found(both(other)))).toEqual(['slot1 1.0 unrecognized false']);
    }
  });
});

const reset = (...lines: readonly string[]) =>
  explainLines({
    startd: [],
    schedd: new MadeSchedd().at(600, ...lines, 'Received startd keepalive for unknown claimid #...').lines(),
  });

test('an answer after a reset shows the same of the fixes as HTCondor has it today, without a further line', async () => {
  const today = await reset(
    'condor_read(): Socket closed abnormally when trying to read 5 bytes from <10.0.0.5:40001>, errno=104 Connection reset by peer',
  );
  const before = await reset(
    'condor_read() failed: recv() returned -1, errno = 104 Connection reset by peer, reading 5 bytes from <10.0.0.5:40001>.',
    'IO: Failed to read packet header',
  );
  expect(today.warnings).toEqual([]);
  expect([...today.consistency.variants]).toEqual([...before.consistency.variants]);
  expect([...today.consistency.variants.keys()]).toEqual(['0000', '0010', '1000']);
});

test('a claim of which only the SchedLog tells may have been given the last answer before it went, no earlier one', async () => {
  const log = new MadeSchedd()
    .shadow(0, '1.0', 'slot1', 11)
    .nobody(590)
    .ends(591, '1.0', 'slot1', 11, 107)
    .shadow(595, '1.0', 'slot1', 12)
    .nobody(605)
    .ends(606, '1.0', 'slot1', 12, 107);
  const { claims } = await found({ schedd: { SchedLog: log } });
  const hints = claims.flatMap(
    ({ end }) => /Right before, at \S*SchedLog:(\d+)/.exec(end?.explanation ?? '')?.[1] ?? [],
  );
  expect(hints).toEqual(['8', '14']);
});

const named = `slot1@node5.example.org ${CLAIM} for alice`;
/** A schedd that logs the claim id of its one claim. */
const naming = () => new MadeSchedd().at(0, `Started shadow for job 1.0 on ${named}, (shadow pid = 11)`);
const givesBack = (log: MadeSchedd, seconds: number) =>
  log.at(
    seconds,
    'Shadow pid 11 for job 1.0 exited with status 100',
    `Completed RELEASE_CLAIM to startd ${named}`,
    `Match record (${named}, 1.0) deleted`,
  );

describe('an answer of -1 to a claim that is named, in a SchedLog alone', () => {
  test.each([
    ['after the claim was given back does not end it', givesBack(naming(), 600).unknown(601), 'too late'],
    ['before the claim was given back did not end it', givesBack(naming().unknown(300), 600), 'did not end it'],
  ])('%s', async (_, log, why) => {
    const { claims } = await found({ schedd: { SchedLog: log } });
    expect(endsOf({ claims })).toEqual(['slot1 1.0 released true']);
    expect(claims[0]?.end?.at.text).toBe('2024-03-05T10:10:00');
    expect(claims[0]?.end?.explanation).toContain(why);
    expect(claims[0]?.end?.evidence.some(({ text }) => text.includes('unknown claimid'))).toBe(true);
  });

  test('long after the claim was given back shows that its startd still had it', async () => {
    const log = givesBack(naming(), 600).unknown(900);
    expect(endsOf(await found({ schedd: { SchedLog: log } }))).toEqual(['slot1 1.0 unrecognized true']);
  });

  test('is no claim of its own, and of several the last one counts: it was asked again', async () => {
    const log = schedd().unknown(300).unknown(310).unknown(320).ends(600, '1.0', 'slot1', 11, 107);
    const { claims } = await found({ schedd: { SchedLog: log } });
    expect(claims.map(({ isAnswer, claimId, end }) => [isAnswer, claimId, end?.at.text])).toEqual([
      [false, null, '2024-03-05T10:10:00'],
      [true, CLAIM, '2024-03-05T10:05:20'],
    ]);
    expect(summaryText(claims)).toBe(
      '1 claim: 1 undecided; 1 of 1 runs of jobs ended badly; 1 answer of -1 to a claim not known',
    );
  });
});

describe('the text on an answer to nobody', () => {
  test('calls the claim valid only where the schedd still had it', async () => {
    expect(await explanationOf(both(lost(schedd('7.6.3'))))).toContain('The claim was valid; this is ticket #2563.');
    const gone = await explanationOf(both(schedd().ends(300, '1.0', 'slot1', 11, 100).nobody(600)));
    expect(gone).toContain('But it had deleted its match record of that claim at 2024-03-05T10:05:00');
    expect(gone).not.toContain('The claim was valid');
  });

  test('weighs the release that the SchedLog names', async () => {
    for (const version of ['7.6.4', '7.7.4', '8.8.15']) {
      expect(await explanationOf(both(lost(schedd(version))))).toContain(
        `HTCondor ${version}, which the SchedLog names`,
      );
    }
    for (const version of ['7.6.3', '7.7.3']) {
      expect(await explanationOf(both(lost(schedd(version))))).not.toContain('which the SchedLog names');
    }
  });

  test('does not blame the ticket where a release with its fix logs no answer', async () => {
    const peer = '<10.0.0.5:40001>';
    const log = schedd('9.0.17').at(
      600,
      `Calling HandleReq <receive_startd_alive> (0) for command 441 (ALIVE) from condor@matchsession ${peer}`,
      `condor_read(): timeout reading 5 bytes from ${peer}.`,
      'IO: Failed to read packet header',
      'Return from HandleReq <receive_startd_alive> (handler: 1.0s, sec: 0.0s, payload: 0.0s)',
    );
    const text = await explanationOf(both(log.ends(601, '1.0', 'slot1', 11, 107)));
    expect(text).toContain('either this build is without it and answered -1, or the -1 has another cause');
    expect(text).not.toContain('this is ticket #2563');
  });
});

const unanswered = (version: string) => ({
  startd: { StartLog: new MadeStartd({ version }).run(0, 'slot1', '1.0').disowned(600, 'slot1') },
  schedd: { SchedLog: schedd('25.14.0').ends(601, '1.0', 'slot1', 11, 107) },
});

test('that no answer is logged is not that one was -1, for a startd that can misread it (#2672)', async () => {
  expect(await explanationOf(unanswered('25.14.0'))).toContain('took another answer for -1');
  expect(await explanationOf(unanswered('24.0.1'))).not.toContain('took another answer for -1');
});
