import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { AnyStateMachine } from 'xstate';
import { InputError } from '../input.ts';
import type { MutantResult } from '../mutate/fate.ts';
import { MATRIX_FILE, reasonFor, unexplained, withoutReason } from '../mutate/explained.ts';
import { type KillMatrix, killMatrix, killRate, type Tally } from '../mutate/matrix.ts';
import { type Mutant, MUTATIONS, mutantsOf, type Mutation } from '../mutate/mutants.ts';
import { tryMutants } from '../mutate/pool.ts';
import { placeOf } from '../mutate/place.ts';
import { progress, progressDone, style, table } from './terminal.ts';
import { EXIT, parseWord } from './usage.ts';

interface Options {
  readonly kind?: Mutation;
  readonly json?: boolean;
  readonly write?: boolean;
}

export function addMutate(program: Command): void {
  program
    .command('mutate')
    .description('get the machines wrong, in one place at a time, and see which claim notices: the kill matrix')
    .argument('[machine...]', 'these machines only, e.g. claim')
    .option('--kind <kind>', `mutants of one kind only: ${MUTATIONS.join(', ')}`, parseWord(MUTATIONS))
    .option('--json', 'every mutant and its fate, as JSON')
    .option('--write', 'record the whole matrix for the review page (properties/kill-matrix.json)')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck mutate receive-startd-alive --kind negate-guard\n\nExit code: 0 every survivor is explained, 1 one is not, or an explanation is stale, 2 wrong usage.',
    )
    .action(async (names: readonly string[], options: Options) => {
      process.exitCode = await mutateCommand(names, options);
    });
}

async function mutateCommand(names: readonly string[], { kind, json, write }: Options): Promise<number> {
  const machines = await machinesCalled(names);
  const mutants = machines.flatMap((machine) => mutantsOf(machine, kind && [kind]));
  const isWhole = names.length === 0 && kind === undefined;
  if (write && !isWhole) throw new InputError('--write records the whole matrix: leave out machines and --kind');
  const results = await tryMutants(
    mutants.map(({ id }) => id),
    (done) => progress(`${done} of ${mutants.length} mutants tried`),
  );
  progressDone();
  const matrix = killMatrix(results);
  const wrong = isWhole ? unexplained(results) : withoutReason(results);
  const survivors = results.filter(({ fate }) => fate === 'survives').map((one) => survivorOf(one, mutants));
  if (write) writeFileSync(MATRIX_FILE, matrixFile(matrix, survivors));
  if (json) console.log(JSON.stringify({ matrix, mutants: results, survivors, differences: wrong }));
  else console.log(text(matrix, survivors, wrong));
  return wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
}

/** @throws {InputError} if there is no such machine */
async function machinesCalled(names: readonly string[]): Promise<AnyStateMachine[]> {
  const { MACHINES } = await import('../draw/machines.ts');
  const unknown = names.find((name) => !MACHINES.has(name));
  if (unknown !== undefined)
    throw new InputError(`there is no machine '${unknown}': give one of ${[...MACHINES.keys()].join(', ')}`);
  return [...MACHINES].filter(([name]) => names.length === 0 || names.includes(name)).map(([, machine]) => machine);
}

interface Survivor {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly description: string;
  readonly reason: string | null;
}

function survivorOf({ id, machine, description }: MutantResult, mutants: readonly Mutant[]): Survivor {
  const { site } = mutants.find((mutant) => mutant.id === id) as Mutant;
  const { file, line } = placeOf(machine, site);
  return { id, file, line, description, reason: reasonFor(id) };
}

/** Without lines, which change with every edit: a file that differs only where the matrix does. */
function matrixFile(matrix: KillMatrix, survivors: readonly Survivor[]): string {
  return `${JSON.stringify({ ...matrix, survivors: survivors.map(({ id }) => id) }, null, 1)}\n`;
}

function text(matrix: KillMatrix, survivors: readonly Survivor[], wrong: readonly string[]): string {
  const killers = Object.entries(matrix.properties).toSorted(([, a], [, b]) => b.kills - a.kills);
  return [
    tallies(matrix),
    `Killed by ${Object.entries(matrix.evidence)
      .map(([evidence, n]) => `${evidence} ${n}`)
      .join(', ')}.`,
    `By property (alone): ${killers.map(([id, { kills, alone }]) => `${id} ${kills} (${alone})`).join(', ')}.`,
    ...survivors.map(
      ({ file, line, description, reason }) =>
        `${style.yellow('survives')} ${file}:${line}  ${description}\n  ${reason ?? style.red('unexplained')}`,
    ),
    wrong.length > 0
      ? style.red(`Not as explained in properties/surviving-mutants.json:\n  ${wrong.join('\n  ')}`)
      : style.green('Every survivor is explained.'),
  ].join('\n\n');
}

function tallies({ all, machines }: KillMatrix): string {
  const heading = ['machine', 'mutants', 'killed', 'equivalent', 'survive', 'killed of what differs'];
  return table([
    heading.map((what, i) => ({ text: what, paint: style.dim, right: i > 0 })),
    ...Object.entries(machines).map(([name, one]) => row(name, one)),
    row('all', all),
  ]);
}

const row = (name: string, one: Tally) => [
  { text: name, paint: style.bold },
  ...[one.mutants, one.killed, one.equivalent, one.survive].map((n) => ({ text: String(n), right: true })),
  { text: `${killRate(one).toFixed(1)} %`, right: true },
];
