import { expect, test } from 'vitest';
import study from '../../../claimcheck.config.ts';
import { systemCalled } from '../../checker/study/rows.ts';
import { rowsOf } from '../../checker/study/rows.ts';
import { ROOT } from '../../files/root.ts';
import { MODELS, OWN_RECORDS } from '../../testing/models.ts';
import { recordedResult } from '../../testing/recorded.ts';
import { verifyText } from './text.ts';

function textOf(name: string, isVerbose = false) {
  const system = systemCalled(study, name);
  const rows = rowsOf(system);
  const results = rows.map((row) => recordedResult(MODELS, OWN_RECORDS, row));
  return verifyText({
    loaded: { study, root: ROOT, config: null },
    records: OWN_RECORDS,
    scope: {},
    systems: [system],
    rows,
    results: { rows: results, interrupted: false, declared: [], reached: [] },
    chosen: [],
    recorded: results,
    wrong: [],
    violations: [],
    isVerbose,
    seconds: 30,
  });
}

test('x', () => {
  for (const s of ['keep-alive', 'peer', 'reply', 'outage', 'repairs', 'slot']) console.log(`#### ${s}\n${textOf(s)}`);
  console.log(textOf('keep-alive', true).slice(0, 5000));
  expect(1).toBe(1);
});
