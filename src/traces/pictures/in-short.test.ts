import { describe, expect, test } from 'vitest';
import study from '../../../claimcheck.config.ts';
import { judge } from '../../checker/replay/judge.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import { withFixes } from '../../../properties/systems/axes.ts';
import { type MarkedStep, shortDrawing } from './in-short.ts';

/** The study's story with some of the fixes, and the steps at which its marks stand. */
function storyWith(fixes: string): { body: string; marks: readonly MarkedStep[] } {
  const model = modelOf('keep-alive', { fixes, path: 'auth', connections: 1 });
  const { composition, properties } = model;
  const S1 = properties.filter(({ id }) => id === 'S1');
  const [finding] = verify(composition, S1, { stopWhenHit: true }).findings;
  const trace = traceOf(composition, finding?.run ?? []);
  const judged = judge(composition, properties, trace);
  const marks = (study.story?.picture?.marks ?? []).map((mark) => ({
    ...mark,
    step: judged.find(({ property }) => property.id === mark.property)?.step ?? -1,
  }));
  return { marks, body: shortDrawing({ ...model, trace, carriers: study.carriers ?? [] }, marks).body };
}

const count = (body: string, part: string) => body.split(part).length - 1;

describe('the story in a small picture', () => {
  test.each([
    ['none of the fixes', withFixes()],
    ['27894 alone', withFixes('27894')],
    ['27896 alone', withFixes('27896')],
  ])('marks the step that hides the error and the step that removes the claim, with %s', (_, fixes) => {
    const { body, marks } = storyWith(fixes);
    expect(marks.map(({ step }) => step)).toEqual([7, 9]);
    expect(body).toContain('✗ 7. the error is hidden here');
    expect(body).toContain('✗ 9. a valid claim is removed');
    expect(body.indexOf('7. the error')).toBeLessThan(body.indexOf('7. -1'));
  });

  test('has at most six arrows: three messages that arrive, and one that is too late', () => {
    const { body } = storyWith(withFixes());
    expect(count(body, 'class="head" d=')).toBe(3);
    expect(count(body, 'class="line bad late"')).toBe(1);
    expect(body).toContain('7. claim id is too late');
  });

  test('shows what the daemons log at the marked steps alone', () => {
    const { body } = storyWith(withFixes());
    expect(body).toContain('IO: Failed to read packet header');
    expect(body).toContain('slot1: Received Alive response of -1');
    expect(body).not.toContain('Received TCP command 441');
  });

  test('marks nothing where no property is violated', () => {
    const model = modelOf('keep-alive', { fixes: withFixes(), path: 'auth', connections: 1 });
    const { body } = shortDrawing({ ...model, trace: [], carriers: study.carriers ?? [] }, []);
    expect(body).not.toContain('✗');
    expect(count(body, 'class="life"')).toBe(2);
  });
});
