import { forgottenClaimSystem } from '../../machines/systems/forgotten-claim.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { FORGOTTEN_CLAIM } from '../outages/forgotten-claim.ts';
import { LEASE_AXIS, UNIT_AXIS } from './axes.ts';

const forgotten = (
  id: string,
  how: string,
  lease: number,
  event: 'DELETE_MATCH_RECORD' | 'RESTART_WITHOUT_QUEUE' = 'DELETE_MATCH_RECORD',
) => ({ id, sentence: `A lease of ${lease} s; ${how}`, choices: { lease, unit: 20, forgotten: event } });

export const forgottenClaim = defineSystem({
  name: 'forgotten-claim',
  sentence: 'A claim that is idle, with a session of its own and a clock, and a schedd that forgets it',
  axes: {
    forgotten: { values: ['DELETE_MATCH_RECORD', 'RESTART_WITHOUT_QUEUE'], about: 'how the schedd forgets the claim' },
    lease: LEASE_AXIS,
    unit: UNIT_AXIS,
  },
  cases: [
    forgotten('deleted-1800', 'the record is deleted; a third of the lease is as long as its session lingers', 1800),
    forgotten('deleted-1860', 'the record is deleted; a third of the lease is longer than its session lingers', 1860),
    forgotten('deleted-2400', 'the record is deleted; the lease is the one that a job has if nobody sets it', 2400),
    forgotten('restarted-1800', 'the schedd is started again without its queue', 1800, 'RESTART_WITHOUT_QUEUE'),
  ],
  search: (variant) => ({ spec: forgottenClaimSystem(variant), properties: FORGOTTEN_CLAIM, unit: variant.unit }),
  compared: [{ lease: 1800, unit: 60, forgotten: 'DELETE_MATCH_RECORD' }],
});
