import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { absenceMachine } from '../environment/absence.ts';
import { aliveExchangeMachine } from '../environment/alive-exchange.ts';
import { claimMachine } from '../startd/claim.ts';
import { clockOf, events } from './parts.ts';
import { FIRST_LEASE_CHECK, periodsOf } from '../periods.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import { recoveredMatchMachine } from '../schedd/recovered-match.ts';
import type { RestartVariant } from './restart.ts';
import { scheddMachine } from '../schedd/schedd.ts';
import { ALL_FIXES } from '../vocabulary.ts';

/** A schedd of HEAD that is killed and started again, on the clock: all in seconds. */
export interface TimedRestartVariant extends Pick<RestartVariant, 'expiry' | 'alives'> {
  /** JobLeaseDuration. */
  readonly lease: number;
  /** The schedd's alive_interval: ALIVE_INTERVAL, or a third of the shortest lease of its jobs. */
  readonly aliveInterval: number;
  /** How long it may be from the kill until the shadow is forked that reconnects. */
  readonly longest: number;
  /** What a tick of the clock is worth; everything above is a multiple of it. */
  readonly unit: number;
}

const NAMES = { peer: '<>', slot: 'slot2', job: '1.1', owner: 'truth', claim: '<>#1795355549#2#...' };

/**
 * The system of restart-system.ts with a clock, and the one absence of its schedd. Where the starter handles the alives its claim needs
 * no clock: a lease that is refreshed every third of it does not expire.
 */
export function timedRestartSystem(variant: TimedRestartVariant): SystemSpec {
  const { lease, aliveInterval, longest, unit, expiry, alives } = variant;
  const ticks = (seconds: number) => Math.ceil(seconds / unit);
  const sendsAlives = alives === 'startd';
  const timed = [...(sendsAlives ? ['claim'] : []), 'exchange', 'schedd', 'matchRecord', 'absence'];
  const components: ComponentSpec[] = [
    {
      name: 'claim',
      process: 'startd',
      machine: claimMachine,
      input: { path: 'auth', revision: 'head', ...(sendsAlives && { periods: periodsOf(lease, unit) }) },
      ports: { first: 'exchange', second: 'exchange' },
      environment: events(...(sendsAlives ? ['ALIVE_TIMER', 'SELECT', 'LEASE_TIMER'] : [])),
    },
    {
      name: 'exchange',
      process: 'schedd',
      machine: aliveExchangeMachine,
      ports: { handler: 'handler', matchRecord: 'matchRecord' },
      environment: [],
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
      input: { expiry, sixAliveIntervals: Math.floor((6 * aliveInterval) / unit), lease: ticks(lease) },
      ports: { claim: 'claim' },
    },
    {
      name: 'schedd',
      process: 'schedd',
      machine: scheddMachine,
      input: {
        timersPerCycle: null,
        timersAhead: 0,
        claimLeases: { first: ticks(FIRST_LEASE_CHECK), every: ticks(aliveInterval) },
      },
      ports: { matchRecord: 'matchRecord', exchange: 'exchange' },
      environment: events('SELECT', 'CLAIM_LEASES_TIMER'),
    },
    {
      name: 'absence',
      process: 'schedd',
      machine: absenceMachine,
      input: { longest: longest / unit },
      ports: { schedd: 'schedd' },
      environment: events('RUN_JOB', 'BEGIN', 'RESTART', 'END'),
    },
    clockOf(timed),
  ];
  return { name: 'timed-restart', components: components.map((component) => ({ ...component, labels: NAMES })) };
}
