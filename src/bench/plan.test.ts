import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { InputError } from '../files/input.ts';
import { pathTo } from '../files/root.ts';
import { loadStudy } from '../verify/load-study.ts';
import { CONTESTS, Plans } from './plan.ts';
import { SIZES } from './system.ts';

const own = await loadStudy(null);

const plans = new Plans(own);

describe('the plans of this project', () => {
  test.each([
    ['ticket', [1, 2]],
    ['systems', [4, 2]],
    ['workers', [2, 2]],
    ['memory', [4, 2]],
    ['long', [2, 2]],
    ['growth', [9, 3]],
  ] as const)('have as many contests as they should in %s, and as many quick ones: %j', (section, sizes) => {
    expect([false, true].map((isQuick) => plans.contests(section, isQuick).contests.length)).toEqual(sizes);
  });

  test('name every size that a goal is measured on, once', () => {
    const named = CONTESTS.flatMap((section) => plans.contests(section).contests).flatMap(
      ({ system }) => system.size ?? [],
    );
    expect(named.toSorted()).toEqual(SIZES.toSorted());
  });

  test('say what is chosen, all faults if none are named, and how the command line is asked for it', () => {
    const [first] = plans.contests('ticket').contests;
    const asked = ['--system', 'keep-alive', '--set', 'path=auth', '--set', 'fixes=0000'];
    expect(first?.system).toMatchObject({ label: 'auth, 0000', faults: own.study.faults, system: 'keep-alive', asked });
    const quick = plans.contests('systems', true).contests;
    expect(quick.map(({ system }) => system.faults)).toEqual([[], []]);
    expect(quick[0]?.system.asked.slice(-2)).toEqual(['--faults', 'none']);
  });

  test('grow along their axes', () => {
    const { contests, along } = plans.contests('growth');
    expect(along).toEqual({ claims: 'claims', rounds: 'keep-alives each' });
    expect(contests.at(-1)).toMatchObject({
      system: { name: 'claims: 3, keep-alives each: 3', choices: { claims: 3, rounds: 3 }, maxStates: 5_000_000 },
      methods: ['table', 'spin-dfs'],
      seconds: 15,
    });
  });

  test('compare commands with others that are there', () => {
    const names = plans.commands.map(({ name }) => name);
    for (const { than = names[0] } of plans.commands) expect(names).toContain(than);
    expect(plans.commands.filter(({ most }) => most !== undefined)).toHaveLength(1);
  });
});

describe('a plan', () => {
  const { study } = own;
  const contest = { name: 'one', system: 'keep-alive', choices: {}, methods: ['bitmap'] };
  const refusal = (changes: object): string => {
    const root = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'claimcheck-plan-'))}/`);
    const whole = JSON.parse(readFileSync(pathTo('properties/bench.json'), 'utf8'));
    writeFileSync(new URL('bench.json', root), JSON.stringify({ ...whole, ticket: [{ ...contest, ...changes }] }));
    try {
      new Plans({ study: { ...study, records: '' }, root, config: null }).contests('ticket');
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
    [{ methods: ['abacus'] }, 'bench.json: ticket[0].methods[0]: bitmap, table, grouped'],
    [{ faults: 'all' }, 'bench.json: ticket[0].faults: a list of faults was expected'],
    [{ faults: ['fire'] }, "bench.json: one: there is no fault 'fire': give some of timeout, fin, rst"],
  ])('with %j is refused in one line that says what was expected', (changes, why) => {
    expect(refusal(changes)).toContain(why);
  });
});
