import type { SystemSpec } from '../../src/checker/index.ts';
import { claimMachine } from '../startd/claim.ts';
import { matchRecordMachine } from '../schedd/match-record.ts';
import { CONNECTIONS, type Connection } from '../vocabulary.ts';
import { NAMES, event, connection, type Variant, receiveStartdAlive } from './connection.ts';
import { CLAIM_ENVIRONMENT } from './startd-end.ts';

/**
 * One claim of one startd, its schedd, and the connections between them, of which a retry may use the second while the
 * schedd still holds the first. With one connection a retry waits until it is free again.
 */
export function keepAliveSystem(variant: Variant, connections: readonly Connection[] = CONNECTIONS): SystemSpec {
  return {
    name: 'keep-alive',
    components: [
      {
        name: 'claim',
        process: 'startd',
        machine: claimMachine,
        input: {
          path: variant.path,
          revision: variant.startd ?? variant.revision,
          ...(variant.rounds !== undefined && { rounds: variant.rounds }),
          ...(variant.repairs?.['4491'] && { starterHandlesAlives: true }),
          ...(variant.repairs?.['1349'] !== undefined && { clearsSockFirst: variant.repairs['1349'] }),
        },
        ports: { first: 'first.startdSock', second: `${connections.at(-1)}.startdSock` },
        environment: CLAIM_ENVIRONMENT,
        labels: NAMES,
      },
      {
        name: 'matchRecord',
        process: 'schedd',
        machine: matchRecordMachine,
        ports: { claim: 'claim' },
        environment: [
          event('CLAIM_STARTD'),
          event('CLAIM_STARTD_FOR_PARALLEL_JOB'),
          event('CLAIM_STARTD_AND_FORGET'),
          event('DELETE_MATCH_RECORD'),
        ],
        labels: NAMES,
      },
      ...connections.flatMap((name) => connection(name, variant, 'claim', receiveStartdAlive(variant))),
    ],
  };
}
