import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { claimMachine } from '../../machines/startd/claim.ts';
import { type ForgottenClaimVariant, forgottenClaimSystem } from '../../machines/systems/forgotten-claim.ts';
import { matchSessionMachine } from '../../machines/schedd/match-session.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { verify } from '../../src/checker/verify.ts';
import { edited } from '../../src/testing/edited.ts';
import { FORGOTTEN_CLAIM } from './forgotten-claim.ts';

const DELETED: ForgottenClaimVariant = { lease: 1800, unit: 20, forgotten: 'DELETE_MATCH_RECORD' };
const RESTARTED: ForgottenClaimVariant = { ...DELETED, forgotten: 'RESTART_WITHOUT_QUEUE' };

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

/** What is violated in a variant with one machine in the place of another. */
function violated(variant: ForgottenClaimVariant, machine: AnyStateMachine, changed = machine): string[] {
  const { name, components } = forgottenClaimSystem(variant);
  const spec = components.map((one) => (one.machine === machine ? { ...one, machine: changed } : one));
  return verify(new Composition({ name, components: spec }, TABLES), FORGOTTEN_CLAIM)
    .findings.filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property.id);
}

describe('an edited machine is caught', () => {
  test('left as they are, the claim of a schedd that has lost its sessions lasts as long as its lease, and no more', () => {
    expect(violated(DELETED, claimMachine)).toEqual([]);
    expect(violated(RESTARTED, claimMachine)).toEqual(['T6']);
  });

  test('a session that goes with its record', () => {
    const changed = edited(matchSessionMachine, 'present', 'DELETE_MATCH_RECORD', { target: 'gone' });
    expect(violated(DELETED, matchSessionMachine, changed)).toEqual(['T6']);
  });

  test('a session that is removed while it is valid', () => {
    const changed = edited(matchSessionMachine, 'lingering', 'EXPIRED_SESSIONS_TIMER', { target: 'gone' });
    expect(violated(DELETED, matchSessionMachine, changed)).toEqual(['T6', 'T7']);
  });

  test('a schedd that finds the record of a claim that it has forgotten', () => {
    const changed = edited(matchSessionMachine, 'lingering', 'LOOK_UP', {
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'FOUND' } } }],
    });
    expect(violated({ ...DELETED, lease: 300 }, matchSessionMachine, changed)).toEqual(['T6']);
  });

  test('a claim whose lease never ends', () => {
    const changed = edited(claimMachine, 'lease.running', 'LEASE_TIMER', null);
    expect(violated(RESTARTED, claimMachine, changed)).toEqual(['T5', 'T8']);
  });
});
