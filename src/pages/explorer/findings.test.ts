import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import study from '../../../claimcheck.config.ts';
import { enters } from '../../checker/property/patterns.ts';
import { defineStudy, defineSystem } from '../../checker/study/define.ts';
import { loadStudy } from '../../verify/load-study.ts';
import { recordedOf, recordedText } from './file/recorded.ts';
import { fragmentOf, readFragment } from './fragment.ts';
import { recorded, received, search } from './findings.ts';
import { type Change, type Scene, Scenes } from './scene.ts';

const loaded = await loadStudy(null);
const known = await recordedOf(loaded);
const scenes = new Scenes(study, known);
const sceneOf = (...changes: Change[]) =>
  changes.reduce<Scene>((scene, change) => scenes.changed(scene, change), scenes.first);
const fixed = sceneOf({ choices: { path: 'raw', fixes: '1111' } });

test('what is on record is what a search finds', () => {
  expect(recorded(scenes, fixed)).toEqual(search(scenes, fixed));
  expect(Object.keys(known.runs)).toHaveLength(32);
});

test("the study's story is on record, and is searched for where it is not", async () => {
  expect(known.story).toEqual([12, 0, 1, 2, 17, 26, 28, 29, 2]);
  const unrecorded = { ...loaded, study: defineStudy({ ...study, records: 'no-such-folder/' }) };
  expect(await recordedOf(unrecorded)).toEqual({ ...known, runs: {} });
});

test('what is on record is written into the page as it is', async () => {
  const text = recordedText(known);
  const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { default: unknown };
  expect(module.default).toEqual(known);
  const runs = { ...known, places: {} };
  expect(recordedText(runs).length).toBeLessThan(JSON.stringify(runs).length / 2);
});

test('nothing is on record of fewer faults, other choices, a peer or garbled replies', () => {
  expect(recorded(scenes, { ...fixed, faults: ['fin', 'rst'] })).toBeNull();
  expect(recorded(scenes, sceneOf({ choices: { connections: 1 } }))).toBeNull();
  expect(recorded(scenes, sceneOf({ system: 'peer' }))).toBeNull();
  expect(recorded(scenes, sceneOf({ system: 'reply' }))).toBeNull();
});

test.each([
  ['0000', 'S2 violated in 3, M1 holds, M2 holds, M3 holds'],
  ['1111', 'S2 holds, M1 holds, M2 holds, M3 holds'],
] as const)('a search of a peer that sends two messages, with fixes %s, says: %s', (fixes, said) => {
  const scene = sceneOf({ system: 'peer' }, { choices: { path: 'raw-2msg', revision: '2011', fixes } });
  const texts = search(scenes, scene).map(
    ({ id, verdict, run }) => `${id} ${verdict}${run ? ` in ${run.length}` : ''}`,
  );
  expect(texts.join(', ')).toBe(said);
});

test('a run that never ends is found with what it does again and again', () => {
  const scene = sceneOf({ system: 'liveness' }, { choices: { path: 'raw', revision: 'head', connections: 1 } });
  const endless = search(scenes, scene).filter(({ cycle }) => cycle !== null);
  expect(endless.map(({ id, verdict, run, cycle }) => [id, verdict, run?.length, cycle])).toEqual([
    ['L1', 'violated', 7, 1],
  ]);
});

const faultsOf = (scene: Scene) =>
  search(scenes, scene).flatMap(({ run }) =>
    received(scenes.model(scene).composition, run ?? [], scene.faults).map(({ fault }) => fault),
  );

test('a search keeps to the faults that are on', () => {
  for (const fault of ['timeout', 'rst']) {
    const scene = { ...sceneOf({ choices: { path: 'raw' } }), faults: [fault] };
    expect(new Set(faultsOf(scene))).toEqual(new Set([null, fault]));
  }
});

test('a run with a timer is sent to a page, shown there, and found again by its link', () => {
  const patient = createMachine({
    id: 'patient',
    initial: 'idle',
    states: { idle: { on: { GO: 'waiting' } }, waiting: { after: { 1000: 'over', 2000: 'late' } }, over: {}, late: {} },
  });
  const components = [{ name: 'patient', machine: patient, environment: [{ event: { type: 'GO' } }] }];
  const system = defineSystem({
    name: 'wait',
    search: () => ({
      spec: { name: 'wait', components },
      properties: [
        {
          id: 'soon',
          sentence: 'It is never late',
          checks: [{ kind: 'never' as const, what: enters('patient', 'late') }],
        },
      ],
    }),
  });
  const waiting = defineStudy({ name: 'Waiting', systems: [system] });
  const [worker, page] = [new Scenes(waiting), new Scenes(waiting)];
  const [found] = search(worker, worker.first);
  const { composition } = page.model(page.first);
  const run = received(composition, found?.run ?? [], []);
  expect(run.map(({ event }) => event.type)).toEqual(['GO', 'xstate.after.2000.patient.waiting']);
  const fragment = fragmentOf(page, { scene: page.first, run, at: 1 });
  const later = readFragment(new Scenes(waiting), fragment);
  expect(later.run.map(({ event }) => event)).toEqual(run.map(({ event }) => event));
});
