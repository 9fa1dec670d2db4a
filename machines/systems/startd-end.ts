import type { ComponentSpec, EnvironmentEvent } from '../../src/checker/index.ts';
import { claimMachine } from '../startd/claim.ts';
import { NO_FIXES, type Path, type Revision } from '../vocabulary.ts';
import { NAMES, fault, event, startdSock } from './connection.ts';

/** What may happen to a claim. */
export const CLAIM_ENVIRONMENT: readonly EnvironmentEvent[] = [
  event('ALIVE_TIMER'),
  event('ESTABLISHED'),
  event('SELECT'),
  event('ACTIVATE_CLAIM'),
  event('STARTER_EXITS'),
  event('RELEASE_CLAIM'),
  event('VACATE_CLAIM'),
  event('PREEMPT'),
  event('LEASE_TIMER'),
  fault('CONNECT_FAILED', 'timeout'),
  fault('REPLY_DEADLINE', 'timeout'),
  fault('STARTD_DIES', 'fin'),
];

/** The startd of a revision with one connection. */
export const startdEnd = (revision: Revision, path: Path): ComponentSpec[] => [
  {
    name: 'claim',
    process: 'startd',
    machine: claimMachine,
    input: { path, revision },
    ports: { first: 'first.startdSock', second: 'first.startdSock' },
    environment: [event('REQUEST_CLAIM'), ...CLAIM_ENVIRONMENT],
    labels: NAMES,
  },
  startdSock('first', 'claim', { fixes: NO_FIXES, revision }),
];
