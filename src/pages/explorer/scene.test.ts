import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import study from '../../../claimcheck.config.ts';
import { ModelError } from '../../checker/errors.ts';
import { rowsOf } from '../../checker/study/rows.ts';
import { defineStudy, defineSystem } from '../../checker/study/define.ts';
import { compose } from '../../checker/testing/machines.ts';
import { fragmentOf, readFragment } from './fragment.ts';
import { type Scene, Scenes } from './scene.ts';
import { choiceOf, tokenOf } from './token.ts';

const scenes = new Scenes(study);

/** Every variant of every system, but for the subsets of its switches. */
const SCENES = study.systems.flatMap((system) =>
  rowsOf(system, !system.cases && 'fixes' in system.axes ? { fixes: '0000' } : {}).map(
    ({ choices }): Scene => ({ system: system.name, choices, faults: study.faults }),
  ),
);

test('there are scenes of all systems', () => {
  expect(new Set(SCENES.map(({ system }) => system)).size).toBe(study.systems.length);
  expect(SCENES.length).toBe(129);
});

describe.each(SCENES)('$system with $choices', (scene) => {
  const { composition } = scenes.model(scene);

  test('has a word of its own for every choice, which can stand in a link', () => {
    const tokens = composition.choices.map((choice) => tokenOf(composition, choice));
    expect(new Set(tokens).size).toBe(composition.choices.length);
    for (const token of tokens) expect(token).toMatch(/^[\w.-]+$/);
    expect(tokens.map((token) => choiceOf(composition, token))).toEqual(composition.choices);
  });

  test('stands in a link, and is read back', () => {
    const fragment = fragmentOf(scenes, { scene, run: [], at: 0 });
    expect(fragment).toMatch(/^[\w.,;=/-]+$/);
    expect(readFragment(scenes, fragment).scene).toEqual(scene);
  });
});

test('choices whose words are alike have tokens of their own', () => {
  const events = [
    { from: 1 },
    { to: 1 },
    { from: Number.NaN },
    { from: undefined },
    {},
    { from: 'a b' },
    { from: 'a-b' },
  ];
  const machine = createMachine({ on: { READ: {} } });
  const environment = events.map((event) => ({ event: { type: 'READ', ...event } }));
  const composition = compose({ name: 'm', machine, environment });
  const tokens = composition.choices.map((choice) => tokenOf(composition, choice));
  expect(tokens).toEqual(['m.READ.1', 'm.READ.1.2', 'm.READ.NaN', 'm.READ', 'm.READ.2', 'm.READ.a-b', 'm.READ.a-b.2']);
  expect(tokens.map((token) => choiceOf(composition, token))).toEqual(composition.choices);
});

const NOTHING = () => ({ spec: { name: 'empty', components: [] }, properties: [] });

describe('a scene', () => {
  const { first } = scenes;
  const changed = (...changes: Parameters<Scenes['changed']>[1][]) =>
    changes.reduce<Scene>((scene, change) => scenes.changed(scene, change), first);

  test("is that of the study's story at first", () => {
    expect(first).toEqual({
      system: 'keep-alive',
      choices: { path: 'auth', fixes: '0000', connections: 0, claims: 1, rounds: 0 },
      faults: ['timeout', 'fin', 'rst'],
    });
  });

  test('keeps what can be chosen in the other system too, and takes what is typical of it where not', () => {
    const peer = changed({ choices: { fixes: '0110' } }, { system: 'peer' });
    expect(peer.choices).toEqual({ path: 'auth', fixes: '0110', revision: 'head' });
    const other = scenes.changed(peer, { choices: { path: 'raw-2msg' } });
    expect(scenes.changed(other, { system: 'reschedule' }).choices).toEqual({ path: 'auth', fixes: '0110' });
  });

  test('is the first variant of a system whose variants have names', () => {
    expect(scenes.row(changed({ system: 'reply' })).variant).toBe('2011-auth');
  });

  test('cannot be one of choices that do not go together', () => {
    expect(() => changed({ choices: { claims: 0 } })).toThrow(ModelError);
  });

  test('is the first system of a study without a story', () => {
    const size = { open: 'count', default: 3, about: 'how many' } as const;
    const one = defineSystem({ name: 'one', sentence: 'One', axes: { size }, typical: { size: 7 }, search: NOTHING });
    const small = new Scenes(defineStudy({ name: 'small', faults: [], systems: [one] }));
    expect(small.first).toEqual({ system: 'one', choices: { size: 7 }, faults: [] });
  });
});
