import { describe, expect, test } from 'vitest';
import type { SomeChoices } from '../checker/study/axis.ts';
import { rowWith } from '../checker/study/rows.ts';
import type { Choice } from '../checker/system/compose.ts';
import { judge } from '../checker/replay/judge.ts';
import { traceOf } from '../checker/replay/trace.ts';
import { modelOf, MODELS, OWN_RECORDS } from '../testing/models.ts';
import type { RunsRow } from './records.ts';
import { runDifferences } from './runs.ts';
import type { RowResult } from './search-row.ts';

const RECORDED = OWN_RECORDS.runs('runs.json') as (RunsRow & { readonly path: string; readonly fixes: string })[];

/** A search's result that has found these runs. */
const found = (runs: RunsRow['runs'], choices: SomeChoices, system = 'keep-alive'): RowResult => ({
  ...rowWith(MODELS.entry({ system }), choices),
  states: 1,
  transitions: 1,
  depth: 1,
  bounded: false,
  end: 'exhausted',
  engine: 'table',
  memory: 1,
  properties: Object.entries(runs).map(([id, run]) => ({ id, verdict: 'violated', trace: run.length, run })),
  witnesses: [],
  beside: {},
});

const differing = (result: RowResult, faults?: readonly string[]) =>
  runDifferences(OWN_RECORDS, [result], faults ? { faults } : {});

describe('the recorded runs', () => {
  test.each(RECORDED)(
    'of $path $fixes show what they are recorded for, at their last step',
    ({ path, fixes, runs }) => {
      for (const { composition, properties } of [
        modelOf('keep-alive', { path, fixes }),
        modelOf('reschedule', { path, fixes }),
      ]) {
        for (const property of properties.filter(({ id }) => id in runs)) {
          const run = (runs[property.id] ?? []).map((index) => composition.choices[index] as Choice);
          expect(judge(composition, [property], traceOf(composition, run)), property.id).toEqual([
            { property, step: run.length },
          ]);
        }
      }
    },
  );

  test('are no difference when a search finds them', () => {
    expect(RECORDED.length).toBe(32);
    expect(RECORDED.flatMap(({ path, fixes, runs }) => differing(found(runs, { path, fixes })))).toEqual([]);
  });

  test('are stale when a search finds another run, one more, or one less', () => {
    const { path, fixes, runs } = RECORDED[0] as (typeof RECORDED)[number];
    const { S1: _, ...others } = runs;
    const stale = [{ ...others, S1: [0] }, { ...runs, S9: [0] }, others].map((one) => found(one, { path, fixes }));
    expect(stale.map((result) => differing(result))).toEqual(
      ['S1', 'S9', 'S1'].map((id) => [`auth 0000: properties/runs.json has other runs of ${id}`]),
    );
  });

  test.each([{ claims: 2 }, { rounds: 1 }, { connections: 1 }])('say nothing of another size, as %j', (size) => {
    expect(differing(found({}, { path: 'auth', fixes: '0000', ...size }))).toEqual([]);
  });

  test('say nothing of other faults, or of another system', () => {
    expect(differing(found({}, { path: 'auth', fixes: '0000' }), [])).toEqual([]);
    expect(differing(found({}, { path: 'auth', fixes: '0000' }, 'peer'))).toEqual([]);
  });
});
