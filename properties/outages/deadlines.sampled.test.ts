import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { condorReadMachine } from '../../machines/condor-io/condor-read.ts';
import { daemonCoreMachine } from '../../machines/daemon-core/daemon-core.ts';
import { type DeadlinesVariant, deadlinesSystem, SHORT_DEADLINES } from '../../machines/systems/deadlines.ts';
import { ALL_FIXES } from '../../machines/vocabulary.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { verify } from '../../src/checker/verify.ts';
import { edited } from '../../src/testing/edited.ts';
import { DEADLINES } from './deadlines.ts';
import { isDeep } from '../../src/testing/sampled.ts';

const HEAD: DeadlinesVariant = {
  reader: 'schedd',
  revision: 'head',
  fixes: ALL_FIXES,
  perSecond: 2,
  scaled: SHORT_DEADLINES,
};

/** A wait that nothing ends has a state of its own for every tick. */
const LIMITS = { maxStates: 50_000 };

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** What is violated, with one machine in the place of another. */
function violated(machine: AnyStateMachine, changed = machine): string[] {
  const { name, components } = deadlinesSystem(HEAD);
  const spec = components.map((one) => (one.machine === machine ? { ...one, machine: changed } : one));
  return verify(new Composition({ name, components: spec }, TABLES), DEADLINES, LIMITS)
    .findings.filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property.id);
}

const SENDS_TIMEOUT = { type: 'send', params: { to: 'sock', message: { type: 'TIMEOUT' } } };

describe('an edited machine is caught', () => {
  test('left as they are, none is', () => {
    expect(violated(condorReadMachine)).toEqual([]);
  });

  test('a read that is given up before its second is over', () => {
    const changed = edited(condorReadMachine, 'reading.selecting', 'TIMEOUT', {
      target: '#condorRead.idle',
      actions: ['end', SENDS_TIMEOUT],
    });
    expect(violated(condorReadMachine, changed)).toEqual(['T10']);
  });

  test.runIf(isDeep)('a read that every fragment gives another second', () => {
    const changed = condorReadMachine.provide({ guards: { timeIsUp: () => false } });
    expect(violated(condorReadMachine, changed)).toEqual(['T10']);
  });

  test('a deadline that has expired when time() has only come to it', () => {
    const changed = daemonCoreMachine.provide({ guards: { payloadMayBeGivenUp: () => true } });
    expect(violated(daemonCoreMachine, changed)).toEqual(['T11']);
  });

  test.runIf(isDeep)('a deadline that an idle event loop lets pass', () => {
    const changed = edited(daemonCoreMachine, 'waitingForPayload', 'IS_ANYTHING_DUE', null);
    expect(violated(daemonCoreMachine, changed)).toEqual(['T11']);
  });

  test.runIf(isDeep)('bytes that an event loop does not come round to', () => {
    const changed = edited(daemonCoreMachine, 'waitingForPayload', 'SELECTED', {});
    expect(violated(daemonCoreMachine, changed)).toEqual(['T8']);
  });
});
