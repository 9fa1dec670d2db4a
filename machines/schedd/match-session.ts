import { assign, setup } from 'xstate';
import type { MatchTable } from './match-record.ts';
import type { ClaimId, Dprintf, Send } from '../vocabulary.ts';

/** How long a session outlives its record, in the clock's units. */
export interface Lingering {
  /** match_rec::~match_rec(): SetSessionExpiration(). */
  readonly valid: number;
  /** When it is removed at the latest: SecMan::invalidateExpiredCache() is called every so often. */
  readonly latest: number;
}

interface Context extends Lingering {
  /** Ticks since the record was deleted; 0 while that does not count. */
  readonly age: number;
}

export type MatchSessionEvent =
  | { type: 'LOOK_UP'; table: MatchTable; claimId: ClaimId }
  | { type: 'RESUME_SESSION' }
  | { type: 'CLAIM_STARTD' }
  | { type: 'DELETE_MATCH_RECORD' }
  | { type: 'RESTART_WITHOUT_QUEUE' }
  | { type: 'EXPIRED_SESSIONS_TIMER' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/**
 * A match record and the security session that comes with its claim id (match_rec, schedd.cpp; SecMan): the session outlives its
 * record for a while, and not the memory of a schedd that is started again without its queue. The startd knows of neither.
 */
export const matchSessionMachine = setup({
  types: {} as { context: Context; events: MatchSessionEvent; input: Lingering },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    growOlder: assign({ age: ({ context }) => context.age + 1 }),
    forgetAge: assign({ age: 0 }),
  },
  guards: {
    hasExpired: ({ context }) => context.age > context.valid,
    isToBeRemoved: ({ context }) => context.age >= context.latest,
  },
}).createMachine({
  id: 'matchSession',
  description: 'A match record and the security session that its claim id brings (match_rec, schedd.cpp)',
  context: ({ input }) => ({ ...input, age: 0 }),
  initial: 'unmatched',
  on: {
    LOOK_UP: {
      description: 'FindMrecByClaimID() returns NULL',
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOT_FOUND' } } }],
    },
    RESUME_SESSION: {
      description: 'DaemonCommandProtocol: the session is in the cache; nobody checks whether it has expired',
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'SESSION_RESUMED' } } }],
    },
    IS_ANYTHING_DUE: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
    TICK: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }] },
  },
  states: {
    unmatched: {
      on: {
        CLAIM_STARTD: {
          target: 'present',
          description:
            'Scheduler::AddMrec(), match_rec(): CreateNonNegotiatedSecuritySession(); then the claim is requested',
          actions: [{ type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM' } } }],
        },
      },
    },
    present: {
      on: {
        LOOK_UP: { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'FOUND' } } }] },
        DELETE_MATCH_RECORD: {
          target: 'lingering',
          description: 'Scheduler::DelMrec() → ~match_rec(): the RELEASE_CLAIM is not sent (3312), or does not arrive',
        },
        RESTART_WITHOUT_QUEUE: {
          target: 'gone',
          description: 'The schedd is started again and has forgotten everything',
        },
      },
    },
    lingering: {
      description: 'The record is gone, its session lingers: SetSessionLingerFlag()',
      on: {
        TICK: {
          actions: ['growOlder', { type: 'send', params: { to: 'sender', message: { type: 'TICKED' } } }],
        },
        EXPIRED_SESSIONS_TIMER: {
          guard: 'hasExpired',
          target: 'gone',
          description: 'check_session_cache(), every 5 minutes: SecMan::invalidateExpiredCache()',
          actions: 'forgetAge',
        },
        IS_ANYTHING_DUE: [
          {
            guard: 'isToBeRemoved',
            description: 'The timer has come round by now',
            actions: [{ type: 'send', params: { to: 'sender', message: { type: 'DUE' } } }],
          },
          { actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOTHING_DUE' } } }] },
        ],
      },
    },
    gone: {
      description: 'Neither record nor session',
      on: {
        RESUME_SESSION: {
          description: 'DaemonCommandProtocol: SID_NOT_FOUND; the handler of ALIVE is not called',
          actions: [
            {
              type: 'dprintf',
              params: {
                text: 'DC_AUTHENTICATE: attempt to open invalid session {session}, failing; this session was requested by {peer} with return address {peer}',
              },
            },
            { type: 'send', params: { to: 'sender', message: { type: 'SESSION_REJECTED' } } },
          ],
        },
      },
    },
  },
});
