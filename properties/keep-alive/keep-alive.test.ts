import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ALL_SUBSETS, PATHS, type Path } from '../../machines/vocabulary.ts';
import { verify } from '../../src/checker/verify.ts';
import { claimcheck } from '../../src/testing/claimcheck.ts';
import { MODELS, modelOf, OWN_RECORDS } from '../../src/testing/models.ts';
import { differences } from '../../src/verify/records.ts';
import { type Counts, type Searched, searchRow } from '../../src/verify/search-row.ts';
import { rowWith } from '../../src/checker/study/rows.ts';
import { keepAlive } from '../systems/keep-alive.ts';

/** A row as `verify --json` says it. */
interface Said extends Searched {
  readonly path: string;
  readonly fixes: string;
  readonly reschedule: Counts;
  readonly liveness: readonly (Searched & { readonly startd: string })[];
}

/** The subsets that the ticket and the real daemon call unsafe, by hand: not what a search has written down. */
const UNSAFE = ['0000', '0010', '1000'];
const NOWHERE: string[] = [];

const SAFETY_IDS = ['S1', 'S2', 'S3', 'S5'];

const violatedIn = (results: readonly Said[], path: string, id: string) =>
  results
    .filter((row) => row.path === path && row.properties.some((p) => p.id === id && p.verdict === 'violated'))
    .map(({ fixes }) => fixes);

describe('with all that the network may do', () => {
  const run = claimcheck('verify', '--json');
  const results = async () => JSON.parse((await run).stdout).results as Said[];

  test('every verdict, count and trace length is as recorded', async () => {
    expect((await run).code).toBe(0);
  });

  test('every space is exhausted', async () => {
    const rows = await results();
    expect(rows.map(({ path, fixes }) => `${path} ${fixes}`)).toEqual(
      PATHS.flatMap((path) => ALL_SUBSETS.map((fixes) => `${path} ${fixes}`)),
    );
    expect(rows.every(({ bounded, reschedule }) => !bounded && !reschedule.bounded)).toBe(true);
  });

  test.each(SAFETY_IDS)('on the auth path %s is violated exactly in 0000, 0010 and 1000', async (id) => {
    expect(violatedIn(await results(), 'auth', id)).toEqual(UNSAFE);
  });

  test.each(SAFETY_IDS)('on the raw path %s is violated nowhere', async (id) => {
    expect(violatedIn(await results(), 'raw', id)).toEqual([]);
  });

  test('something can always happen, until all has ended', async () => {
    for (const path of PATHS) expect(violatedIn(await results(), path, 'D1')).toEqual([]);
  });

  test.each(PATHS)(
    'on the %s path L1 holds everywhere with a deadline for the reply, and nowhere without',
    async (path) => {
      const rows = (await results()).filter((row) => row.path === path);
      const verdicts = rows.flatMap(({ fixes, liveness }) =>
        liveness.map(({ startd, bounded, properties }) => [
          fixes,
          startd,
          bounded,
          properties[0]?.id,
          properties[0]?.verdict,
        ]),
      );
      expect(verdicts).toEqual(
        ALL_SUBSETS.flatMap((fixes) => [
          [fixes, '2011', false, 'L1', 'holds'],
          [fixes, 'head', false, 'L1', 'violated'],
        ]),
      );
    },
  );

  test('its antecedent is reached in each of those searches', async () => {
    const searches = (await results()).flatMap(({ liveness }) => liveness);
    expect(searches).toHaveLength(2 * PATHS.length * ALL_SUBSETS.length);
    for (const { witnesses } of searches)
      expect(witnesses.map(({ verdict }) => verdict)).toEqual(['reached', 'reached']);
  });

  test('the states that no variant reaches are those on record, each with its reason', async () => {
    const reasons = JSON.parse(readFileSync(new URL('../unreached.json', import.meta.url), 'utf8')) as Record<
      string,
      string
    >;
    const unreached = JSON.parse((await run).stdout).unreached as { state: string; reason: string }[];
    expect(Object.fromEntries(unreached.map(({ state, reason }) => [state, reason]))).toEqual(reasons);
  });

  test('the command without payload succeeds in every subset, on both paths', async () => {
    for (const path of PATHS) expect(violatedIn(await results(), path, 'S4')).toEqual([]);
  });
});

/** With one connection, so that each of 96 searches takes milliseconds; that two make no difference is recorded below. */
function violatedWith(faults: readonly string[], path: Path): ReadonlyMap<string, readonly string[]> {
  const violated = new Map<string, string[]>(SAFETY_IDS.map((id) => [id, []]));
  for (const fixes of ALL_SUBSETS) {
    const { composition, properties } = modelOf('keep-alive', { fixes, path, connections: 1 });
    const claims = properties.filter(({ id }) => SAFETY_IDS.includes(id));
    for (const { property, verdict } of verify(composition, claims, { faults }).findings) {
      if (verdict === 'violated') violated.get(property.id)?.push(fixes);
    }
  }
  return violated;
}

describe.each([
  { faults: ['timeout'], S1: UNSAFE, S2: UNSAFE, S3: UNSAFE, S5: UNSAFE },
  { faults: ['fin', 'rst'], S1: NOWHERE, S2: UNSAFE, S3: UNSAFE, S5: NOWHERE },
  { faults: [], S1: NOWHERE, S2: NOWHERE, S3: NOWHERE, S5: NOWHERE },
])('with the faults $faults', ({ faults, ...violated }) => {
  const [onAuth, onRaw] = [violatedWith(faults, 'auth'), violatedWith(faults, 'raw')];

  test.each(Object.entries(violated))('%s is violated on the auth path in %j', (id, subsets) => {
    expect(onAuth.get(id)).toEqual(subsets);
  });

  test.each(SAFETY_IDS)('%s is violated on the raw path nowhere', (id) => {
    expect(onRaw.get(id)).toEqual([]);
  });

  test('two connections find what is recorded of them', () => {
    const rows = PATHS.map((path) => searchRow(MODELS, rowWith(keepAlive, { fixes: '0010', path }), { faults }));
    expect(differences(OWN_RECORDS, rows, { faults })).toEqual([]);
  });
});
