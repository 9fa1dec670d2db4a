import { outageSystem } from '../../machines/systems/outage.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { OUTAGE } from '../outages/outage.ts';
import { SCHEDD_DEADLINE } from '../outages/schedd-deadline.ts';
import { casesAtBounds, OUTAGES } from '../outages/situations.ts';
import { TCP_GIVES_UP } from '../outages/tcp-gives-up.ts';
import { LEASE_AXIS, longestAxis, UNIT_AXIS } from './axes.ts';

/** With a clock whose unit is so coarse that there are few states: a difference in the machines shows all the same. */
const COARSE = { lease: 120, unit: 10, longest: 40 } as const;

export const outage = defineSystem({
  name: 'outage',
  sentence: 'A claim with a lease of 1200 s in units of 5 s, and one outage: as long as is safe, and one unit longer',
  axes: {
    what: { values: ['NETWORK_FAILS', 'SCHEDD_HANGS'], about: 'what fails' },
    caught: { values: ['hangs', 'goes on', 'is closed'], about: 'what becomes of an attempt that the outage catches' },
    revision: { values: ['2011', 'head'], about: "the version of the startd's code" },
    resumeResponse: { values: [false, true], about: "whether startCommand() waits for the schedd's answer" },
    starterHandlesAlives: { values: [false, true], about: 'whether a job runs whose starter handles the alives' },
    tcpGivesUp: { values: [false, true], about: 'whether TCP gives up a lost connection' },
    resend: { open: 'seconds', default: 0, about: 'how long after the outage TCP sends again what was caught' },
    lease: LEASE_AXIS,
    longest: longestAxis('outage', 400),
    unit: UNIT_AXIS,
  },
  cases: OUTAGES.flatMap((situation) => casesAtBounds(situation, 'the outage')),
  search: (variant) => ({
    spec: outageSystem(variant),
    properties: [
      ...OUTAGE,
      ...(variant.caught === 'is closed' ? SCHEDD_DEADLINE : []),
      ...(variant.tcpGivesUp ? TCP_GIVES_UP : []),
    ],
    unit: variant.unit,
  }),
  compared: [
    { ...COARSE, what: 'NETWORK_FAILS', caught: 'hangs', revision: '2011' },
    { ...COARSE, what: 'SCHEDD_HANGS', caught: 'goes on', revision: 'head', resumeResponse: true },
    {
      lease: 480,
      unit: 20,
      longest: 40,
      what: 'NETWORK_FAILS',
      caught: 'is closed',
      revision: 'head',
      resumeResponse: true,
    },
  ],
});
