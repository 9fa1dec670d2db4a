/**
 * Pictures in SVG.
 *
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { machinePicture } from 'claimcheck/pictures';
 *
 * writeFileSync('light.svg', await machinePicture(lightMachine));
 * ```
 */
import type { AnyStateMachine } from 'xstate';
import * as pictures from '../traces/pictures/pictures.ts';
import type { Run } from './traces.ts';

export type { Run } from './traces.ts';

/** What stands with a picture, for those who do not see it as well. */
export interface Caption {
  readonly title: string;
  readonly description?: string;
}

/** A machine as it is written: its states and transitions. */
export const machinePicture = (machine: AnyStateMachine): Promise<string> =>
  pictures.machinePicture(machine.id, machine);

/** A run as a sequence diagram. */
export const runPicture = (run: Run, { title, description = '' }: Caption): string =>
  pictures.runPicture({ carriers: [], ...run }, { title, description });
