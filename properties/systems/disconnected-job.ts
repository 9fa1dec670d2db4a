import { disconnectedJobSystem } from '../../machines/systems/disconnected-job.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { DISCONNECTED_JOB } from '../outages/disconnected-job.ts';
import { casesAtBounds, DISCONNECTED } from '../outages/situations.ts';
import { LEASE_AXIS, longestAxis, UNIT_AXIS } from './axes.ts';

const LEASE_400 = { lease: 400, longest: 400, unit: 20 };

export const disconnectedJob = defineSystem({
  name: 'disconnected-job',
  sentence:
    'A running job whose starter and shadow lose each other in one outage of the network, with a clock: as long as is safe, one unit longer, and as long as the lease',
  axes: { lease: LEASE_AXIS, longest: longestAxis('outage', 400), unit: UNIT_AXIS },
  cases: [
    ...casesAtBounds(DISCONNECTED, 'a lease of 600 s; the outage'),
    {
      id: 'lease-400',
      sentence: 'A lease of 400 s, which is hardly longer than TCP waits, and an outage of up to 400 s',
      choices: LEASE_400,
    },
  ],
  search: (variant) => ({ spec: disconnectedJobSystem(variant), properties: DISCONNECTED_JOB, unit: variant.unit }),
  compared: [LEASE_400],
});
