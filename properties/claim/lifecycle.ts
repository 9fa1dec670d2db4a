import {
  all,
  enters,
  goes,
  isIn,
  leaves,
  type Pattern,
  type Property,
  type Snapshot,
  sends,
  takes,
  type While,
} from '../../src/checker/index.ts';

const isInOne =
  (...paths: readonly string[]) =>
  (snapshot: Snapshot): boolean =>
    paths.some((path) => isIn(snapshot, path));

/** At the end of the step the component is in one of the states. */
const whileInOne = (component: string, ...paths: readonly string[]): While => ({ component, is: isInOne(...paths) });

/** At the end of the step it is in none of them. */
const whileInNone = (component: string, ...paths: readonly string[]): While => ({
  component,
  is: (snapshot) => !isInOne(...paths)(snapshot),
});

const isHeld = isInOne('claimed', 'preempting');

/** From now on the slot belongs to nobody. */
const isGivenUp: Pattern = ({ component, from, to }) =>
  component === 'slot' && isHeld(from.snapshot) && !isHeld(to.snapshot);

const isTaken: Pattern = ({ component, from, to }) =>
  component === 'slot' && !isHeld(from.snapshot) && isHeld(to.snapshot);

const takesOver = goes('slot', 'preempting', 'claimed');

/** The slot holds the claim that the schedd knows, and does not let go of it; a starter that cleans up is waited for. */
const isKept: While = {
  component: 'heldClaim',
  is: (held) => isIn(held, 'id.held') && isIn(held, 'current.claimed') && !isIn(held, 'current.claimed.cleaning'),
};

const leavesTimers: Pattern = ({ to: { snapshot } }) =>
  !isIn(snapshot, 'keepAlive.off') || !isIn(snapshot, 'lease.off');

const isFrom =
  (...paths: readonly string[]): Pattern =>
  ({ from }) =>
    paths.every((path) => isIn(from.snapshot, path));

const tellsSomebody: Pattern = (occurrence) => occurrence.sends.length > 0;

/** What policy does with a claim, and with what better match it must not. */
const POLICY = [
  ['CONTINUE', 'next.waiting'],
  ['PREEMPTING_CLAIM_GONE', 'next.waiting'],
  ['CONTINUE_RETIRING', 'next.none'],
  ['PREEMPTING_CLAIM', 'next.none'],
  ['PREEMPT_IDLE_CLAIM', 'next.none'],
] as const;

/** The claim whose starter cleans up is to go on, or to end. */
const isToGoOn = isFrom('current.claimed.cleaning.toGoOn', 'next.none');
const isToEnd: Pattern = (occurrence) =>
  isFrom('current.claimed.cleaning.toEnd')(occurrence) ||
  isFrom('current.claimed.cleaning', 'next.waiting')(occurrence);

/** What a starter does next, and the state that its claim must then be in. */
const STARTERS = [
  ['alive.running', 'current.claimed.active.running', 'current.claimed.active.retiring'],
  ['alive.suspended', 'current.claimed.active.suspended'],
  ['alive.cleaning', 'current.claimed.cleaning'],
  ['alive.killed', 'current.ending.killing'],
] as const;

/** An activity of the slot, and what a starter would do that had not been told. */
const UNTOLD = [
  ['claimed.busy', 'alive.suspended'],
  ['claimed.suspended', 'alive.running'],
  ['preempting.vacating', 'alive.running', 'alive.suspended'],
  ['preempting.killing', 'alive.running', 'alive.suspended', 'alive.vacating'],
] as const;

const waitsForStarter = whileInOne(
  'slot',
  'claimed.busy',
  'claimed.suspended',
  'claimed.retiring',
  'claimed.cleaning',
  'preempting',
);

/** What is done to a claim that has been deleted: its lease is renewed, or an ALIVE is sent for it. */
const outlives: Pattern = (occurrence) =>
  enters('claim', 'lease.running')(occurrence) || enters('claim', 'keepAlive.connecting')(occurrence);

/** A starter runs the job of this claim, or of one that came after it. */
const RUNS_OR_HAS_ENDED = [
  'lifecycle.claimed.busy',
  ...['disowned', 'leaseExpired', 'released', 'vacated'].map((end) => `lifecycle.${end}`),
];

const isReplaced = isFrom('id.replaced');

/** What the first schedd asks of a claim that the slot does not hold any more. */
const ASKED_BY_ITS_ID = ['REQUEST_CLAIM', 'ACTIVATE_CLAIM', 'DEACTIVATE_CLAIM', 'RELEASE_CLAIM'];

/** Activities of a claimed slot, each with what its claim must say of itself then. */
const ACTIVITIES = [
  ['claimed.busy', 'current.claimed.active.running'],
  ['claimed.suspended', 'current.claimed.active.suspended'],
  ['claimed.cleaning', 'current.claimed.cleaning'],
] as const;

