import { LOCATE_TIMEOUT, RETRY } from '../../machines/periods.ts';
import type { OutageVariant } from '../../machines/systems/outage.ts';
import type { TimedRestartVariant } from '../../machines/systems/timed-restart.ts';
import { OUTAGE_BOUNDS, type RecordedBounds, type Scale } from './outage-bounds.ts';

/** What fails, and what it does to an attempt or to a record that it catches: some choices of a timed system. */
export interface Situation<C extends object = object> {
  readonly id: string;
  readonly sentence: string;
  /** The property that it does not violate while it is short. */
  readonly property: 'T1' | 'T3' | 'T9' | 'T16';
  /** What is lost if it does. */
  readonly costs: 'claim' | 'job';
  /** The system in which it lasts so many seconds at the most: the axis is `longest`. */
  readonly system: 'outage' | 'timed-restart' | 'disconnected-job';
  readonly choices: C;
  /** Whether the schedd's alive_interval is one of the system's axes. */
  readonly looksAtAliveInterval?: boolean;
  /** The coarsest unit in which what comes first still does, in seconds; where nothing hangs on that, none is given. */
  readonly coarsest?: number;
  /** The longest that is looked at, in seconds. */
  readonly longest: (scale: Scale) => number;
}

type OutageChoices = Omit<OutageVariant, 'lease' | 'longest' | 'unit'>;
type RestartChoices = Pick<TimedRestartVariant, 'alives' | 'expiry'>;

/** A network or a schedd that fails for a while. One as long as the lease costs the claim whatever happens. */
const outage = (id: string, sentence: string, choices: OutageChoices): Situation<OutageChoices> => ({
  id,
  sentence,
  property: 'T1',
  costs: 'claim',
  system: 'outage',
  choices,
  longest: ({ lease }) => lease,
});

/** A schedd that is killed and started again, in less time than the lease of its job. */
const restart = (
  id: string,
  sentence: string,
  choices: RestartChoices,
  property: Situation['property'] = 'T3',
): Situation<RestartChoices> => ({
  id,
  sentence,
  property,
  costs: 'claim',
  system: 'timed-restart',
  choices,
  looksAtAliveInterval: true,
  // The ALIVE that is sent again after 5 s finds the record before checkClaimLeases() does, 10 s after the restart.
  ...(choices.alives === 'startd' && { coarsest: RETRY }),
  longest: ({ lease, unit }) => lease - unit,
});

const REPAIRED = 'M_CLAIMED without shadow record';

/** The kinds of outage between two daemons that stay up. */
export const OUTAGES = [
  outage('hangs', 'The network fails, and an attempt that is caught in the outage hangs to its own deadline (2011)', {
    what: 'NETWORK_FAILS',
    caught: 'hangs',
    revision: '2011',
    resumeResponse: false,
  }),
  outage(
    'goes-on',
    'The network fails, and an attempt that is caught in the outage completes when the network is back (2011)',
    {
      what: 'NETWORK_FAILS',
      caught: 'goes on',
      revision: '2011',
      resumeResponse: false,
    },
  ),
  outage(
    'goes-on-resent',
    'The network fails, and TCP sends a caught attempt again 5 s after the network is back (2011)',
    {
      what: 'NETWORK_FAILS',
      caught: 'goes on',
      revision: '2011',
      resumeResponse: false,
      resend: 5,
    },
  ),
  outage(
    'goes-on-backed-off',
    'The network fails, and TCP sends a caught attempt again 120 s after the network is back, its longest retransmission timer (2011)',
    {
      what: 'NETWORK_FAILS',
      caught: 'goes on',
      revision: '2011',
      resumeResponse: false,
      resend: 120,
    },
  ),
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
    'The network fails; a schedd that hears no command closes after 120 s, and the startd hears the close (HEAD)',
    {
      what: 'NETWORK_FAILS',
      caught: 'is closed',
      revision: 'head',
      resumeResponse: false,
    },
  ),
  outage(
    'payload-lost',
    'The network fails; a schedd that hears no payload closes after 300 s, and the startd hears the close (HEAD, with a session)',
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
export const ABSENCES = [
  restart('restart-starter', 'The schedd is killed and started again; the starter handles the alives (HEAD)', {
    alives: 'starter',
    expiry: 'M_CLAIMED',
  }),
  restart(
    'restart-starter-repaired',
    'The schedd is killed and started again; the starter handles the alives; a record with a shadow does not expire (proposed)',
    {
      alives: 'starter',
      expiry: REPAIRED,
    },
  ),
  restart('restart-startd', 'The schedd is killed and started again; the startd sends ALIVEs (HEAD before 25.3)', {
    alives: 'startd',
    expiry: 'M_CLAIMED',
  }),
  restart(
    'restart-short',
    'The schedd is killed and started again; the startd sends ALIVEs less often than every 6 × alive_interval (ALIVE_INTERVAL = 2)',
    {
      alives: 'startd',
      expiry: 'M_CLAIMED',
    },
  ),
  restart(
    'restart-short-repaired',
    'The schedd is killed and started again; the startd sends ALIVEs that seldom; a record with a shadow does not expire (proposed)',
    {
      alives: 'startd',
      expiry: REPAIRED,
    },
  ),
  restart(
    'restart-disk',
    'The schedd, with the proposed repair, is killed and started again; the starter handles the alives: the lease may be over by the last renewal on the disk',
    { alives: 'starter', expiry: REPAIRED },
    'T9',
  ),
];

/** What ends a job whose claim is safe: its starter and its shadow wait for each other no longer than the job's lease. */
export const DISCONNECTED: Situation<object> = {
  id: 'disconnected-job',
  sentence: 'The network fails, and a job runs whose starter and shadow lose each other (HEAD on Linux)',
  property: 'T16',
  costs: 'job',
  system: 'disconnected-job',
  choices: {},
  // An attempt to reconnect lasts, and TCP gives the shadow's end up after the starter's next call.
  coarsest: LOCATE_TIMEOUT,
  longest: ({ lease }) => lease,
};

export const SITUATIONS: readonly Situation[] = [...OUTAGES, ...ABSENCES, DISCONNECTED];

/** What is on record of a situation. */
export const recordOf = ({ id }: Situation): RecordedBounds => OUTAGE_BOUNDS[id] as RecordedBounds;

/** The scale at which a bound is searched if none is asked for. */
export const usualScale = (situation: Situation): Scale => recordOf(situation).searched[0] as Scale;

/** What is chosen in a situation's system, where it lasts so many seconds at the most. */
export const choicesIn = <C extends object>(
  situation: Situation<C>,
  { lease, unit, aliveInterval }: Scale,
  longest: number,
) => ({
  ...situation.choices,
  lease,
  unit,
  longest,
  ...(situation.looksAtAliveInterval && { aliveInterval }),
});

/** The two variants on either side of a bound on record, in a small scale: as long as is safe, and one unit longer. */
export function casesAtBounds<C extends object>(situation: Situation<C>, what: string) {
  const { searched, registered } = recordOf(situation);
  const bound = searched[registered] as RecordedBounds['searched'][number];
  return [bound.safe, bound.loses].flatMap((longest) =>
    longest === null
      ? []
      : [
          {
            id: `${situation.id}-${longest}`,
            sentence: `${situation.sentence}; ${what} lasts ${longest} s at the most`,
            choices: choicesIn(situation, bound, longest),
          },
        ],
  );
}
