import { describe, expect, test } from 'vitest';
import { FULL_SCOPE, verifyRow } from '../src/verify/variant.ts';
import { claimcheck } from '../src/testing/claimcheck.ts';

const ROW = ['verify', '--environment', 'peer', '--json'];

/** A sample: all subsets on all paths are in peer.deep.test.ts. */
describe('against a misbehaving peer, the schedd of 2011', () => {
  test.each([
    ['0000', 'auth', 'violated'],
    ['0100', 'auth', 'holds'],
    ['0100', 'auth-encrypted', 'violated'],
    ['0001', 'auth-encrypted', 'holds'],
    ['0000', 'raw-1msg', 'holds'],
    ['0000', 'raw-2msg', 'violated'],
    ['0001', 'raw-2msg', 'holds'],
  ])('with %s on the path %s is as recorded: S2 %s', async (fixes, path, verdict) => {
    const { code, stdout } = await claimcheck(...ROW, '--fixes', fixes, '--path', path);
    const [row] = JSON.parse(stdout).results as { properties: { id: string; verdict: string }[] }[];
    expect(row?.properties.find(({ id }) => id === 'S2')?.verdict).toBe(verdict);
    expect(code).toBe(0);
  });
});

const m1 = (revision: 'head' | 'head-no3393', fixes: string) =>
  verifyRow({ fixes, path: 'auth' }, { ...FULL_SCOPE, environment: 'peer', revision }).properties.find(
    ({ id }) => id === 'M1',
  )?.verdict;

describe('after a failed partial read a later one yields a parsed message', () => {
  test.each(['0010', '1111'])('with 27896 and without 3393, as in %s', (fixes) => {
    expect(m1('head-no3393', fixes)).toBe('violated');
  });

  test('not without 27896, for then nobody reads before the handler', () => {
    expect(m1('head-no3393', '1101')).toBe('holds');
  });

  test('not since 3393', () => {
    expect(m1('head', '1111')).toBe('holds');
  });
});
