import type { AnyStateMachine } from 'xstate';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { machineDrawings } from '../../traces/pictures/machine.ts';
import { sequenceDrawing } from '../../traces/pictures/sequence.ts';
import type { Choice } from '../../checker/system/compose.ts';
import { replayLasso, replayLive } from '../../checker/replay/live-actors.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import type { Model } from '../../checker/study/models.ts';
import type { Figure } from './content.ts';

/** A run as a sequence chart, after live XState actors have confirmed it; `cycle` is what it does for ever after. */
export function runFigure(
  { composition }: Pick<Model, 'composition'>,
  run: readonly Choice[],
  cycle: readonly Choice[] | null,
  title: string,
  description: string,
): Figure {
  const trace = traceOf(composition, [...run, ...(cycle ?? [])]);
  const difference = cycle
    ? replayLasso(composition, { trace, cycleFrom: run.length })
    : replayLive(composition, trace);
  if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
  const shown = { composition, trace, carriers: CARRIERS, cycleFrom: cycle ? run.length : undefined };
  const forever = cycle ? ` ${foreverAfter(cycle.length)}` : '';
  return {
    kind: 'figure',
    title,
    description: description + forever,
    drawing: sequenceDrawing(shown),
  };
}

function foreverAfter(steps: number): string {
  if (steps === 0) return 'Then nothing ever happens.';
  return steps === 1 ? 'The last step repeats for ever.' : `The last ${steps} steps repeat for ever.`;
}

/** A machine as it is written, in as many figures as `claimcheck draw` makes pictures of it. */
export async function machineFigures(name: string, machine: AnyStateMachine): Promise<Figure[]> {
  const drawings = await machineDrawings(name, machine);
  return drawings.map(({ file, ...drawing }) => ({ kind: 'figure', file: `docs/pictures/${file}`, ...drawing }));
}
