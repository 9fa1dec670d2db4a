import { describe, expect, test } from 'vitest';
import { both as edited, epochOf, shifted, twoRemovals, withHeader } from './testing/edits.ts';
import { type Both, examineLines, linesOf, outcomes, ticketLines } from './testing/scenarios.ts';

const BUG = linesOf('bug-all-fixes-off');
const FORGOTTEN = linesOf('schedd-forgot-claim-negotiated-session');
const both = (line: (line: string) => string, lines: Both = BUG): Both => edited(line, lines);

const usual = { bug: examineLines(BUG), forgotten: examineLines(FORGOTTEN) };

const fields = (text: string) => withHeader((m, d, y, ...clock) => `${m}/${d}/${y} ${clock.join(':')} ${text}`);

const timeOf = async (line: (line: string) => string) => (await examineLines(both(line))).claims[0]?.end?.at.text;

describe('every form of header', () => {
  test.each<[string, (line: string) => string]>([
    ['a year of four digits', withHeader((m, d, y, ...clock) => `${m}/${d}/20${y} ${clock.join(':')}`)],
    ['no year', withHeader((m, d, _, ...clock) => `${m}/${d} ${clock.join(':')}`)],
    ['milliseconds', withHeader((m, d, y, ...clock) => `${m}/${d}/${y} ${clock.join(':')}.123`)],
    ['the ISO order', withHeader((m, d, y, ...clock) => `20${y}-${m}-${d}T${clock.join(':')}`)],
    ['the ISO order with a zone', withHeader((m, d, y, ...clock) => `20${y}-${m}-${d} ${clock.join(':')}+01:00`)],
    ['seconds since 1970', withHeader((...all) => `${epochOf(...all)}`)],
    ['seconds since 1970, and a fraction', withHeader((...all) => `${epochOf(...all)}.5`)],
    ['seconds since 1970 in brackets', withHeader((...all) => `(${epochOf(...all)})`)],
    ['a process id', fields('(pid:93969)')],
    ['every field there is', fields('(fd:9) (pid:1) (tid:3) (cid:77) (bt:0a1b:7) (D_PROTOCOL:2|D_FAILURE)')],
    ['a carriage return', (line) => `${line}\r`],
  ])('is read alike: %s', async (_, edit) => {
    const lines = both(edit);
    const { claims, warnings } = await examineLines(lines);
    expect(outcomes({ claims })).toEqual(outcomes(await usual.bug));
    expect(claims[0]?.end?.evidence).toHaveLength((await usual.bug).claims[0]?.end?.evidence.length ?? 0);
    expect(warnings).toEqual([]);
  });

  test('and said alike', async () => {
    expect(await timeOf((line) => line)).toBe('2026-11-22T13:44:50');
    expect(await timeOf(withHeader((m, d, _, ...clock) => `${m}/${d} ${clock.join(':')}`))).toBe('--11-22T13:44:50');
    expect(await timeOf(withHeader((...all) => `${epochOf(...all)}`))).toBe('2026-11-22T13:44:50Z');
  });
});

describe('other names', () => {
  test.each([
    ['slot7', 'slot7'],
    ['slot1_23', 'slot1_23'],
    ['cpu12', 'cpu12'],
  ])('of a slot: %s', async (name, slot) => {
    const { claims } = await examineLines(both((line) => line.replace(/\bslot1(?=[:@])/g, name)));
    expect(claims.map((claim) => claim.slot)).toEqual([slot, slot]);
    expect(claims[0]?.end).toMatchObject({ authoritative: false });
  });

  test('or none, as on a machine with one processor in 2011', async () => {
    const { claims } = await examineLines(both((line) => line.replace(/ slot1: /, ' ')));
    expect(claims[0]).toMatchObject({ slot: null, job: '1.0', end: { cause: 'unrecognized', authoritative: false } });
  });

  test('of a job', async () => {
    const { claims } = await examineLines(both((line) => line.replace(/\b1\.0\b/g, '4711.12')));
    expect(claims[0]).toMatchObject({ job: '4711.12', end: { authoritative: false } });
  });

  test.each([
    ['IPv6', '[2607:f388::1%1]', '[2607:f388::1%1]'],
    ['long sinful strings', '10.0.0.7', '10.0.0.7'],
  ])('of a host: %s', async (name, host) => {
    const more =
      name === 'IPv6' ? '' : '&CCBID=10.0.0.9:9618%3faddrs%3d10.0.0.9-9618#12&PrivNet=example&noUDP&sock=startd_12_ab';
    const edit = (line: string) =>
      line.replaceAll('127.0.0.1:', `${host}:`).replace(/(<[^<>?]*\?[^<>]*)>/g, `$1${more}>`);
    const { claims, warnings } = await examineLines(both(edit, FORGOTTEN));
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: true });
    expect(warnings).toEqual([]);
  });
});

