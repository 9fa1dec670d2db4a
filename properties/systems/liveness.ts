import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { CONNECTIONS, fixesFromBits } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { L1, L2, livenessWitnesses } from '../keep-alive/liveness.ts';
import { FIXES_AXIS, PATH_AXIS, STARTD_REVISION, WITH_ALL_FIXES } from './axes.ts';

/**
 * The obligations of runs that never end are states of their own, so that these properties have a system of their own. With one
 * connection a retry waits until it is free again; two make no difference to the verdicts.
 */
export const liveness = defineSystem({
  name: 'liveness',
  sentence: 'The keep-alive between a schedd and a startd of one revision or another, followed for ever',
  label: 'runs that never end',
  axes: {
    path: PATH_AXIS,
    fixes: FIXES_AXIS,
    revision: STARTD_REVISION,
    connections: { values: [1, 2], about: 'how many connections the startd may have' },
  },
  rows: ['path', 'fixes', 'revision'],
  search: ({ path, fixes, revision, connections }) => {
    const used = CONNECTIONS.slice(0, connections);
    return {
      spec: {
        ...keepAliveSystem({ path, fixes: fixesFromBits(fixes), startd: revision }, used),
        name: 'liveness',
      },
      properties: [L1(used), L2(used), ...livenessWitnesses(used)],
    };
  },
  // Whose wait for a reply has a deadline, and whose has none; the path and the fixes make no difference to either.
  small: (['2011', 'head'] as const).map((revision) => ({ path: 'raw' as const, fixes: WITH_ALL_FIXES, revision })),
  // The machines are those of the keep-alive, which is compared.
  compared: [],
  typical: { revision: 'head' },
  family: 'keep-alive',
  searched: 'beside',
});
