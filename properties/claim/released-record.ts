import {
  all,
  type Condition,
  enters,
  goes,
  isIn,
  leaves,
  type Pattern,
  type Property,
  type Snapshot,
  sends,
  takes,
  whileIn,
} from '../../src/checker/index.ts';

const isTaken = (type: string): Pattern => takes('matchRecord', type, 'present');

const where = (...states: readonly (readonly [component: string, path: string])[]): Condition => ({
  of: states.map(([component]) => component),
  is: (...snapshots) => snapshots.every((snapshot, i) => isIn(snapshot, (states[i] as (typeof states)[number])[1])),
});

/** The startd has deleted the claim, and the schedd still has its record. */
const outlived = where(['heldClaim', 'id.replaced'], ['matchRecord', 'present']);

/** The schedd has deleted the record, and the startd still holds the claim. */
const orphaned = where(['claim', 'lifecycle.claimed'], ['matchRecord', 'absent']);

/** The startd's RELEASE_CLAIM is not lost, and the record is still there. */
const awaited: Condition = {
  of: ['toSchedd', 'matchRecord'],
  is: (...snapshots) => {
    const [release, record] = snapshots as [Snapshot, Snapshot];
    return !isIn(release, 'lost') && isIn(record, 'present');
  },
};

const happens = (name: string, of: string, type: string) => ({
  name,
  is: (component: string, event: { readonly type: string }) => component === of && event.type === type,
});

const isNot = (of: string, type: string) => (component: string, event: { readonly type: string }) =>
  component !== of || event.type !== type;

/** A RELEASE_CLAIM that has come to its reader may come once more. */
const arrivesAndStays = (way: string, reader: string): Pattern =>
  all(sends(way, reader, 'RELEASE_CLAIM'), ({ to }) => !isIn(to.snapshot, 'arrived'));

/** What the claim is told: its schedd need not be. */
const CLOSED = 'SCHEDD_CLOSED_CLAIM';

