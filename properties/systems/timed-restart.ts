import { timedRestartSystem } from '../../machines/systems/timed-restart.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { ABSENCES, casesAtBounds } from '../outages/situations.ts';
import { TIMED_RESTART } from '../outages/timed-restart.ts';
import { LEASE_AXIS, longestAxis, UNIT_AXIS } from './axes.ts';
import { ALIVES_AXIS, EXPIRY_AXIS } from './restart.ts';

export const timedRestart = defineSystem({
  name: 'timed-restart',
  sentence:
    'A schedd that is killed while its job runs, with a clock, and is absent until its shadow reconnects: as long as is safe, and one unit longer',
  axes: {
    alives: ALIVES_AXIS,
    expiry: EXPIRY_AXIS,
    lease: LEASE_AXIS,
    aliveInterval: { open: 'seconds', default: 300, about: "the schedd's alive_interval" },
    longest: longestAxis('absence', 400),
    unit: UNIT_AXIS,
  },
  cases: ABSENCES.flatMap((situation) => casesAtBounds(situation, 'the absence')),
  search: (variant) => ({ spec: timedRestartSystem(variant), properties: TIMED_RESTART, unit: variant.unit }),
  compared: (['starter', 'startd'] as const).map((alives) => ({
    alives,
    expiry: 'M_CLAIMED' as const,
    lease: 120,
    aliveInterval: 20,
    longest: 60,
    unit: 20,
  })),
  family: 'restart',
});
