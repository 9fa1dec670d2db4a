import {
  all,
  enters,
  goes,
  isIn,
  leaves,
  type Pattern,
  type Property,
  type Snapshot,
  takes,
  type While,
} from './language.ts';

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

/** The slot comes to belong to nobody. */
const isGivenUp: Pattern = ({ component, from, to }) =>
  component === 'slot' && isHeld(from.snapshot) && !isHeld(to.snapshot);

const isTaken: Pattern = ({ component, from, to }) =>
  component === 'slot' && !isHeld(from.snapshot) && isHeld(to.snapshot);

const takesOver = goes('slot', 'preempting', 'claimed');

/** Activities of a claimed slot, each with what its claim must say of itself then. */
const ACTIVITIES = [
  ['claimed.busy', 'current.running'],
  ['claimed.suspended', 'current.suspended'],
  ['claimed.cleaning', 'current.cleaning'],
] as const;

/** What is claimed of a slot with its claim, a better match and a starter. */
export const LIFECYCLE: readonly Property[] = [
  {
    id: 'C1',
    sentence:
      'Slot and claim never disagree: Claimed and Preempting have one, the others none, and their activity is its own',
    source: 'ResState::enter_action(), Claim::changeState()',
    checks: [
      { kind: 'never', what: isTaken, while: whileInOne('claim', 'current.none') },
      { kind: 'never', what: isGivenUp, while: whileInNone('claim', 'current.none') },
      { kind: 'never', what: enters('claim', 'current.none'), while: { component: 'slot', is: isHeld } },
      ...ACTIVITIES.map(([activity, state]) => ({
        kind: 'never' as const,
        what: enters('slot', activity),
        while: whileInNone('claim', state),
      })),
      {
        kind: 'never',
        what: enters('slot', 'preempting'),
        while: whileInOne('claim', ...ACTIVITIES.map(([, state]) => state), 'current.retiring'),
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
    sentence: 'Preempting is left for Owner, or for Claimed if a better match waits',
    source: 'Resource::leave_preempting_state()',
    checks: [
      {
        kind: 'never',
        what: ({ component, from, to }) =>
          component === 'slot' &&
          isIn(from.snapshot, 'preempting') &&
          !isInOne('preempting', 'owner', 'claimed')(to.snapshot),
      },
      {
        kind: 'onlyAfter',
        what: takesOver,
        after: [enters('claim', 'next.waiting')],
        forget: (occurrence) => takes('claim', 'BETTER_MATCH_GONE')(occurrence) || takesOver(occurrence),
      },
    ],
  },
  {
    id: 'C4',
    sentence: 'A slot in Preempting is in Owner or Claimed in the end, if a starter that was told to end does end',
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
    checks: [{ kind: 'sometimes', what: isGivenUp, after: [enters('starter', 'alive.vacating')] }],
  },
  {
    id: 'better-match-takes-over',
    sentence: 'A better match that waited has the slot',
    source: 'the antecedent of C3',
    checks: [{ kind: 'sometimes', what: takesOver }],
  },
];
