import { type DeadlinesVariant, SHORT_DEADLINES } from '../../machines/systems/deadlines.ts';
import type { ForgottenClaimVariant } from '../../machines/systems/forgotten-claim.ts';
import { RESTARTS } from '../../machines/systems/restart.ts';
import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { peerSystem } from '../../machines/systems/peer.ts';
import { fixesFromBits, PATHS, type Repairs } from '../../machines/vocabulary.ts';
import {
  claimModel,
  connectionModel,
  deadlinesModel,
  disconnectedJobModel,
  forgottenClaimModel,
  lifecycleModel,
  type Model,
  repairsModel,
  replyModel,
  restartModel,
  slotModel,
} from './models.ts';
import { ABSENCES, boundaryOf, DISCONNECTED, OUTAGES, type Situation } from './outage/outage.ts';

/** A system as it is built in one way: a revision, say, or with a repair. */
export interface SystemVariant {
  readonly id: string;
  readonly sentence: string;
  readonly model: () => Model;
}

/** A system that is checked beside the matrix of the keep-alive, every variant against what is expected of it. */
export interface CheckedSystem {
  readonly name: string;
  /** What it is about, as an English sentence. */
  readonly sentence: string;
  readonly variants: readonly SystemVariant[];
}

/** The startds whose reading of a reply is told apart: before and since #2672. */
const STARTDS = ['2011', 'head'] as const;

/** The code of October 2011 on the auth path, as it was before or after the repair of another ticket. */
const repaired = (id: string, sentence: string, fixes: string, repairs: Repairs): SystemVariant => ({
  id,
  sentence,
  model: () => repairsModel({ fixes: fixesFromBits(fixes), path: 'auth', repairs }),
});

/** The peer's path that is like the startd's. */
const PEER_OF = { auth: 'auth', raw: 'raw-1msg' } as const;

/** A situation as long as is safe, and one unit longer. */
const atTheBoundary = (situation: Situation, what: string): SystemVariant[] =>
  boundaryOf(situation).map(({ longest, model }) => ({
    id: `${situation.id}-${longest}`,
    sentence: `${situation.sentence}; ${what} lasts ${longest} s at the most`,
    model,
  }));

const forgotten = (
  id: string,
  how: string,
  lease: number,
  event: ForgottenClaimVariant['forgotten'] = 'DELETE_MATCH_RECORD',
): SystemVariant => ({
  id,
  sentence: `A lease of ${lease} s; ${how}`,
  model: () => forgottenClaimModel({ lease, unit: 20, forgotten: event }),
});

const deadlines = (
  id: string,
  sentence: string,
  what: Omit<DeadlinesVariant, 'perSecond' | 'fixes'>,
  fixes = '0000',
) => ({
  id,
  sentence,
  model: () => deadlinesModel({ ...what, fixes: fixesFromBits(fixes), perSecond: 2, scaled: SHORT_DEADLINES }),
});

