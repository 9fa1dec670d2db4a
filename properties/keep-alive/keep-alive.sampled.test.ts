import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ALL_SUBSETS, FAULTS, PATHS, type Path } from '../../machines/vocabulary.ts';
import { Models } from '../../src/checker/study/models.ts';
import { rowsOf, rowWith } from '../../src/checker/study/rows.ts';
import { Searches } from '../../src/checker/verify-alike.ts';
import { claimcheck } from '../../src/testing/claimcheck.ts';
import { MODELS, modelOf, OWN_RECORDS } from '../../src/testing/models.ts';
import { isDeep } from '../../src/testing/sampled.ts';
import { differences } from '../../src/verify/records.ts';
import { type Counts, coverageOf, type RowResult, type Searched, searchRow } from '../../src/verify/search-row.ts';
import { keepAlive, SUBSETS } from '../systems/keep-alive.ts';

/** The subsets that the ticket and the real daemon call unsafe, by hand: not what a search has written down. */
const UNSAFE = ['0000', '0010', '1000'];
const NOWHERE: string[] = [];

const SAFETY_IDS = ['S1', 'S2', 'S3', 'S5'];

/** The subsets that are searched with two connections: in depth all, daily those that differ most. With one connection all are. */
const SEARCHED = isDeep ? ALL_SUBSETS : ALL_SUBSETS.filter((bits) => SUBSETS.includes(bits));

const fixesOf = ({ choices }: RowResult) => String(choices['fixes']);
const pathOf = ({ choices }: RowResult) => choices['path'] as Path;

const violatedIn = (results: readonly RowResult[], path: string, id: string) =>
  results
    .filter((row) => pathOf(row) === path && row.properties.some((p) => p.id === id && p.verdict === 'violated'))
    .map(fixesOf);

interface Beside {
  readonly reschedule: Counts;
  readonly liveness: { readonly rows: Readonly<Record<string, Searched>> };
}

const besideOf = ({ beside }: RowResult) => beside as unknown as Beside;

describe('with all that the network may do', () => {
  const models = new Models(MODELS.study);
  const searches = new Searches();
  const rows = rowsOf(keepAlive).filter(({ choices }) => SEARCHED.includes(String(choices['fixes'])));
  let found: readonly RowResult[] | undefined;
  const results = () => (found ??= rows.map((row) => searchRow(models, row, {}, { searches })));

  test('every verdict, count and trace length is as recorded', () => {
    expect(results()).toHaveLength(PATHS.length * SEARCHED.length);
    expect(differences(OWN_RECORDS, results(), {})).toEqual([]);
  });

  test('every space is exhausted', () => {
    expect(results().map((row) => `${pathOf(row)} ${fixesOf(row)}`)).toEqual(
      PATHS.flatMap((path) => SEARCHED.map((fixes) => `${path} ${fixes}`)),
    );
    expect(results().every((row) => !row.bounded && !besideOf(row).reschedule.bounded)).toBe(true);
  });

  test.each(SAFETY_IDS)('on the auth path %s is violated exactly in 0000, 0010 and 1000', (id) => {
    expect(violatedIn(results(), 'auth', id)).toEqual(UNSAFE.filter((bits) => SEARCHED.includes(bits)));
  });

  test.each(SAFETY_IDS)('on the raw path %s is violated nowhere', (id) => {
    expect(violatedIn(results(), 'raw', id)).toEqual([]);
  });

  test('something can always happen, until all has ended', () => {
    for (const path of PATHS) expect(violatedIn(results(), path, 'D1')).toEqual([]);
  });

  test.each(PATHS)('on the %s path L1 holds everywhere with a deadline for the reply, and nowhere without', (path) => {
    const verdicts = results()
      .filter((row) => pathOf(row) === path)
      .flatMap((row) =>
        Object.entries(besideOf(row).liveness.rows).map(([startd, { bounded, properties }]) => [
          fixesOf(row),
          startd,
          bounded,
          properties[0]?.id,
          properties[0]?.verdict,
        ]),
      );
    expect(verdicts).toEqual(
      SEARCHED.flatMap((fixes) => [
        [fixes, '2011', false, 'L1', 'holds'],
        [fixes, 'head', false, 'L1', 'violated'],
      ]),
    );
  });

  test('its antecedent is reached in each of those searches', () => {
    const alive = results().flatMap((row) => Object.values(besideOf(row).liveness.rows));
    expect(alive).toHaveLength(2 * PATHS.length * SEARCHED.length);
    for (const { witnesses } of alive) expect(witnesses.map(({ verdict }) => verdict)).toEqual(['reached', 'reached']);
  });

  test('the states that no variant reaches are those on record, each with its reason', () => {
    const reasons = JSON.parse(readFileSync(new URL('../unreached.json', import.meta.url), 'utf8')) as object;
    results();
    const { declared, reached } = coverageOf(models);
    const unreached = declared.filter((state) => !reached.includes(state));
    expect(unreached.toSorted()).toEqual(Object.keys(reasons).toSorted());
  });

  test('the command without payload succeeds in every subset, on both paths', () => {
    for (const path of PATHS) expect(violatedIn(results(), path, 'S4')).toEqual([]);
  });

  test.runIf(isDeep)('the command line finds the same, all as recorded', async () => {
    const { code, stdout } = await claimcheck('verify', '--json');
    const said = JSON.parse(stdout) as { results: unknown[]; asExpected: boolean; unreached: unknown[] };
    expect([code, said.asExpected, said.results.length]).toEqual([0, true, PATHS.length * ALL_SUBSETS.length]);
    const reasons = JSON.parse(readFileSync(new URL('../unreached.json', import.meta.url), 'utf8'));
    const unreached = said.unreached as { state: string; reason: string }[];
    expect(Object.fromEntries(unreached.map(({ state, reason }) => [state, reason]))).toEqual(reasons);
  });
});

