import { enqueueActions, or, setup, stateIn } from 'xstate';
import type { ClaimId, Dprintf, Send } from '../vocabulary.ts';

/** The tables in which receive_startd_alive looks a claim id up (the second since #2317). */
export type MatchTable = 'scheduler' | 'dedicated scheduler';

export type MatchRecordEvent =
  | { type: 'LOOK_UP'; table: MatchTable; claimId: ClaimId }
  | { type: 'CLAIM_STARTD' }
  | { type: 'CLAIM_STARTD_FOR_PARALLEL_JOB' }
  | { type: 'CLAIM_STARTD_AND_FORGET' }
  | { type: 'ADD_MATCH_RECORD' }
  | { type: 'CONTACT_STARTD' }
  | { type: 'CONTACT_UNWILLING_STARTD' }
  | { type: 'STARTD_CLAIMED' }
  | { type: 'STARTD_REFUSED' }
  | { type: 'SPAWN_SHADOW' }
  | { type: 'ACTIVATION_REFUSED' }
  | { type: 'DEACTIVATE_CLAIM'; closing?: true }
  | { type: 'CLAIM_CLOSING' }
  | { type: 'SHADOW_EXITS' }
  | { type: 'RELEASE_CLAIM' }
  | { type: 'CHECK_CLAIM_LEASES' }
  | { type: 'DELETE_MATCH_RECORD' };

/**
 * The schedd's match record for one claim id: in which table it is, if in any, and there its `status`.
 *
 * The record exists before the claim is requested, and once it is deleted the claim id never comes back.
 */
export const matchRecordMachine = setup({
  types: {} as { events: MatchRecordEvent },
  actions: {
    send: (_, _params: Send) => {},
    dprintf: (_, _params: Dprintf) => {},
    /** send_vacate(RELEASE_CLAIM); nothing where nobody would listen. */
    releaseClaim: enqueueActions(() => {}),
  },
  guards: {
    needsReleaseClaim: or([
      stateIn({ present: { matches: 'M_CLAIMED' } }),
      stateIn({ present: { matches: 'M_ACTIVE' } }),
    ]),
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
        DELETE_MATCH_RECORD: [
          {
            target: 'absent',
            guard: 'needsReleaseClaim',
            description: 'Scheduler::DelMrec(): for example, the job is done; needs_release_claim',
            actions: 'releaseClaim',
          },
          { target: 'absent', description: 'Scheduler::DelMrec(): the startd has not granted the claim yet' },
        ],
        RELEASE_CLAIM: {
          target: 'absent',
          description: 'Scheduler::release_claim() → DelMrec(); needs_release_claim = false',
          actions: [
            { type: 'dprintf', params: { text: 'Got RELEASE_CLAIM from {peer}' } },
            { type: 'dprintf', params: { text: 'Match record ({claim} for {owner}, {job}) deleted' } },
          ],
        },
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
                CONTACT_UNWILLING_STARTD: {
                  target: 'M_STARTD_CONTACT_LIMBO',
                  description: 'Scheduler::contactStartd(): REQUEST_CLAIM, which the startd will refuse',
                  actions: [{ type: 'send', params: { to: 'claim', message: { type: 'REQUEST_CLAIM_IN_VAIN' } } }],
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
                SPAWN_SHADOW: {
                  target: 'M_ACTIVE',
                  description: 'Scheduler::StartJob(): a shadow, which activates the claim',
                  actions: [{ type: 'send', params: { to: 'claim', message: { type: 'ACTIVATE_CLAIM' } } }],
                },
                CHECK_CLAIM_LEASES: {
                  target: '#matchRecord.absent',
                  description: 'Scheduler::checkClaimLeases(): 6 * alive_interval have passed; no RELEASE_CLAIM (3312)',
                  actions: [{ type: 'dprintf', params: { text: 'Match record ({claim} for {owner}, {job}) deleted' } }],
                },
              },
            },
            M_ACTIVE: {
              description: 'A shadow runs the job',
              on: {
                SHADOW_EXITS: { target: 'M_CLAIMED', description: 'Scheduler::RemoveShadowRecFromMrec()' },
                ACTIVATION_REFUSED: {
                  target: '#matchRecord.absent',
                  description: 'JOB_NOT_STARTED: Scheduler::CleanupMatchForJobExit() → DelMrec()',
                  actions: 'releaseClaim',
                },
                DEACTIVATE_CLAIM: {
                  description: 'The shadow sends DEACTIVATE_CLAIM, and waits for the answer',
                  actions: [{ type: 'send', params: ({ event }) => ({ to: 'claim', message: event }) }],
                },
                CLAIM_CLOSING: {
                  target: '#matchRecord.absent',
                  description: 'JOB_EXITED_AND_CLAIM_CLOSING: needs_release_claim = false, DelMrec()',
                  actions: [{ type: 'dprintf', params: { text: 'Match record ({claim} for {owner}, {job}) deleted' } }],
                },
                CHECK_CLAIM_LEASES: {
                  target: '#matchRecord.absent',
                  description: "Scheduler::checkClaimLeases(): the job's lease is over; no RELEASE_CLAIM",
                  actions: [{ type: 'dprintf', params: { text: 'Match record ({claim} for {owner}, {job}) deleted' } }],
                },
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
    absent: {
      description: 'Deleted, or never there: no table has the claim id, now and for good',
      on: {
        STARTD_CLAIMED: { description: 'The startd has granted what nobody wants any more' },
        STARTD_REFUSED: { description: 'Nobody wants it any more' },
        RELEASE_CLAIM: {
          description: 'Scheduler::release_claim(): no such match',
          actions: [{ type: 'dprintf', params: { text: 'Got RELEASE_CLAIM from {peer}' } }],
        },
      },
    },
  },
});
