import type { AnyStateMachine } from 'xstate';
import type { Composition } from '../../checker/system/compose.ts';
import type { ShownRun } from '../story/shown-run.ts';
import { type MarkedStep, shortDrawing } from './in-short.ts';
import { reachedChart } from './reached.ts';
import { sequenceDrawing } from './sequence.ts';
import { drawn } from './smcat.ts';
import { chartsOf } from './statechart.ts';
import { type Caption, packed, picture } from './svg.ts';

/** The regions of a parallel machine share a row up to this width. */
const WIDTH = 1080;

/** A machine as it is written. */
export async function machinePicture(name: string, machine: AnyStateMachine): Promise<string> {
  const regions = await Promise.all(chartsOf(machine).map(drawn));
  return picture(packed(regions, WIDTH), { title: name, description: machine.config.description ?? '' });
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
