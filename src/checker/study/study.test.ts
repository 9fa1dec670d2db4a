import { expect, test } from 'vitest';
import type { Study, Telling } from './study.ts';
import { defineStudy, defineSystem } from './define.ts';

const search = () => ({ spec: { name: 'empty', components: [] }, properties: [] });
const systems = [defineSystem({ name: 'empty', sentence: 'Nothing', axes: {}, search })];
const study = (part: Partial<Study>): Study => ({ name: 'A study', faults: ['loss'], systems, ...part });
const telling = (part: object) => ({ when: () => true, says: 'It happens', ...part }) as Telling;

test('a study says what its faults mean, and tells of transitions', () => {
  const words = {
    faultsMean: { loss: 'a message is lost' },
    tells: [telling({}), telling({ says: () => 'It happens' })],
  };
  expect(defineStudy(study(words))).toMatchObject(words);
});

test.each([
  [
    'a word for a fault that is none',
    { faultsMean: { lost: 'a message is lost' } },
    "A study: faultsMean has 'lost', which is not a class of its faults",
  ],
  [
    'a telling of which nobody knows when',
    { tells: [telling({}), telling({ when: 'always' })] },
    'A study: tells[1] must be { when: a function of an occurrence, says: a text or a function }',
  ],
  [
    'a telling that says nothing',
    { tells: [telling({ says: undefined })] },
    'A study: tells[0] must be { when: a function of an occurrence, says: a text or a function }',
  ],
])('a study is refused with %s', (_, part, why) => {
  expect(() => defineStudy(study(part))).toThrow(why);
});
