import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, assign } from 'xstate';
import { claimMachine } from '../../machines/startd/claim.ts';
import { daemonCoreWaitMachine } from '../../machines/daemon-core/daemon-core-wait.ts';
import { linkMachine } from '../../machines/environment/link.ts';
import { type OutageVariant, outageSystem } from '../../machines/systems/outage.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { verify } from '../../src/checker/verify.ts';
import { modelOf } from '../../src/testing/models.ts';
import { edited } from '../../src/testing/edited.ts';

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
/** The shortest lease, in whole units, that outlives the schedd's wait for a payload. */
const PAYLOAD_LOST: OutageVariant = {
  ...HANGS,
  caught: 'is closed',
  revision: 'head',
  resumeResponse: true,
  lease: 465,
  longest: 155,
};
/** The shortest that outlives TCP's patience, by a third that is in whole units. */
const GIVEN_UP: OutageVariant = { ...HANGS, revision: 'head', tcpGivesUp: true, lease: 600, longest: 200 };

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** What is violated in a variant with one machine in the place of another. */
function violated(variant: OutageVariant, machine: AnyStateMachine = claimMachine, changed = machine): string[] {
  const { name, components } = outageSystem(variant);
  const spec = components.map((one) => (one.machine === machine ? { ...one, machine: changed } : one));
  return verify(new Composition({ name, components: spec }, TABLES), modelOf('outage', { ...variant }).properties)
    .findings.filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property.id);
}

const TELL_LINK = { type: 'send', params: { to: 'sock', message: { type: 'CLOSED_BY_SCHEDD' } } };

/** A claim that sets its timer after a failure as after a success. */
const patient: AnyStateMachine = claimMachine.provide({
  actions: { setAliveTimerToRetry: claimMachine.implementations.actions['setAliveTimer'] as never },
});

describe('an edited machine is caught', () => {
  test.each([
    ['an attempt that hangs', HANGS],
    ['a schedd that hangs', SCHEDD_HANGS],
    ['a starter that handles the alives', STARTER],
    ['a payload that is lost', PAYLOAD_LOST],
    ['a connection that TCP gives up', GIVEN_UP],
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

  test('a schedd that may close before its deadline', () => {
    const changed = edited(daemonCoreWaitMachine, 'waitingForPayload', 'DEADLINE', {
      target: 'idle',
      actions: ['clearDeadline', TELL_LINK],
    });
    expect(violated(PAYLOAD_LOST, daemonCoreWaitMachine, changed)).toEqual(['T14']);
  });

  test('one that waits for a payload as long as for a command', () => {
    const changed = daemonCoreWaitMachine.provide({
      actions: { setPayloadDeadline: daemonCoreWaitMachine.implementations.actions['setCommandDeadline'] as never },
    });
    expect(violated(PAYLOAD_LOST, daemonCoreWaitMachine, changed)).toEqual(['T14']);
  });

  test('one that never closes', () => {
    const changed = edited(daemonCoreWaitMachine, 'idle', 'WAIT_FOR_PAYLOAD', {});
    expect(violated(PAYLOAD_LOST, daemonCoreWaitMachine, changed)).toEqual(['T1']);
  });

  test('a connection that ends while the schedd still waits', () => {
    const changed = edited(linkMachine, 'connection.attempt.underWay.claimId', 'NETWORK_FAILS', {
      target: '#link.connection.ended',
    });
    expect(violated(PAYLOAD_LOST, linkMachine, changed)).toEqual(['T14']);
  });

  test('a close that is lost', () => {
    const changed = edited(linkMachine, 'connection.lost.silent', 'CLOSED_BY_SCHEDD', {});
    expect(violated(PAYLOAD_LOST, linkMachine, changed)).toEqual(['T1']);
  });

  test('a reply that is lost, though the close after it is not', () => {
    const changed = edited(linkMachine, 'connection.attempt.underWay.reply', 'NETWORK_FAILS', null);
    expect(violated(PAYLOAD_LOST, linkMachine, changed)).toEqual(['T1']);
  });

  test('a TCP that gives up too early', () => {
    const changed = linkMachine.provide({ actions: { startUserTimeout: assign({ ticksLeft: 1 }) } });
    expect(violated(GIVEN_UP, linkMachine, changed)).toEqual(['T15']);
  });

  test('one that gives up only what it resends, and no connection that is silent', () => {
    const changed = edited(linkMachine, 'connection.attempt.underWay.reply', 'NETWORK_FAILS', {
      target: '#link.connection.lost',
      actions: ['forgetReply'],
    });
    expect(violated(GIVEN_UP, linkMachine, changed)).toEqual(['T1', 'T15']);
  });
});