/** The properties of a claim that one daemon has given up, and of what the other still has of it. */
export const RELEASED_RECORD: readonly Property[] = [
  {
    id: 'A1',
    sentence:
      'The record of a released claim is gone: at once if the schedd releases it, and when the RELEASE_CLAIM arrives if the startd does',
    source: 'Scheduler::release_claim(), Scheduler::DelMrec()',
    checks: [
      {
        kind: 'never',
        what: sends('matchRecord', 'toStartd', 'RELEASE_CLAIM'),
        while: whileIn('matchRecord', 'present'),
      },
      { kind: 'never', what: takes('matchRecord', 'RELEASE_CLAIM'), while: whileIn('matchRecord', 'present') },
    ],
  },
  {
    id: 'A2',
    sentence:
      "The record of a claim that the startd has vacated is eventually deleted, if the startd's RELEASE_CLAIM arrives",
    source: 'Claim::vacate() → Scheduler::release_claim()',
    checks: [
      {
        kind: 'leadsTo',
        from: sends('claim', 'toSchedd', 'RELEASE_CLAIM'),
        to: enters('matchRecord', 'absent'),
        during: awaited,
        only: () => true,
        fair: [happens('the RELEASE_CLAIM arrives', 'toSchedd', 'ARRIVES')],
      },
    ],
  },
  {
    id: 'A3',
    sentence:
      'The record of a claim that has ended in the startd is eventually deleted, if leases are checked, even if no RELEASE_CLAIM arrives',
    source: 'Scheduler::checkClaimLeases(), for M_CLAIMED since 3312',
    checks: [
      {
        kind: 'leadsTo',
        from: takes('claim', 'DELETE'),
        to: enters('matchRecord', 'absent'),
        during: outlived,
        only: () => true,
        fair: [happens('checkClaimLeases() runs', 'matchRecord', 'CHECK_CLAIM_LEASES')],
      },
    ],
  },
  {
    id: 'A4',
    sentence:
      'A claim whose record is gone eventually ends in the startd by a -1, if its starter ends, even if no RELEASE_CLAIM arrives',
    source: 'Claim::sendAliveResponseHandler(); Scheduler::receive_startd_alive()',
    checks: [
      {
        kind: 'leadsTo',
        from: enters('matchRecord', 'absent'),
        to: leaves('claim', 'lifecycle.claimed'),
        during: orphaned,
        only: isNot('claim', 'CONNECT_FAILED'),
        fair: [
          happens('the starter ends', 'starter', 'EXIT'),
          happens('the alive timer fires', 'claim', 'ALIVE_TIMER'),
          happens('the connection is established', 'claim', 'ESTABLISHED'),
          happens('the schedd serves the ALIVE', 'exchange', 'SERVE'),
          happens('the startd looks at its sockets', 'claim', 'SELECT'),
        ],
      },
    ],
  },
  {
    id: 'A5',
    sentence: 'The slot loses its claim to a -1 only if the schedd has no record of it',
    source: 'ticket #2563; Scheduler::receive_startd_alive() with all four fixes',
    checks: [{ kind: 'never', what: enters('claim', 'lifecycle.disowned'), while: whileIn('matchRecord', 'present') }],
  },
  {
    id: 'A6',
    sentence:
      'The startd refuses a claim only if it does not hold it and will not hold it, and the schedd keeps no record of a refused claim',
    source: 'command.cpp, command_request_claim(), refuse()',
    checks: [
      ...['offered', 'requested', 'held'].map((state) => ({
        kind: 'never' as const,
        what: takes('matchRecord', 'STARTD_REFUSED'),
        while: whileIn('heldClaim', `id.${state}`),
      })),
      {
        kind: 'never',
        what: all(takes('matchRecord', 'STARTD_REFUSED'), ({ to }) => !isIn(to.snapshot, 'absent')),
      },
      { kind: 'never', what: goes('slot', 'matched', 'owner'), while: whileIn('heldClaim', 'id.offered') },
    ],
  },
  {
    id: 'A7',
    sentence:
      'A RELEASE_CLAIM arrives once; a slot that is Preempting ignores it, any other takes it for the end of the claim',
    source: 'Claim::vacate(), send_vacate(): one message, not repeated; command_release_claim()',
    checks: [
      { kind: 'never', what: arrivesAndStays('toSchedd', 'matchRecord') },
      { kind: 'never', what: arrivesAndStays('toStartd', 'heldClaim') },
      { kind: 'never', what: all(takes('slot', 'RELEASE_CLAIM', 'preempting'), (one) => one.sends.length > 0) },
      {
        kind: 'never',
        what: all(takes('slot', 'RELEASE_CLAIM', 'claimed'), (one) => !sends('slot', 'heldClaim', CLOSED)(one)),
      },
    ],
  },
  ...['REFUSE', 'REQUEST_CLAIM', 'REQUEST_CLAIM_IN_VAIN'].map(
    (type): Property => ({
      id: `refused-by-${type.toLowerCase().replaceAll('_', '-')}`,
      sentence: `The schedd is refused the claim when the startd takes ${type}`,
      source: 'the antecedent of A6',
      checks: [
        { kind: 'sometimes', what: all(takes('heldClaim', type), sends('heldClaim', 'matchRecord', 'STARTD_REFUSED')) },
      ],
    }),
  ),
  {
    id: 'idle-again',
    sentence: 'The shadow exits, and the record is of an idle claim again',
    source: 'Scheduler::RemoveShadowRecFromMrec()',
    checks: [{ kind: 'sometimes', what: goes('matchRecord', 'present.matches.M_ACTIVE', 'present.matches.M_CLAIMED') }],
  },
  {
    id: 'released',
    sentence: 'A claim ends because the schedd has closed it',
    source: 'Claim::scheddClosedClaim()',
    checks: [{ kind: 'sometimes', what: enters('claim', 'lifecycle.released') }],
  },
  {
    id: 'activation-refused',
    sentence: 'A shadow is refused by a slot that has the claim and is not idle',
    source: 'command.cpp, activate_claim()',
    checks: [
      { kind: 'sometimes', what: takes('matchRecord', 'ACTIVATION_REFUSED'), while: whileIn('heldClaim', 'id.held') },
    ],
  },
  {
    id: 'deactivated-in-vain',
    sentence: 'A shadow deactivates a claim that is gone, and is told that it has closed',
    source: 'command.cpp, command_handler(): "the claim has closed"',
    checks: [{ kind: 'sometimes', what: takes('heldClaim', 'DEACTIVATE_CLAIM', 'id.replaced') }],
  },
  {
    id: 'released-by-startd',
    sentence: 'The RELEASE_CLAIM of the startd comes, and there is a record',
    source: 'the antecedent of A1 and A2',
    checks: [{ kind: 'sometimes', what: isTaken('RELEASE_CLAIM') }],
  },
  {
    id: 'released-by-both',
    sentence: 'Both release the claim at once: the RELEASE_CLAIM of the startd finds no record',
    source: 'Scheduler::release_claim(): matches.find()',
    checks: [{ kind: 'sometimes', what: takes('matchRecord', 'RELEASE_CLAIM', 'absent') }],
  },
  {
    id: 'released-in-vain',
    sentence: "The schedd's RELEASE_CLAIM finds no claim",
    source: 'command.cpp command_release_claim: "perhaps this claim was removed already"',
    checks: [{ kind: 'sometimes', what: takes('heldClaim', 'RELEASE_CLAIM', 'id.replaced') }],
  },
  {
    id: 'record-outlives-vacated-claim',
    sentence: 'The RELEASE_CLAIM of the startd is lost, and the record stays',
    source: 'the antecedent of A3: Claim::vacate(): "Can\'t connect to schedd"',
    checks: [{ kind: 'sometimes', what: takes('toSchedd', 'LOST'), while: whileIn('matchRecord', 'present') }],
  },
  {
    id: 'record-outlives-expired-claim',
    sentence: 'A claim whose lease has expired is deleted, nobody is told, and the record stays',
    source: 'the antecedent of A3: Claim::finishKillClaim(): c_client = NULL',
    checks: [
      {
        kind: 'sometimes',
        what: takes('claim', 'DELETE', 'lifecycle.leaseExpired'),
        while: whileIn('matchRecord', 'present'),
      },
    ],
  },
  {
    id: 'claim-outlives-record',
    sentence: "The schedd's RELEASE_CLAIM is lost, and the claim stays, with its job",
    source: 'the antecedent of A4: send_vacate()',
    checks: [{ kind: 'sometimes', what: takes('toStartd', 'LOST'), while: whileIn('claim', 'lifecycle.claimed.busy') }],
  },
  {
    id: 'shadow-finds-no-claim',
    sentence: 'A record that has outlived its claim goes when a shadow tries to activate the claim',
    source: 'Scheduler::CleanupMatchForJobExit(): JOB_NOT_STARTED',
    checks: [
      {
        kind: 'sometimes',
        what: all(takes('matchRecord', 'ACTIVATION_REFUSED'), goes('matchRecord', 'present', 'absent')),
        while: whileIn('heldClaim', 'id.replaced'),
      },
    ],
  },
];
