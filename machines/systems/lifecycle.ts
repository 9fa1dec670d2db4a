import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { enqueueActions } from 'xstate';
import { aliveExchangeMachine } from '../environment/alive-exchange.ts';
import { claimMachine } from '../startd/claim.ts';
import { heldClaimMachine } from '../startd/held-claim.ts';
import { matchRecordMachine } from '../schedd/match-record.ts';
import { events } from './parts.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import { releaseClaimMachine } from '../environment/release-claim.ts';
import { slotMachine } from '../startd/slot.ts';
import { startdDeathMachine } from '../environment/startd-death.ts';
import { starterMachine } from '../starter/starter.ts';
import { ALL_FIXES } from '../vocabulary.ts';

/** Who renews the lease of a claim whose job runs: its starter (4491, and so by default), or an ALIVE of the startd. */
export interface LifecycleVariant {
  readonly alives: 'startd' | 'starter';
}

/** The slot as it is, with a claim to tell. */
const slotWithClaim = slotMachine.provide({
  actions: {
    tellClaim: enqueueActions(({ enqueue }, message: { type: string }) => {
      enqueue({ type: 'send', params: { to: 'heldClaim', message } } as never);
    }),
  },
});

/** The claim as it is, with a slot that ends it and a schedd that is told. */
const claimOfSlot = claimMachine.provide({
  actions: {
    tellSlot: enqueueActions(({ enqueue }, { type }: { type: string }) => {
      enqueue({ type: 'send', params: { to: 'slot', message: { type } } } as never);
    }),
    vacate: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'send', params: { to: 'toSchedd', message: { type: 'RELEASE_CLAIM' } } } as never);
    }),
  },
});

/** The record as it is, with a startd that is told. */
const recordWithStartd = matchRecordMachine.provide({
  actions: {
    releaseClaim: enqueueActions(({ enqueue }) => {
      enqueue({ type: 'send', params: { to: 'toStartd', message: { type: 'RELEASE_CLAIM' } } } as never);
    }),
  },
});

/** What a slot of its own hears from its claim, its starter or the schedd: nobody else may say it. */
const FROM_OTHERS: ReadonlySet<string> = new Set([
  'REQUEST_CLAIM',
  'CLAIMING_FAILED',
  'BACKFILL_GONE_CLAIMED',
  'ACTIVATE_CLAIM',
  'DEACTIVATE_CLAIM',
  'RELEASE_CLAIM',
  'DISOWNED',
  'LEASE_EXPIRED',
  'RETIRE_CLAIM',
  'EVICT_CLAIM',
  'KILL_CLAIM',
  'PREEMPT_IDLE_CLAIM',
  'PREEMPTING_CLAIM',
  'PREEMPTING_CLAIM_GONE',
  'CONTINUE',
  'CONTINUE_RETIRING',
  'FINAL_UPDATE',
  'NOTHING_TO_RETIRE',
  'STARTER_EXITED',
  'STARTER_EXITED_CLAIM_ENDING',
  'STARTER_GONE_NO_CLAIM',
  'STARTER_GONE_CLAIM_WAITS',
  'STARTER_GONE_CLAIM_REFUSED',
  'STARTD_DIES',
]);

/**
 * What is left out: a claim that is taken back at once, an answer to the schedd that cannot be sent, a COD job, a starter that cannot be
 * told, and a command that suspends a starter which has sent its final update.
 */
const LEFT_OUT = (type: string): boolean =>
  type.endsWith('_REVERTED') ||
  type === 'CLAIM_REPLY_FAILED' ||
  type.startsWith('COD_') ||
  type === 'SIGNAL_FAILED' ||
  type === 'SUSPEND_CLEANING_CLAIM';

const NAMES = {
  slot: 'slot1',
  starter: '4711',
  rank: '0.000000',
  unread: '0',
  source: 'Resource.cpp',
  peer: '<>',
  job: '1.0',
  owner: 'truth',
  claim: '<>#1318946760#1#...',
};

