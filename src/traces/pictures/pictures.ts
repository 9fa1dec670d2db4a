import type { AnyStateMachine } from 'xstate';
import type { Composition } from '../../checker/system/compose.ts';
import type { ShownRun } from '../story/shown-run.ts';
import { type MarkedStep, shortDrawing } from './in-short.ts';
import { reachedChart } from './reached.ts';
import { sequenceDrawing } from './sequence.ts';
import { machineDrawings } from './machine.ts';
import { drawn } from './smcat.ts';
import { type Caption, picture } from './svg.ts';

/** A machine as it is written: a picture, or several where one would be too wide; the SVG by the file's name. */
export async function machinePictures(name: string, machine: AnyStateMachine): Promise<Map<string, string>> {
  const drawings = await machineDrawings(name, machine);
  return new Map(drawings.map(({ file, drawing, ...caption }) => [file, picture(drawing, caption)]));
}

/** What the machine of one component does in a composed system. */
export async function reachedPicture(
  composition: Composition,
  component: string,
  faults: readonly string[],
  caption: Caption,
): Promise<string> {
  return picture(await drawn(reachedChart(composition, component, faults)), caption);
}

/** A run as a sequence diagram. */
export function runPicture(run: ShownRun, caption: Caption): string {
  return picture(sequenceDrawing(run), caption);
}

/** A run in a small picture that marks the steps that matter. */
export function shortPicture(run: ShownRun, marks: readonly MarkedStep[], caption: Caption): string {
  return picture(shortDrawing(run, marks), caption);
}
