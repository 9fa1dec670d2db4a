import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { aliveExchangeMachine } from '../environment/alive-exchange.ts';
import { claimMachine } from '../startd/claim.ts';
import { events } from './parts.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import { type Expiry, recoveredMatchMachine } from '../schedd/recovered-match.ts';
import { scheddMachine } from '../schedd/schedd.ts';
import { ALL_FIXES } from '../vocabulary.ts';

/** How a schedd is built that is started again, with all fixes of #2563, and who renews the lease of a running job. */
export interface RestartVariant {
  /** 7195: whether all due timers run before commands are served. */
  readonly allTimersFirst: boolean;
  /** 3312, as it is, or as it might be. */
  readonly expiry: Expiry;
  /** Whether the startd sends ALIVEs, or the starter does what they are for (4491), so that the schedd hears none. */
  readonly alives: 'startd' | 'starter';
}

/** The schedds that are looked at: what 7195 and 3312 changed, and the smallest change that would repair 3312. */
export const RESTARTS = {
  'before-7195': {
    name: 'before 7195',
    sentence: 'A schedd that runs three timers a cycle',
    allTimersFirst: false,
    expiry: 'none',
    alives: 'startd',
  },
  'before-3312': {
    name: '7195, before 3312',
    sentence: 'A schedd that runs all due timers first; no record expires',
    allTimersFirst: true,
    expiry: 'none',
    alives: 'startd',
  },
  'head-startd': {
    name: 'HEAD, the startd sends ALIVEs',
    sentence: 'A schedd of HEAD, where records that are M_CLAIMED expire; the startd sends ALIVEs',
    allTimersFirst: true,
    expiry: 'M_CLAIMED',
    alives: 'startd',
  },
  'head-starter': {
    name: 'HEAD, the starter handles the alives',
    sentence:
      'A schedd of HEAD, where records that are M_CLAIMED expire; the starter renews the lease, and the schedd hears no ALIVE',
    allTimersFirst: true,
    expiry: 'M_CLAIMED',
    alives: 'starter',
  },
  'repaired-startd': {
    name: 'proposed: a record with a shadow record does not expire',
    sentence: 'A record with a shadow record does not expire; the startd sends ALIVEs',
    allTimersFirst: true,
    expiry: 'M_CLAIMED without shadow record',
    alives: 'startd',
  },
  'repaired-starter': {
    name: 'proposed, the starter handles the alives',
    sentence:
      'A record with a shadow record does not expire; the starter renews the lease, and the schedd hears no ALIVE',
    allTimersFirst: true,
    expiry: 'M_CLAIMED without shadow record',
    alives: 'starter',
  },
} as const satisfies Readonly<Record<string, RestartVariant & { readonly name: string; readonly sentence: string }>>;

export type RestartId = keyof typeof RESTARTS;

/** Before 7195; since then it is what MAX_TIMER_EVENTS_PER_CYCLE says, by default all that are due. */
const TIMERS_PER_CYCLE = 3;
/** As few as put checkReconnectQueue() into a later cycle; that there are that many is measured: -1 was sent. */
const TIMERS_AHEAD = 3;

const NAMES = { peer: '<>', slot: 'slot2', job: '1.1', owner: 'truth', claim: '<>#1795355549#2#...' };

/** A startd whose job runs, and a schedd that is killed and started again with its queue, over a network without faults. */
export function restartSystem({ allTimersFirst, expiry, alives }: RestartVariant): SystemSpec {
  const components: ComponentSpec[] = [
    {
      name: 'claim',
      process: 'startd',
      machine: claimMachine,
      input: { path: 'auth', revision: 'head' },
      ports: { first: 'exchange', second: 'exchange' },
      environment: events(
        ...(alives === 'startd' ? ['ALIVE_TIMER', 'ESTABLISHED', 'SELECT', 'CONNECT_FAILED'] : []),
        'STARTER_EXITS',
        'LEASE_TIMER',
      ),
    },
    {
      name: 'exchange',
      process: 'schedd',
      machine: aliveExchangeMachine,
      ports: { handler: 'handler', matchRecord: 'matchRecord' },
      environment: events('SIX_ALIVE_INTERVALS_PASS'),
    },
    {
      name: 'handler',
      process: 'schedd',
      machine: receiveStartdAliveMachine,
      input: { fixes: ALL_FIXES },
      ports: { sock: 'exchange', daemonCore: 'exchange', matchRecord: 'matchRecord' },
    },
    {
      name: 'matchRecord',
      process: 'schedd',
      machine: recoveredMatchMachine,
      input: { expiry },
      ports: { claim: 'claim' },
      environment: events('DELETE_MATCH_RECORD'),
    },
    {
      name: 'schedd',
      process: 'schedd',
      machine: scheddMachine,
      input: { timersPerCycle: allTimersFirst ? null : TIMERS_PER_CYCLE, timersAhead: TIMERS_AHEAD },
      ports: { matchRecord: 'matchRecord', exchange: 'exchange' },
      environment: events(
        'RUN_JOB',
        'KILL',
        'START',
        'RUN_TIMERS',
        'SELECT',
        'START_RECONNECT_SHADOW',
        'SHADOW_EXITS',
        'CLAIM_LEASES_TIMER',
      ),
    },
  ];
  return { name: 'restart', components: components.map((component) => ({ ...component, labels: NAMES })) };
}
