import { EXIT } from '../cli/parse.ts';
import { progress, progressDone } from '../cli/terminal.ts';
import { InputError } from '../files/input.ts';
import { pathTo } from '../files/root.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import { machineText } from './machine.ts';
import { Laboratory, type Method } from './methods.ts';
import { dataOf, type Outcome, partsOf } from './shown/outcome.ts';
import { Plans } from './plan.ts';
import { SECTIONS, type SectionName, USUAL } from './sections/all.ts';
import { inMarkdown, inTerminal, requirePlace, writeBetween } from './shown/show.ts';

export interface BenchOptions {
  readonly only?: readonly SectionName[];
  readonly runs?: number;
  readonly methods?: readonly Method[];
  readonly megabytes?: number;
  readonly quick?: boolean;
  readonly write?: boolean;
  readonly json?: boolean;
}

const PAGE = pathTo('docs/benchmarks.md');

/** The sections that have small systems, too. */
const QUICK: readonly SectionName[] = ['systems', 'growth'];

/** Measures what is asked for, and shows it; the exit code says whether all methods agree. */
export async function bench(
  options: BenchOptions,
  loaded: LoadedStudy,
  laboratory: Pick<Laboratory, 'measure' | 'start'> = new Laboratory(loaded),
): Promise<number> {
  const { json, methods, quick, write } = options;
  if (write && (quick || methods)) throw new InputError('--write is for the whole: without --quick and --methods');
  const names = options.only ?? (quick ? QUICK.slice(0, 1) : USUAL);
  const slow = quick && names.find((name) => !QUICK.includes(name));
  if (slow) throw new InputError(`--quick is for ${QUICK.join(' and ')}: the section ${slow} has no small systems`);
  if (write) for (const name of names) requirePlace(PAGE, name);
  // Ends by way of process.exit, so that nothing is left behind.
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  const plans = new Plans(loaded);
  const outcomes: Outcome[] = [];
  for (const name of names) {
    const onStep = (text: string) => progress(`${name}: ${text}`);
    const { config } = loaded;
    const found = await SECTIONS[name].measuring({ ...options, plans, config, laboratory, onStep });
    progressDone();
    const outcome = { section: name, machine: machineText(), ...found };
    outcomes.push(outcome);
    if (!json) console.log(`${inTerminal(partsOf(outcome))}\n`);
    // What is written is not lost if a later section fails.
    if (write && found.wrong.length === 0) writeBetween(PAGE, name, inMarkdown(partsOf(outcome)));
  }
  if (json) console.log(JSON.stringify(outcomes.map(dataOf)));
  return outcomes.every(({ wrong }) => wrong.length === 0) ? EXIT.asExpected : EXIT.finding;
}
