import { describe, expect, test } from 'vitest';
import study from '../../../claimcheck.config.ts';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { judge } from '../../checker/replay/judge.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { InputError } from '../../files/input.ts';
import { MODELS } from '../../testing/models.ts';
import { rowWith } from '../../checker/study/rows.ts';
import { cycleText, type Style, story } from './story.ts';
import { sequenceDiagram } from '../formats/sequence.ts';
import { letters, lettersRun } from '../testing/letters.ts';
import { sideBySide } from './side-by-side.ts';
import { traceFile } from '../formats/trace-json.ts';
import { readTraceFile } from '../formats/trace-reader.ts';

const same = (text: string) => text;
const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same };

const row = rowWith(MODELS.entry({ system: 'liveness' }), {
  path: 'raw',
  fixes: '0000',
  revision: 'head',
  connections: 1,
});
const { composition, properties } = MODELS.model(row);
const [finding] = verify(composition, properties.slice(0, 1)).findings;
const cycleFrom = finding?.run?.length ?? 0;
const trace = traceOf(composition, [...(finding?.run ?? []), ...(finding?.cycle ?? [])]);
/** The run up to there, as if nothing need happen any more. */
const still = trace.slice(0, cycleFrom);
const run = { composition, trace, carriers: CARRIERS };

const forever = { cycleFrom, faults: ['timeout', 'rst'] };
const file = traceFile(composition, trace, row, 'L1', forever);

describe('a run that goes on for ever', () => {
  test('has a heading of its own before its cycle', () => {
    expect(
      story({ ...run, cycleFrom }, plain)
        .split('\n')
        .slice(-2),
    ).toEqual(['From here on, again and again:', '  7. claim SELECT  The event loop comes round']);
    expect(
      story({ ...run, trace: still, cycleFrom }, plain)
        .split('\n')
        .at(-1),
    ).toBe('From here on nothing need ever happen.');
    expect(story(run, plain)).not.toContain('From here on');
  });

  test('has its cycle across both columns, in its place', () => {
    const shown = sideBySide({ ...run, cycleFrom }, 100).split('\n');
    expect(shown[0]?.split(' ').filter(Boolean)).toEqual(['startd', '|', 'schedd']);
    expect(shown.at(-1)).toBe('From here on, again and again: claim SELECT');
    const again = {
      composition: letters,
      trace: traceOf(letters, lettersRun('WRITE', 'LEAVE')),
      carriers: [],
      cycleFrom: 1,
    };
    expect(sideBySide(again, 51, ['writer', 'reader']).split('\n')).toEqual([
      'writer                   | reader',
      '------------------------ | ------------------------',
      'idle → waiting           |',
      'sends LETTER 1 to mail   |',
      'From here on, again and again: reader LEAVE',
      '                         | here → gone',
      '                         | sends STOP 1 to mail',
    ]);
    expect(cycleText(still, cycleFrom)).toBe('From here on nothing need ever happen.');
  });

  test('is drawn as a loop', () => {
    const drawn = sequenceDiagram({ ...run, cycleFrom }).split('\n');
    expect(drawn.slice(-3).map((line) => line.replace(/over .*:/, 'over all:'))).toEqual([
      '  loop again and again',
      '    Note over all: 7. claim SELECT',
      '  end',
    ]);
    expect(sequenceDiagram({ ...run, trace: still, cycleFrom })).not.toContain('loop');
  });

  test('is written as steps and cycle, with the faults by which it is fair, and read again', () => {
    expect([file.system, file.choices['revision'], file.steps.length, file.cycle?.length]).toEqual([
      'liveness',
      'head',
      6,
      1,
    ]);
    expect(file.faults).toEqual(['timeout', 'rst']);
    const read = readTraceFile(study, 'lasso.json', JSON.parse(JSON.stringify(file)));
    expect(read.row).toEqual(row);
    expect(read.forever).toEqual(forever);
    const again = traceOf(composition, read.find(composition));
    expect(
      judge(composition, properties, again, read.forever).map(({ property, step }) => [property.id, step]),
    ).toEqual([
      ['gone-while-claimed', 1],
      ['half-open', 5],
      ['L1', 6],
    ]);
    expect(judge(composition, properties, again).map(({ property }) => property.id)).not.toContain('L1');
  });

  test.each([
    [{ cycle: 5 }, 'cycle: a list was expected'],
    [{ faults: undefined }, 'faults: a list of timeout, fin, rst was expected'],
    [{ faults: ['fire'] }, 'faults: a list of timeout, fin, rst was expected'],
    [{ choices: { revision: '2012' } }, 'revision: '],
    [{ cycle: [{ component: 'matchRecord', event: { type: 'SELECT' } }] }, 'step 7: a component and an event'],
  ])('is refused if its file is bad: %j', (fields, why) => {
    const read = () => readTraceFile(study, 'bad.json', { ...file, ...fields }).find(composition);
    expect(read).toThrow(InputError);
    expect(read).toThrow(`bad.json: ${why}`);
  });
});
