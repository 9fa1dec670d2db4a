import { describe, expect, test } from 'vitest';
import { explore } from '../checker/search/explore.ts';
import { compareSystems } from '../checker/compare/compare.ts';
import { Models } from '../checker/study/models.ts';
import { defineStudy, defineSystem } from '../checker/study/define.ts';
import type { Study } from '../checker/study/study.ts';
import { component, graph, system as composed } from '../checker/testing/machines.ts';
import { InputError } from '../files/input.ts';
import { MACHINES, MODELS } from '../testing/models.ts';
import { pairRows, type RowFilter } from './rows.ts';
import { isDeep, sampled } from '../testing/sampled.ts';

const ALL: RowFilter = { choices: {} };

/** A study with the systems lamp, of so many axes, and door. */
const studyOf = (axes: object, names: readonly string[] = ['lamp', 'door'], compared?: object[]): Study =>
  defineStudy({
    name: 'rooms',
    faults: [],
    systems: names.map((name) =>
      defineSystem({
        name,
        sentence: '',
        axes: (name === 'lamp' ? axes : {}) as {},
        ...(name === 'lamp' && compared && { compared: compared as {}[] }),
        search: () => ({ spec: composed(component('one', graph(name, 'off-PUSH->on'), ['PUSH'])), properties: [] }),
      }),
    ),
  });

const COLOUR = { values: ['white', 'red'], about: '' };
const BRIGHT = { values: [false, true], about: '' };
const COUNT = { open: 'count', default: 1, about: '' };
const DARK_SWITCH = { switches: { a: '', b: '' }, about: '' };

const paired = (one: Study, other: Study, filter = ALL) => {
  const { pairs, onlyInOne } = pairRows(one, other, [other, one], filter);
  return [pairs.map(({ system, variant }) => `${system} ${variant}`.trim()), onlyInOne];
};

describe('two versions of a study', () => {
  test('have in common what both have, by name and choices, in the order of the study', () => {
    const study = studyOf({ colour: COLOUR, bright: BRIGHT });
    expect(paired(study, study)).toEqual([
      ['lamp white false', 'lamp white true', 'lamp red false', 'lamp red true', 'door'],
      [],
    ]);
  });

  test('do not have in common a system or a value that only one of them has, whichever it is', () => {
    const one = studyOf({ colour: { ...COLOUR, values: ['white'] } }, ['lamp', 'bell']);
    const other = studyOf({ colour: COLOUR });
    expect(paired(one, other)).toEqual([['lamp white'], ['lamp red', 'door', 'bell']]);
    expect(paired(other, one)).toEqual([['lamp'], ['bell', 'door']]);
  });

  test('have in common what is as usual on an axis that only one of them has', () => {
    const [old, now] = [studyOf({ colour: COLOUR }), studyOf({ colour: COLOUR, bright: BRIGHT })];
    expect(paired(old, now)).toEqual([
      ['lamp white false', 'lamp red false', 'door'],
      ['lamp white true', 'lamp red true'],
    ]);
    expect(paired(now, old)).toEqual([['lamp white', 'lamp red', 'door'], []]);
  });

  test('are compared in the rows that were asked for, and in systems without such an axis', () => {
    const study = studyOf({ colour: COLOUR, fixes: DARK_SWITCH });
    expect(paired(study, study, { choices: { colour: 'red', fixes: 'b' } })).toEqual([['lamp red 01', 'door'], []]);
  });

  test.each<[RowFilter, string]>([
    [{ choices: { size: '3' } }, "'size' is an axis of none of lamp, door"],
    [{ choices: { colour: 'blue' } }, "'blue' is not a choice of colour: give white, red"],
    [{ choices: { colour: 'red' }, systems: ['door'] }, "'colour' is an axis of none of door"],
  ])('refuse %j', (filter, why) => {
    const study = studyOf({ colour: COLOUR });
    expect(() => paired(study, study, filter)).toThrow(new InputError(why));
  });

  test('tell rows apart in their names also by axes that make no rows', () => {
    const study = studyOf(
      { colour: COLOUR, count: COUNT },
      ['lamp'],
      [{ colour: 'white' }, { colour: 'red' }, { colour: 'red', count: 2 }],
    );
    expect(paired(study, study)[0]).toEqual(['lamp white', 'lamp red', 'lamp red count 2']);
  });
});

const OWN = pairRows(MODELS.study, MODELS.study, [MODELS.study], ALL);

test('of this study 106 systems are compared', () => {
  expect(OWN.pairs).toHaveLength(106);
  expect(OWN.onlyInOne).toEqual([]);
});

/** The subsets of the fixes that differ most. */
const SOME = OWN.pairs.filter(({ rows: [{ system, choices }] }) =>
  system === 'keep-alive' || system === 'reschedule' ? ['0000', '1111'].includes(String(choices['fixes'])) : true,
);

const COMPARED = SOME.map((pair) => [`${pair.system} ${pair.variant}`, pair.rows[0]] as const);

/** The largest of the sample; of a peer the row on another path is enough each day. */
const LARGE = new Set(['peer auth 1111 revision head-no3393', 'lifecycle head']);
const CHOSEN = sampled(COMPARED, 6).filter(([name]) => isDeep || !LARGE.has(name));

const models = new Models(MODELS.study);

test.each(CHOSEN)('%s compared with itself is every state that the explorer finds, paired with itself', (_, row) => {
  const made = () => models.model(row).composition;
  const { pairs, difference } = compareSystems(made(), made());
  expect(difference).toBeNull();
  expect(pairs).toBe(explore(made(), []).states);
});

test('together they have every machine in them', () => {
  const found = new Set(
    COMPARED.flatMap(([, row]) => models.search(row).spec.components.map(({ machine }) => machine.config)),
  );
  const missing = [...MACHINES.values()].filter(({ config }) => !found.has(config));
  expect(missing.map(({ id }) => id)).toEqual([]);
});
