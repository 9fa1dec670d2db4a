import { enters, goes, isIn, leaves, type Occurrence, type Property, takes } from '../../src/checker/index.ts';

const isElsewhere = (states: readonly string[], { to }: Occurrence): boolean =>
  !states.some((state) => isIn(to.snapshot, state));

/** What is logged of a claim that is taken back at once. */
const TAKEN_BACK = ['Rank of this claim is', 'reverting to Owner/Idle', 'claiming protocol failed'];

/** The properties of a slot, whatever its policy, its peers and its starter do. */
export const SLOT: readonly Property[] = [
  {
    id: 'P1',
    sentence: 'Preempting is left for Owner or Claimed alone',
    source: 'Resource::leave_preempting_state()',
    checks: [
      {
        kind: 'never',
        what: (occurrence) => leaves('slot', 'preempting')(occurrence) && isElsewhere(['owner', 'claimed'], occurrence),
      },
    ],
  },
  {
    id: 'P2',
    sentence:
      'A claimed slot is never free again without having gone through Preempting, unless the schedd cannot be told that it has the claim',
    source: 'Resource::kill_claim(); command.cpp, accept_request_claim()',
    checks: [
      {
        kind: 'never',
        what: (occurrence) =>
          leaves('slot', 'claimed')(occurrence) &&
          isElsewhere(['preempting'], occurrence) &&
          !takes('slot', 'CLAIM_REPLY_FAILED', 'claimed.idle')(occurrence),
      },
    ],
  },
  {
    id: 'P3',
    sentence: 'Backfill/Killing is never left for Backfill/Idle (the manual has that as its transition 29)',
    source: 'ResState::starterExited(): the destination is set by then',
    checks: [{ kind: 'never', what: goes('slot', 'backfill.killing', 'backfill.idle') }],
  },
  {
    id: 'P4',
    sentence: 'A slot in Preempting whose starter ends is eventually in Owner or Claimed',
    source: 'Resource::leave_preempting_state()',
    checks: [
      {
        kind: 'leadsTo',
        from: enters('slot', 'preempting'),
        to: leaves('slot', 'preempting'),
        during: { of: ['slot'], is: (slot) => isIn(slot, 'preempting') },
        only: () => true,
        fair: [
          {
            name: 'the starter ends',
            is: (_, { type }) => type === 'STARTER_GONE_NO_CLAIM' || type === 'STARTER_GONE_CLAIM_WAITS',
          },
        ],
      },
    ],
  },
  {
    id: 'preempted',
    sentence: 'A preempted slot goes to the claim that waits for it',
    source: 'the antecedent of P1 and P4',
    checks: [{ kind: 'sometimes', what: goes('slot', 'preempting', 'claimed') }],
  },
  {
    id: 'taken-back-in-owner',
    sentence:
      'A claim that is accepted while IS_OWNER is TRUE is taken back at once, and the slot has never left Owner/Idle',
    source: 'ResState::change(), ResState::revert(): measured/slot-runs.json',
    checks: [
      {
        kind: 'sometimes',
        what: (occurrence) =>
          takes('slot', 'REQUEST_CLAIM_REVERTED', 'owner.idle')(occurrence) &&
          isIn(occurrence.to.snapshot, 'owner.idle') &&
          TAKEN_BACK.every((text, i) => occurrence.prints[i]?.includes(text)),
      },
    ],
  },
  {
    id: 'disowned-while-busy',
    sentence: 'A claim is disowned while its job runs',
    source: 'the antecedent of P2, and the ticket',
    checks: [{ kind: 'sometimes', what: takes('slot', 'DISOWNED', 'claimed.busy') }],
  },
  {
    id: 'backfill-killed',
    sentence: 'The backfill client is killed',
    source: 'the antecedent of P3',
    checks: [{ kind: 'sometimes', what: enters('slot', 'backfill.killing') }],
  },
];
