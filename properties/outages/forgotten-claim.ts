import type { Action, Message, Property } from '../../src/checker/index.ts';
import { enters, goes, isIn, leaves, sends, takes, whileIn } from '../../src/checker/index.ts';
import { NO_CLAIM, TIMERS, timeGoesOn } from './outage.ts';

const action = (component: string, type: string): Action => ({
  name: `${component} ${type}`,
  is: (name: string, event: Message) => name === component && event.type === type,
});

const FORGETS = ['DELETE_MATCH_RECORD', 'RESTART_WITHOUT_QUEUE'] as const;

/** The properties of a claim that its schedd has forgotten, which comes with a session of its own. */
export const FORGOTTEN_CLAIM: readonly Property[] = [
  {
    id: 'T5',
    sentence:
      'A claim whose record is gone always ends: by a -1 while its session is there, and at the latest with its lease',
    source: 'match_rec::~match_rec(), DaemonCommandProtocol ("SID_NOT_FOUND"), ALIVE_BAILOUT, Claim::leaseExpired()',
    checks: FORGETS.map((forgets) => ({
      kind: 'leadsTo',
      from: takes('matchRecord', forgets),
      to: leaves('claim', 'lifecycle.claimed'),
      during: { of: ['claim'], is: (claim) => isIn(claim, 'lifecycle.claimed') },
      only: () => true,
      fair: [
        action('clock', 'TICK'),
        action('claim', 'ALIVE_TIMER'),
        action('claim', 'SELECT'),
        action('claim', 'LEASE_TIMER'),
        action('link', 'ARRIVES'),
        action('matchRecord', 'EXPIRED_SESSIONS_TIMER'),
      ],
    })),
  },
  {
    id: 'T6',
    sentence: 'The startd learns that a record is gone: the claim does not last until its lease expires',
    source: 'match_rec::~match_rec(): SetSessionExpiration(), 600 s from then',
    checks: [{ kind: 'never', what: goes('claim', 'lifecycle.claimed', 'lifecycle.leaseExpired') }],
  },
  TIMERS,
  timeGoesOn(NO_CLAIM),
  {
    id: 'T7',
    sentence: 'The session is there for 600 s after its record: no ALIVE is refused before',
    source: 'match_rec::~match_rec(): SetSessionExpiration()',
    checks: [
      {
        kind: 'never',
        what: (occurrence) =>
          takes('matchRecord', 'EXPIRED_SESSIONS_TIMER')(occurrence) &&
          (occurrence.from.snapshot.context as { age: number; valid: number }).age <=
            (occurrence.from.snapshot.context as { age: number; valid: number }).valid,
      },
    ],
  },
  {
    id: 'disowned-while-session-lingers',
    sentence: 'A claim whose record is gone is disowned by way of its session',
    source: 'the antecedent of T5',
    checks: [
      {
        kind: 'sometimes',
        what: enters('claim', 'lifecycle.disowned'),
        while: whileIn('matchRecord', 'lingering'),
      },
    ],
  },
  {
    id: 'session-refused',
    sentence: 'A session is refused, and the startd tries again after 5 s',
    source: 'SecManStartCommand: "Server rejected our session id"',
    checks: [
      {
        kind: 'sometimes',
        what: takes('claim', 'ALIVE_TIMER', 'keepAlive.waiting.fiveSeconds'),
        after: [sends('link', 'claim', 'PUT_FAILED')],
        forget: takes('claim', 'EOM'),
      },
    ],
  },
  {
    id: 'renewed-before',
    sentence: 'A claim whose record is there is renewed by way of its session',
    source: 'Claim::alive()',
    checks: [{ kind: 'sometimes', what: takes('claim', 'EOM'), while: whileIn('matchRecord', 'present') }],
  },
];
