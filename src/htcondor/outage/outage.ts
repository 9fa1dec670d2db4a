import { LOCATE_TIMEOUT, RETRY } from '../../../machines/periods.ts';
import type { TimedRestartVariant } from '../../../machines/systems/timed-restart.ts';
import type { OutageVariant } from '../../../machines/systems/outage.ts';
import { OUTAGE_BOUNDS, type RecordedBounds, type Scale } from '../../../properties/outages/outage-bounds.ts';
import { TableStore } from '../../checker/system/table.ts';
import type { Trace } from '../../checker/replay/trace.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { disconnectedJobModel, type Model, outageModel, timedRestartModel } from '../models.ts';

/** What fails, and what it does to an attempt or to a record that it catches. */
export interface Situation {
  readonly id: string;
  readonly sentence: string;
  /** The claim that it does no harm. */
  readonly claim: 'T1' | 'T3' | 'T9' | 'T16';
  /** What is lost if it does. */
  readonly costs: 'claim' | 'job';
  /** The coarsest unit in which what comes first still does, in seconds; where nothing hangs on that, none is given. */
  readonly coarsest?: number;
  /** The longest that is looked at, in seconds. */
  readonly longest: (scale: Scale) => number;
  /** The system in which it lasts so many seconds at the most. */
  readonly model: (scale: Scale, longest: number, tables?: TableStore) => Model;
}

/** A network or a schedd that fails for a while. One as long as the lease costs the claim whatever happens. */
const outage = (id: string, sentence: string, what: Omit<OutageVariant, 'lease' | 'longest' | 'unit'>): Situation => ({
  id,
  sentence,
  claim: 'T1',
  costs: 'claim',
  longest: ({ lease }) => lease,
  model: ({ lease, unit }, longest, tables) => outageModel({ ...what, lease, unit, longest }, tables),
});

/** A schedd that is killed and started again, in less time than the lease of its job. */
const restart = (
  id: string,
  sentence: string,
  what: Pick<TimedRestartVariant, 'alives' | 'expiry'>,
  claim: Situation['claim'] = 'T3',
): Situation => ({
  id,
  sentence,
  claim,
  costs: 'claim',
  // The ALIVE that is sent again after 5 s finds the record before checkClaimLeases() does, 10 s after the restart.
  ...(what.alives === 'startd' && { coarsest: RETRY }),
  longest: ({ lease, unit }) => lease - unit,
  model: (scale, longest, tables) => timedRestartModel({ ...what, ...scale, longest }, tables),
});

const REPAIRED = 'M_CLAIMED without shadow record';

/** The kinds of outage between two daemons that stay up. */
export const OUTAGES: readonly Situation[] = [
  outage('hangs', 'The network fails, and a caught attempt hangs to its own deadline (2011)', {
    what: 'NETWORK_FAILS',
    caught: 'hangs',
    revision: '2011',
    resumeResponse: false,
  }),
  outage('goes-on', 'The network fails, and a caught attempt completes when it is back (2011)', {
    what: 'NETWORK_FAILS',
    caught: 'goes on',
    revision: '2011',
    resumeResponse: false,
  }),
  outage('goes-on-resent', 'The same, and TCP sends again what was caught 5 s after the network is back (2011)', {
    what: 'NETWORK_FAILS',
    caught: 'goes on',
    revision: '2011',
    resumeResponse: false,
    resend: 5,
  }),
  outage('goes-on-backed-off', 'The same, 120 s after it is back: a retransmission timer at its maximum (2011)', {
    what: 'NETWORK_FAILS',
    caught: 'goes on',
    revision: '2011',
    resumeResponse: false,
    resend: 120,
  }),
  outage('schedd-hangs', 'The schedd stops and goes on; startCommand() gives up after 20 s (HEAD, with a session)', {
    what: 'SCHEDD_HANGS',
    caught: 'goes on',
    revision: 'head',
    resumeResponse: true,
  }),
  outage('no-deadline', 'The network fails, and nothing ends the wait for a lost reply (HEAD, keepalive off)', {
    what: 'NETWORK_FAILS',
    caught: 'hangs',
    revision: 'head',
    resumeResponse: false,
  }),
  outage('tcp-gives-up', 'The network fails, and TCP gives up what is lost after 385 s (HEAD on Linux)', {
    what: 'NETWORK_FAILS',
    caught: 'hangs',
    revision: 'head',
    resumeResponse: false,
    tcpGivesUp: true,
  }),
  outage(
    'closed-by-schedd',
    'The network fails; a schedd that hears no command closes after 120 s, and that is heard (HEAD)',
    {
      what: 'NETWORK_FAILS',
      caught: 'is closed',
      revision: 'head',
      resumeResponse: false,
    },
  ),
  outage(
    'payload-lost',
    'The network fails; one that hears no payload closes after 300 s, and that is heard (HEAD, with a session)',
    {
      what: 'NETWORK_FAILS',
      caught: 'is closed',
      revision: 'head',
      resumeResponse: true,
    },
  ),
  outage('starter', 'The network fails, and a job runs whose starter handles the alives (HEAD)', {
    what: 'NETWORK_FAILS',
    caught: 'hangs',
    revision: 'head',
    resumeResponse: false,
    starterHandlesAlives: true,
  }),
];