/** What D_ALWAYS alone leaves. */
const always = (line: string) =>
  !/Sending alive|In Claim|Leaving Claim|Received Alive|Keep alive|ClaimId|CONNECT|HandleReq|Calling Handler|Return from|ACCEPT|lease|Completed|send_vacate|condor_read\(fd/.test(
    line,
  );

describe('lower debug levels', () => {
  test('a spurious removal is found by its time and the failed read', async () => {
    const { claims } = await examineLines({ startd: BUG.startd.filter(always), schedd: BUG.schedd.filter(always) });
    expect(claims[0]).toMatchObject({ slot: 'slot1', job: '1.0', renewals: 0, end: { authoritative: false } });
    expect(claims[0]?.claimId).toMatch(/#1795355056#1#\.\.\.$/);
    const texts = claims[0]?.end?.evidence.map(({ text }) => text) ?? [];
    expect(texts).toEqual([
      expect.stringContaining('timeout reading 5 bytes'),
      expect.stringContaining('IO: Failed to read packet header'),
      expect.stringContaining('unknown claimid #...'),
      expect.stringContaining('claim no longer recognized'),
    ]);
  });

  test('an authoritative one by the job that runs on the claim', async () => {
    const lines = { startd: FORGOTTEN.startd.filter(always), schedd: FORGOTTEN.schedd.filter(always) };
    const { claims } = await examineLines(lines);
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: true });
  });
});

describe('clocks that differ', () => {
  test.each([37, -37, 3600, -5 * 3600, 86_400 * 2])(
    'by %d s are recognised by what both logs name',
    async (seconds) => {
      for (const [lines, expected] of [
        [BUG, await usual.bug],
        [FORGOTTEN, await usual.forgotten],
      ] as const) {
        const { claims, warnings } = await examineLines({ ...lines, startd: lines.startd.map(shifted(seconds)) });
        expect(outcomes({ claims })).toEqual(outcomes(expected));
        expect(warnings).toEqual([
          expect.stringContaining(
            `clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the schedd's`,
          ),
        ]);
      }
    },
  );

  test('are set by --skew where nothing is named', async () => {
    const { startd, schedd } = ticketLines();
    const late = { startd: startd.map(shifted(7200)), schedd };
    await expect(examineLines(late)).rejects.toThrow('no overlap in time');
    const { claims } = await examineLines(late, 7200);
    expect(claims[0]?.end).toMatchObject({ authoritative: false });
  });

  test('may be set while the logs are written: each pair is judged by its neighbours', async () => {
    const at = BUG.startd.findIndex((line) => line.includes('13:44:4'));
    const startd = BUG.startd.map((line, i) => (i < at ? line : shifted(1000)(line)));
    const { claims, warnings } = await examineLines({ ...BUG, startd });
    expect(claims[0]?.end).toMatchObject({ authoritative: false });
    expect(warnings).toEqual([expect.stringContaining('the difference of the clocks changes')]);
  });

  test('may go back by an hour when daylight saving ends', async () => {
    const at = BUG.startd.findIndex((line) => line.includes('13:44:4'));
    const startd = BUG.startd.map((line, i) => (i < at ? line : shifted(-3600)(line)));
    const { claims, warnings } = await examineLines({ ...BUG, startd });
    expect(outcomes({ claims })).toEqual(outcomes(await usual.bug));
    expect(claims[0]?.end?.at.text).toBe('2026-11-22T12:44:50');
    expect(warnings).toEqual([
      expect.stringMatching(/StartLog:\d+: the clock goes back by 59 min 52 s here: .* by 1 h$/),
    ]);
  });
});

test('a year may end in between, whether it is named or not', async () => {
  const toNewYear = epochOf('01', '01', '27', '00', '00', '00') - epochOf('11', '22', '26', '13', '44', '45');
  const named = both(shifted(toNewYear));
  const nameless = both(
    withHeader((m, d, _, ...clock) => `${m}/${d} ${clock.join(':')}`),
    named,
  );
  for (const lines of [named, nameless, { ...named, startd: nameless.startd }, { ...named, schedd: nameless.schedd }]) {
    const { claims, warnings } = await examineLines(lines);
    expect(outcomes({ claims })).toEqual(outcomes(await usual.bug));
    expect(warnings).toEqual([]);
  }
});

describe('several claims at once', () => {
  test('a spurious and an authoritative removal in the same second are told apart', async () => {
    const { claims, warnings } = await examineLines(twoRemovals());
    const ends = claims.filter(({ end }) => end).map(({ slot, end }) => [slot, end?.cause, end?.authoritative]);
    expect(ends.toSorted()).toEqual([
      ['slot1', 'unrecognized', false],
      ['slot2', 'unrecognized', true],
    ]);
    expect(warnings).toEqual([]);
  });

  test('where neither connection nor claim is logged, it is said that they cannot be told apart', async () => {
    const { startd, schedd } = ticketLines();
    const named = (schedd.find((line) => line.includes('unknown claimid')) ?? '').replace('#...', '<>#1#2#...');
    const { claims, warnings } = await examineLines({ startd, schedd: [...schedd, named] });
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: null });
    expect(claims[0]?.end?.explanation).toContain('do not show which of them');
    expect(warnings).toEqual([expect.stringMatching(/SchedLog:5.*SchedLog:7|SchedLog:7.*SchedLog:5/)]);
  });

  test('an answer that no removal pairs with is not passed over', async () => {
    const startd = BUG.startd.filter((line) => !/claim no longer|response of -1|Preempting/.test(line));
    const { warnings } = await examineLines({ ...BUG, startd });
    expect(warnings).toEqual([
      expect.stringContaining('or lines are missing'),
      expect.stringContaining('no removal in the StartLog pairs with it'),
    ]);
  });
});
