import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));
const ALIVE = 'properties/measured/alive-replies.json';

function fileWith(text: string): string {
  const file = join(scratch, 'measured.json');
  writeFileSync(file, text);
  return file;
}

const first = JSON.parse(readFileSync(ALIVE, 'utf8'))[0];
const outcome = first.outcomes['0000'];

/** A file with one record that is like a measured one but for some fields. */
const changed = (fields: object): string => fileWith(JSON.stringify([{ ...first, ...fields }]));

describe('conform', () => {
  test('explains itself, with an example and the exit codes', async () => {
    const { code, stdout } = await claimcheck('conform', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example:\n  claimcheck conform ');
    expect(stdout).toContain('Exit code: 0');
  });

  test('agrees with what was measured, in every file given', async () => {
    const { code, stdout } = await claimcheck('conform', ALIVE, 'properties/measured/random-replies.json', '--json');
    const { allowsMoreThanOne, ...rest } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(rest).toEqual({ records: 189, outcomes: 3024, agree: 3024, disagree: [] });
    expect(allowsMoreThanOne / 3024).toBeLessThan(0.06);
  });

  test('shows a disagreement next to the model’s own run', async () => {
    const file = changed({ outcomes: { '0000': [outcome, { ...outcome, reply: -1, getSecret: false }] } });
    const { code, stdout } = await claimcheck('conform', file);
    expect(code).toBe(1);
    expect(stdout).toContain('fixes 0000: reply, getSecret');
    expect(stdout).toContain('Calling HandleReq <receive_startd_alive>');
    expect(stdout).toContain('0 of 1 outcomes of 1 records agree.');
  });

  test('lists a disagreement as JSON, with the nearest outcome that is allowed', async () => {
    const { code, stdout } = await claimcheck(
      'conform',
      '--json',
      changed({ outcomes: { '0000': { ...outcome, reply: -1 } } }),
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout).disagree).toEqual([
      {
        mode: 'head',
        path: 'auth-resume',
        gap: 0.3,
        case: 'a known claim id',
        fixes: '0000',
        field: ['reply'],
        measured: { ...outcome, reply: -1 },
        model: outcome,
      },
    ]);
  });

  test('shows a name from a file with what a terminal would obey escaped', async () => {
    const file = changed({ case: 'a \u001b[31mname\n', outcomes: { '0000': { ...outcome, reply: -1 } } });
    const { stdout } = await claimcheck('conform', file);
    expect(stdout.match(/a \\x1b\[31mname\\x0a/g)).toHaveLength(2);
    expect(stdout).not.toContain('\u001b[31mname');
  });

  test.each([
    [{ mode: '2012' }, "record 1 ('a known claim id'): mode: "],
    [{ path: 'udp' }, 'path: '],
    [{ gap: -1 }, 'gap: a number of seconds was expected, not -1'],
    [{ case: 5 }, 'record 1: case: '],
    [{ writes: [[0, '0g']] }, 'writes[0][1]: bytes in hex were expected, not "0g"'],
    [{ end: 'later' }, 'end: '],
    [{ outcomes: { 5: outcome } }, 'outcomes: four bits were expected, not "5"'],
    [{ outcomes: { '0000': [] } }, 'outcomes.0000: '],
    [{ outcomes: {} }, 'outcomes: an object of outcomes by subset was expected, not {}'],
    [{ outcomes: [] }, 'outcomes: an object of outcomes by subset was expected, not []'],
    [{ outcomes: { toString: outcome } }, 'outcomes: four bits were expected, not "toString"'],
    [{ outcomes: JSON.parse('{"__proto__": {}}') }, 'outcomes: keys other than __proto__, constructor, prototype were'],
    [{ outcomes: { '0000': [outcome, {}] } }, 'outcomes.0000[1].reply: an int or null was expected, not nothing'],
    [{ gap: undefined }, 'gap: a number of seconds was expected, not nothing'],
    [{ outcomes: { '0000': { ...outcome, getSecret: 'yes' } } }, 'outcomes.0000.getSecret: '],
  ])('says of a bad record what was expected where: %j', async (fields, why) => {
    const { code, stdout, stderr } = await claimcheck('conform', changed(fields));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('measured.json: record 1');
    expect(stderr).toContain(why);
  });

  test.each([
    ['{}', 'an array of records was expected, not {}'],
    ['[]', 'at least one record was expected, not []'],
    ['null', 'an array of records was expected, not null'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'record 1: an object was expected, not a value that is nested'],
    ['[1]', 'record 1: an object was expected'],
    ['[', 'JSON was expected'],
  ])('says of a file that is none what was expected: %#', async (text, why) => {
    const { code, stderr } = await claimcheck('conform', fileWith(text));
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(why);
  });
});
