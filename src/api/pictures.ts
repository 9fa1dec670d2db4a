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
import { checkArguments } from '../checker/words/arguments.ts';

export type { Run } from './traces.ts';

/** What stands with a picture, for those who do not see it as well. */
export interface Caption {
  readonly title: string;
  readonly description?: string;
}

/** A machine as it is written: its states and transitions. One that is too wide for a page is several pictures, by the names of their files. */
export async function machinePictures(machine: AnyStateMachine): Promise<Map<string, string>> {
  checkArguments('machinePictures', ['machine', machine]);
  return pictures.machinePictures(machine.id, machine);
}

/** A run as a sequence diagram. */
export function runPicture(run: Run, caption: Caption): string {
  checkArguments('runPicture', ['told', run], ['caption', caption]);
  const { description = '', title } = caption;
  return pictures.runPicture({ carriers: [], ...run }, { title, description });
}
