import { type DeadlinesVariant, deadlinesSystem } from '../../machines/systems/deadlines.ts';
import { type DisconnectedJobVariant, disconnectedJobSystem } from '../../machines/systems/disconnected-job.ts';
import { type ForgottenClaimVariant, forgottenClaimSystem } from '../../machines/systems/forgotten-claim.ts';
import { type LifecycleVariant, lifecycleSystem } from '../../machines/systems/lifecycle.ts';
import { type RestartVariant, restartSystem } from '../../machines/systems/restart.ts';
import { slotSystem } from '../../machines/systems/slot.ts';
import { claimsSystem, ofSlot } from '../../machines/systems/claims.ts';
import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { type PeerVariant, peerSystem } from '../../machines/systems/peer.ts';
import { replySystem, type StartdVariant } from '../../machines/systems/reply.ts';
import { rescheduleSystem } from '../../machines/systems/reschedule.ts';
import type { Variant } from '../../machines/systems/connection.ts';
import { type TimedRestartVariant, timedRestartSystem } from '../../machines/systems/timed-restart.ts';
import { type OutageVariant, outageSystem } from '../../machines/systems/outage.ts';
import { CONNECTIONS, type Connection } from '../../machines/vocabulary.ts';
import { CEDAR_STREAM } from '../../properties/stream/cedar-stream.ts';
import { CLAIM, CLAIM_IN_SLOT, CLAIM_WITH_GARBLED_REPLIES } from '../../properties/claim/claim.ts';
import { CLAIM_OBJECT } from '../../properties/claim/claim-object.ts';
import { DEADLINES, READ_TIMES, READ_WITNESSES } from '../../properties/outages/deadlines.ts';
import { DISCONNECTED_JOB } from '../../properties/outages/disconnected-job.ts';
import { FORGOTTEN_CLAIM } from '../../properties/outages/forgotten-claim.ts';
import { PAYLOADLESS, safety } from '../../properties/keep-alive/keep-alive.ts';
import { within } from '../checker/property/patterns.ts';
import { LIFECYCLE } from '../../properties/claim/lifecycle.ts';
import { D1, L1, L2, livenessWitnesses } from '../../properties/keep-alive/liveness.ts';
import { OUTAGE } from '../../properties/outages/outage.ts';
import { RELEASED_RECORD } from '../../properties/claim/released-record.ts';
import { REPLIES } from '../../properties/stream/replies.ts';
import { RESTART } from '../../properties/outages/restart.ts';
import { RUNNING_JOB } from '../../properties/keep-alive/running-job.ts';
import { SCHEDD_DEADLINE } from '../../properties/outages/schedd-deadline.ts';
import { SLOT } from '../../properties/claim/slot.ts';
import { SLOT_CHANGES } from '../../properties/claim/slot-causes.ts';
import { TCP } from '../../properties/stream/tcp.ts';
import { TCP_GIVES_UP } from '../../properties/outages/tcp-gives-up.ts';
import { TIMED_RESTART } from '../../properties/outages/timed-restart.ts';
import { WAYS_OUT } from '../../properties/claim/ways-out.ts';
import { witnesses } from '../../properties/keep-alive/witnesses.ts';
import { Composition, type SystemSpec } from '../checker/system/compose.ts';
import type { Property } from '../checker/property/property.ts';
import { TableStore } from '../checker/system/table.ts';

/** A composed system and what is claimed of it. */
export interface Model {
  readonly composition: Composition;
  readonly properties: readonly Property[];
  /** What a tick of its clock is worth, in seconds; none for an untimed system. */
  readonly unit?: number;
}

const STORES = new Map<string, TableStore>();

/**
 * The tables of a process, a store for each family of systems. What belongs to one family shares its tables: only three of
 * the machines see the fixes at all. Two families do not: what one sends into a stream would make the other's larger, and no
 * machine may have more than so many states.
 */
export function tablesOf(family: string): TableStore {
  const store = STORES.get(family) ?? new TableStore();
  STORES.set(family, store);
  return store;
}

/** Every store of the process. */
export const allTables = (): Iterable<TableStore> => STORES.values();

/** The ticket's system; with one connection it is small enough to be explored thousands of times. */
export function keepAliveModel(
  variant: Variant,
  connections = CONNECTIONS as readonly Connection[],
  tables = tablesOf('keep-alive'),
): Model {
  return {
    composition: new Composition(keepAliveSystem(variant, connections), tables),
    properties: [...safety(connections), D1(connections), ...witnesses(connections)],
  };
}

/**
 * The same with a startd of one revision or another, for claims about runs that never end: their obligations are states
 * of their own. With one connection a retry waits until it is free again; two make no difference to the verdicts.
 */
export function livenessModel(
  variant: Variant,
  connections: readonly Connection[] = ['first'],
  tables = tablesOf('keep-alive'),
): Model {
  const system = { ...keepAliveSystem(variant, connections), name: 'liveness' };
  return {
    composition: new Composition(system, tables),
    properties: [L1(connections), L2(connections), ...livenessWitnesses(connections)],
  };
}

/**
 * The same with one connection, the daemons built with or without a repair of another ticket. Where a claim's deletion is
 * modelled, that alone is what claims are made of: a deleted claim is no longer in the state that the others speak of.
 */
