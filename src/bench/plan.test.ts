import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { InputError } from '../files/input.ts';
import { loadStudy } from '../verify/load-study.ts';
import { planOf } from './plan.ts';

const own = await loadStudy(null);

describe('the plans of this project', () => {
  test('have five contests, two quick ones, and nine that grow', () => {
    const sizes = [
      planOf(own, false, false),
      planOf(own, false, true),
      planOf(own, true, false),
      planOf(own, true, true),
    ].map(({ contests }) => contests.length);
    expect(sizes).toEqual([5, 2, 9, 3]);
  });

  test('name every size that a goal is measured on', () => {
    const named = planOf(own, false, false).contests.flatMap(({ system }) => system.size ?? []);
    expect(named.toSorted()).toEqual(['large', 'largest', 'small']);
  });

  test('say what is chosen, all faults if none are named', () => {
    const [first] = planOf(own, false, false).contests;
    expect(first?.system).toMatchObject({ label: 'auth, 0000', faults: own.study.faults, system: 'keep-alive' });
    expect(planOf(own, false, true).contests.map(({ system }) => system.faults)).toEqual([[], []]);
  });

  test('grow along their axes', () => {
    const { contests, along } = planOf(own, true, false);
    expect(along).toEqual({ claims: 'claims', rounds: 'keep-alives each' });
    expect(contests.at(-1)).toMatchObject({
      system: { name: 'claims: 3, keep-alives each: 3', choices: { claims: 3, rounds: 3 }, maxStates: 5_000_000 },
      methods: ['table', 'spin-dfs'],
      seconds: 15,
    });
  });
});

describe('a plan', () => {
  const contest = { name: 'one', system: 'keep-alive', choices: {}, methods: ['bitmap'] };
  const refusal = (changes: object): string => {
    const root = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'claimcheck-plan-'))}/`);
    const growth = { along: {}, quick: { ...contest, values: [] }, further: [] };
    writeFileSync(
      new URL('bench.json', root),
      JSON.stringify({ whole: [{ ...contest, ...changes }], quick: [], growth }),
    );
    try {
      planOf({ study: { ...own.study, records: '' }, root, config: null }, false, false);
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    return 'none';
  };

  test('that names what is there is taken', () => {
    expect(refusal({})).toBe('none');
  });

  test.each([
    [{ system: 'telegraph' }, "bench.json: one: there is no system 'telegraph': give one of keep-alive"],
    [{ choices: { path: 'udp' } }, "bench.json: one: keep-alive: path is 'udp'; expected auth, raw"],
    [{ methods: ['abacus'] }, 'bench.json: whole[0].methods[0]: bitmap, table, grouped'],
    [{ faults: 'all' }, 'bench.json: whole[0].faults: a list of faults was expected'],
    [{ faults: ['fire'] }, "bench.json: one: there is no fault 'fire': give some of timeout, fin, rst"],
  ])('with %j is refused in one line that says what was expected', (changes, why) => {
    expect(refusal(changes)).toContain(why);
  });
});
