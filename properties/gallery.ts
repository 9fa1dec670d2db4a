import { RESTARTS, type RestartId } from '../machines/systems/restart.ts';
import type { PeerPath, Repairs, Revision } from '../machines/vocabulary.ts';
import type { SystemEntry } from '../src/checker/index.ts';
import { WITH_ALL_FIXES, withFixes } from './systems/axes.ts';
import { forgottenClaim } from './systems/forgotten-claim.ts';
import { timedRestart } from './systems/timed-restart.ts';

/** A build: a variant of one of the systems, and what the search is expected to say of the entry's property in it: `violated 9`, or `holds`. */
export interface Exhibit {
  readonly name: string;
  readonly system: string;
  readonly choices: Readonly<Record<string, string | number | boolean>>;
  readonly expected: string;
}

/** A defect of HTCondor's history: what is violated in the builds that have it, and holds in those that do not. */
export interface GalleryEntry {
  readonly id: string;
  readonly title: string;
  /** The commits that brought it, where they are known; those that repaired it, none where it is there to this day. */
  readonly broughtBy: readonly string[];
  readonly repairedBy: readonly string[];
  readonly functions: readonly string[];
  /** The real log or measurement that shows it; null if there is none. */
  readonly evidence: string | null;
  readonly property: string;
  /** Builds with the defect: before its fix, or, as #2672, since the change that brought it. */
  readonly before: readonly Exhibit[];
  /** Builds without it. */
  readonly after: readonly Exhibit[];
  /** What the repair does not repair: other properties, and builds with the repair in which they are still violated. */
  readonly remains?: readonly (Exhibit & { readonly property: string })[];
}

/** A named variant of a system: the build is HEAD, and the circumstances differ. */
const circumstances = (system: SystemEntry, id: string, name: string, expected: string): Exhibit => ({
  name,
  system: system.name,
  choices: { ...system.cases?.find((one) => one.id === id)?.choices } as Exhibit['choices'],
  expected,
});

/** An outage after which a shadow reconnects, and a network that loses the reply to one request. */
const REPLY_LOST = { lease: 400, longest: 100, unit: 20, losesReply: true };

const ticket = (fixes: string, name: string, expected: string): Exhibit => ({
  name,
  system: 'keep-alive',
  choices: { fixes, path: 'auth', connections: 1 },
  expected,
});

const stream = (fixes: string, revision: Revision, path: PeerPath, name: string, expected: string): Exhibit => ({
  name,
  system: 'peer',
  choices: { fixes, revision, path },
  expected,
});

const reply = (revision: Revision, name: string, expected: string): Exhibit => ({
  name,
  system: 'reply',
  choices: { revision, path: 'auth' },
  expected,
});

const repaired = (
  fixes: string,
  repair: keyof Repairs,
  isRepaired: boolean,
  name: string,
  expected: string,
): Exhibit => ({
  name,
  system: 'repairs',
  choices: { fixes, repair, isRepaired, path: 'auth' },
  expected,
});

const STARTER_HANDLES_ALIVES = repaired(withFixes(), '4491', true, 'none of the four, with 4491', 'holds');

function restart(id: RestartId, expected: string): Exhibit {
  const { name, allTimersFirst, expiry, alives } = RESTARTS[id];
  return { name, system: 'restart', choices: { allTimersFirst, expiry, alives }, expected };
}

