import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Goal } from '../goals.ts';
import { over } from '../goals.ts';
import { measure } from '../measure.ts';
import type { Plans } from '../plan.ts';
import { race } from '../race.ts';
import { figure, MEGABYTE, seconds, type Table, whole } from '../shown/tables.ts';
import type { Measuring } from './section.ts';

const RUNS = 3;
const MAIN = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

type Command = Plans['commands'][number];

/** A command, and the medians of what it took. */
interface Timed {
  readonly name: string;
  readonly figures: { readonly wall: number; readonly cpu: number | null; readonly peak: number | null };
}

/** Measures whole commands, as a user starts them, on every core. One that finds anything but what is on record fails. */
export const commands: Measuring = async ({ config, onStep, plans, runs = RUNS }) => {
  const kept = mkdtempSync(join(tmpdir(), 'claimcheck-bench-commands-'));
  process.once('exit', () => rmSync(kept, { recursive: true, force: true }));
  const given = plans.commands;
  const study = config === null ? [] : ['--config', config];
  const run = async ({ args }: Command) => {
    const options = { env: { XDG_CACHE_HOME: kept }, everyCore: true };
    const { cpu, peak, wall } = await measure([process.execPath, MAIN, ...args, ...study], () => {}, options);
    return { wall, cpu, peak };
  };
  for (const command of given.filter(({ isKept }) => isKept)) {
    onStep(`${command.name}: what is kept`);
    await run(command);
  }
  const timed = await race(
    given.map((command) => ({ name: command.name, run: () => run(command) })),
    runs,
    onStep,
  );
  return {
    parts: [{ table: commandTable(given, timed) }],
    data: { commands: timed },
    goals: goalsOf(given, timed),
    wrong: [],
    skipped: [],
  };
};

/** Each command with what it took, and how much more than the one that it is compared with. */
export function commandTable(given: readonly Command[], timed: readonly Timed[]): Table {
  return [
    ['command', 'wall s', 'CPU s', 'peak MB', 'times the CPU', 'of'],
    ...timed.map(({ name, figures: { cpu, peak, wall } }, i) => {
      const than = given[i]?.than;
      const more = than === undefined ? '' : figure(ratio(timed, name, than));
      return [name, seconds(wall), seconds(cpu), whole(peak === null ? null : peak / MEGABYTE), more, than ?? ''];
    }),
  ];
}

function goalsOf(given: readonly Command[], timed: readonly Timed[]): Goal[] {
  return given.flatMap(({ most, name, than }) => {
    if (most === undefined || than === undefined) return [];
    const measured = ratio(timed, name, than);
    const goal = `${name}: at most ${most} times the CPU time of ${than}`;
    return measured === null ? [] : [{ goal, measured, met: measured <= most }];
  });
}

function ratio(timed: readonly Timed[], name: string, than: string): number | null {
  const cpuOf = (one: string) => timed.find((known) => known.name === one)?.figures.cpu;
  return over(cpuOf(name), cpuOf(than));
}
