import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RUNS_FILE, type RunsRow } from '../../verify/runs.ts';
import { recorded, search } from './findings.ts';
import { modelOf, type Scene, TICKET } from './scene.ts';

const RUNS = JSON.parse(readFileSync(RUNS_FILE, 'utf8')) as RunsRow[];
const reschedule: Scene = { ...TICKET, system: 'reschedule', fixes: '0110' };

test('what is on record is what a search finds', () => {
  expect(recorded(reschedule, RUNS)).toEqual(search(reschedule));
});

test('nothing is on record of fewer faults, a peer or garbled replies', () => {
  expect(recorded({ ...reschedule, faults: ['fin', 'rst'] }, RUNS)).toBeNull();
  expect(recorded({ ...TICKET, system: 'peer' }, RUNS)).toBeNull();
  expect(recorded({ ...TICKET, system: 'reply' }, RUNS)).toBeNull();
});

test.each([
  [{ ...TICKET, system: 'peer', path: 'raw-2msg' }, 'S2 violated in 3, M1 holds, M2 holds, M3 holds'],
  [{ ...TICKET, system: 'peer', path: 'raw-2msg', fixes: '1111' }, 'S2 holds, M1 holds, M2 holds, M3 holds'],
] as const)('a search of %j says: %s', (scene, said) => {
  const texts = search(scene).map(({ id, verdict, run }) => `${id} ${verdict}${run ? ` in ${run.length}` : ''}`);
  expect(texts.join(', ')).toBe(said);
});

const faultsOf = (scene: Scene) =>
  search(scene).flatMap(({ run }) => run?.map((index) => modelOf(scene).composition.choices[index]?.fault) ?? []);

test('a search keeps to the faults that are on', () => {
  for (const fault of ['timeout', 'rst']) {
    expect(new Set(faultsOf({ ...TICKET, path: 'raw', faults: [fault] }))).toEqual(new Set([null, fault]));
  }
});
