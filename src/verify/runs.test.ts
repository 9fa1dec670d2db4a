import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import type { Choice } from '../checker/system/compose.ts';
import { judge } from '../checker/replay/judge.ts';
import { traceOf } from '../checker/replay/trace.ts';
import { keepAliveModel, rescheduleModel } from '../htcondor/models.ts';
import { RUNS_FILE, type RunsRow, runDifferences } from './runs.ts';
import { FULL_SCOPE, type RowResult } from './variant.ts';

const RECORDED = JSON.parse(readFileSync(RUNS_FILE, 'utf8')) as RunsRow[];

/** A search's result that has found these runs. */
const found = ({ path, fixes, runs }: RunsRow): RowResult => ({
  path,
  fixes,
  states: 1,
  transitions: 1,
  depth: 1,
  bounded: false,
  end: 'exhausted',
  engine: 'table',
  memory: 1,
  properties: Object.entries(runs).map(([id, run]) => ({ id, verdict: 'violated', trace: run.length, run })),
  witnesses: [],
  reschedule: null,
  liveness: [],
});

describe('the recorded runs', () => {
  test.each(RECORDED)(
    'of $path $fixes show what they are recorded for, at their last step',
    ({ path, fixes, runs }) => {
      const variant = { fixes: fixesFromBits(fixes), path: path as Path };
      for (const { composition, properties } of [keepAliveModel(variant), rescheduleModel(variant)]) {
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
    expect(runDifferences(RECORDED.map(found), FULL_SCOPE)).toEqual([]);
  });

  test('are stale when a search finds another run, one more, or one less', () => {
    const row = RECORDED[0] as RunsRow;
    const { S1: _, ...others } = row.runs;
    const stale = [{ ...others, S1: [0] }, { ...row.runs, S9: [0] }, others].map((runs) => found({ ...row, runs }));
    expect(stale.map((result) => runDifferences([result], FULL_SCOPE))).toEqual(
      ['S1', 'S9', 'S1'].map((id) => [`auth 0000: properties/runs.json has other runs of ${id}`]),
    );
  });

  test.each([{ faults: [] }, { claims: 2 }, { rounds: 1 }, { environment: 'peer' }] as const)(
    'say nothing of another environment: %j',
    (other) => {
      const none = found({ path: 'auth', fixes: '0000', runs: {} });
      expect(runDifferences([none], { ...FULL_SCOPE, ...other })).toEqual([]);
    },
  );
});
