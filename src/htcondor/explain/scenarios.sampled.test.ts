import { describe, expect, test } from 'vitest';
import { sampled } from '../../testing/sampled.ts';
import type { Explanation, Findings } from './explain.ts';
import type { Line } from './line.ts';
import { summaryText } from './render/summary.ts';
import { explanationText } from './render/text.ts';
import { shuffled } from './testing/edits.ts';
import {
  examineLines,
  explainLines,
  linesOf,
  outcomes,
  SCENARIOS,
  STYLE,
  ticketLines,
  truthOf,
} from './testing/scenarios.ts';
import { settled } from './verdict/on-demand.ts';

/** What truth.json says in its own words. */
function causeOf(cause: string | null): string | null {
  if (cause === null) return null;
  if (cause === 'lease expired') return 'lease-expired';
  return cause.startsWith('released') ? 'released' : 'unrecognized';
}

const UNSAFE = ['0000', '0010', '1000'];

/** What is replayed against the machines as well, which takes most of the time. */
const REPLAYED = sampled(SCENARIOS, 8);

describe.each(SCENARIOS)('the scenario %s', (scenario) => {
  const truth = truthOf(scenario);
  let known: Promise<Findings> | undefined;
  const explained = () =>
    (known ??= REPLAYED.includes(scenario) ? explainLines(linesOf(scenario)) : examineLines(linesOf(scenario)));

  test('is explained as what was done', async () => {
    const ends = (await explained()).claims.flatMap(({ end }) => end ?? []);
    expect(ends.map(({ cause }) => cause)).toEqual(truth.claim_removed ? [causeOf(truth.cause)] : []);
    expect(ends.map(({ authoritative }) => authoritative)).toEqual(truth.claim_removed ? [!truth.spurious] : []);
  });

  test('has as many renewals and problems as were observed', async () => {
    const { claims } = await explained();
    const sum = (of: 'renewals' | 'problems') => claims.reduce((total, claim) => total + claim[of], 0);
    const { alive_responses: replies, ...observed } = truth.observed;
    expect(sum('renewals')).toBe(replies.filter((reply) => reply !== -1).length);
    expect(sum('problems')).toBe(observed.response_problems + observed.could_not_send + observed.connect_failures);
  });

  test.runIf(REPLAYED.includes(scenario))('can come from a schedd with the fixes that it had', async () => {
    const { consistency } = (await explained()) as Explanation;
    const able = [...consistency.variants.keys()];
    expect(able).toContain(truth.fixes);
    expect(able.filter((bits) => truth.spurious && !UNSAFE.includes(bits))).toEqual([]);
  });

  test('names slot, job and claim of what ended', async () => {
    for (const { slot, job, claimId, end } of (await explained()).claims) {
      if (!end) continue;
      expect([slot, job]).toEqual([expect.stringMatching(/^slot\d$/), expect.stringMatching(/^1\.\d$/)]);
      expect(claimId).toMatch(/^<.*>#\d+#\d+#\.\.\.$/);
    }
  });
});

const texts = (evidence: readonly Line[] | undefined): string[] => (evidence ?? []).map(({ text }) => text);

/** Whether the lines contain these, in this order. */
function holdsInOrder(lines: readonly string[], patterns: readonly RegExp[]): boolean {
  let next = 0;
  for (const line of lines) if (patterns[next]?.test(line)) next += 1;
  return next === patterns.length;
}

describe('the evidence of a spurious removal', () => {
  test.each([
    ['bug-all-fixes-off', /timeout reading 5 bytes/, /IO: Failed to read packet header/],
    ['bug-partial-only-27896', /timeout reading 300 bytes/, /IO: Packet read failed: read -1 of 300/],
  ])('of %s: the failed read, the refusal without a claim, the removal', async (scenario, read, io) => {
    const { claims } = await examineLines(linesOf(scenario));
    const { evidence } = claims[0]?.end ?? {};
    const expected = [read, io, /unknown claimid #\.\.\.$/, /response of -1/, /claim no longer recognized/];
    expect(holdsInOrder(texts(evidence), expected)).toBe(true);
    const peers = texts(evidence).flatMap((text) => /from (?:\S+ )?(<127\.0\.0\.1:\d+>)\.?$/.exec(text)?.[1] ?? []);
    expect(new Set(peers).size).toBe(1);
  });

  test('names file and line as they are', async () => {
    const both = linesOf('bug-all-fixes-off');
    const { claims } = await examineLines(both);
    const evidence = claims[0]?.end?.evidence ?? [];
    expect(evidence.length).toBeGreaterThan(5);
    for (const { file, line, text } of evidence) {
      expect((file.endsWith('StartLog') ? both.startd : both.schedd)[line - 1]).toBe(text);
    }
  });
});

describe("the ticket's own excerpt", () => {
  let known: Promise<Explanation> | undefined;
  const explained = () => (known ??= explainLines(ticketLines()));

  test('is a removal that was not authoritative, and only three subsets can have written it', async () => {
    const { claims, consistency, warnings } = await explained();
    expect(outcomes({ claims })).toEqual([
      {
        slot: 'slot1',
        job: '1.0',
        claimId: null,
        renewals: 0,
        problems: 0,
        cause: 'unrecognized',
        authoritative: false,
      },
    ]);
    expect([...consistency.variants.keys()]).toEqual(UNSAFE);
    expect(claims[0]?.end?.evidence).toHaveLength(8);
    expect(warnings).toEqual([]);
  });

  test('is shown as a story', async () => {
    const text = explanationText(await explained(), STYLE);
    expect(text).toContain('slot1  job 1.0  claim id not logged');
    expect(text).toContain('2011-10-19T12:07:20  ended: unrecognized, authoritative: no');
    expect(text).toMatch(/SchedLog:3 {2}10\/19\/11 12:07:16 .*timeout reading 5 bytes/);
    expect(text).toContain('none, 27896, 27894 (2011 or head).');
  });

  test('in one file for both logs: each is of the time of its own lines', async () => {
    const { startd, schedd } = ticketLines();
    for (const lines of [
      [...startd, ...schedd],
      [...schedd, ...startd],
    ]) {
      const { logs, claims } = await examineLines({ startd: lines, schedd: lines });
      for (const { from, to } of logs) expect(from <= to).toBe(true);
      expect(claims.map(({ end }) => end?.authoritative)).toEqual([false]);
    }
  });

  test("from the startd's log alone is undecided, and any subset can have written it", async () => {
    const { claims, consistency } = await explainLines({ ...ticketLines(), schedd: [] });
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: null });
    expect(claims[0]?.end?.explanation).toContain('Its SchedLog decides');
    expect(consistency.variants.size).toBe(16);
  });

  test("from the schedd's log alone is an answer, of which the StartLog says whether it removed a claim", async () => {
    const { claims, consistency } = await explainLines({ ...ticketLines(), startd: [] });
    const end = { cause: 'unknown', authoritative: null };
    expect(claims.map(settled)).toMatchObject([{ isAnswer: true, slot: null, job: null, claimId: null, end }]);
    expect(claims[0]?.end?.explanation).toContain('The StartLog says which claim it was');
    expect(summaryText(claims)).toBe('1 answer of -1 to a claim not known');
    expect([...consistency.variants.keys()]).toEqual(UNSAFE);
  });
});