const searches = new Searches();

/** With one connection, so that each of 128 searches takes milliseconds; that two make no difference is recorded below. */
function violatedWith(faults: readonly string[], path: Path): ReadonlyMap<string, readonly string[]> {
  const violated = new Map<string, string[]>(SAFETY_IDS.map((id) => [id, []]));
  for (const fixes of ALL_SUBSETS) {
    const small = () => {
      const { composition, properties } = modelOf('keep-alive', { fixes, path, connections: 1 });
      return { composition, properties: properties.filter(({ id }) => SAFETY_IDS.includes(id)) };
    };
    for (const { property, verdict } of searches.verify(small, { faults }).findings) {
      if (verdict === 'violated') violated.get(property.id)?.push(fixes);
    }
  }
  return violated;
}

describe.each([
  { faults: FAULTS, S1: UNSAFE, S2: UNSAFE, S3: UNSAFE, S5: UNSAFE },
  { faults: ['timeout'], S1: UNSAFE, S2: UNSAFE, S3: UNSAFE, S5: UNSAFE },
  { faults: ['fin', 'rst'], S1: NOWHERE, S2: UNSAFE, S3: UNSAFE, S5: NOWHERE },
  { faults: [], S1: NOWHERE, S2: NOWHERE, S3: NOWHERE, S5: NOWHERE },
])('with the faults $faults', ({ faults, ...violated }) => {
  const found = new Map<Path, ReturnType<typeof violatedWith>>();
  const on = (path: Path) => {
    const known = found.get(path) ?? violatedWith(faults, path);
    found.set(path, known);
    return known;
  };

  test.each(Object.entries(violated))('%s is violated on the auth path in %j', (id, subsets) => {
    expect(on('auth').get(id)).toEqual(subsets);
  });

  test.each(SAFETY_IDS)('%s is violated on the raw path nowhere', (id) => {
    expect(on('raw').get(id)).toEqual([]);
  });

  test.runIf(faults.length < FAULTS.length)('two connections find what is recorded of them', () => {
    const rows = PATHS.map((path) => searchRow(MODELS, rowWith(keepAlive, { fixes: '0010', path }), { faults }));
    expect(differences(OWN_RECORDS, rows, { faults })).toEqual([]);
  });
});
