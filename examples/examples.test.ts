// oxlint-disable-next-line no-unassigned-import
import 'claimcheck/vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { compose, rowsOf, type Study, type SystemEntry, verify } from 'claimcheck';
import { run } from 'claimcheck/fast-check';
import { runOf } from 'claimcheck/traces';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as plain from './testing/plain-models.ts';
import { type PlainModel, reachable } from './testing/reachable.ts';

const HERE = new URL('.', import.meta.url);
const NAMES = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
  .map(({ name }) => name);

const studyOf = async (name: string) =>
  ((await import(new URL(`${name}/claimcheck.config.ts`, HERE).href)) as { default: Study }).default;

/** What is found in each row: the choices, the states, and each property. Whose states are known otherwise, by which model. */
const ROWS: readonly [
  name: string,
  choices: object,
  states: number,
  found: object,
  model: PlainModel<never> | number,
][] = (
  [
    ['peterson', { givesTo: 'other' }, 20, { exclusion: 'holds', enters: 'reached 3' }, plain.peterson('other')],
    ['peterson', { givesTo: 'itself' }, 32, { exclusion: 'violated 6', enters: 'reached 3' }, plain.peterson('itself')],
    [
      'philosophers',
      { seats: 3, order: 'symmetric' },
      14,
      { 'no-deadlock': 'violated 3', eats: 'reached 2', neighbours: 'holds' },
      plain.philosophers(3, 'symmetric'),
    ],
    [
      'philosophers',
      { seats: 3, order: 'one reversed' },
      12,
      { 'no-deadlock': 'holds', eats: 'reached 2', neighbours: 'holds' },
      plain.philosophers(3, 'one reversed'),
    ],
    [
      'philosophers',
      { seats: 4, order: 'symmetric' },
      34,
      { 'no-deadlock': 'violated 4', eats: 'reached 2', neighbours: 'holds' },
      plain.philosophers(4, 'symmetric'),
    ],
    [
      'philosophers',
      { seats: 4, order: 'one reversed' },
      29,
      { 'no-deadlock': 'holds', eats: 'reached 2', neighbours: 'holds' },
      plain.philosophers(4, 'one reversed'),
    ],
    [
      'chang-roberts',
      { ring: '123' },
      22,
      { highest: 'holds', elected: 'holds', leader: 'reached 4' },
      plain.changRoberts('123'),
    ],
    [
      'chang-roberts',
      { ring: '132' },
      28,
      { highest: 'holds', elected: 'holds', leader: 'reached 4' },
      plain.changRoberts('132'),
    ],
    // (capacity + 1) fillings, and two states of each of four workers.
    [
      'bounded-buffer',
      { capacity: 1 },
      2 * 2 ** 4,
      { bounds: 'holds', 'no-deadlock': 'holds', refused: 'reached 1' },
      32,
    ],
    [
      'bounded-buffer',
      { capacity: 2 },
      3 * 2 ** 4,
      { bounds: 'holds', 'no-deadlock': 'holds', refused: 'reached 1' },
      48,
    ],
    [
      'bounded-buffer',
      { capacity: 4 },
      5 * 2 ** 4,
      { bounds: 'holds', 'no-deadlock': 'holds', refused: 'reached 1' },
      80,
    ],
    [
      'readers-writers',
      { prefers: 'readers' },
      31,
      { exclusion: 'holds', 'no-starvation': 'violated 4+7', shared: 'reached 2', 'writes-alone': 'reached 3' },
      plain.readersWriters('readers'),
    ],
    [
      'readers-writers',
      { prefers: 'writers' },
      31,
      { exclusion: 'holds', 'no-starvation': 'holds', shared: 'reached 2', 'writes-alone': 'reached 3' },
      plain.readersWriters('writers'),
    ],
    [
      'fetch-retry',
      {},
      13,
      { 'three-times': 'holds', ends: 'holds', patient: 'holds', fails: 'reached 6', 'in-time': 'holds' },
      plain.fetchRetry,
    ],
    [
      'rotating-token',
      { lock: false },
      43,
      { 'not-revoked': 'violated 4', over: 'reached 6' },
      plain.rotatingToken(false),
    ],
    ['rotating-token', { lock: true }, 14, { 'not-revoked': 'holds', over: 'reached 6' }, plain.rotatingToken(true)],
    [
      'alternating-bit',
      { values: 2 },
      28,
      { once: 'holds', known: 'holds', arrives: 'holds', lost: 'reached 2' },
      plain.alternatingBit(2),
    ],
    [
      'alternating-bit',
      { values: 1 },
      7,
      { once: 'violated 4', known: 'violated 7', arrives: 'holds', lost: 'reached 2' },
      plain.alternatingBit(1),
    ],
    // As published by Gray and Lamport for three.
    ['two-phase-commit', { managers: 3 }, 288, { agreement: 'holds', commits: 'reached 8' }, 288],
  ] as const
).map((row) => row as never);

describe('the examples', () => {
  test.each(ROWS)(
    '%s %j has %i states, as a model of plain data or a formula has, and these verdicts',
    async (name, choices, states, found, model) => {
      const [system] = (await studyOf(name)).systems as [SystemEntry];
      const { spec, properties } = system.search(choices as never);
      const composition = compose(spec);
      // What properties remember is part of a state: the machines' own states are those without any.
      const bare = verify(composition, [
        { id: 'none', checks: [{ kind: 'always', what: { of: [], is: () => true } }] },
      ]);
      expect(typeof model === 'number' ? model : reachable(model)).toBe(bare.states);
      expect(bare.states).toBe(states);
      const { findings } = verify(composition, properties);
      const texts = findings.map(({ property, verdict, run: steps, cycle }) => {
        const length = steps && verdict !== 'holds' ? ` ${steps.length}${cycle ? `+${cycle.length}` : ''}` : '';
        return [property.id, `${verdict}${length}`];
      });
      expect(Object.fromEntries(texts)).toEqual(found);
      // Live actors confirm each run.
      for (const finding of findings) runOf(composition, finding);
    },
  );

  test('are all of them studies, and all in the table of their README', async () => {
    const readme = readFileSync(new URL('README.md', HERE), 'utf8');
    expect(NAMES.length).toBeGreaterThanOrEqual(11);
    expect(NAMES.filter((name) => !readme.includes(`[${name}](${name}/claimcheck.config.ts)`))).toEqual([]);
    for (const name of NAMES) {
      for (const system of (await studyOf(name)).systems) expect(rowsOf(system).length).toBeGreaterThan(0);
    }
  });

  test('hold or not, as a test of a user would say it', async () => {
    const [token] = (await studyOf('rotating-token')).systems as [SystemEntry];
    expect(token).toHold({ choices: { lock: true } });
    expect(token).not.toHold({ choices: { lock: false } });
    expect((await studyOf('bounded-buffer')).systems[0]).toHold();
  });

  test('are tried by random runs, too', async () => {
    const [ring] = (await studyOf('chang-roberts')).systems as [SystemEntry];
    fc.assert(run(ring, { choices: { ring: '132' } }), { numRuns: 50, seed: 1 });
    const [seats] = (await studyOf('philosophers')).systems as [SystemEntry];
    const failed = fc.check(run(seats, { choices: { seats: 3, order: 'symmetric' } }), { numRuns: 300, seed: 1 });
    expect(failed.counterexample?.[0].choices).toHaveLength(3);
  });
});
