import { beforeAll, describe, expect, test } from 'vitest';
import lease from '../../../../examples/lease-lock/claimcheck.config.ts';
import study from '../../../../claimcheck.config.ts';
import { ROOT } from '../../../files/root.ts';
import { recordedOf } from '../file/recorded.ts';
import { received } from '../findings.ts';
import { Scenes } from '../scene.ts';
import type { View } from '../view.ts';
import { companionsOf } from './companions.ts';
import { outcomeOf, type Repair, repairsOf, stoppedBy } from './repairs.ts';

let scenes: Scenes;
let view: View;

beforeAll(async () => {
  scenes = new Scenes(study, await recordedOf({ study, root: ROOT, config: null }));
  const run = received(scenes.model(scenes.first).composition, scenes.recorded.story ?? [], scenes.first.faults);
  view = { scene: scenes.first, run, at: 9 };
});

const repair = (id: string) => repairsOf(scenes, view.scene).find((one) => one.id === id) as Repair;

describe('a fix', () => {
  test('is named by its effect, as the axis has it', () => {
    const all = repairsOf(scenes, view.scene);
    expect(all.map(({ id }) => id)).toEqual(['27894', '27895', '27896', '27897']);
    expect(repair('27897')).toMatchObject({
      effect: 'the handler checks the result of get_secret()',
      choices: { fixes: '0001' },
    });
  });

  test.each([
    ['27894', 9, null, null],
    ['27895', 7, 7, 'end_of_message() returns FALSE, and the handler returns without an answer'],
    ['27896', 6, 6, 'DaemonCore waits for the claim id before it calls the handler'],
    ['27897', 7, 7, 'get_secret() fails, and the handler returns without an answer'],
  ])('%s lets the run go on to step %i', (id, length, step, how) => {
    const { view: after, differs, refused } = outcomeOf(scenes, view, repair(id).choices);
    expect(after.run).toHaveLength(length);
    expect(differs && [differs.step, differs.how]).toEqual(step === null ? null : [step, how]);
    expect(refused === null).toBe(length === 9);
  });

  test.each([
    ['27894', ['27896']],
    ['27896', ['27894']],
    // Enough alone: it needs no other.
    ['27895', null],
    ['27897', null],
  ])('%s needs %j', (id, needs) => {
    const { scene } = outcomeOf(scenes, view, repair(id).choices).view;
    expect(scene.choices['fixes']).toBe(repair(id).choices['fixes']);
    const isEnough = id === '27895' || id === '27897';
    expect(isEnough ? null : companionsOf(scenes, view.scene, repair(id), 'S1')).toEqual(needs);
  });

  test('that is there already is not offered, nor one of a variant that has a name', () => {
    const { scene } = outcomeOf(scenes, view, repair('27895').choices).view;
    expect(repairsOf(scenes, scene).map(({ id }) => id)).toEqual(['27894', '27896', '27897']);
    expect(repairsOf(scenes, scenes.changed(view.scene, { system: 'outage' }))).toEqual([]);
  });
});

test('a run that loses its faults ends before the first of them, and that is said', () => {
  const before = { ...view };
  const after = { scene: { ...view.scene, faults: ['fin'] }, run: view.run.slice(0, 6), at: 6 };
  expect(stoppedBy(scenes, before, after)).toBe('faults of class timeout are off');
});

test('an axis of no and yes is a fix as well, by what it is about', () => {
  const others = new Scenes(lease);
  expect(repairsOf(others, others.first)).toEqual([
    { id: 'fencing', effect: 'the storage refuses writes under older leases', choices: { fencing: true } },
  ]);
});
