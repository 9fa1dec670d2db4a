import type { Command } from 'commander';
import type { AnyStateMachine } from 'xstate';
import { InputError } from '../files/input.ts';
import type { MutantResult } from '../mutation/fate.ts';
import {
  type KillMatrix,
  killedOf,
  killMatrix,
  killRate,
  rateOfClaims,
  type Tally,
  total,
} from '../mutation/matrix.ts';
import { MUTATIONS, type Mutant, type Mutation, mutantsOf } from '../mutation/mutants.ts';
import { tryMutants } from '../mutation/pool.ts';
import { progress, progressDone, style, table } from './terminal.ts';
import { EXIT, parseWord } from './parse.ts';

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
    .option('--write', 'record the matrix of these machines for the review page (properties/kill-matrix.json)')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck mutate receive-startd-alive --kind negate-guard\n\nExit code: 0 every survivor is explained, 1 one is not, or an explanation is stale, 2 wrong usage.',
    )
    .action(async (names: readonly string[], options: Options) => {
      process.exitCode = await mutateCommand(names, options);
    });
}

async function mutateCommand(names: readonly string[], { kind, json, write }: Options): Promise<number> {
  if (write && kind) throw new InputError('--write records all kinds of mutants: leave out --kind');
  const { MACHINES } = await import('../traces/pictures/machines.ts');
  const { stale, withoutReason } = await import('../mutation/explained.ts');
  const { recordMatrix } = await import('../mutation/record.ts');
  const machines = machinesCalled(names, MACHINES);
  const mutants = machines.flatMap((machine) => mutantsOf(machine, kind && [kind]));
  const results = await tryMutants(
    mutants.map(({ id }) => id),
    (done) => progress(`${done} of ${mutants.length} mutants tried`),
  );
  progressDone();
  const matrix = killMatrix(results);
  const wrong = [...withoutReason(results), ...(kind ? [] : stale(results))];
  const survivors = await survivorsOf(results, mutants);
  const ids = [...MACHINES.values()].map(({ id }) => id);
  if (write) recordMatrix(matrix, ids);
  if (json) console.log(JSON.stringify({ matrix, mutants: results, survivors, differences: wrong }));
  else console.log(text(matrix, survivors, wrong));
  return wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
}

/** @throws {InputError} if there is no such machine */
function machinesCalled(names: readonly string[], all: ReadonlyMap<string, AnyStateMachine>): AnyStateMachine[] {
  const unknown = names.find((name) => !all.has(name));
  if (unknown !== undefined)
    throw new InputError(`there is no machine '${unknown}': give one of ${[...all.keys()].join(', ')}`);
  return [...all].filter(([name]) => names.length === 0 || names.includes(name)).map(([, machine]) => machine);
}

interface Survivor {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly description: string;
  readonly reason: string | null;
}

async function survivorsOf(results: readonly MutantResult[], mutants: readonly Mutant[]): Promise<Survivor[]> {
  const { reasons } = await import('../mutation/explained.ts');
  const { placeOf } = await import('../mutation/place.ts');
  const known = reasons();
  const sites = new Map(mutants.map(({ id, site }) => [id, site]));
  return results
    .filter(({ fate }) => fate === 'survives')
    .map(({ id, machine, description }) => {
      const { file, line } = placeOf(machine, sites.get(id) as Mutant['site']);
      return { id, file, line, description, reason: known.get(id) ?? null };
    });
}

function text(matrix: KillMatrix, survivors: readonly Survivor[], wrong: readonly string[]): string {
  const all = total(matrix);
  const killers = Object.entries(all.properties).toSorted(([, a], [, b]) => b.kills - a.kills);
  return [
    tallies(matrix, all),
    `Killed by ${Object.entries(all.killed)
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

function tallies(matrix: KillMatrix, all: Tally): string {
  const heading = ['machine', 'mutants', 'killed', 'equivalent', 'survive', 'killed of what differs', 'not by counts'];
  return table([
    heading.map((what, i) => ({ text: what, paint: style.dim, right: i > 0 })),
    ...Object.entries(matrix).map(([name, one]) => row(name, one)),
    row('all', all),
  ]);
}

const row = (name: string, one: Tally) => [
  { text: name, paint: style.bold },
  ...[one.mutants, killedOf(one), one.equivalent, one.survive].map((n) => ({ text: String(n), right: true })),
  ...[killRate(one), rateOfClaims(one)].map((rate) => ({ text: `${rate.toFixed(1)} %`, right: true })),
];
