import type { PackedSystem } from './packed.ts';
import type { StateSet } from './state-set.ts';
import { NOT_ENABLED } from './step-tree.ts';

/** Enough to meet most kinds of steps, and over before it is noticed. */
const PILOT_STATES = 5000;

/** Looks at the first states of a system, breadth first, for what can be learned of its steps. */
export function pilot(system: PackedSystem): void {
  const states = system.states();
  const next = new Int32Array(system.words);
  system.initial(next);
  states.add(next);
  for (let state = 0; state < states.size && states.size < PILOT_STATES; state++) {
    for (let lump = 0; lump < system.mild.length; lump++) {
      addSuccessors(system, states, state, system.row(lump, false, states.data, state * system.words), next);
      addSuccessors(system, states, state, system.row(lump, true, states.data, state * system.words), next);
    }
  }
}

function addSuccessors(system: PackedSystem, states: StateSet, state: number, row: number, next: Int32Array): void {
  const { tree, words } = system;
  const end = row + 2 * (tree.nodes[row] as number);
  for (let entry = row + 1; entry < end; entry += 2) {
    const leaf = tree.find(entry, states.data, state * words);
    if (leaf !== NOT_ENABLED && system.apply(leaf, states.data, state * words, next)) states.add(next);
  }
}
