import { datagramsSystem } from '../../machines/systems/datagrams.ts';
import { deadlinesSystem, SHORT_DEADLINES } from '../../machines/systems/deadlines.ts';
import { matchRecordMachine } from '../../machines/schedd/match-record.ts';
import { reliSockMachine } from '../../machines/condor-io/reli-sock.ts';
import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { peerSystem } from '../../machines/systems/peer.ts';
import { replySystem } from '../../machines/systems/reply.ts';
import { rescheduleSystem } from '../../machines/systems/reschedule.ts';
import type { Fixes } from '../../machines/vocabulary.ts';
import { onlyAfterWholeClaimId, PAYLOADLESS, safety } from '../keep-alive/keep-alive.ts';
import type { Property, SystemSpec } from '../../src/checker/index.ts';
import { DATAGRAMS } from '../stream/datagrams.ts';
import { REPLIES } from '../stream/replies.ts';
import { WITH_ALL_FIXES, withFixes } from '../systems/axes.ts';

/** Something that can be changed about the checked system, and what is then asked of it. */
export interface Changed {
  readonly how: string;
  readonly system: (fixes: Fixes) => SystemSpec;
  readonly properties: readonly Property[];
}

export interface Assumption {
  readonly sentence: string;
  readonly source: string;
  /** The system without it; or why it is not dropped here. */
  readonly without: Changed | string;
}

const ONE = ['first'] as const;

/** The system with another machine wherever one is run. */
function replaced(
  system: SystemSpec,
  original: unknown,
  machine: SystemSpec['components'][number]['machine'],
): SystemSpec {
  const components = system.components.map((one) => (one.machine === original ? { ...one, machine } : one));
  return { ...system, components };
}

const threads = (system: SystemSpec): SystemSpec => ({
  ...system,
  components: system.components.map((one) => ({ ...one, process: one.process === 'network' ? one.process : one.name })),
});

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    sentence: 'Two connections at a time: a retry may start while the schedd holds the attempt before',
    source: '`Claim::sendAlive()`: one ALIVE in flight',
    without: {
      how: 'one connection',
      system: (fixes) => keepAliveSystem({ fixes, path: 'auth' }, ONE),
      properties: safety(ONE),
    },
  },
  {
    sentence: 'Each daemon has a single thread, which a read blocks',
    source: '`DaemonCore::Driver()`',
    without: {
      how: 'every machine has a thread of its own (one connection)',
      system: (fixes) => threads(keepAliveSystem({ fixes, path: 'auth' }, ONE)),
      properties: safety(ONE),
    },
  },
  {
    sentence: 'The schedd looks in the table of the dedicated scheduler as well',
    source: '#2317, before the base',
    without: {
      how: 'that look-up never finds anything (one connection)',
      system: (fixes) =>
        replaced(
          keepAliveSystem({ fixes, path: 'auth' }, ONE),
          matchRecordMachine,
          matchRecordMachine.provide({ guards: { inDedicatedScheduler: () => false } }),
        ),
      properties: safety(ONE),
    },
  },
  {
    sentence: 'Whoever speaks to the schedd is a startd, and sends whole messages',
    source: '`Claim::sendAlive()`',
    without: {
      how: 'a peer that sends what it likes, its claim id encrypted',
      system: (fixes) => peerSystem({ fixes, revision: '2011', path: 'auth-encrypted' }),
      properties: [onlyAfterWholeClaimId(ONE)],
    },
  },
  {
    sentence: 'ALIVE comes by TCP',
    source: '`Claim::sendAlive()`: a ReliSock',
    without: {
      how: 'a client that sends datagrams, its command in a bare int',
      system: (fixes) => datagramsSystem({ fixes, path: 'raw' }),
      properties: DATAGRAMS.filter(({ id }) => id === 'S2'),
    },
  },
  {
    sentence: 'The network alters no bytes of a reply, or the startd (2011) notices',
    source: '`Stream::get(int)`, #2672',
    without: {
      how: 'a garbled reply, read by a startd of HEAD',
      system: () => replySystem({ revision: 'head', path: 'auth' }),
      properties: REPLIES.filter(({ id }) => id === 'S6'),
    },
  },
  {
    sentence: 'Untimed: a timer may fire whenever its daemon is not blocked',
    source: 'an over-approximation: what holds here holds with any clock',
    without: {
      how: 'reads and deadlines on a clock of half seconds, and a client that may fall silent',
      system: (fixes) =>
        deadlinesSystem({ reader: 'schedd', revision: '2011', fixes, perSecond: 2, scaled: SHORT_DEADLINES }),
      properties: [onlyAfterWholeClaimId(ONE)],
    },
  },
  {
    sentence: 'Neither daemon is restarted, other than by the death of the startd',
    source: 'scope',
    without: 'Not covered by these verdicts.',
  },
];

