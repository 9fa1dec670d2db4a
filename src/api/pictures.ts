/**
 * Pictures in SVG.
 *
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { machinePictures } from 'claimcheck/pictures';
 *
 * for (const [name, svg] of await machinePictures(lightMachine)) writeFileSync(name, svg);
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

/** A machine as it is written: its states and transitions. One that is too wide for a page is several pictures, by the names of their files. */
export const machinePictures = (machine: AnyStateMachine): Promise<Map<string, string>> =>
  pictures.machinePictures(machine.id, machine);

/** A run as a sequence diagram. */
export const runPicture = (run: Run, { title, description = '' }: Caption): string =>
  pictures.runPicture({ carriers: [], ...run }, { title, description });
