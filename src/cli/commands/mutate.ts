import type { Command } from 'commander';
import type { AnyStateMachine } from 'xstate';
import { machinesOf, ownMachinesOf } from '../../checker/study/machines.ts';
import { Models } from '../../checker/study/models.ts';
import { InputError } from '../../files/input.ts';
import type { MutantResult } from '../../mutation/fate.ts';
import {
  type KillMatrix,
  killedOf,
  killMatrix,
  killRate,
  rateOfClaims,
  type Tally,
  total,
} from '../../mutation/matrix.ts';
import { MUTATIONS, type Mutant, type Mutation, mutantsOf } from '../../mutation/mutants.ts';
import { tryMutants } from '../../mutation/pool.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { table } from '../layout.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { EXIT, parseWord } from '../parse.ts';

interface Options {
  readonly kind?: Mutation;
  readonly json?: boolean;
  readonly write?: boolean;
}

export function addMutate(program: Command, loaded: LoadedStudy): void {
  program
    .command('mutate')
    .description('mutate the machines, one change at a time, and see which property notices (the kill matrix)')
    .argument('[machine...]', 'only these machines, by their ids in kebab case')
    .option('--kind <kind>', `mutants of one kind only: ${MUTATIONS.join(', ')}`, parseWord(MUTATIONS))
    .option('--json', 'every mutant and its fate, as JSON')
    .option('--write', "record the matrix of these machines (kill-matrix.json of the study's records)")
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck mutate --kind negate-guard\n\nExit code: 0 every survivor is explained, or no reasons are kept, 1 one is not explained, or an explanation is stale, 2 invalid usage.',
    )
    .action(async (names: readonly string[], options: Options) => {
      process.exitCode = await mutateCommand(loaded, names, options);
    });
}

async function mutateCommand(
  loaded: LoadedStudy,
  names: readonly string[],
  { kind, json, write }: Options,
): Promise<number> {
  if (write && kind) throw new InputError('--write records all kinds of mutants: leave out --kind');
  const { stale, withoutReason } = await import('../../mutation/explained.ts');
  const { MutationRecords } = await import('../../mutation/records.ts');
  const records = new MutationRecords(loaded);
  if (write) records.name('matrix');
  const reasons = records.reasons();
  const models = new Models(loaded.study);
  // A channel, which nobody has written for this study, is mutated only where it is asked for.
  const all = names.length === 0 ? ownMachinesOf(models) : machinesOf(models);
  const mutants = machinesCalled(names, all).flatMap((machine) => mutantsOf(machine, kind && [kind]));
  if (mutants.length === 0) throw new InputError('there is no such mutant: nothing would be tried');
  const results = await tryMutants(
    loaded,
    mutants.map(({ id }) => id),
    (done) => progress(`${done} of ${mutants.length} mutants tried`),
  ).finally(progressDone);
  const matrix = killMatrix(results);
  const wrong = reasons ? [...withoutReason(results, reasons), ...(kind ? [] : stale(results, reasons))] : [];
  const survivors = await survivorsOf(loaded, results, mutants, reasons);
  if (write) {
    const ids = [...machinesOf(models).values()].map(({ id }) => id);
    records.write(matrix, ids);
  }
  if (json) console.log(JSON.stringify({ matrix, mutants: results, survivors, differences: wrong }));
  else console.log(text(matrix, survivors, reasons && { file: records.name('survivors'), wrong }));
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
  /** Where the element that is changed is written; null if that cannot be told from the source. */
  readonly file: string | null;
  readonly line: number | null;
  readonly description: string;
  readonly reason: string | null;
}

async function survivorsOf(
  loaded: LoadedStudy,
  results: readonly MutantResult[],
  mutants: readonly Mutant[],
  reasons: ReadonlyMap<string, string> | null,
): Promise<Survivor[]> {
  const { Places } = await import('../../mutation/place.ts');
  const places = new Places(loaded);
  const sites = new Map(mutants.map(({ id, site }) => [id, site]));
  return results
    .filter(({ fate }) => fate === 'survives')
    .map(({ id, machine, description }) => {
      const { file = null, line = null } = places.of(machine, sites.get(id) as Mutant['site']) ?? {};
      return { id, file, line, description, reason: reasons?.get(id) ?? null };
    });
}

/** What is not as explained, and where the explanations are kept. */
interface Explained {
  readonly file: string;
  readonly wrong: readonly string[];
}

function text(matrix: KillMatrix, survivors: readonly Survivor[], explained: Explained | null): string {
  const all = total(matrix);
  const killers = Object.entries(all.properties).toSorted(([, a], [, b]) => b.kills - a.kills);
  return [
    tallies(matrix, all),
    `Killed by ${Object.entries(all.killed)
      .map(([evidence, n]) => `${evidence} ${n}`)
      .join(', ')}.`,
    `By property (alone): ${killers.map(([id, { kills, alone }]) => `${id} ${kills} (${alone})`).join(', ') || 'none'}.`,
    ...survivors.map(({ file, line, description, reason }) => {
      const place = file === null ? '' : ` ${file}:${line} `;
      const why = explained ? `\n  ${reason ?? style.red('unexplained')}` : '';
      return `${style.yellow('survives')}${place} ${description}${why}`;
    }),
    ending(survivors, explained),
  ].join('\n\n');
}

function ending(survivors: readonly Survivor[], explained: Explained | null): string {
  if (!explained) return `${survivors.length} survive; the study keeps no reasons.`;
  const { file, wrong } = explained;
  return wrong.length > 0
    ? style.red(`Not as explained in ${file}:\n  ${wrong.join('\n  ')}`)
    : style.green('Every survivor is explained.');
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
  ...[killRate(one), rateOfClaims(one)].map((rate) => ({
    text: Number.isNaN(rate) ? '–' : `${rate.toFixed(1)} %`,
    right: true,
  })),
];
