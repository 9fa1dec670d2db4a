import { disconnectedJobSystem } from '../../machines/systems/disconnected-job.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { DISCONNECTED_JOB } from '../outages/disconnected-job.ts';
import { casesAtBounds, DISCONNECTED } from '../outages/situations.ts';
import { LEASE_AXIS, longestAxis, UNIT_AXIS } from './axes.ts';

const LEASE_400 = { lease: 400, longest: 400, unit: 20 };

/** An outage after which a shadow reconnects. */
const SHORT = { lease: 400, longest: 100, unit: 20 };

export const disconnectedJob = defineSystem({
  name: 'disconnected-job',
  sentence:
    'A running job whose starter and shadow lose each other in one outage of the network, with a clock: as long as is safe, one unit longer, and as long as the lease',
  axes: {
    lease: LEASE_AXIS,
    longest: longestAxis('outage', 400),
    unit: UNIT_AXIS,
    losesReply: { values: [false, true], about: 'whether the reply to a request to reconnect may be lost, once' },
    retriesLostReply: { values: [false, true], about: 'whether the shadow then tries again, as before HTCONDOR-3388' },
  },
  cases: [
    ...casesAtBounds(DISCONNECTED, 'a lease of 600 s; the outage'),
    {
      id: 'lease-400',
      sentence: 'A lease of 400 s, which is hardly longer than TCP waits, and an outage of up to 400 s',
      choices: LEASE_400,
    },
    {
      id: 'reply-lost',
      sentence: 'A lease of 400 s, an outage of up to 100 s, and the reply to a request to reconnect may be lost',
      choices: { ...SHORT, losesReply: true },
    },
    {
      id: 'reply-lost-before-3388',
      sentence:
        'A lease of 400 s, an outage of up to 100 s, and a shadow that tries again when the reply to a request to reconnect is lost, as before HTCONDOR-3388',
      choices: { ...SHORT, losesReply: true, retriesLostReply: true },
    },
  ],
  search: (variant) => ({ spec: disconnectedJobSystem(variant), properties: DISCONNECTED_JOB, unit: variant.unit }),
  compared: [LEASE_400],
});
