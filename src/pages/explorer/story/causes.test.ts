import { expect, test } from 'vitest';
import lease from '../../../../examples/lease-lock/claimcheck.config.ts';
import study from '../../../../claimcheck.config.ts';
import { traceOf } from '../../../checker/replay/trace.ts';
import type { Study } from '../../../checker/study/study.ts';
import { verify } from '../../../checker/verify.ts';
import { messagesOf } from '../../../traces/messages/messages.ts';
import { Scenes } from '../scene.ts';
import { Causes } from './causes.ts';

/** The run of a study's story, and what leads to what in it. */
function storyOf(of: Study) {
  const scenes = new Scenes(of);
  const { composition, properties } = scenes.model(scenes.first);
  const stated = properties.filter(({ id }) => id === of.story?.property);
  const run = verify(composition, stated, { stopWhenHit: true }).findings[0]?.run ?? [];
  const trace = traceOf(composition, run);
  const carriers = of.carriers ?? [];
  return { trace, causes: new Causes(composition, trace, carriers, messagesOf(composition, trace, carriers)) };
}

const shown = ({ message, step, isLost }: ReturnType<Causes['of']>[number]) =>
  `${message.text} ${isLost ? 'lost' : 'arrived'} in ${step}, sent in ${message.sent.step}`;

test("what leads to the ticket's removal is told by its messages, from the -1 back to the claim id that is late", () => {
  const { trace, causes } = storyOf(study);
  expect(trace).toHaveLength(9);
  expect(causes.chain(9)).toEqual([1, 4, 5, 7, 8, 9]);
  expect(causes.of(9).map(shown)).toEqual(['-1 arrived in 8, sent in 7']);
  expect(causes.of(7).map(shown)).toEqual(['ALIVE arrived in 5, sent in 4', 'claim id lost in 7, sent in 4']);
});

test('of a process that has heard of several others, each counts', () => {
  const { trace, causes } = storyOf(lease);
  expect(trace).toHaveLength(11);
  expect(causes.of(11).map(shown)).toEqual(['WRITE 2 arrived in 10, sent in 9', 'WRITE 1 arrived in 11, sent in 6']);
  expect(causes.chain(11)).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
});

test('nothing leads to the first step', () => {
  const { causes } = storyOf(study);
  expect([causes.of(1), causes.chain(1)]).toEqual([[], [1]]);
});
