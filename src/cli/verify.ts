import type { Command } from 'commander';
import { ALL_SUBSETS, FAULTS, PATHS, type Path } from '../../machines/vocabulary.ts';
import { differences, expectedFile, expectedRows, toExpected } from '../verify/expected.ts';
import { type Results, verifyRows } from '../verify/pool.ts';
import type { Scope } from '../verify/variant.ts';
import { matrix, unreached } from './matrix.ts';
import { progress, progressDone, style } from './terminal.ts';
import { ticketStory } from './trace.ts';
import { EXIT, parseCount, parseFaults, parseFixes, parsePath } from './usage.ts';
import { writeExpected } from './write-expected.ts';

interface Options {
  readonly fixes?: string;
  readonly path?: Path;
  readonly faults: string[];
  readonly maxStates?: number;
  readonly json?: boolean;
  readonly writeExpected?: boolean;
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('explore every subset of the fixes exhaustively, and hold the verdicts against the expected ones')
    .option(
      '--fixes <subset>',
      'one row: none, all, four bits (27894 27895 27896 27897), or check-ins with commas',
      parseFixes,
    )
    .option('--path <path>', 'one path only: auth (a security session, the ticket) or raw (no negotiation)', parsePath)
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [...FAULTS])
    .option('--max-states <n>', 'give up a search at this many states; its verdicts are then "bounded"', parseCount(1))
    .option('--json', 'the results as JSON')
    .option('--write-expected', 'record what is found as what is expected from now on (review the difference)')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck verify --fixes 27895,27897 --path auth\n\nExit code: 0 all verdicts as expected, 1 a difference, 2 wrong usage.',
    )
    .action(async (options: Options) => {
      process.exitCode = await verifyCommand(options);
    });
}

async function verifyCommand(options: Options): Promise<number> {
  const started = performance.now();
  const scope: Scope = { faults: options.faults, ...(options.maxStates && { maxStates: options.maxStates }) };
  const rows = (options.path ? [options.path] : PATHS).flatMap((path) =>
    (options.fixes ? [options.fixes] : ALL_SUBSETS).map((fixes) => ({ fixes, path })),
  );
  const results = await verifyRows(rows, scope, (done) => progress(`${done} of ${rows.length} rows explored`));
  progressDone();
  if (options.writeExpected) return writeExpected(results.rows, options.faults);
  const wrong = compare(results, options);
  const isWhole = !options.fixes && !options.path && options.faults.length === FAULTS.length && !options.maxStates;
  const seconds = (performance.now() - started) / 1000;
  if (options.json) console.log(JSON.stringify(report(results, scope, wrong)));
  else console.log(text(results, scope, wrong, isWhole, seconds));
  return wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
}

/** The differences from what is expected; a bounded search cannot differ in its counts, only in what it has found. */
function compare(results: Results, { faults }: Options): string[] {
  const expected = expectedRows(faults);
  if (!expected) return [];
  const exhausted = results.rows.filter(({ bounded }) => !bounded);
  const bounded = results.rows.filter((row) => row.bounded);
  const surprises = bounded.flatMap((row) => {
    const verdicts = expected.find(({ path, fixes }) => path === row.path && fixes === row.fixes)?.verdicts ?? {};
    return Object.entries(toExpected(row).verdicts)
      .filter(([id, verdict]) => verdict !== 'bounded' && verdict !== verdicts[id])
      .map(([id, verdict]) => `${row.path} ${row.fixes}: ${id} is ${verdict}, expected ${verdicts[id] ?? 'nothing'}`);
  });
  return [...differences(exhausted, expected), ...surprises];
}

function report(results: Results, scope: Scope, wrong: readonly string[]) {
  return {
    environment: { faults: scope.faults },
    bounds: { maxStates: scope.maxStates ?? null },
    results: results.rows,
    asExpected: wrong.length === 0,
    differences: wrong,
    unreached: unreached(results),
  };
}

function text(results: Results, scope: Scope, wrong: readonly string[], isWhole: boolean, seconds: number): string {
  const environment = scope.faults.length === 0 ? 'no faults' : `faults: ${scope.faults.join(', ')}`;
  const bound = scope.maxStates ? `; at most about ${scope.maxStates} states a search` : '';
  const verdict =
    wrong.length > 0
      ? style.red(
          `${wrong.length} differences from ${expectedFile(scope.faults).pathname.split('/').slice(-3).join('/')}:\n  ${wrong.join('\n  ')}`,
        )
      : expectedRows(scope.faults)
        ? style.green('All verdicts, counts and trace lengths are as expected.')
        : 'Nothing is on record for this environment to compare with.';
  const parts = [
    `Environment: ${environment}${bound}.`,
    ...matrix(results.rows),
    ...(isWhole ? [unreachedText(results), ticketStory()] : []),
    `${verdict}  ${style.dim(`(${seconds.toFixed(1)} s)`)}`,
  ];
  return parts.join('\n\n');
}

function unreachedText(results: Results): string {
  const states = unreached(results);
  if (states.length === 0) return `Every one of the ${results.declared.length} states of the machines is reached.`;
  return `States that no variant reaches:\n${states.map(({ state, reason }) => `  ${state}  (${reason})`).join('\n')}`;
}
