import { setup } from 'xstate';
import type { ClaimId, Send } from './vocabulary.ts';

/** The tables in which receive_startd_alive looks a claim id up (the second since #2317). */
export type MatchTable = 'scheduler' | 'dedicated scheduler';

export type MatchRecordEvent =
  | { type: 'LOOK_UP'; table: MatchTable; claimId: ClaimId }
  | { type: 'CLAIM_STARTD' }
  | { type: 'CLAIM_STARTD_FOR_PARALLEL_JOB' }
  | { type: 'CLAIM_STARTD_AND_FORGET' }
  | { type: 'ADD_MATCH_RECORD' }
  | { type: 'CONTACT_STARTD' }
  | { type: 'STARTD_CLAIMED' }
  | { type: 'STARTD_REFUSED' }
  | { type: 'SPAWN_SHADOW' }
  | { type: 'SHADOW_EXITS' }
  | { type: 'DELETE_MATCH_RECORD' };

/**
 * The schedd's match record for one claim id: in which table it is, if in any, and there its `status`.
 *
 * The record exists before the claim is requested, and once it is deleted the claim id never comes back.
 */
export const matchRecordMachine = setup({
  types: {} as { events: MatchRecordEvent },
  actions: { send: (_, _params: Send) => {} },
  guards: {
    inScheduler: ({ event }) => event.type === 'LOOK_UP' && event.table === 'scheduler' && event.claimId === 'claimId',
    inDedicatedScheduler: ({ event }) =>
      event.type === 'LOOK_UP' && event.table === 'dedicated scheduler' && event.claimId === 'claimId',
  },
}).createMachine({
  id: 'matchRecord',
  description: "The schedd's match record for one claim id (match_rec, schedd.cpp)",
  initial: 'unmatched',
  on: {
    LOOK_UP: {
      description: 'FindMrecByClaimID() returns NULL',
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'NOT_FOUND' } } }],
    },
  },
  states: {
    unmatched: {
      description: 'The negotiator has not matched this startd to the schedd',
      on: {
        ADD_MATCH_RECORD: {
          target: 'present.matches.M_UNCLAIMED',
          description: 'Scheduler::AddMrec(): the negotiator has given a match',
        },
        CLAIM_STARTD: {
          target: 'present.matches.M_CLAIMED',
          description: 'Scheduler::AddMrec(), REQUEST_CLAIM, and the startd accepts: all at once',
          actions: [{ type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM' } } }],
        },
        CLAIM_STARTD_FOR_PARALLEL_JOB: {
          target: 'present.dedicated',
          description: 'The dedicated scheduler keeps match records of its own',
          actions: [{ type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM' } } }],
        },
        CLAIM_STARTD_AND_FORGET: {
          target: 'absent',
          description: 'The claim was requested by a schedd that this one knows nothing of',
          actions: [{ type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM' } } }],
        },
      },
    },
    present: {
      initial: 'matches',
      on: {
        DELETE_MATCH_RECORD: { target: 'absent', description: 'Scheduler::DelMrec(): the job is done, say' },
      },
      states: {
        matches: {
          description: "In the scheduler's own table",
          on: {
            LOOK_UP: {
              guard: 'inScheduler',
              description: 'Scheduler::FindMrecByClaimID()',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'FOUND' } } }],
            },
          },
          initial: 'M_UNCLAIMED',
          states: {
            M_UNCLAIMED: {
              description: 'match_rec::match_rec(): the startd has not been contacted',
              on: {
                CONTACT_STARTD: {
                  target: 'M_STARTD_CONTACT_LIMBO',
                  description: 'Scheduler::contactStartd(): REQUEST_CLAIM',
                  actions: [{ type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM' } } }],
                },
              },
            },
            M_STARTD_CONTACT_LIMBO: {
              description: 'The claim has been requested; the startd has not answered',
              on: {
                STARTD_CLAIMED: { target: 'M_CLAIMED', description: 'Scheduler::claimedStartd(): success' },
                STARTD_REFUSED: {
                  target: '#matchRecord.absent',
                  description: 'Scheduler::claimedStartd(): no success, DelMrec()',
                },
              },
            },
            M_CLAIMED: {
              description: 'Claimed, without a shadow: idle',
              on: {
                SPAWN_SHADOW: { target: 'M_ACTIVE', description: 'Scheduler::StartJob(): a shadow runs the job' },
              },
            },
            M_ACTIVE: {
              description: 'A shadow runs the job',
              on: {
                SHADOW_EXITS: { target: 'M_CLAIMED', description: 'Scheduler::RemoveShadowRecFromMrec()' },
              },
            },
          },
        },
        dedicated: {
          description: "In the dedicated scheduler's table",
          on: {
            LOOK_UP: {
              guard: 'inDedicatedScheduler',
              description: 'DedicatedScheduler::FindMrecByClaimID() (#2317)',
              actions: [{ type: 'send', params: { to: 'sender', message: { type: 'FOUND' } } }],
            },
          },
        },
      },
    },
    absent: { description: 'Deleted, or never there: no table has the claim id, now and for good' },
  },
});
