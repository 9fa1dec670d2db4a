import type { EnvironmentEvent, SystemSpec } from '../../src/checker/index.ts';
import { MAY_NOT_VACATE } from '../startd/slot-events.ts';
import { slotMachine } from '../startd/slot.ts';

/** Everything that may happen to a slot, as long as there is a startd. */
export const SLOT_EVENTS: readonly (EnvironmentEvent['event'] & { readonly noVacate?: true })[] = [
  ...slotMachine.events.filter((type) => type !== 'STARTD_DIES').map((type) => ({ type })),
  ...MAY_NOT_VACATE.map((type) => ({ type, noVacate: true as const })),
];

/** A slot, and whatever its policy, its peers and its starter may do to it: anything, at any time. */
export function slotSystem(): SystemSpec {
  return {
    name: 'slot',
    components: [
      {
        name: 'slot',
        process: 'startd',
        machine: slotMachine,
        environment: SLOT_EVENTS.map((event) => ({ event })),
        labels: {
          slot: 'slot1',
          starter: '4711',
          rank: '0.000000',
          unread: '0',
          source: 'Resource.cpp',
          cause: 'IS_OWNER is true',
        },
      },
    ],
  };
}
