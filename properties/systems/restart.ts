import { RESTARTS, restartSystem } from '../../machines/systems/restart.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { RESTART } from '../outages/restart.ts';

export const ALIVES_AXIS = {
  values: ['startd', 'starter'],
  about: 'who renews the lease of a running job',
} as const;

export const EXPIRY_AXIS = {
  values: ['none', 'M_CLAIMED', 'M_CLAIMED without shadow record'],
  about: 'which records expire',
} as const;

export const restart = defineSystem({
  name: 'restart',
  sentence:
    'A schedd that is killed while its job runs and started again with its queue, and the startd that keeps the job',
  axes: {
    allTimersFirst: { values: [false, true], about: 'whether all due timers run before commands are served (7195)' },
    expiry: EXPIRY_AXIS,
    alives: ALIVES_AXIS,
  },
  cases: Object.entries(RESTARTS).map(([id, { sentence, allTimersFirst, expiry, alives }]) => ({
    id,
    sentence,
    choices: { allTimersFirst, expiry, alives },
  })),
  search: (variant) => ({ spec: restartSystem(variant), properties: RESTART }),
});
