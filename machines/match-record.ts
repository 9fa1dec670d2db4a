import { setup } from 'xstate';
import type { ClaimId, Send } from './vocabulary.ts';

/** The tables in which receive_startd_alive looks a claim id up (the second since #2317). */
export type MatchTable = 'scheduler' | 'dedicated scheduler';

export type MatchRecordEvent =
  | { type: 'LOOK_UP'; table: MatchTable; claimId: ClaimId }
  | { type: 'CLAIM_STARTD' }
  | { type: 'CLAIM_STARTD_FOR_PARALLEL_JOB' }
  | { type: 'CLAIM_STARTD_AND_FORGET' }
  | { type: 'DELETE_MATCH_RECORD' };

/**
 * The schedd's match record for one claim id: in which table it is, if in any.
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
        CLAIM_STARTD: {
          target: 'present.matches',
          description: 'Scheduler::AddMrec(), then REQUEST_CLAIM',
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
