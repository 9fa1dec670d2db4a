import { and, assign, setup } from 'xstate';
import type { MatchTable } from './match-record.ts';
import type { ClaimId, Dprintf, Send } from '../vocabulary.ts';

/** Which records checkClaimLeases() deletes: none (before 3312), all that are M_CLAIMED, or of those the ones without a shadow record. */
export type Expiry = 'none' | 'M_CLAIMED' | 'M_CLAIMED without shadow record';

interface Context {
  readonly expiry: Expiry;
  /** last_alive: whether 6 × alive_interval have gone by since. */
  readonly lastAlive: 'recent' | 'old';
  /** 6 × alive_interval in the clock's units; null for an untimed record. */
  readonly sixAliveIntervals: number | null;
  /** How many ticks until last_alive is that old; null if nobody counts. */
  readonly ticksLeft: number | null;
  /** JobLeaseDuration in the clock's units; null for an untimed record. */
  readonly lease: number | null;
  /** How many ticks the job's lease still has, by ATTR_LAST_JOB_LEASE_RENEWAL in the queue on the disk. */
  readonly leaseLeft: number | null;
}

interface Input {
  readonly expiry: Expiry;
  readonly sixAliveIntervals?: number;
  readonly lease?: number;
}

export type RecoveredMatchEvent =
  | { type: 'LOOK_UP'; table: MatchTable; claimId: ClaimId }
  | { type: 'ADD_MATCH_RECORD' }
  | { type: 'SCHEDD_DIES' }
  | { type: 'JOB_LEASE_IS_VALID' }
  | { type: 'MAKE_RECONNECT_RECORD' }
  | { type: 'FORK_SHADOW' }
  | { type: 'SHADOW_EXITS' }
  | { type: 'SIX_ALIVE_INTERVALS_PASS' }
  | { type: 'CHECK_CLAIM_LEASE' }
  | { type: 'DELETE_MATCH_RECORD' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/**
 * The match record of a job that outlives its schedd (match_rec, schedd.cpp): lost with the schedd, rebuilt by its successor.
 *
 * Untimed, `lastAlive` may grow old whenever no ALIVE is on its way. Where ALIVEs come more often than every
 * 6 × alive_interval, as they do unless ALIVE_INTERVAL is short, that is more than can happen: what holds here holds there as well.
 * Timed, the ticks of a clock are counted since last_alive, which is on the disk while the schedd is down: it is compared in whole
 * seconds, and a record that is just as old as it may be does not expire. The job's lease is judged by the same attribute on the disk,
 * which an ALIVE for a record that is rebuilt, and so M_CLAIMED, leaves alone.
 */
export const recoveredMatchMachine = setup({
  types: {} as { context: Context; events: RecoveredMatchEvent; input: Input },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    renewOnDisk: assign({ leaseLeft: ({ context }) => context.lease }),
    renew: assign(({ context }) => ({ lastAlive: 'recent', ticksLeft: context.sixAliveIntervals })),
    growOld: assign({ lastAlive: 'old' }),
    countDown: assign({
      ticksLeft: ({ context }) => context.ticksLeft && context.ticksLeft - 1,
      leaseLeft: ({ context }) => context.leaseLeft && context.leaseLeft - 1,
    }),
    growOldInTime: assign({
      lastAlive: 'old',
      ticksLeft: null,
      leaseLeft: ({ context }) => context.leaseLeft && context.leaseLeft - 1,
    }),
  },
  guards: {
    leaseIsOver: ({ context }) => context.leaseLeft === 0,
    isAboutToGrowOld: ({ context }) => context.ticksLeft === 0,
    isOld: ({ context }) => context.lastAlive === 'old',
    expires: ({ context }) => context.expiry !== 'none',
    expiresWithShadowRecord: ({ context }) => context.expiry === 'M_CLAIMED',
  },
}).createMachine({
  id: 'recoveredMatch',
  description: 'The match record of a job that outlives its schedd (match_rec, schedd.cpp)',
  context: ({ input }) => ({
    expiry: input.expiry,
    lastAlive: 'recent',
    sixAliveIntervals: input.sixAliveIntervals ?? null,
    ticksLeft: null,
    lease: input.lease ?? null,
    leaseLeft: null,
  }),
  initial: 'unmatched',
  on: {
    LOOK_UP: {
      description: 'FindMrecByClaimID() returns NULL',
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOT_FOUND' } } }],
    },
    SIX_ALIVE_INTERVALS_PASS: {},
    JOB_LEASE_IS_VALID: [
      {
        guard: 'leaseIsOver',
        description: 'jobLeaseIsValid(): remaining <= 0',
        actions: [{ type: 'send', params: { to: 'sender', message: { type: 'LEASE_OVER' } } }],
      },
      { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'LEASE_VALID' } } }] },
    ],
    IS_ANYTHING_DUE: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    TICK: [
      {
        guard: 'isAboutToGrowOld',
        description: 'last_alive + 6 * alive_interval < now',
        actions: ['growOldInTime', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
      },
      {
        description: 'A unit of time has passed',
        actions: ['countDown', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
      },
    ],
  },
  states: {
    unmatched: {
      on: {
        ADD_MATCH_RECORD: {
          target: 'present.M_ACTIVE',
          description: 'Scheduler::AddMrec(), and all that follows until the job runs',
          actions: [
            'renew',
            'renewOnDisk',
            { type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM' } } },
            { type: 'send', params: { to: 'claim', message: { type: 'ACTIVATE_CLAIM' } } },
          ],
        },
      },
    },
    present: {
      initial: 'M_ACTIVE',
      on: {
        LOOK_UP: {
          description: 'Scheduler::FindMrecByClaimID(); receive_startd_alive() sets last_alive',
          actions: ['renew', { type: 'send', params: { to: 'sender', message: { type: 'FOUND' } } }],
        },
      },
      states: {
        M_ACTIVE: {
          description: 'A shadow runs the job',
          on: {
            SCHEDD_DIES: { target: '#recoveredMatch.lost', description: 'Records are kept in memory alone' },
            SHADOW_EXITS: {
              target: 'M_CLAIMED',
              description: 'Scheduler::RemoveShadowRecFromMrec(): the claim is idle',
            },
            CHECK_CLAIM_LEASE: {
              description: 'A shadow runs: last_alive = now, also on the disk',
              actions: ['renew', 'renewOnDisk'],
            },
            LOOK_UP: {
              description: 'receive_startd_alive() sets last_alive in memory: the disk has that of the last check',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'FOUND' } } }],
            },
          },
        },
        M_CLAIMED: {
          description: 'Claimed, and no shadow runs',
          initial: 'withoutShadowRecord',
          on: {
            SIX_ALIVE_INTERVALS_PASS: {
              description: 'No ALIVE has come for 6 × alive_interval',
              actions: 'growOld',
            },
          },
          states: {
            withoutShadowRecord: {
              description: 'Nobody uses it',
              on: {
                CHECK_CLAIM_LEASE: [
                  {
                    guard: and(['isOld', 'expires']),
                    target: '#recoveredMatch.deleted',
                    description: 'Scheduler::checkClaimLeases(): what 3312 is for; no RELEASE_CLAIM is sent',
                    actions: [
                      { type: 'dprintf', params: { text: 'Match record ({claim} for {owner}, {job}) deleted' } },
                    ],
                  },
                  {},
                ],
                DELETE_MATCH_RECORD: {
                  target: '#recoveredMatch.deleted',
                  description: 'Scheduler::DelMrec(): no job for it; the RELEASE_CLAIM does not arrive',
                  actions: [{ type: 'dprintf', params: { text: 'Match record ({claim} for {owner}, {job}) deleted' } }],
                },
              },
            },
            shadowQueued: {
              description: 'makeReconnectRecords(): its shadow record waits for its turn to reconnect',
              on: {
                FORK_SHADOW: [
                  {
                    guard: 'leaseIsOver',
                    target: 'withoutShadowRecord',
                    description: 'Scheduler::StartJobHandler(): jobLeaseIsValid() is not; delete_shadow_rec()',
                    actions: [{ type: 'send', params: { to: 'sender', message: { type: 'LEASE_OVER' } } }],
                  },
                  {
                    target: '#recoveredMatch.present.M_ACTIVE',
                    description: 'Scheduler::spawnJobHandler() → spawnShadow(): a shadow is forked',
                    actions: [
                      'renew',
                      'renewOnDisk',
                      { type: 'send', params: { to: 'sender', message: { type: 'SHADOW_FORKED' } } },
                    ],
                  },
                ],
                CHECK_CLAIM_LEASE: [
                  {
                    guard: and(['isOld', 'expiresWithShadowRecord']),
                    target: '#recoveredMatch.deleted',
                    description: 'Scheduler::checkClaimLeases() (3312) ignores shadowRec; no RELEASE_CLAIM is sent',
                    actions: [
                      { type: 'dprintf', params: { text: 'Match record ({claim} for {owner}, {job}) deleted' } },
                    ],
                  },
                  {},
                ],
              },
            },
          },
        },
      },
    },
    lost: {
      description: 'Not in the memory of the schedd that is started next',
      on: {
        CHECK_CLAIM_LEASE: {},
        MAKE_RECONNECT_RECORD: {
          target: 'present.M_CLAIMED.shadowQueued',
          description: 'Scheduler::makeReconnectRecords(): M_CLAIMED, with the last_alive of the disk',
        },
      },
    },
    deleted: {
      on: {
        CHECK_CLAIM_LEASE: {},
        FORK_SHADOW: {
          description: 'Scheduler::spawnJobHandler(): srec->match is NULL, since DelMrec()',
          actions: [{ type: 'send', params: { to: 'sender', message: { type: 'MATCH_DELETED' } } }],
        },
      },
    },
  },
});