/** What might be done instead, and is refuted. */
export const ALTERNATIVES: readonly (Changed & { readonly fixes: string; readonly proposal: string })[] = [
  {
    proposal: '27894 alone: no flag for commands that expect a payload',
    fixes: withFixes('27894'),
    how: 'as proposed; without 27896 ALIVE is not such a command',
    system: (fixes) => keepAliveSystem({ fixes, path: 'auth' }, ONE),
    properties: safety(ONE),
  },
  {
    proposal: '27896 alone: wait for the payload before calling the handler',
    fixes: withFixes('27896'),
    how: 'as proposed; one byte ends the wait',
    system: (fixes) => keepAliveSystem({ fixes, path: 'auth' }, ONE),
    properties: safety(ONE),
  },
  {
    proposal: '27895 alone, also against clients other than a startd',
    fixes: withFixes('27895'),
    how: 'an encrypted claim id shorter than it announces: no read goes to the socket',
    system: (fixes) => peerSystem({ fixes, revision: '2011', path: 'auth-encrypted' }),
    properties: [onlyAfterWholeClaimId(ONE)],
  },
  {
    proposal: 'Never forgive an empty message: remove the flag',
    fixes: WITH_ALL_FIXES,
    how: 'the guard `mayBeEmpty` is always false; a command without payload (RESCHEDULE) is refused',
    system: (fixes) =>
      replaced(
        rescheduleSystem({ fixes, path: 'auth' }),
        reliSockMachine,
        reliSockMachine.provide({ guards: { mayBeEmpty: () => false } }),
      ),
    properties: PAYLOADLESS.filter(({ id }) => id === 'S4'),
  },
];

export const LIMITS: readonly string[] = [
  'The model is not the C++ code. It agrees with everything that was measured. It says nothing about what was neither measured nor modelled.',
  'The searches have one claim of one startd, one schedd and two connections. The safety verdicts hold for any number of claims, as [a proof](repo:docs/any-number-of-claims.md) shows. L1 and L2 are checked for one claim.',
  'The matrix has no clock, and the schedd is not restarted. The systems `outage`, `timed-restart`, `forgotten-claim` and `disconnected-job` have a clock of whole units, a single claim and whole messages.',
  "In `deadlines` the reads of a second and DaemonCore's deadlines have a clock of half seconds, and there is one connection. Its client is not a startd, and no lease runs.",
  'A parallel job has one claim in the model: its record is in the table of the dedicated scheduler. That the records of a restarted schedd are built only when the collector has answered is left out.',
  'How long one client can hold the thread of the schedd is measured and compared for the kinds in `special-kinds.json`: a second for each silent client. In `deadlines` a read lasts less than 2 s (T10), and a handler of ALIVE has two reads. The time that a handler computes is not in the model.',
  'In `disconnected-job` the starter and the shadow do only what they need from each other: whole remote system calls, one outage, no other daemon that fails. A second outage, a shadow that is started again and a call that is cut are left out.',
  'In `outage` TCP gives up a lost connection after exactly 385 s. A real one took 387 s, for Linux rounds long timers up. A connection on which nothing was under way took 437 s, for that build leaves TCP_KEEPINTVL at 75 s: `disconnected-job` has both, `outage` has not.',
  'The two deadlines, the end of a TCP connection and a disconnected job were recorded at HEAD, on one machine with a router that drops packets (`properties/logs/waits`). The command deadline of October 2011 (200 s), and a startd of October 2011 whose wait for a reply ends with its connect, are known from the source: no build of that code was at hand. A reply to a reconnect that is lost was not recorded.',
  'In `datagrams` a client sends two datagrams. The header with which a session encrypts or signs a datagram is left out, and so is the time after which SafeSock forgets a fragment (10 s). An encrypted claim id over UDP was not measured.',
  'A schedd that is stopped while it reads, urgent data, and queues of silent clients are compared with measurements byte by byte (`conform --kinds`), in all 16 subsets. The explored systems have no such events. Where there is no clock, a stopped daemon is one that takes its next step later.',
  '"Claim removed" means the end through -1 alone. Lease expiry, release, preemption and the like are other ends.',
  "The system `lifecycle` has the whole life of a slot's first claim. A better match that takes over belongs to another schedd. It runs jobs and releases the slot; its lease, its keep-alive and its record are left out, for they are as those of the first claim. A claim of a slot that has been free again begins where this claim began.",
  'In `lifecycle` the network loses a RELEASE_CLAIM, a connect, or an answer for good, and cuts no message: the matrix has messages that are cut. The startd may die, once; the schedd does not: it dies in `restart`. What the next startd does with an orphaned starter of the last one is left out.',
  'In `lifecycle` the shadow has no machine: it comes, goes and deactivates at any time, which is more than a shadow does. Its waits are in `disconnected-job`. Partitionable and dynamic slots, COD and job hooks are left out, and so is a claim that is taken back at once ("Reverting state"). The machine of the slot alone has COD and reverts.',
  'In `lifecycle` why a claim retires is not kept: one that retires for good (condor_vacate, PREEMPT) may be let run on, as one that retires for a better match may. What holds here holds for fewer runs.',
  'A parallel job is not in `lifecycle`: neither its record in the table of the dedicated scheduler, nor that several claims begin and end together. The matrix has such a record, for `receive_startd_alive` looks in both tables.',
  "In `lifecycle` the lease timer of a dying claim stops when the claim ends. HEAD's timer runs on until the claim is deleted, logs that the lease has expired, and changes nothing.",
  'Liveness (L1, L2) is checked with one connection, under the fairness assumptions that `properties/keep-alive/liveness.ts` states.',
];
