import { slotMachine } from '../../../../machines/startd/slot.ts';
import { SLOT_EVENTS } from '../../../../machines/systems/slot.ts';
import { type LocalState, TableStore } from '../../../checker/system/table/table.ts';

/** A step of the slot's machine: from and to as the StartLog writes them, and what it logs. */
export interface SlotStep {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly lines: readonly string[];
  /** The second half of a claim that is taken back at once: it follows the first half and nothing else. */
  readonly takenBack?: true;
}

const CLAIMED = 'Claimed/Idle';

/** Every change that the machine makes, found by giving each of its states each of its events. */
export const slotSteps = (): SlotStep[] => reactions().flatMap(changesOf);

/** A claim that is taken back at once is one step of the machine, and two or three changes in the StartLog. */
function changesOf(step: SlotStep): SlotStep[] {
  const { from, lines } = step;
  const i = lines.findIndex((line) => line.includes(' reverting to '));
  const changes =
    i < 0
      ? [step]
      : [
          { ...step, to: CLAIMED, lines: lines.slice(0, i) },
          { ...step, from: CLAIMED, to: from, lines: lines.slice(i, i + 1), takenBack: true as const },
          { ...step, lines: lines.slice(i + 1) },
        ];
  return changes.filter((change) => change.from !== change.to);
}

/** What it logs of an event that changes nothing: a line that may stand before a change of another cause. */
export const slotRemarks = (): SlotStep[] =>
  reactions().filter(({ from, to, lines }) => from === to && lines.length > 0);

function reactions(): SlotStep[] {
  const table = new TableStore().table(slotMachine, undefined);
  const steps: SlotStep[] = [];
  // The list of states grows while it is gone through: that is the search.
  for (const from of table.states) {
    for (const event of SLOT_EVENTS) {
      const { kind, to, effects } = table.cell(from, event);
      if (kind !== 'step') continue;
      const lines = effects.flatMap((effect) => (effect.kind === 'dprintf' ? effect.text.replace('{slot}: ', '') : []));
      steps.push({ from: nameOf(from), to: nameOf(to), event: event.type, lines });
    }
  }
  return steps;
}

/** `Claimed/Busy`: the machine's states bear the daemon's own names. */
function nameOf({ snapshot }: LocalState): string {
  const [[state, activity]] = Object.entries(snapshot.value) as [[string, string]];
  return `${capital(state)}/${capital(activity)}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
