import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { disconnectedJobSystem } from '../../machines/systems/disconnected-job.ts';
import { jicShadowMachine } from '../../machines/starter/jic-shadow.ts';
import { RECONNECT_DELAYS, spanOf } from '../../machines/periods.ts';
import { remoteResourceMachine } from '../../machines/shadow/remote-resource.ts';
import { syscallSockMachine } from '../../machines/environment/syscall-sock.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { verify } from '../../src/checker/verify.ts';
import { edited } from '../../src/testing/edited.ts';
import { DISCONNECTED_JOB } from './disconnected-job.ts';
import { isDeep } from '../../src/testing/sampled.ts';

/** As long as is safe, and a unit longer. */
const SAFE = { lease: 600, longest: 60, unit: 20 };
const LOSES = { ...SAFE, longest: 80 };
const SHORT_LEASE = { lease: 400, longest: 400, unit: 20 };

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** What is violated in a variant with one machine in the place of another. */
function violated(variant: typeof SAFE, machine: AnyStateMachine, changed = machine): string[] {
  const { name, components } = disconnectedJobSystem(variant);
  const spec = components.map((one) => (one.machine === machine ? { ...one, machine: changed } : one));
  return verify(new Composition({ name, components: spec }, TABLES), DISCONNECTED_JOB)
    .findings.filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property.id);
}

const tells = (to: string, type: string) => ({ type: 'send', params: { to, message: { type } } });

describe('an edited machine is caught', () => {
  // Both are rows on record, which are searched daily.
  test.runIf(isDeep)('left as they are, the job outlasts an outage that is not too long', () => {
    expect(violated(SAFE, jicShadowMachine)).toEqual([]);
    expect(violated(LOSES, jicShadowMachine)).toEqual(['T16']);
  });

  test.runIf(isDeep)('a TCP that gives up a closed connection as soon as the network is down', () => {
    const changed = edited(syscallSockMachine, 'connection.closedByStarter', 'TCP_GIVES_UP', {
      guard: 'isCut',
      target: 'closed',
      actions: [tells('shadow', 'CLOSED')],
    });
    expect(violated(SHORT_LEASE, syscallSockMachine)).toEqual(['T16']);
    expect(violated(SHORT_LEASE, syscallSockMachine, changed)).toEqual(['T16', 'T18']);
  });

  test.runIf(isDeep)('a TCP that never sends again what an outage has caught', () => {
    const changed = edited(syscallSockMachine, 'connection.open.callCaught', 'ARRIVES', null);
    expect(violated(SAFE, syscallSockMachine, changed)).toContain('T8');
  });

  test('a starter that aborts the job as soon as its connection is lost', () => {
    const changed = edited(jicShadowMachine, 'inSyscall', 'CLOSED', {
      target: 'gone',
      actions: ['stop', tells('sock', 'LISTENS')],
    });
    expect(violated(LOSES, jicShadowMachine, changed)).toEqual(['T16', 'T17']);
  });

  test.runIf(isDeep)('a starter whose call does not count as a contact', () => {
    const changed = edited(jicShadowMachine, 'inSyscall', 'RETURNED', {
      target: 'registered',
      actions: [tells('sock', 'LISTENS')],
    });
    expect(violated(SAFE, jicShadowMachine, changed)).toContain('T17');
  });

  test('a starter that waits for a reconnect for ever', () => {
    const changed = edited(jicShadowMachine, 'disconnected', 'JOB_LEASE_TIMER', null);
    expect(violated(SHORT_LEASE, jicShadowMachine, changed)).toContain('T8');
  });

  test('a shadow that gives up at its first failed attempt', () => {
    const changed = edited(remoteResourceMachine, 'reconnecting.attempting', 'CONNECT_FAILED', {
      target: '#remoteResource.gone',
      actions: 'stop',
    });
    expect(violated(LOSES, remoteResourceMachine, changed)).toEqual(['T16', 'T17']);
  });

  test.runIf(isDeep)('a shadow that goes on when the lease is over', () => {
    const changed = edited(remoteResourceMachine, 'reconnecting.attempting', 'CONNECT_FAILED', {
      target: 'waiting',
      actions: 'startWaiting',
    });
    expect(violated(SHORT_LEASE, remoteResourceMachine)).toEqual(['T16']);
    expect(violated(SHORT_LEASE, remoteResourceMachine, changed)).toEqual(['T16', 'T17']);
  });
});

describe('a time that is not whole ticks', () => {
  test('is over at the tick before or at the one after', () => {
    expect(spanOf(385, 20)).toEqual({ seconds: 385, earliest: 19, latest: 20 });
    expect(spanOf(300, 20)).toEqual({ seconds: 300, earliest: 15, latest: 15 });
  });
});

test('the delays of nextReconnectDelay() double until they meet their ceiling', () => {
  expect(RECONNECT_DELAYS).toEqual([0, 8, 16, 32, 64, 128, 256, 300]);
});
