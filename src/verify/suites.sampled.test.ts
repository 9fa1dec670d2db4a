import { parse, type TestSuites } from 'junit2json';
import { describe, expect, test } from 'vitest';
import study from '../../claimcheck.config.ts';
import { rowWith } from '../checker/study/rows.ts';
import { claimcheckHere as claimcheck } from '../testing/in-process.ts';
import { MODELS, OWN_RECORDS } from '../testing/models.ts';
import { junitXml } from './junit.ts';
import * as schemas from './record-schema.ts';
import { type ExpectedRow, Records } from './records.ts';
import { type RowResult, searchRow } from './search-row.ts';
import { rowSuites } from './suites.ts';
import { sampled } from '../testing/sampled.ts';

/** The suites as a consumer of JUnit XML reads them. */
const read = async (xml: string) => (await parse(xml)) as TestSuites;

/** What failed and what was left open, by name. */
function problems({ testsuite = [] }: TestSuites): Record<string, string | undefined> {
  const cases = testsuite.flatMap(({ testcase = [] }) => testcase);
  const failing = cases.filter(({ failure, skipped }) => failure ?? skipped);
  return Object.fromEntries(
    failing.map(({ name, failure, skipped }) => [name, failure?.[0]?.message ?? skipped?.[0]?.message]),
  );
}

/** Records in which every file has these rows; null for no file at all. */
class Changed extends Records {
  readonly #rows: readonly ExpectedRow[] | null;

  constructor(rows: readonly ExpectedRow[] | null) {
    super({ study, root: OWN_RECORDS.url('../'), config: null }, schemas);
    this.#rows = rows;
  }

  override rows(): readonly ExpectedRow[] | null {
    return this.#rows;
  }

  override runs() {
    return null;
  }
}

const suitesOf = (result: RowResult, records: Records = OWN_RECORDS, isCompared = true) =>
  read(
    junitXml(
      'verify',
      rowSuites(records, [result], {}, () => isCompared),
    ),
  );

describe('rows as JUnit suites', () => {
  const row = rowWith(MODELS.entry({ system: 'keep-alive' }), { fixes: '0001', path: 'raw' });
  const result = searchRow(MODELS, row);

  test('are read by a consumer, with a case for each property, and all pass', async () => {
    const { testsuite = [], ...totals } = await suitesOf(result);
    const [suite] = testsuite;
    const names = suite?.testcase?.map(({ name }) => name) ?? [];
    expect(totals).toEqual({ name: 'verify', tests: names.length, failures: 0, errors: 0 });
    expect(suite).toMatchObject({ name: 'keep-alive raw 0001', tests: names.length, failures: 0, skipped: 0 });
    expect(names).toEqual(
      expect.arrayContaining(['S1', 'S5', 'renewed', 'states', 'reschedule', 'startd 2011: L1', 'shortest runs']),
    );
  });

  test('fail where a verdict, a count or a run is another, and where one is missing', async () => {
    const properties = result.properties
      .filter(({ id }) => id !== 'S3')
      .map((one) => (one.id === 'S1' ? { ...one, verdict: 'violated' as const, trace: 9, run: [0] } : one));
    const suites = await suitesOf({ ...result, properties, states: 1 });
    expect(suites.failures).toBe(4);
    expect(problems(suites)).toEqual({
      states: `is 1, expected ${result.states}`,
      S1: 'is violated 9, expected holds',
      S3: 'is missing, expected holds',
      'shortest runs': 'raw 0001: properties/runs.json has other runs of S1',
    });
  });

  test('leave open what a bounded search leaves open, and what nothing is on record of', async () => {
    const bounded = await suitesOf(searchRow(MODELS, row, { maxStates: 100 }));
    expect(bounded.failures).toBe(0);
    expect(problems(bounded)).toMatchObject({ S1: 'bounded', states: 'bounded' });
    const missing = await suitesOf(result, new Changed([]));
    expect(missing.failures).toBe(missing.tests);
    expect(missing.tests).toBeGreaterThan(40);
  });

  test('fail in a case for each violation where nothing is on record, and pass in one for each property that holds', async () => {
    const alone = 'and nothing is on record to compare with';
    const suites = await suitesOf(result, new Changed(null), false);
    const { tests = 0 } = await suitesOf(result);
    expect([suites.failures, suites.tests]).toEqual([1, tests - 1]);
    const found = problems(suites);
    expect(found).toMatchObject({
      'startd head: L1': `violated in 6+1, ${alone}`,
      'payload-at-once': `unreachable, ${alone}`,
      states: 'nothing is on record to compare with',
    });
    for (const name of ['S1', 'renewed', 'startd 2011: L1']) expect(Object.keys(found)).not.toContain(name);
    const violated = result.properties.map((one) =>
      one.id === 'S1' ? { ...one, verdict: 'violated' as const, trace: 9 } : one,
    );
    const more = await suitesOf({ ...result, properties: violated }, new Changed(null), false);
    expect(more.failures).toBe((suites.failures ?? 0) + 1);
    expect(problems(more)).toMatchObject({ S1: `violated in 9, ${alone}` });
    const bounded = await suitesOf(searchRow(MODELS, row, { maxStates: 100 }), new Changed(null), false);
    expect(problems(bounded)).toMatchObject({ S1: 'bounded', renewed: 'bounded' });
  });

  test('carry what XML has to escape', async () => {
    const failure = 'is <&>, expected "\'\nand\tmore';
    expect(junitXml('\0 and \ud800', [])).toContain('<testsuites name="? and ?"');
    const { testsuite } = await read(junitXml('a & b', [{ name: '<row>', cases: [{ name: '"S1"', failure }] }]));
    expect(testsuite?.[0]).toMatchObject({
      name: '<row>',
      testcase: [{ name: '"S1"', failure: [{ message: failure }] }],
    });
  });
});

test('variants with a name as JUnit suites pass as expected, and fail where nothing is', async () => {
  const row = rowWith(MODELS.entry({ system: 'claim' }), { revision: '2011', path: 'raw' });
  const result = searchRow(MODELS, row);
  const [passed, failed] = await Promise.all([suitesOf(result), suitesOf(result, new Changed([]))]);
  expect(passed).toMatchObject({ failures: 0, testsuite: [{ name: 'claim 2011-raw' }] });
  expect(failed.failures).toBe(failed.tests);
});

const ASKED: [args: string[], name: string][] = [
  [['--fixes', 'none', '--path', 'raw'], 'keep-alive raw 0000'],
  [['--system', 'reply', '--variant', '2011-raw'], 'reply 2011-raw'],
];

test.each(sampled(ASKED, 2))('verify --format junit writes %j', async (args, name) => {
  const { code, stdout, stderr } = await claimcheck('verify', ...args, '--format', 'junit');
  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect((await read(stdout)).testsuite?.map((suite) => suite.name)).toEqual([name]);
});
