import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RUNS_FILE, type RunsRow } from '../verify/runs.ts';
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
  [{ ...TICKET, system: 'peer' }, 'violated in 4, holds'],
  [{ ...TICKET, system: 'peer', fixes: '1111' }, 'holds, holds'],
] as const)('a search of %j says: %s', (scene, said) => {
  const texts = search(scene).map(({ verdict, run }) => (run ? `${verdict} in ${run.length}` : verdict));
  expect(texts.join(', ')).toBe(said);
});

const faultsOf = (scene: Scene) =>
  search(scene).flatMap(({ run }) => run?.map((index) => modelOf(scene).composition.choices[index]?.fault) ?? []);

test('a search keeps to the faults that are on', () => {
  const scene: Scene = { ...TICKET, system: 'peer', revision: 'head-no3393', fixes: '0010' };
  expect(new Set(faultsOf(scene))).toEqual(new Set([null, 'timeout']));
  expect(new Set(faultsOf({ ...scene, faults: ['rst'] }))).toEqual(new Set([null]));
});
