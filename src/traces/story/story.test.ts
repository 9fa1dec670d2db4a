import { describe, expect, test } from 'vitest';
import { twoPhaseCommit } from '../../../examples/two-phase-commit/two-phase-commit.ts';
import { createMachine } from 'xstate';
import { compose, enters, type Property, send, traceOf, type TraceStep, verify } from '../../checker/index.ts';
import { lostIn } from '../../checker/system/lost.ts';
import { sequenceDiagram } from '../formats/sequence.ts';
import { sequenceDrawing } from '../pictures/sequence.ts';
import { letters, lettersRun, POST } from '../testing/letters.ts';
import { counterexampleText, sideBySide } from './side-by-side.ts';
import { lastStepStory, story } from './story.ts';

const same = (text: string) => text;
const PLAIN = { bold: same, dim: same, red: same, green: same, yellow: same };

const run = { composition: letters, trace: traceOf(letters, lettersRun('WRITE', 'HALF', 'LEAVE')), carriers: [POST] };

describe('a run of a protocol that logs nothing', () => {
  test('has in its story which states change, and what becomes of messages', () => {
    expect(story(run, PLAIN).split('\n')).toEqual([
      '  1. writer WRITE  A letter is posted',
      '      writer  idle → waiting',
      '      writer  sends letter to reader',
      '  2. post HALF',
      '      reader  letter arrives from writer, up to page 1',
      '  3. reader LEAVE',
      '      reader  here → gone',
      '      reader  letter from writer is too late',
      '      writer  note arrives from mail',
    ]);
  });

  test('shows each step as it is taken', () => {
    expect(lastStepStory({ ...run, trace: run.trace.slice(0, 2) }, PLAIN).split('\n')).toEqual([
      '  2. post HALF',
      '      reader  letter arrives from writer, up to page 1',
    ]);
  });

  test('stands side by side for the two processes that do something, or for any two', () => {
    expect(sideBySide(run, 73).split('\n')).toEqual([
      'writer                              | reader',
      '----------------------------------- | -----------------------------------',
      'idle → waiting                      |',
      'sends letter to reader              |',
      '                                    | letter arrives from writer, up to',
      '                                    | page 1',
      'note arrives from mail              | here → gone',
      '                                    | letter from writer is too late',
    ]);
    expect(sideBySide(run, 73, ['reader', 'writer']).split('\n')[2]).toBe(
      '                                    | idle → waiting',
    );
    expect(counterexampleText(run, 73).split('\n').slice(0, 5)).toEqual([
      '  1. writer WRITE',
      '  2. post HALF',
      '  3. reader LEAVE',
      '',
      'writer                              | reader',
    ]);
  });

  test('is a diagram in the same words', () => {
    expect(
      sequenceDiagram(run)
        .split('\n')
        .filter((line) => !line.includes('Note over')),
    ).toEqual([
      'sequenceDiagram',
      '  participant writer',
      '  participant mail',
      '  participant reader',
      '  writer->>mail: letter',
      '  mail-->>reader: letter, up to page 1',
      '  mail-xreader: letter, too late',
      '  mail->>writer: note',
    ]);
    const { body } = sequenceDrawing(run);
    for (const text of ['>letter<', '>page 1<', '>letter is too<', '>late<', '>note<', '>3. reader LEAVE<'])
      expect(body).toContain(text);
  });
});

test('a protocol of many processes has a lifeline for each, and a story that says what is remembered', () => {
  const composition = compose(twoPhaseCommit(2));
  const committed: Property = {
    id: 'committed',
    sentence: 'The first resource manager is committed',
    source: 'the antecedent of agreement',
    checks: [{ kind: 'sometimes', what: enters('manager1', 'committed') }],
  };
  const trace = traceOf(composition, verify(composition, [committed]).findings[0]?.run ?? []);
  const text = story({ composition, trace, carriers: [] }, PLAIN);
  expect(text).toContain('manager1           working → prepared');
  expect(text).toContain('transaction        prepared = 1');
  expect(text).toContain('commit             sends COMMIT to manager1');
  const { body, width } = sequenceDrawing({ composition, trace, carriers: [] });
  const lifelines = [...body.matchAll(/class="life" x1="(\d+)"/g)].map(([, x]) => Number(x));
  expect(new Set(lifelines).size).toBe(7);
  expect(Math.max(...lifelines)).toBeLessThan(width);
});

test('a message that a machine without states does not take is lost, in no state', () => {
  const sender = createMachine({
    id: 'sender',
    initial: 'idle',
    states: { idle: { on: { GO: { target: 'done', actions: send('bare', { type: 'HELLO' }) } } }, done: {} },
  });
  const composition = compose({
    name: 'lost',
    components: [
      { name: 'sender', machine: sender, environment: [{ event: { type: 'GO' } }] },
      { name: 'bare', machine: createMachine({ id: 'bare', on: { LOOK: {} } }) },
    ],
  });
  const trace = traceOf(composition, composition.choices);
  expect(story({ composition, trace, carriers: [] }, PLAIN).split('\n')).toEqual([
    '  1. sender GO',
    '      sender  idle → done',
    '      sender  sends HELLO to bare',
    '      bare    HELLO is lost: no transition takes it',
  ]);
  expect(lostIn(composition, trace[0] as TraceStep)).toBe('bare has no transition for HELLO from sender');
});
