import type { SystemSpec } from '../../src/checker/index.ts';
import { slotMachine } from '../startd/slot.ts';

/** A slot, and whatever its policy, its peers and its starter may do to it: anything, at any time. */
export function slotSystem(): SystemSpec {
  return {
    name: 'slot',
    components: [
      {
        name: 'slot',
        process: 'startd',
        machine: slotMachine,
        environment: slotMachine.events.map((type) => ({ event: { type } })),
        labels: { slot: 'slot1', starter: '4711', rank: '0.000000', unread: '0', source: 'Resource.cpp' },
      },
    ],
  };
}
