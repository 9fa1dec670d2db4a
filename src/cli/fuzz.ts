import type { Command } from 'commander';
import { FAULTS, fixesFromBits, PATHS, type Path } from '../../machines/vocabulary.ts';
import { isSafety } from '../checker/verify.ts';
import { type FuzzResult, fuzz } from '../checker/random/fuzz.ts';
import { InputError } from '../files/input.ts';
import { keepAliveModel } from '../htcondor/models.ts';
import { counterexampleText } from '../traces/story/counterexample.ts';
import { traceFile } from '../traces/formats/trace-json.ts';
import { confirmed } from './chosen-run.ts';
import { style, terminalWidth } from './terminal.ts';
import { EXIT, parseCount, parseFaults, parseFixes, parsePath } from './usage.ts';

interface Options {
  readonly fixes: string;
  readonly path: Path;
  readonly faults: string[];
  readonly runs: number;
  readonly seed: number;
  readonly property?: string;
  readonly json?: boolean;
}

export function addFuzz(program: Command): void {
  program
    .command('fuzz')
    .description('try random schedules of partial reads, time-outs, FIN, RST and deletions; shrink what is found')
    .option('--fixes <subset>', 'none, all, four bits, or check-ins with commas', parseFixes, '0000')
    .option('--path <path>', PATHS.join(' or '), parsePath, 'auth')
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [...FAULTS])
    .option('--property <id>', 'look for violations of this one only')
    .option('--runs <n>', 'how many schedules', parseCount(1), 10_000)
    .option('--seed <n>', 'the same seed finds the same', parseCount(0), 2563)
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck fuzz --fixes 0010 --runs 20000 --seed 7\n\nExit code: 0 nothing found, 1 a counterexample, 2 wrong usage.',
    )
    .action((options: Options) => {
      process.exitCode = fuzzCommand(options);
    });
}

function fuzzCommand(options: Options): number {
  const model = keepAliveModel({ fixes: fixesFromBits(options.fixes), path: options.path });
  const known = model.properties.filter(isSafety).map(({ id }) => id);
  if (options.property !== undefined && !known.includes(options.property)) {
    throw new InputError(`no schedule violates '${options.property}': give one of ${known.join(', ')}`);
  }
  const result = fuzz(model, options);
  const row = { environment: 'network', fixes: options.fixes, path: options.path } as const;
  const trace = result.found && confirmed(model, result.found.run);
  if (options.json) {
    const counterexample = trace && traceFile(model.composition, trace, row, result.found?.property ?? null);
    console.log(
      JSON.stringify({ fixes: row.fixes, path: row.path, runs: result.runs, seed: result.seed, counterexample }),
    );
  } else if (trace) {
    console.log(counterexampleText(model.composition, trace, terminalWidth()));
    console.log(summary(options, result));
  } else {
    console.log(
      `${result.runs} schedules with seed ${result.seed}: no violation in ${row.fixes} on the ${row.path} path.`,
    );
  }
  return trace ? EXIT.finding : EXIT.asExpected;
}

function summary({ fixes, path, faults, property }: Options, { runs, seed, found }: FuzzResult): string {
  const more = [
    ...(faults.length < FAULTS.length ? [`--faults ${faults.join(',') || 'none'}`] : []),
    ...(property ? [`--property ${property}`] : []),
  ];
  const command = [`npx claimcheck fuzz --fixes ${fixes} --path ${path} --runs ${runs} --seed ${seed}`, ...more].join(
    ' ',
  );
  return [
    style.red(
      `${found?.property} is violated: schedule ${runs}, ${found?.shrunkSteps} steps after shrinking, ${found?.run.length} minimised.`,
    ),
    `Replay: ${command}`,
  ].join('\n');
}
