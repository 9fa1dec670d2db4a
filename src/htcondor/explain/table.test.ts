import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { examine } from './explain.ts';
import { Logs } from './read/logs.ts';
import { causeOf, rating } from './testing/rating.ts';
import { DEFAULT_LEVEL, filesOfScenario, SCENARIOS, truthOf } from './testing/scenarios.ts';

type Row = Readonly<Record<'both' | 'startLog' | 'schedLog', string>>;

const TABLE = JSON.parse(
  readFileSync(new URL('../../../properties/logs/verdicts.json', import.meta.url), 'utf8'),
) as Record<string, Row>;

const rated = async (scenario: string, without: 'startd' | 'schedd' | null): Promise<string> => {
  const files = filesOfScenario(scenario);
  const logs = await Logs.open(without ? { ...files, [without]: [] } : files);
  return rating((await examine(logs)).claims, truthOf(scenario));
};

describe.each([...SCENARIOS, ...DEFAULT_LEVEL])('the scenario %s', (scenario) => {
  test('is told from both logs and from each as the table on record says', async () => {
    const row: Row = {
      both: await rated(scenario, null),
      startLog: await rated(scenario, 'schedd'),
      schedLog: await rated(scenario, 'startd'),
    };
    expect(row).toEqual(TABLE[scenario]);
  });
});

describe('the table on record', () => {
  const rows = Object.entries(TABLE);

  test('has every scenario', () => {
    expect(rows.map(([scenario]) => scenario).toSorted()).toEqual([...SCENARIOS, ...DEFAULT_LEVEL].toSorted());
    expect(rows).toHaveLength(35);
  });

  test('is right of every scenario with both logs, and wrong of none', () => {
    expect(rows.filter(([, { both }]) => both !== 'right')).toEqual([]);
    expect(rows.filter(([, row]) => Object.values(row).includes('wrong'))).toEqual([]);
  });

  test('leaves open with the StartLog alone what only the schedd knows: whether its own -1 was right', () => {
    const open = rows.filter(([, { startLog }]) => startLog !== 'right').map(([scenario]) => scenario);
    expect(open.every((scenario) => causeOf(truthOf(scenario)) === 'unrecognized')).toBe(true);
  });
});
