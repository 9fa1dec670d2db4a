import { expect, test } from 'vitest';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { type Finding, verify } from '../../src/checker/verify.ts';
import type { SomeChoices } from '../../src/checker/study/axis.ts';
import type { Model } from '../../src/checker/study/models.ts';
import { modelOf } from '../../src/testing/models.ts';
import { timesOf } from '../../src/traces/story/shown-run.ts';
import { WITH_ALL_FIXES, withFixes } from '../systems/axes.ts';

const SCHEDDS: readonly (readonly [string, SomeChoices])[] = [
  ['2011-0000', { reader: 'schedd', revision: '2011', fixes: withFixes(), perSecond: 2, deadlines: 'whole' }],
  ['2011-1111', { reader: 'schedd', revision: '2011', fixes: WITH_ALL_FIXES, perSecond: 2, deadlines: 'whole' }],
  ['head', { reader: 'schedd', revision: 'head', fixes: WITH_ALL_FIXES, perSecond: 2, deadlines: 'whole' }],
];
const STARTD: SomeChoices = {
  reader: 'startd',
  revision: 'head',
  fixes: withFixes(),
  perSecond: 4,
  deadlines: 'whole',
};

interface Shown {
  readonly model: Model;
  readonly findings: readonly Finding[];
}

function shown(variant: SomeChoices): Shown {
  const model = modelOf('deadlines', variant);
  const { findings, bounded } = verify(model.composition, model.properties);
  expect(bounded).toBe(false);
  return { model, findings };
}

const verdicts = ({ findings }: Shown) => findings.map(({ property, verdict }) => [property.id, verdict]);

/** How many seconds the shortest run to a witness takes; null if there is none. */
function secondsTo({ model, findings }: Shown, id: string): number | null {
  const run = findings.find(({ property }) => property.id === id)?.run;
  if (!run) return null;
  return timesOf(traceOf(model.composition, run), model.unit)?.at(-1) ?? null;
}

test.each(SCHEDDS)(
  '%s: deadlines as long as they are show what those a hundred times as short do, and last so long',
  (id, variant) => {
    const whole = shown(variant);
    expect(verdicts(whole)).toEqual(verdicts(shown({ ...variant, deadlines: 'short' })));
    expect([secondsTo(whole, 'command-deadline'), secondsTo(whole, 'payload-deadline')]).toEqual(
      {
        '2011-0000': [200, null],
        '2011-1111': [200, 301],
        head: [121, 301],
      }[id],
    );
  },
);

test.each([
  ...SCHEDDS.map(([id, variant]) => [id, { ...variant, deadlines: 'short' }] as const),
  ['startd', STARTD] as const,
])('%s: with quarters of a second as with halves', (_, variant) => {
  expect(verdicts(shown({ ...variant, perSecond: 4 }))).toEqual(verdicts(shown({ ...variant, perSecond: 2 })));
});
