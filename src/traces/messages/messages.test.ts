import { describe, expect, test } from 'vitest';
import { traceOf } from '../../checker/replay/trace.ts';
import type { Carrier } from '../../checker/study/carrier.ts';
import { letters, lettersRun, POST } from '../testing/letters.ts';
import { messagesOf, type Sent, seenIn } from './messages.ts';
import { processesOf } from './processes.ts';
import { label, seen, sentence } from './sentence.ts';

const read = (carriers: readonly Carrier[], ...types: readonly string[]): Sent[] =>
  messagesOf(letters, traceOf(letters, lettersRun(...types)), carriers);

describe('messages that a carrier carries', () => {
  test.each([
    [['WRITE'], 'letter, sent by writer to reader in step 1; it is still under way'],
    [['WRITE', 'ALL'], 'letter, sent by writer to reader in step 1; it arrives in step 2'],
    [
      ['WRITE', 'HALF', 'ALL'],
      'letter, sent by writer to reader in step 1; page 1 arrives in step 2; it arrives in step 3',
    ],
    [['WRITE', 'LOSE'], 'letter, sent by writer to reader in step 1; it is lost in step 2'],
    [['WRITE', 'LEAVE'], 'letter, sent by writer to reader in step 1; it is too late in step 2'],
  ])('after %j: %s', (types, text) => {
    expect(sentence(read([POST], ...types)[0] as Sent)).toBe(text);
  });

  test('are told apart where several go the same way', () => {
    const sent = read([POST], 'WRITE', 'LOSE', 'CALL', 'WRITE', 'ALL').filter(({ via }) => via === 'post');
    expect(sent.map(({ lost, arrived }) => [lost?.step, arrived?.step])).toEqual([
      [2, undefined],
      [undefined, 5],
    ]);
  });

  test('are seen at their sender, at their receiver and in a diagram, in the same words', () => {
    const trace = traceOf(letters, lettersRun('WRITE', 'HALF', 'LEAVE'));
    const steps = seenIn(trace, messagesOf(letters, trace, [POST]));
    expect(steps.map((step) => step.flat().map((one) => `${seen(one).process} ${seen(one).text}`))).toEqual([
      ['writer sends letter to reader'],
      ['reader letter arrives from writer, up to page 1'],
      ['reader letter from writer is too late', 'writer note arrives from mail'],
    ]);
    expect(steps.flat(2).map(label)).toEqual(['letter', 'letter, up to page 1', 'letter, too late', 'note']);
  });
});

describe('without a carrier', () => {
  test('what one process sends another is a call that arrives at once, with what it says', () => {
    const calls = read([], 'WRITE', 'ALL', 'CALL');
    expect(calls.map(sentence)).toEqual([
      'LETTER 1, sent by writer to mail in step 1',
      'LETTER 1, sent by mail to reader in step 2',
      'RING 1, sent by writer to reader in step 3',
    ]);
  });

  test('a process that only carries messages is a speaker like the others', () => {
    expect(processesOf(letters, [])).toEqual({ speakers: ['writer', 'mail', 'reader'], media: [] });
    expect(processesOf(letters, [POST])).toEqual({ speakers: ['writer', 'reader'], media: ['mail'] });
  });
});
