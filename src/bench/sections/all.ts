import { commands } from './commands.ts';
import { contests } from './contests.ts';
import { logs } from './logs.ts';
import { random } from './random.ts';
import type { Measuring } from './section.ts';

interface Section {
  readonly measuring: Measuring;
  /** Takes many minutes: measured only where it is asked for. */
  readonly isLong?: boolean;
}

const ALL = {
  ticket: { measuring: contests('ticket') },
  systems: { measuring: contests('systems') },
  workers: { measuring: contests('workers') },
  commands: { measuring: commands },
  random: { measuring: random },
  logs: { measuring: logs, isLong: true },
  memory: { measuring: contests('memory'), isLong: true },
  long: { measuring: contests('long'), isLong: true },
  growth: { measuring: contests('growth'), isLong: true },
} as const satisfies Readonly<Record<string, Section>>;

export type SectionName = keyof typeof ALL;
export const SECTIONS: Readonly<Record<SectionName, Section>> = ALL;
export const SECTION_NAMES = Object.keys(ALL) as readonly SectionName[];
export const USUAL = SECTION_NAMES.filter((name) => !SECTIONS[name].isLong);
