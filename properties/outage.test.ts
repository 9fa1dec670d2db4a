import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { claimMachine } from '../machines/claim.ts';
import { type OutageVariant, outageSystem } from '../machines/timed-system.ts';
import { Composition } from '../src/engine/compose.ts';
import { TableStore } from '../src/engine/table.ts';
import { verify } from '../src/engine/verdict.ts';
import { edited } from '../src/testing/edited.ts';
import { OUTAGE } from './outage.ts';

/** As long as is safe with a lease of 120 s. */
const HANGS: OutageVariant = {
  what: 'NETWORK_FAILS',
  caught: 'hangs',
  revision: '2011',
  resumeResponse: false,
  lease: 120,
  unit: 5,
  longest: 40,
};
const SCHEDD_HANGS: OutageVariant = {
  ...HANGS,
  what: 'SCHEDD_HANGS',
  caught: 'goes on',
  revision: 'head',
  resumeResponse: true,
  longest: 55,
};
const STARTER: OutageVariant = { ...HANGS, revision: 'head', starterHandlesAlives: true, longest: 120 };

/** What is violated in a variant with one machine in the place of another. */
function violated(variant: OutageVariant, machine: AnyStateMachine = claimMachine, changed = machine): string[] {
  const { name, components } = outageSystem(variant);
  const spec = components.map((one) => (one.machine === machine ? { ...one, machine: changed } : one));
  return verify(new Composition({ name, components: spec }, new TableStore()), OUTAGE)
    .findings.filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property.id);
}

/** A claim that sets its timer after a failure as after a success. */
const patient: AnyStateMachine = claimMachine.provide({
  actions: { setAliveTimerToRetry: claimMachine.implementations.actions['setAliveTimer'] as never },
});

describe('an edited machine is caught', () => {
  test.each([
    ['an attempt that hangs', HANGS],
    ['a schedd that hangs', SCHEDD_HANGS],
    ['a starter that handles the alives', STARTER],
  ])('left as they are, none is: %s', (_, variant) => {
    expect(violated(variant)).toEqual([]);
  });

  test('after a failure the next ALIVE is due as after a success', () => {
    expect(violated(HANGS, claimMachine, patient)).toEqual(['T1']);
  });

  test('a lease that expires before its time', () => {
    const changed = edited(claimMachine, 'lease.running', 'LEASE_TIMER', {
      target: 'off',
      actions: ['stopLeaseTimer', 'leaseExpired'],
    });
    expect(violated(STARTER, claimMachine, changed)).toEqual(['T1', 'T2']);
  });

  test('a starter that handles the alives, and a lease that nobody refreshes', () => {
    const changed = edited(claimMachine, 'lease.running', 'RENEWED', {});
    expect(violated(STARTER, claimMachine, changed)).toEqual(['T1']);
  });

  test('a deadline that is due and does nothing', () => {
    const changed = edited(claimMachine, 'keepAlive.awaitingReply', 'REPLY_DEADLINE', null);
    expect(violated(HANGS, claimMachine, changed)).toEqual(['T8']);
  });

  test('a wait for the reply whose deadline is cleared', () => {
    const changed = claimMachine.provide({
      actions: { clearDeadlineOfConnect: claimMachine.implementations.actions['clearDeadline'] as never },
    });
    expect(violated(HANGS, claimMachine, changed)).toEqual(['T1']);
  });
});
