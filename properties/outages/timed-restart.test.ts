import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { recoveredMatchMachine } from '../../machines/schedd/recovered-match.ts';
import { scheddMachine } from '../../machines/schedd/schedd.ts';
import { type TimedRestartVariant, timedRestartSystem } from '../../machines/systems/timed-restart.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { verify } from '../../src/checker/verify.ts';
import { edited } from '../../src/testing/edited.ts';
import { TIMED_RESTART } from './timed-restart.ts';

const REPAIRED: TimedRestartVariant = {
  alives: 'starter',
  expiry: 'M_CLAIMED without shadow record',
  lease: 120,
  aliveInterval: 15,
  longest: 100,
  unit: 5,
};
const TODAY: TimedRestartVariant = { ...REPAIRED, expiry: 'M_CLAIMED', longest: 75 };

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** What is violated in a variant with one machine in the place of another. */
function violated(variant: TimedRestartVariant, machine: AnyStateMachine, changed = machine): string[] {
  const { name, components } = timedRestartSystem(variant);
  const spec = components.map((one) => (one.machine === machine ? { ...one, machine: changed } : one));
  return verify(new Composition({ name, components: spec }, TABLES), TIMED_RESTART)
    .findings.filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property.id);
}

describe('an edited machine is caught', () => {
  test('left as they are, none is', () => {
    expect(violated(REPAIRED, scheddMachine)).toEqual([]);
    expect(violated(TODAY, scheddMachine)).toEqual([]);
  });

  test('a timer that is called before it is due', () => {
    const changed = edited(scheddMachine, 'restarted.rebuilt', 'CLAIM_LEASES_TIMER', {
      actions: [
        'setClaimLeasesTimer',
        { type: 'send', params: { to: 'matchRecord', message: { type: 'CHECK_CLAIM_LEASE' } } },
      ],
    });
    expect(violated(REPAIRED, scheddMachine, changed)).toEqual(['T4']);
  });

  test('a record that expires whatever its age', () => {
    const changed = edited(recoveredMatchMachine, 'present.M_CLAIMED.shadowQueued', 'CHECK_CLAIM_LEASE', {
      target: '#recoveredMatch.deleted',
    });
    expect(violated(TODAY, recoveredMatchMachine, changed)).toEqual(['T3', 'T4']);
  });

  test('a repair that does not look at the shadow record', () => {
    const changed = edited(recoveredMatchMachine, 'present.M_CLAIMED.shadowQueued', 'CHECK_CLAIM_LEASE', {
      guard: 'isOld',
      target: '#recoveredMatch.deleted',
    });
    expect(violated(REPAIRED, recoveredMatchMachine, changed)).toEqual(['T3']);
  });

  test('a schedd that does not renew what a shadow uses: the bound is too long then', () => {
    const changed = edited(recoveredMatchMachine, 'present.M_ACTIVE', 'CHECK_CLAIM_LEASE', {});
    expect(violated(TODAY, recoveredMatchMachine, changed)).toEqual(['T3', 'T9']);
  });

  test('a lease on the disk that is not renewed while a shadow runs', () => {
    const changed = edited(recoveredMatchMachine, 'present.M_ACTIVE', 'CHECK_CLAIM_LEASE', { actions: 'renew' });
    expect(violated(REPAIRED, recoveredMatchMachine, changed)).toEqual(['T9']);
  });

  test('a schedd that thinks that every lease is over', () => {
    const changed = edited(recoveredMatchMachine, 'present.M_CLAIMED.shadowQueued', 'FORK_SHADOW', {
      target: 'withoutShadowRecord',
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'LEASE_OVER' } } }],
    });
    expect(violated(REPAIRED, recoveredMatchMachine, changed)).toEqual(['T9']);
  });
});