describe('a record that the schedd should not have forgotten', () => {
  test('is a warning: the rejection is authoritative, the deletion was not in order (#3312)', async () => {
    const { warnings } = await examineLines(linesOf('restart-claimed-expiry-3312'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/SchedLog:\d+: the schedd deleted the match record of job 1\.1 .*77 s to run.*#3312/);
  });

  test('and one that was not rebuilt yet makes the rejection spurious (#7195)', async () => {
    const both = linesOf('schedd-forgot-claim-negotiated-session');
    const at = both.schedd.findIndex((line) => line.includes('unknown claimid'));
    const stamp = (both.schedd[at] as string).slice(0, 18);
    const claim = /<.*$/.exec(both.schedd[at] as string)?.[0];
    const rebuilt = [
      `${stamp}Adding match record for disconnected job 1.0 (Owner: truth)`,
      `${stamp}ClaimId: ${claim}`,
    ];
    const schedd = both.schedd.toSpliced(at + 1, 0, ...rebuilt);
    const { claims } = await examineLines({ ...both, schedd });
    expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: false });
    expect(texts(claims[0]?.end?.evidence)).toEqual(expect.arrayContaining([expect.stringContaining('ClaimId: <')]));
  });
});

describe('one log alone', () => {
  test('of the startd: the lease and the release need nobody else', async () => {
    for (const [scenario, cause] of [
      ['schedd-down-refused', 'lease-expired'],
      ['job-removed', 'released'],
    ] as const) {
      const { claims } = await examineLines({ ...linesOf(scenario), schedd: [] });
      expect(claims[0]?.end).toMatchObject({ cause, authoritative: true });
    }
  });

  test('of the schedd: it names the claim that it disowned', async () => {
    const { claims } = await examineLines({ ...linesOf('schedd-forgot-claim-negotiated-session'), startd: [] });
    expect(claims[0]).toMatchObject({ slot: 'slot1', job: '1.0', end: { cause: 'unrecognized', authoritative: true } });
  });
});

test('mixing the lines of a second that are of different connections leaves the variants as they are', async () => {
  const lines = linesOf('same-fault-only-27897');
  let n = 0;
  const random = () => (n = (n * 5 + 3) % 16) / 16;
  const mixed = { startd: shuffled(lines.startd, random), schedd: shuffled(lines.schedd, random) };
  expect(mixed).not.toEqual(lines);
  const [{ consistency: usual }, { consistency }] = [await explainLines(lines), await explainLines(mixed)];
  expect(consistency.variants).toEqual(usual.variants);
  expect(consistency.unexplained).toEqual([]);
});