/** The startd: the slot, the claim that it holds, the lease and the keep-alive of that, and its starter. */
const startd = ({ alives }: LifecycleVariant): ComponentSpec[] => [
  {
    name: 'slot',
    process: 'startd',
    machine: slotWithClaim,
    ports: { heldClaim: 'heldClaim' },
    environment: events(...slotMachine.events.filter((type) => !FROM_OTHERS.has(type) && !LEFT_OUT(type))),
  },
  {
    name: 'heldClaim',
    process: 'startd',
    machine: heldClaimMachine,
    ports: { slot: 'slot', starter: 'starter', claim: 'claim', schedd: 'matchRecord' },
    environment: events(
      'BACKFILL_GONE_CLAIMED',
      'BETTER_MATCH',
      'BETTER_MATCH_GONE',
      'NEXT_ACTIVATES',
      'NEXT_DEACTIVATES',
      'NEXT_RELEASES',
      'EVAL_POLICY',
      'CONTINUE_TRUE',
    ),
  },
  {
    name: 'claim',
    process: 'startd',
    machine: claimOfSlot,
    input: { path: 'auth', revision: 'head', starterHandlesAlives: alives === 'starter', diesAtAnyTime: true },
    ports: { first: 'exchange', second: 'exchange', slot: 'slot', toSchedd: 'toSchedd' },
    environment: events('ALIVE_TIMER', 'ESTABLISHED', 'SELECT', 'LEASE_TIMER', 'CONNECT_FAILED'),
  },
  {
    name: 'starter',
    process: 'starter',
    machine: starterMachine,
    ports: { slot: 'slot', claim: 'claim', heldClaim: 'heldClaim' },
    environment: events('FINAL_UPDATE', 'EXIT'),
  },
  {
    name: 'death',
    process: 'network',
    machine: startdDeathMachine,
    ports: { slot: 'slot', heldClaim: 'heldClaim', claim: 'claim', starter: 'starter' },
    environment: events('STARTD_DIES'),
  },
];

/** The schedd, with all fixes of #2563: its record of the claim, and what it answers to an ALIVE. */
const SCHEDD: readonly ComponentSpec[] = [
  {
    name: 'matchRecord',
    process: 'schedd',
    machine: recordWithStartd,
    ports: { claim: 'heldClaim', toStartd: 'toStartd' },
    environment: [
      ...events('ADD_MATCH_RECORD', 'CONTACT_STARTD', 'CONTACT_UNWILLING_STARTD', 'SPAWN_SHADOW', 'SHADOW_EXITS'),
      { event: { type: 'DEACTIVATE_CLAIM' } },
      { event: { type: 'DEACTIVATE_CLAIM', closing: true } },
      ...events('CHECK_CLAIM_LEASES', 'DELETE_MATCH_RECORD'),
    ],
  },
  {
    name: 'handler',
    process: 'schedd',
    machine: receiveStartdAliveMachine,
    input: { fixes: ALL_FIXES },
    ports: { sock: 'exchange', daemonCore: 'exchange', matchRecord: 'matchRecord' },
  },
];

/** What goes between them: an ALIVE with its answer, and a RELEASE_CLAIM either way, which may be lost. */
const NETWORK: readonly ComponentSpec[] = [
  {
    name: 'exchange',
    process: 'schedd',
    machine: aliveExchangeMachine,
    ports: { handler: 'handler', matchRecord: 'matchRecord' },
    environment: events('SERVE'),
  },
  {
    name: 'toSchedd',
    process: 'network',
    machine: releaseClaimMachine,
    ports: { reader: 'matchRecord' },
    environment: events('ARRIVES', 'LOST'),
  },
  {
    name: 'toStartd',
    process: 'network',
    machine: releaseClaimMachine,
    ports: { reader: 'heldClaim' },
    environment: events('ARRIVES', 'LOST'),
  },
];

/**
 * A claim's whole life: the slot that holds it, its job, its lease and its keep-alive in the startd, its record in the
 * schedd. It is the slot's first claim. A better match that takes over is another schedd's: it runs jobs and releases the slot, and its
 * lease and keep-alive are left out, for they are as this claim's. The startd may die, once, at any moment.
 */
export function lifecycleSystem(variant: LifecycleVariant = { alives: 'starter' }): SystemSpec {
  const components = [...startd(variant), ...SCHEDD, ...NETWORK];
  return { name: 'lifecycle', components: components.map((component) => ({ ...component, labels: NAMES })) };
}