/** All of them; what is expected of each is in properties/expected/systems. A model is made when it is asked for. */
export const SYSTEMS: readonly CheckedSystem[] = [
  {
    name: 'reply',
    sentence: 'A startd whose schedd answers positively, and a network that cuts, delays, ends or garbles the answer',
    variants: STARTDS.flatMap((revision) =>
      PATHS.map((path) => ({
        id: `${revision}-${path}`,
        sentence: `A startd of revision ${revision} on the ${path} path`,
        model: () => replyModel({ revision, path }),
      })),
    ),
  },
  {
    name: 'repairs',
    sentence: 'One claim with one connection, its daemons built with or without the repair of another ticket',
    variants: [
      repaired('before-2317', 'A schedd that looks in one table, with the four fixes', '1111', { '2317': false }),
      repaired('after-2317', 'A schedd that looks in both tables, with the four fixes', '1111', { '2317': true }),
      repaired('before-1349', 'A startd that clears its socket after the kill', '1111', { '1349': false }),
      repaired('after-1349', 'A startd that clears its socket before the kill', '1111', { '1349': true }),
      repaired('before-4491', 'A startd that sends ALIVEs for a running job, no fixes', '0000', { '4491': false }),
      repaired('after-4491', 'A startd whose starter handles the alives, no fixes', '0000', { '4491': true }),
    ],
  },
  {
    name: 'claim',
    sentence: "A claim of the startd and its one connection to the ticket's schedd: its end and its ALIVE in flight",
    variants: STARTDS.flatMap((startd) =>
      PATHS.map((path) => ({
        id: `${startd}-${path}`,
        sentence: `A startd of revision ${startd} on the ${path} path`,
        model: () => claimModel({ fixes: fixesFromBits('0000'), path, startd }),
      })),
    ),
  },
  {
    name: 'connection',
    sentence: "A connection to the ticket's schedd: what TCP promises of its two streams",
    variants: PATHS.flatMap((path) => [
      {
        id: `startd-${path}`,
        sentence: `A startd of October 2011 on the ${path} path`,
        model: () => connectionModel(keepAliveSystem({ fixes: fixesFromBits('0000'), path }, ['first'])),
      },
      {
        id: `peer-${path}`,
        sentence: `A peer that sends what it likes on the ${path} path`,
        model: () =>
          connectionModel(peerSystem({ fixes: fixesFromBits('0000'), revision: '2011', path: PEER_OF[path] })),
      },
    ]),
  },
  {
    name: 'outage',
    sentence: 'A claim with a lease of 1200 s in units of 5 s, and one outage: as long as is safe, and one unit longer',
    variants: OUTAGES.flatMap((situation) => atTheBoundary(situation, 'the outage')),
  },
  {
    name: 'timed-restart',
    sentence:
      'A schedd that is killed while its job runs, with a clock, and is absent until its shadow reconnects: as long as is safe, and one unit longer',
    variants: ABSENCES.flatMap((situation) => atTheBoundary(situation, 'the absence')),
  },
  {
    name: 'forgotten-claim',
    sentence: 'A claim that is idle, with a session of its own and a clock, and a schedd that forgets it',
    variants: [
      forgotten('deleted-1800', 'the record is deleted; a third of the lease is as long as its session lingers', 1800),
      forgotten('deleted-1860', 'the record is deleted; a third of the lease is longer than its session lingers', 1860),
      forgotten('deleted-2400', 'the record is deleted; the lease is the one that a job has if nobody sets it', 2400),
      forgotten('restarted-1800', 'the schedd is started again without its queue', 1800, 'RESTART_WITHOUT_QUEUE'),
    ],
  },
  {
    name: 'disconnected-job',
    sentence:
      'A running job whose starter and shadow lose each other in one outage of the network, with a clock: as long as is safe, one unit longer, and as long as the lease',
    variants: [
      ...atTheBoundary(DISCONNECTED, 'a lease of 600 s; the outage'),
      {
        id: 'lease-400',
        sentence: 'A lease of 400 s, which is hardly longer than TCP waits, and an outage of up to 400 s',
        model: () => disconnectedJobModel({ lease: 400, longest: 400, unit: 20 }),
      },
    ],
  },
  {
    name: 'deadlines',
    sentence:
      'A client that may fall silent at any byte, and what waits for it: reads of 1 s, and DaemonCore with its deadlines a hundred times as short',
    variants: [
      deadlines('2011-0000', 'A schedd of October 2011', { reader: 'schedd', revision: '2011' }),
      deadlines('2011-1111', 'The same with the four fixes', { reader: 'schedd', revision: '2011' }, '1111'),
      deadlines('head', 'A schedd of HEAD', { reader: 'schedd', revision: 'head' }, '1111'),
      deadlines('startd', 'A startd of HEAD, and a schedd that falls silent in its reply', {
        reader: 'startd',
        revision: 'head',
      }),
    ],
  },
  {
    name: 'slot',
    sentence: 'A slot by itself, its states and activities, whatever its policy, its peers and its starter do',
    variants: [{ id: 'head', sentence: 'A startd of HEAD', model: () => slotModel() }],
  },
  {
    name: 'lifecycle',
    sentence:
      'A claim from match to end: slot, starter, lease and keep-alive in the startd, its record in the schedd, and a better match',
    variants: [
      {
        id: 'head',
        sentence: 'Daemons of HEAD: the starter handles the alives',
        model: () => lifecycleModel({ alives: 'starter' }),
      },
      {
        id: 'head-startd',
        sentence: 'Daemons of HEAD; the startd sends ALIVEs for a running job as well',
        model: () => lifecycleModel({ alives: 'startd' }),
      },
    ],
  },
  {
    name: 'restart',
    sentence:
      'A schedd that is killed while its job runs and started again with its queue, and the startd that keeps the job',
    variants: Object.entries(RESTARTS).map(([id, { sentence, ...variant }]) => ({
      id,
      sentence,
      model: () => restartModel(variant),
    })),
  },
];
