import { lifecycleSystem } from '../../machines/systems/lifecycle.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { CLAIM_IN_SLOT } from '../claim/claim.ts';
import { LIFECYCLE } from '../claim/lifecycle.ts';
import { RELEASED_RECORD } from '../claim/released-record.ts';
import { WAYS_OUT } from '../claim/ways-out.ts';

export const lifecycle = defineSystem({
  name: 'lifecycle',
  sentence:
    'A claim from match to end: slot, starter, lease and keep-alive in the startd, its record in the schedd, and a better match',
  axes: { alives: { values: ['starter', 'startd'], about: 'who renews the lease of a running job' } },
  cases: [
    { id: 'head', sentence: 'Daemons of HEAD: the starter handles the alives', choices: { alives: 'starter' } },
    {
      id: 'head-startd',
      sentence: 'Daemons of HEAD; the startd sends ALIVEs for a running job as well',
      choices: { alives: 'startd' },
    },
  ],
  search: (variant) => ({
    spec: lifecycleSystem(variant),
    properties: [...LIFECYCLE, ...RELEASED_RECORD, ...CLAIM_IN_SLOT, ...WAYS_OUT],
  }),
});
