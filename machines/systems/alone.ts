import type { ComponentSpec } from '../../src/checker/index.ts';
import { matchRecordMachine } from '../schedd/match-record.ts';
import type { Revision } from '../vocabulary.ts';
import { NAMES, type Build, RECEIVE_STARTD_ALIVE, scheddEnd } from './connection.ts';
import { startdEnd } from './startd-end.ts';

/**
 * A schedd with one connection, for a network that is no machine: whoever drives it plays `first.toSchedd` and
 * `first.toStartd`, byte by byte.
 */
export function scheddAlone(build: Build): readonly ComponentSpec[] {
  return [
    ...scheddEnd('first', build, RECEIVE_STARTD_ALIVE),
    { name: 'matchRecord', process: 'schedd', machine: matchRecordMachine, ports: {}, labels: NAMES },
  ];
}

/**
 * A startd with one connection and no negotiation, for a network that is no machine: whoever drives it plays
 * `first.toSchedd` and `first.toStartd`, byte by byte.
 */
export function startdAlone(revision: Revision): readonly ComponentSpec[] {
  return startdEnd(revision, 'raw');
}