export function repairsModel(variant: Variant, tables = tablesOf('keep-alive')): Model {
  const foundInDedicated = witnesses(['first']).filter(({ id }) => id === 'found-in-dedicated-table');
  const properties = [...safety(['first']), ...RUNNING_JOB, ...foundInDedicated];
  return {
    composition: new Composition({ ...keepAliveSystem(variant, ['first']), name: 'repairs' }, tables),
    properties: variant.repairs?.['1349'] === undefined ? properties : CLAIM_OBJECT,
  };
}

/** Several claims on one schedd, each with one connection; every claim of safety is made about each of them, D1 about all together. */
export function claimsModel(variant: Variant, claims: number, tables = tablesOf('keep-alive')): Model {
  const slots = Array.from({ length: claims }, (_, i) => i + 1);
  const safe = safety(['first']).map((property) => {
    const parts = slots.map((slot) => within(ofSlot(slot, ''), property));
    return { ...property, checks: parts.flatMap(({ checks }) => checks) };
  });
  const end = D1(
    ['first'],
    slots.map((slot) => ofSlot(slot, '')),
  );
  return { composition: new Composition(claimsSystem(variant, claims), tables), properties: [...safe, end] };
}

export function rescheduleModel(variant: Variant, tables = tablesOf('keep-alive')): Model {
  return { composition: new Composition(rescheduleSystem(variant), tables), properties: PAYLOADLESS };
}

/** The schedd against a peer that may send what it likes. */
export function peerModel(variant: PeerVariant, tables = tablesOf('peer')): Model {
  return { composition: new Composition(peerSystem(variant), tables), properties: CEDAR_STREAM };
}

/** The startd of a revision against a network that garbles positive replies. */
export function replyModel(variant: StartdVariant, tables = tablesOf('reply')): Model {
  return {
    composition: new Composition(replySystem(variant), tables),
    properties: [...REPLIES, ...CLAIM_WITH_GARBLED_REPLIES],
  };
}

/** A claim, its schedd and one outage, with a clock. */
export function outageModel(variant: OutageVariant, tables = tablesOf('outage')): Model {
  const { unit, caught, tcpGivesUp } = variant;
  const closed = caught === 'is closed' ? SCHEDD_DEADLINE : [];
  const givenUp = tcpGivesUp ? TCP_GIVES_UP : [];
  const properties = [...OUTAGE, ...closed, ...givenUp];
  return { composition: new Composition(outageSystem(variant), tables), properties, unit };
}

/** A schedd that is killed while its job runs, and started again with its queue, with a clock. */
export function timedRestartModel(variant: TimedRestartVariant, tables = tablesOf('restart')): Model {
  const { unit } = variant;
  return { composition: new Composition(timedRestartSystem(variant), tables), properties: TIMED_RESTART, unit };
}

/** A claim that its schedd forgets, and the session that it comes with, with a clock. */
export function forgottenClaimModel(variant: ForgottenClaimVariant, tables = tablesOf('forgotten-claim')): Model {
  const { unit } = variant;
  return { composition: new Composition(forgottenClaimSystem(variant), tables), properties: FORGOTTEN_CLAIM, unit };
}

/** A running job, its starter, its shadow and one outage between them, with a clock. */
export function disconnectedJobModel(variant: DisconnectedJobVariant, tables = tablesOf('disconnected-job')): Model {
  const { unit } = variant;
  return { composition: new Composition(disconnectedJobSystem(variant), tables), properties: DISCONNECTED_JOB, unit };
}

/** A daemon that reads from a client that may fall silent, with a clock that ticks several times in a second. */
export function deadlinesModel(variant: DeadlinesVariant, tables = tablesOf('deadlines')): Model {
  const ofReads = witnesses(['first']).filter(({ id }) => READ_WITNESSES.includes(id));
  const properties = variant.reader === 'schedd' ? [...DEADLINES, ...ofReads] : READ_TIMES;
  return { composition: new Composition(deadlinesSystem(variant), tables), properties, unit: 1 / variant.perSecond };
}

/** A slot by itself: its states and activities. */
export function slotModel(tables = tablesOf('slot')): Model {
  return { composition: new Composition(slotSystem(), tables), properties: [...SLOT, ...SLOT_CHANGES] };
}

/** A schedd that is killed while its job runs, and started again with its queue. */
export function restartModel(variant: RestartVariant, tables = tablesOf('restart')): Model {
  return { composition: new Composition(restartSystem(variant), tables), properties: RESTART };
}

/** One claim with one connection, in the schedd of the ticket: what is claimed is the startd's part. */
export function claimModel(variant: Variant, tables = tablesOf('keep-alive')): Model {
  const system = { ...keepAliveSystem(variant, ['first']), name: 'claim' };
  return { composition: new Composition(system, tables), properties: CLAIM };
}

/** A claim's whole life, in the slot that holds it and in the schedd. */
export function lifecycleModel(variant: LifecycleVariant, tables = tablesOf('lifecycle')): Model {
  return {
    composition: new Composition(lifecycleSystem(variant), tables),
    properties: [...LIFECYCLE, ...RELEASED_RECORD, ...CLAIM_IN_SLOT, ...WAYS_OUT],
  };
}

/** A system with one connection, between the ticket's daemons or with a misbehaving peer: what is claimed is TCP's part. */
export function connectionModel(system: SystemSpec, tables = tablesOf('connection')): Model {
  return { composition: new Composition({ ...system, name: 'connection' }, tables), properties: TCP };
}