/** Every defect that is shown with its repair, the ticket first. */
export const GALLERY: readonly GalleryEntry[] = [
  {
    id: '2563',
    title: 'A keep-alive that is half read is answered -1, and a valid claim is removed',
    broughtBy: [],
    repairedBy: ['2c23525d64', 'be7f7eb779', 'b32cf98d1f', '81178e1710'],
    functions: ['ReliSock::end_of_message()', 'Scheduler::receive_startd_alive()'],
    evidence: 'properties/ticket-2563.txt, properties/logs/bug-all-fixes-off',
    property: 'S1',
    before: [
      ticket(withFixes(), 'none of the four', 'violated 9'),
      ticket(withFixes('27894'), '27894 alone', 'violated 9'),
      ticket(withFixes('27896'), '27896 alone', 'violated 9'),
    ],
    after: [
      ticket(withFixes('27895'), '27895 alone', 'holds'),
      ticket(withFixes('27897'), '27897 alone', 'holds'),
      ticket(withFixes('27894', '27896'), '27894 and 27896', 'holds'),
      ticket(WITH_ALL_FIXES, 'all four', 'holds'),
    ],
  },
  {
    id: 'short-secret',
    title: 'An encrypted claim id that is shorter than it announces is answered -1',
    broughtBy: [],
    repairedBy: ['81178e1710'],
    functions: ['Scheduler::receive_startd_alive()'],
    evidence: 'properties/measured/alive-replies.json',
    property: 'S2',
    before: [
      stream(withFixes('27894', '27895', '27896'), '2011', 'auth-encrypted', 'all but 27897, in 2011', 'violated 4'),
    ],
    after: [stream(withFixes('27897'), '2011', 'auth-encrypted', '27897 alone, in 2011', 'holds')],
  },
  {
    id: '3393',
    title: 'After a failed packet read the stream is out of step, and later bytes are taken for a message',
    broughtBy: [],
    repairedBy: ['bbfbf39616'],
    functions: ['ReliSock::handle_incoming_packet()'],
    evidence: 'properties/measured/alive-replies.json',
    property: 'M1',
    before: [stream(WITH_ALL_FIXES, 'head-no3393', 'auth', 'HEAD without 3393', 'violated 8')],
    after: [stream(WITH_ALL_FIXES, 'head', 'auth', 'HEAD', 'holds')],
  },
  {
    id: '2672',
    title: 'A startd of HEAD takes a reply whose low 32 bits are all ones for -1; a startd of 2011 does not',
    broughtBy: ['30a3c2b265'],
    repairedBy: [],
    functions: ['Stream::get(int)', 'Claim::sendAliveResponseHandler()'],
    evidence: 'properties/measured/startd-replies.json',
    property: 'S6',
    before: [reply('head', 'a startd of HEAD', 'violated 7')],
    after: [reply('2011', 'a startd of 2011', 'holds')],
  },
  {
    id: '2317',
    title: "A parallel job's claim is answered -1, because its record is in the dedicated scheduler's table",
    broughtBy: [],
    repairedBy: ['16d6a78296'],
    functions: ['Scheduler::receive_startd_alive()', 'DedicatedScheduler::FindMrecByClaimID()'],
    evidence: null,
    property: 'S5',
    before: [repaired(WITH_ALL_FIXES, '2317', false, 'all four, without 2317', 'violated 8')],
    after: [repaired(WITH_ALL_FIXES, '2317', true, 'all four and 2317', 'holds')],
  },
  {
    id: '1349',
    title:
      'The handler of a -1 deletes the claim, and then clears its member c_alive_inprogress_sock: the startd crashes',
    broughtBy: ['f8e93883dc'],
    repairedBy: ['2b4808f67b'],
    functions: ['Claim::sendAliveResponseHandler()', 'Claim::finishKillClaim()', 'Resource::leave_preempting_state()'],
    evidence: null,
    property: 'U1',
    before: [repaired(WITH_ALL_FIXES, '1349', false, 'f8e93883dc: cleared last', 'violated 8')],
    after: [repaired(WITH_ALL_FIXES, '1349', true, '2b4808f67b: cleared first', 'holds')],
  },
  {
    id: '4491',
    title:
      'A spurious -1 kills a running job; if the starter handles the alives, only an ALIVE that was under way when the job began can do so',
    broughtBy: [],
    repairedBy: ['0fcc38c02f'],
    functions: ['Claim::sendAlive()', 'Claim::alive()'],
    evidence: 'properties/logs/normal-starter-handles-alives',
    property: 'J1',
    before: [repaired(withFixes(), '4491', false, 'none of the four, without 4491', 'violated 10')],
    after: [STARTER_HANDLES_ALIVES],
    remains: [
      { ...STARTER_HANDLES_ALIVES, property: 'S1', expected: 'violated 9' },
      { ...STARTER_HANDLES_ALIVES, property: 'J2', expected: 'violated 10' },
    ],
  },
  {
    id: '7195',
    title: 'A restarted schedd serves commands before it has rebuilt its match records: a running job is answered -1',
    broughtBy: [],
    repairedBy: ['dd40b23387', '7871300fdb'],
    functions: ['TimerManager::Timeout()', 'Scheduler::checkReconnectQueue()'],
    evidence: null,
    property: 'R1',
    before: [restart('before-7195', 'violated 8')],
    after: [restart('before-3312', 'holds'), restart('head-startd', 'holds')],
  },
  {
    id: '3312',
    title:
      'A rebuilt match record expires before its shadow has reconnected: a running job with a valid lease is killed',
    broughtBy: ['cfdc412dad', '2eb0e32399'],
    repairedBy: [],
    functions: ['Scheduler::checkClaimLeases()'],
    evidence: 'properties/logs/restart-claimed-expiry-3312',
    property: 'R2',
    before: [restart('head-startd', 'violated 11')],
    after: [restart('before-3312', 'holds'), restart('repaired-startd', 'holds')],
  },
  {
    id: '3312-starter',
    title:
      'A rebuilt match record expires while the starter handles the alives: the running job is lost, and started once more',
    broughtBy: ['cfdc412dad', '2eb0e32399'],
    repairedBy: [],
    functions: ['Scheduler::checkClaimLeases()', 'Scheduler::spawnJobHandler()'],
    evidence: 'properties/logs/restart-claimed-expiry-3312',
    property: 'R3',
    before: [restart('head-starter', 'violated 7')],
    after: [restart('repaired-starter', 'holds')],
  },
  {
    id: '3388',
    title:
      'A shadow gives up a running job when the reply to its request to reconnect is lost, long before the lease is over',
    broughtBy: ['790c023135'],
    repairedBy: [],
    functions: ['RemoteResource::requestReconnect()', 'Daemon::sendCACmd()'],
    evidence: null,
    property: 'T17',
    before: [
      {
        name: 'a shadow of HEAD',
        system: 'disconnected-job',
        choices: { ...REPLY_LOST },
        expected: 'violated 26',
      },
    ],
    after: [
      {
        name: 'a shadow from before HTCONDOR-3388',
        system: 'disconnected-job',
        choices: { ...REPLY_LOST, retriesLostReply: true },
        expected: 'holds',
      },
    ],
  },
  {
    id: 'stale-renewal',
    title:
      'A restarted schedd judges a lease by the last renewal on its disk, and gives up a running job whose lease is valid',
    broughtBy: [],
    repairedBy: [],
    functions: ['jobLeaseIsValid()', 'Scheduler::StartJobHandler()', 'mark_jobs_idle()'],
    evidence: null,
    property: 'T9',
    before: [circumstances(timedRestart, 'restart-disk-105', 'an absence of 105 s', 'violated 27')],
    after: [circumstances(timedRestart, 'restart-disk-100', 'an absence of 100 s', 'holds')],
  },
  {
    id: 'forgotten-claim',
    title:
      'A schedd refuses the session of a claim that it has forgotten, and never answers -1: the claim lasts until its lease expires',
    broughtBy: [],
    repairedBy: [],
    functions: ['match_rec::~match_rec()', 'SecMan::SetSessionExpiration()', 'Claim::sendAlive()'],
    evidence: 'properties/logs/schedd-forgot-claim-match-session',
    property: 'T6',
    before: [
      circumstances(forgottenClaim, 'deleted-1860', 'a lease of 1860 s: a third is longer than 600 s', 'violated 345'),
    ],
    after: [circumstances(forgottenClaim, 'deleted-1800', 'a lease of 1800 s: a third is 600 s', 'holds')],
  },
];
