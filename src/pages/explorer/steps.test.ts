import { describe, expect, test } from 'vitest';
import { FAULTS } from '../../../machines/vocabulary.ts';
import type { Choice } from '../../checker/system/compose.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { modelOf } from '../../testing/models.ts';
import { stepsAt } from './steps.ts';
import { choiceOf, tokenOf } from './token.ts';

const { composition } = modelOf('keep-alive');

/** What can happen after some steps, and why the rest cannot. */
function after(tokens: readonly string[], faults: readonly string[] = FAULTS) {
  const run = tokens.map((token) => choiceOf(composition, token) as Choice);
  const states: readonly LocalState[] = traceOf(composition, run).at(-1)?.states ?? composition.initial;
  const { enabled, refused } = stepsAt(composition, states, faults);
  const reason = (token: string) => refused.find(({ choice }) => tokenOf(composition, choice) === token)?.reason;
  return { enabled: enabled.map(({ choice }) => tokenOf(composition, choice)), reason, all: [...enabled, ...refused] };
}

const CONNECTED = ['matchRecord.CLAIM_STARTD', 'claim.ALIVE_TIMER', 'claim.ESTABLISHED'];
const IN_HANDLER = [
  ...CONNECTED,
  'claim.SELECT',
  'first.toSchedd.DELIVER.1.the-whole-packet',
  'first.daemonCore.SELECT',
];

describe('what can happen', () => {
  test('at the start is that a claim is requested, in three ways', () => {
    expect(after([]).enabled).toEqual([
      'matchRecord.CLAIM_STARTD',
      'matchRecord.CLAIM_STARTD_FOR_PARALLEL_JOB',
      'matchRecord.CLAIM_STARTD_AND_FORGET',
    ]);
  });

  test('is said of every choice, or why it cannot', () => {
    expect(new Set(after(IN_HANDLER).all.map(({ choice }) => choice)).size).toBe(composition.choices.length);
  });

  test('is described by the machine', () => {
    const states = traceOf(composition, [choiceOf(composition, 'matchRecord.CLAIM_STARTD') as Choice]).at(-1)?.states;
    const { enabled } = stepsAt(composition, states ?? [], FAULTS);
    expect(enabled.find(({ choice }) => choice.event.type === 'ALIVE_TIMER')?.description).toContain('sendAlive()');
  });
});

describe('an event is refused', () => {
  test.each([
    [[], 'claim.STARTD_DIES', 'the guards holdsSock, diesAtAnyTime, mayDie are false'],
    [CONNECTED, 'first.toSchedd.DELIVER.1.the-whole-packet', 'the guard arrivesNext is false'],
    [[], 'claim.ESTABLISHED', 'no transition in this state'],
    [CONNECTED, 'first.daemonCore.SELECT', 'nothing would change: Nothing yet: back to the event loop'],
    [
      IN_HANDLER,
      'matchRecord.DELETE_MATCH_RECORD',
      'the schedd is blocked in first.scheddSock: message › open › reading',
    ],
    [IN_HANDLER, 'second.daemonCore.SELECT', 'the schedd is blocked in first.scheddSock: message › open › reading'],
  ])('after %j: %s, because %s', (tokens, event, why) => {
    expect(after(tokens).reason(event)).toBe(why);
  });

  test('when its class of faults is off, and only then', () => {
    expect(after(IN_HANDLER, ['fin']).reason('first.scheddSock.TIMEOUT')).toBe('faults of class timeout are off');
    expect(after(IN_HANDLER, ['timeout']).enabled).toContain('first.scheddSock.TIMEOUT');
  });
});
