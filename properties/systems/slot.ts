import { slotSystem } from '../../machines/systems/slot.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { SLOT } from '../claim/slot.ts';
import { SLOT_CHANGES } from '../claim/slot-causes.ts';

export const slot = defineSystem({
  name: 'slot',
  sentence: 'A slot by itself, its states and activities, whatever its policy, its peers and its starter do',
  axes: {},
  cases: [{ id: 'head', sentence: 'A startd of HEAD', choices: {} }],
  search: () => ({ spec: slotSystem(), properties: [...SLOT, ...SLOT_CHANGES] }),
});