/** The kinds of absence of a schedd that is killed, until its shadow has reconnected. */
export const ABSENCES: readonly Situation[] = [
  restart('restart-starter', 'The schedd is killed and started again; the starter handles the alives (HEAD)', {
    alives: 'starter',
    expiry: 'M_CLAIMED',
  }),
  restart('restart-starter-repaired', 'The same; what has a shadow record does not expire (proposed)', {
    alives: 'starter',
    expiry: REPAIRED,
  }),
  restart('restart-startd', 'The schedd is killed and started again; the startd sends ALIVEs (HEAD before 25.3)', {
    alives: 'startd',
    expiry: 'M_CLAIMED',
  }),
  restart('restart-short', 'The same, and ALIVEs come less often than every 6 × alive_interval (ALIVE_INTERVAL = 2)', {
    alives: 'startd',
    expiry: 'M_CLAIMED',
  }),
  restart('restart-short-repaired', 'The same; what has a shadow record does not expire (proposed)', {
    alives: 'startd',
    expiry: REPAIRED,
  }),
  restart(
    'restart-disk',
    'The same repair, the starter handles the alives: is the lease over by the last renewal on the disk?',
    { alives: 'starter', expiry: REPAIRED },
    'T9',
  ),
];

/** What ends a job whose claim is safe: its starter and its shadow wait for each other no longer than the job's lease. */
export const DISCONNECTED: Situation = {
  id: 'disconnected-job',
  sentence: 'The network fails, and a job runs whose starter and shadow lose each other (HEAD on Linux)',
  claim: 'T16',
  costs: 'job',
  // An attempt to reconnect lasts, and TCP gives the shadow's end up after the starter's next call.
  coarsest: LOCATE_TIMEOUT,
  longest: ({ lease }) => lease,
  model: ({ lease, unit }, longest, tables) => disconnectedJobModel({ lease, unit, longest }, tables),
};

export const SITUATIONS: readonly Situation[] = [...OUTAGES, ...ABSENCES, DISCONNECTED];

/** The longest outage that is safe, null if none is, and what a longer one does; all in seconds. */
export interface Bound {
  readonly safe: number | null;
  /** The shortest that can lose the claim, with the shortest such run; null if nothing that is looked at can. */
  readonly lost: { readonly seconds: number; readonly model: Model; readonly trace: Trace } | null;
  /** The searches that it took, and the states of the largest. */
  readonly searches: number;
  readonly states: number;
}

/** Finds the bound by bisection: an outage that may last longer may also end sooner, so what is unsafe stays so. */
export function findBound(situation: Situation, scale: Scale): Bound {
  const tables = new TableStore();
  let states = 0;
  let searches = 0;
  const search = (ticks: number) => {
    const model = situation.model(scale, ticks * scale.unit, tables);
    const found = verify(
      model.composition,
      model.properties.filter(({ id }) => id === situation.claim),
      {},
    );
    if (found.bounded) throw new Error('the search of an outage met a bound');
    searches += 1;
    states = Math.max(states, found.states);
    const run = found.findings[0]?.run;
    return run ? { ticks, model, trace: traceOf(model.composition, run) } : null;
  };
  const longest = Math.floor(situation.longest(scale) / scale.unit);
  let lost = search(longest);
  if (!lost) return { safe: longest * scale.unit, lost, searches, states };
  let safe = -1;
  while (lost.ticks - safe > 1) {
    const middle = Math.floor((lost.ticks + safe) / 2);
    const found = search(middle);
    if (found) lost = found;
    else safe = middle;
  }
  const { ticks, model, trace } = lost;
  const seconds = ticks * scale.unit;
  return { safe: safe < 0 ? null : safe * scale.unit, lost: { seconds, model, trace }, searches, states };
}

/** What is on record of a kind of outage. */
export const recordOf = ({ id }: Situation): RecordedBounds => OUTAGE_BOUNDS[id] as RecordedBounds;

/** The scale at which a bound is searched if none is asked for. */
export const usualScale = (situation: Situation): Scale => recordOf(situation).searched[0] as Scale;

/** The two models on either side of a bound that is on record, in a small scale: those that are registered. */
export function boundaryOf(situation: Situation): readonly { readonly longest: number; readonly model: () => Model }[] {
  const { searched, registered } = recordOf(situation);
  const bound = searched[registered] as RecordedBounds['searched'][number];
  return [bound.safe, bound.loses].flatMap((longest) =>
    longest === null ? [] : [{ longest, model: () => situation.model(bound, longest) }],
  );
}