/** The properties of a slot with its claim, a better match and a starter. */
export const LIFECYCLE: readonly Property[] = [
  {
    id: 'C1',
    sentence:
      'Slot and claim never disagree: Claimed and Preempting have one, the others none, and their activity is its own',
    source: 'ResState::enter_action(), Claim::changeState()',
    checks: [
      { kind: 'never', what: isTaken, while: whileInOne('heldClaim', 'current.none') },
      { kind: 'never', what: isGivenUp, while: whileInNone('heldClaim', 'current.none') },
      { kind: 'never', what: enters('heldClaim', 'current.none'), while: { component: 'slot', is: isHeld } },
      ...ACTIVITIES.map(([activity, state]) => ({
        kind: 'never' as const,
        what: enters('slot', activity),
        while: whileInNone('heldClaim', state),
      })),
      {
        kind: 'never',
        what: enters('slot', 'preempting'),
        while: whileInOne('heldClaim', 'current.claimed.active', 'current.claimed.cleaning'),
      },
    ],
  },
  {
    id: 'C2',
    sentence: 'A slot is not given up, and no claim goes idle, while a starter is there',
    source: 'Resource::starterExited(), Resource::leave_preempting_state()',
    checks: [isGivenUp, enters('slot', 'claimed.idle')].map((what) => ({
      kind: 'never',
      what,
      while: whileInOne('starter', 'alive'),
    })),
  },
  {
    id: 'C3',
    sentence: 'Preempting is left for Owner, or for Claimed if a better match waits, unless the startd dies',
    source: 'Resource::leave_preempting_state()',
    checks: [
      {
        kind: 'never',
        what: ({ component, from, to }) =>
          component === 'slot' &&
          isIn(from.snapshot, 'preempting') &&
          !isInOne('preempting', 'owner', 'claimed', 'gone')(to.snapshot),
      },
      {
        kind: 'onlyAfter',
        what: takesOver,
        after: [enters('heldClaim', 'next.waiting')],
        forget: (occurrence) => takes('heldClaim', 'BETTER_MATCH_GONE')(occurrence) || takesOver(occurrence),
      },
    ],
  },
  {
    id: 'C4',
    sentence: 'A slot in Preempting is eventually in Owner or Claimed, if a starter that was told to end does end',
    source: 'Resource::leave_preempting_state()',
    checks: [
      {
        kind: 'leadsTo',
        from: enters('slot', 'preempting'),
        to: leaves('slot', 'preempting'),
        during: { of: ['slot'], is: (slot) => isIn(slot, 'preempting') },
        only: () => true,
        fair: [{ name: 'the starter ends', is: (component, { type }) => component === 'starter' && type === 'EXIT' }],
      },
    ],
  },
  {
    id: 'C5',
    sentence:
      'The lease and the keep-alive belong to the claim that the slot holds: they begin and end with it. Its job begins and ends with the starter',
    source: 'Claim::beginClaim(), Claim::starterExited(), Claim::finishKillClaim(), Claim::~Claim()',
    checks: [
      { kind: 'never', what: enters('claim', 'lifecycle.claimed'), while: whileInNone('heldClaim', 'id.held') },
      { kind: 'never', what: leaves('heldClaim', 'id.held'), while: whileInOne('claim', 'lifecycle.claimed') },
      { kind: 'never', what: leaves('claim', 'lifecycle.claimed'), while: isKept },
      { kind: 'never', what: enters('starter', 'alive'), while: whileInNone('claim', ...RUNS_OR_HAS_ENDED) },
      { kind: 'never', what: enters('starter', 'none'), while: whileInOne('claim', 'lifecycle.claimed.busy') },
    ],
  },
  {
    id: 'C6',
    sentence:
      'After a claim has been deleted, none of its timers runs, its lease is not renewed, and it sends no ALIVE',
    source: 'Claim::~Claim(): cancelLeaseTimer(), Cancel_Socket(c_alive_inprogress_sock)',
    checks: [
      { kind: 'neverAfter', what: outlives, after: takes('claim', 'DELETE'), forget: () => false },
      { kind: 'never', what: all(takes('claim', 'DELETE'), leavesTimers) },
      {
        kind: 'never',
        what: all(takes('claim', 'DELETE', 'lifecycle.claimed'), ({ to }) => !isIn(to.snapshot, 'lifecycle.vacated')),
      },
    ],
  },
  {
    id: 'C7',
    sentence: 'A claim runs on if no better match waits and nothing has ended it, and otherwise it does not',
    source: 'ResState::eval_policy(), Resource::mayUnretire(), Resource::starterExited(): r_cleaning_preempt_pending',
    checks: [
      ...POLICY.map(([type, wrong]) => ({
        kind: 'never' as const,
        what: all(sends('heldClaim', 'slot', type), isFrom(wrong)),
      })),
      { kind: 'never', what: all(sends('heldClaim', 'slot', 'STARTER_EXITED_CLAIM_ENDING'), isToGoOn) },
      { kind: 'never', what: all(sends('heldClaim', 'slot', 'STARTER_EXITED'), isToEnd) },
      { kind: 'never', what: all(takes('slot', 'RETIREMENT_EXPIRED', 'claimed.cleaning'), tellsSomebody) },
    ],
  },
  {
    id: 'C8',
    sentence:
      'Slot, claim and starter do the same: they run, are suspended, clean up or end. No slot waits for a starter that has gone',
    source: 'Claim::suspendClaim(), Claim::resumeClaim(), Claim::starterKillSoft(), Claim::starterKillHard()',
    checks: [
      ...STARTERS.map(([path, ...states]) => ({
        kind: 'never' as const,
        what: enters('starter', path),
        while: whileInNone('heldClaim', ...states),
      })),
      ...UNTOLD.map(([activity, ...states]) => ({
        kind: 'never' as const,
        what: enters('slot', activity),
        while: whileInOne('starter', ...states),
      })),
      { kind: 'never', what: enters('starter', 'none'), while: waitsForStarter },
      {
        kind: 'never',
        what: all(enters('starter', 'alive.vacating'), ({ event }) => !['VACATE', 'DEACTIVATE'].includes(event.type)),
      },
    ],
  },
  {
    id: 'C9',
    sentence:
      'A late message or timer of a claim that the slot no longer holds changes neither the next claim nor its job',
    source: 'Resource::findClaimById(), ResMgr::get_by_any_id(): no resource has the id; Claim::~Claim()',
    checks: [
      ...ASKED_BY_ITS_ID.map((type) => ({
        kind: 'never' as const,
        what: all(takes('heldClaim', type), isReplaced, (occurrence) =>
          occurrence.sends.some(({ to }) => ['slot', 'starter', 'claim'].includes(to)),
        ),
      })),
      ...['DISOWNED', 'LEASE_EXPIRED'].map((type) => ({
        kind: 'neverAfter' as const,
        what: sends('claim', 'slot', type),
        after: enters('heldClaim', 'id.replaced'),
        forget: () => false,
      })),
    ],
  },
  {
    id: 'C10',
    sentence:
      'When the startd dies, its claim and its timers end, whatever the slot does. Its starter is not told, and ends by itself',
    source: 'DaemonCore::check_parent(): "shutting down fast"',
    checks: [
      { kind: 'never', what: all(takes('claim', 'STARTD_DIES'), leavesTimers) },
      { kind: 'never', what: takes('claim', 'STARTD_DIES'), while: whileInOne('claim', 'lifecycle.claimed') },
      { kind: 'never', what: takes('heldClaim', 'STARTD_DIES'), while: whileInNone('heldClaim', 'current.none') },
      { kind: 'never', what: takes('slot', 'STARTD_DIES'), while: whileInNone('slot', 'gone') },
      { kind: 'neverAfter', what: outlives, after: takes('claim', 'STARTD_DIES'), forget: () => false },
      { kind: 'never', what: all(takes('starter', 'EXIT', 'orphaned'), tellsSomebody) },
      {
        kind: 'leadsTo',
        from: enters('starter', 'orphaned'),
        to: leaves('starter', 'orphaned'),
        during: { of: ['starter'], is: (starter) => isIn(starter, 'orphaned') },
        only: () => true,
        fair: [{ name: 'the starter ends', is: (component, { type }) => component === 'starter' && type === 'EXIT' }],
      },
    ],
  },
  {
    id: 'next-runs-a-job',
    sentence: 'The better match that has taken over runs a job, which is suspended and ends, and gives the slot back',
    source: 'an antecedent of C2, C8 and C9',
    checks: [
      {
        kind: 'sometimes',
        what: all(takes('heldClaim', 'NEXT_RELEASES'), isFrom('current.claimed.idle')),
        after: [
          all(takes('heldClaim', 'NEXT_ACTIVATES'), sends('heldClaim', 'slot', 'ACTIVATE_CLAIM')),
          enters('starter', 'alive.suspended'),
          goes('starter', 'alive.cleaning', 'none'),
        ],
      },
    ],
  },
  {
    id: 'released-too-late',
    sentence: 'The first schedd releases its claim when the better match already runs its job',
    source: 'the antecedent of C9: "perhaps this claim was removed already"',
    checks: [
      {
        kind: 'sometimes',
        what: all(takes('heldClaim', 'RELEASE_CLAIM'), isReplaced),
        while: whileInOne('heldClaim', 'current.claimed.active'),
      },
    ],
  },
  {
    id: 'startd-dies-with-job',
    sentence: 'The startd dies while a job runs',
    source: 'the antecedent of C10: logs/jobs/startd-killed',
    checks: [{ kind: 'sometimes', what: enters('starter', 'orphaned'), while: whileInOne('claim', 'lifecycle.died') }],
  },
  {
    id: 'startd-dies-with-alive',
    sentence: 'The startd dies while its ALIVE is in flight',
    source: 'an antecedent of C10',
    checks: [{ kind: 'sometimes', what: takes('claim', 'STARTD_DIES', 'keepAlive.awaitingReply') }],
  },
  {
    id: 'better-match-gone',
    sentence: 'A better match that waited is released',
    source: 'the antecedent of C7: "received RELEASE_CLAIM command from preempting claim"',
    checks: [{ kind: 'sometimes', what: takes('heldClaim', 'BETTER_MATCH_GONE') }],
  },
  ...['CONTINUE', 'CONTINUE_RETIRING', 'PREEMPTING_CLAIM_GONE', 'STARTER_EXITED_CLAIM_ENDING'].map(
    (type): Property => ({
      id: type.toLowerCase().replaceAll('_', '-'),
      sentence: `The slot takes ${type}`,
      source: 'the antecedent of C7',
      checks: [{ kind: 'sometimes', what: takes('slot', type) }],
    }),
  ),
  {
    id: 'deactivated',
    sentence: 'The job is ended by DEACTIVATE_CLAIM, and the claim stays',
    source: 'the antecedent of C8: deactivate_claim()',
    checks: [
      {
        kind: 'sometimes',
        what: all(takes('starter', 'DEACTIVATE'), enters('starter', 'alive.vacating')),
        while: whileInOne('slot', 'claimed'),
      },
    ],
  },
  {
    id: 'closed-while-cleaning',
    sentence: 'A claim is closed while its starter cleans up',
    source: 'the antecedent of C7: Resource::release_claim(): r_cleaning_preempt_pending',
    checks: [
      {
        kind: 'sometimes',
        what: all(takes('slot', 'DEACTIVATE_CLAIM', 'claimed.cleaning'), sends('slot', 'heldClaim', 'END_CLAIM')),
      },
    ],
  },
  {
    id: 'final-update-while-suspended',
    sentence: 'The final update of a starter comes when it has been suspended',
    source: 'the antecedent of C8: it had been sent before',
    checks: [{ kind: 'sometimes', what: takes('starter', 'FINAL_UPDATE', 'alive.suspended') }],
  },
  {
    id: 'claimed-after-backfill',
    sentence: 'A request waits until the backfill client is gone',
    source: 'ResState::starterExited()',
    checks: [{ kind: 'sometimes', what: goes('slot', 'backfill.killing', 'claimed') }],
  },
  {
    id: 'requested-while-backfill-is-killed',
    sentence: 'A request comes while the backfill client is being killed, and waits',
    source: 'ResState::set_destination()',
    checks: [
      {
        kind: 'sometimes',
        what: takes('slot', 'REQUEST_CLAIM', 'backfill.killing'),
        while: whileInOne('heldClaim', 'id.requested'),
      },
    ],
  },
  {
    id: 'disowned-while-busy',
    sentence: 'A claim is disowned while its job runs: slot, claim and starter end it together',
    source: 'the antecedent of C1 and C4, and the ticket',
    checks: [
      {
        kind: 'sometimes',
        what: all(takes('slot', 'DISOWNED', 'claimed.busy'), enters('slot', 'preempting.killing')),
        while: whileInOne('slot', 'preempting.killing'),
      },
    ],
  },
  {
    id: 'starter-outlives-vacating',
    sentence: 'A slot is given up when a starter that was told to end has ended',
    source: 'the antecedent of C2',
    checks: [
      {
        kind: 'sometimes',
        what: goes('starter', 'alive.vacating', 'none'),
        while: whileInNone('slot', 'claimed', 'preempting'),
      },
    ],
  },
  {
    id: 'alive-retried',
    sentence: 'After an ALIVE that has failed the next is sent',
    source: 'the antecedent of K1: ALIVE_BAILOUT',
    checks: [
      {
        kind: 'sometimes',
        what: all(
          takes('claim', 'ALIVE_TIMER', 'keepAlive.waiting.fiveSeconds'),
          enters('claim', 'keepAlive.connecting'),
        ),
      },
    ],
  },
  {
    id: 'deleted-with-alive-in-flight',
    sentence: 'A claim is deleted while its ALIVE is in flight',
    source: 'the antecedent of C6',
    checks: [{ kind: 'sometimes', what: takes('claim', 'DELETE', 'keepAlive.awaitingReply') }],
  },
  {
    id: 'better-match-takes-over',
    sentence: 'A better match that waited has the slot',
    source: 'the antecedent of C3',
    checks: [{ kind: 'sometimes', what: takesOver }],
  },
];
