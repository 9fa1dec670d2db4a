import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { examine, explain, type Findings } from './explain.ts';
import { Logs } from './read/logs.ts';

const ROOT = fileURLToPath(new URL('../../../properties/admin-cases/', import.meta.url));

/** The case's logs, by its number. */
function logsOf(number: string): Promise<Logs> {
  const files = readdirSync(ROOT).filter((name) => name.startsWith(`${number}-`));
  const of = (ending: string) => files.filter((name) => name.endsWith(ending)).map((name) => join(ROOT, name));
  return Logs.open({ startd: of('.StartLog'), schedd: of('.SchedLog') });
}

/** What its logs say by themselves. */
const caseOf = async (number: string): Promise<Findings> => examine(await logsOf(number));

const UNSAFE = ['0000', '0010', '1000'];

describe('the case of', () => {
  test('01: a lease at the default level says that renewals are not logged, not when the last one was', async () => {
    const { claims } = await caseOf('01');
    expect(claims).toMatchObject([{ job: '501.3', end: { cause: 'lease-expired', authoritative: true } }]);
    expect(claims[0]?.end?.explanation).not.toMatch(/\d+ s after/);
    expect(claims[0]?.end?.explanation).toContain('STARTD_DEBUG = D_FULLDEBUG D_PROTOCOL');
  });

  test('02: one claim with three jobs, of which one was killed', async () => {
    const { claims } = await caseOf('02');
    expect(claims).toHaveLength(1);
    expect(claims[0]?.jobs).toMatchObject([
      { job: '60.0', starter: expect.stringContaining('status 0'), died: false },
      { job: '60.1', starter: 'the starter died on signal 9', died: true },
      { job: '60.2', starter: expect.stringContaining('status 0'), died: false },
    ]);
    expect(claims[0]?.jobs[1]?.end?.text).toBe('2022-04-10T10:15:00');
    expect(claims[0]?.end).toMatchObject({ cause: 'released', authoritative: true });
  });

  test('03: a record that was deleted only after the answer contradicts it', async () => {
    const { claims } = await caseOf('03');
    expect(claims).toMatchObject([{ end: { cause: 'unrecognized', authoritative: null } }]);
    expect(claims[0]?.end?.explanation).toMatch(/contradicts itself.*deleted only 2 s later/);
    expect(claims[0]?.end?.evidence).toHaveLength(4);
  });

  test('04: a log that begins in the middle does not show how the claim began', async () => {
    const { claims } = await caseOf('04');
    expect(claims).toMatchObject([{ begun: null, timeline: [], end: { cause: 'other', authoritative: true } }]);
    expect(claims[0]?.end?.explanation).toContain('retirement');
  });

  test('05: a shadow that reconnects after the answer shows a record that was not rebuilt yet (#7195)', async () => {
    const { claims } = await caseOf('05');
    expect(claims).toMatchObject([{ end: { cause: 'unrecognized', authoritative: false } }]);
    expect(claims[0]?.end?.explanation).toContain('#7195');
  });

  test('06: retirement that is over is a reason', async () => {
    const { claims } = await caseOf('06');
    expect(claims).toMatchObject([{ end: { cause: 'other', authoritative: true } }]);
    expect(claims[0]?.end?.explanation).toContain('its retirement time was over');
  });

  test("07: another host's failed read is no answer to this one", async () => {
    const { claims } = await caseOf('07');
    expect(claims).toMatchObject([{ end: { cause: 'unrecognized', authoritative: null, pairedBy: null } }]);
    expect(claims[0]?.end?.explanation).toContain('it went to 192.0.2.99, and this claim is at 192.0.2.31');
  });

  test('09: the wording of 7.6.0 is two problems', async () => {
    const { claims } = await caseOf('09');
    expect(claims).toMatchObject([{ problems: 2, end: { cause: 'lease-expired', authoritative: true } }]);
  });

  test('11: two hosts are each told by itself', async () => {
    const { claims, warnings } = await caseOf('11');
    expect(claims).toMatchObject([
      { job: '10.0', end: { authoritative: false, pairedBy: 'job' } },
      { job: '11.0', end: { authoritative: true, pairedBy: 'claim id' } },
    ]);
    expect(new Set(claims.map(({ log }) => log)).size).toBe(2);
    expect(claims.map(({ jobs }) => jobs.map(({ died }) => died))).toEqual([[true], [true]]);
    expect(warnings).toEqual([]);
  });

  test('17: a shadow that takes another job is not the first job any more', async () => {
    const { claims } = await caseOf('17');
    expect(claims).toMatchObject([{ job: '60.1', end: { authoritative: null } }]);
    expect(claims[0]?.jobs).toMatchObject([
      { job: '60.0', died: false },
      { job: '60.1', died: true, shadow: expect.stringContaining('107') },
    ]);
  });

  test('19: before 7.6.3 an answer to nobody leaves no line, and excludes nothing by that', async () => {
    const { claims, consistency } = await explain(await logsOf('19'));
    expect([...consistency.variants.keys()]).toEqual(UNSAFE);
    expect(claims).toMatchObject([{ end: { cause: 'unrecognized', authoritative: false, pairedBy: 'job' } }]);
  });
});
