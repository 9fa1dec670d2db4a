import { parse, type TestSuites } from 'junit2json';
import { describe, expect, test } from 'vitest';
import { junitXml } from '../traces/formats/junit.ts';
import { claimcheckHere as claimcheck } from '../testing/in-process.ts';
import { expectedRows } from './expected.ts';
import { rowSuites, variantSuites } from './suites.ts';
import { FULL_SCOPE, type RowResult, verifyRow, verifyVariant } from './variant.ts';

/** The suites as a consumer of JUnit XML reads them. */
const read = async (xml: string) => (await parse(xml)) as TestSuites;

/** What failed and what was left open, by name. */
function problems({ testsuite = [] }: TestSuites): Record<string, string | undefined> {
  const cases = testsuite.flatMap(({ testcase = [] }) => testcase);
  const told = cases.filter(({ failure, skipped }) => failure ?? skipped);
  return Object.fromEntries(
    told.map(({ name, failure, skipped }) => [name, failure?.[0]?.message ?? skipped?.[0]?.message]),
  );
}

describe('rows as JUnit suites', () => {
  const row = verifyRow({ fixes: '0001', path: 'raw' });
  const expected = expectedRows(FULL_SCOPE) ?? [];
  const suitesOf = (result: RowResult, wanted: typeof expected | null = expected) =>
    read(junitXml('verify', rowSuites([result], FULL_SCOPE, wanted)));

  test('are read by a consumer, with a case for each property, and all pass', async () => {
    const { testsuite = [], ...totals } = await suitesOf(row);
    const [suite] = testsuite;
    const names = suite?.testcase?.map(({ name }) => name) ?? [];
    expect(totals).toEqual({ name: 'verify', tests: names.length, failures: 0, errors: 0 });
    expect(suite).toMatchObject({ name: 'network 2011 raw 0001', tests: names.length, failures: 0, skipped: 0 });
    expect(names).toEqual(
      expect.arrayContaining(['S1', 'S5', 'renewed', 'states', 'startd 2011: L1', 'shortest runs']),
    );
  });

  test('fail where a verdict, a count or a run is another, and where one is missing', async () => {
    const properties = row.properties
      .filter(({ id }) => id !== 'S3')
      .map((one) => (one.id === 'S1' ? { ...one, verdict: 'violated' as const, trace: 9, run: [0] } : one));
    const suites = await suitesOf({ ...row, properties, states: 1 });
    expect(suites.failures).toBe(4);
    expect(problems(suites)).toEqual({
      states: `is 1, expected ${row.states}`,
      S1: 'is violated 9, expected holds',
      S3: 'is missing, expected holds',
      'shortest runs': 'raw 0001: properties/runs.json has other runs of S1',
    });
  });

  test('leave open what a bounded search leaves open, and what nothing is on record of', async () => {
    const bounded = verifyRow({ fixes: '0001', path: 'raw' }, { ...FULL_SCOPE, maxStates: 100 });
    const suites = await suitesOf(bounded);
    expect(suites.failures).toBe(0);
    expect(problems(suites)).toMatchObject({ S1: 'bounded', states: 'bounded' });
    const unknown = await suitesOf(row, null);
    expect([unknown.failures, unknown.testsuite?.[0]?.skipped]).toEqual([0, unknown.tests]);
    expect(await suitesOf(row, [])).toMatchObject({ failures: unknown.tests });
  });

  test('carry what XML has to escape', async () => {
    const failure = 'is <&>, expected "\'';
    const { testsuite } = await read(junitXml('a & b', [{ name: '<row>', cases: [{ name: '"S1"', failure }] }]));
    expect(testsuite?.[0]).toMatchObject({
      name: '<row>',
      testcase: [{ name: '"S1"', failure: [{ message: failure }] }],
    });
  });
});

describe('variants as JUnit suites', () => {
  const result = verifyVariant({ system: 'reply', variant: '2011-raw' }, {}, () => false);

  test('pass as expected, and fail where nothing is', async () => {
    const [passed, failed] = await Promise.all(
      [variantSuites([result]), variantSuites([result], () => [])].map((suites) => read(junitXml('verify', suites))),
    );
    expect(passed).toMatchObject({ failures: 0, testsuite: [{ name: 'reply 2011-raw' }] });
    expect(failed?.failures).toBe(failed?.tests);
  });
});

test.each([
  [['--fixes', 'none', '--path', 'raw'], 'network 2011 raw 0000'],
  [['--system', 'reply', '--variant', '2011-raw'], 'reply 2011-raw'],
])('verify --format junit writes %j', async (args, name) => {
  const { code, stdout, stderr } = await claimcheck('verify', ...args, '--format', 'junit');
  expect([code, stderr]).toEqual([0, '']);
  expect((await read(stdout)).testsuite?.map((suite) => suite.name)).toEqual([name]);
});
