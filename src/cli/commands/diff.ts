import type { Command } from 'commander';
import { comparedRows } from '../../checker/study/rows.ts';
import { type Compared, compareVersions, type DiffScope, shortest } from '../../diff/diff.ts';
import { diffJson, diffText } from '../../diff/report.ts';
import { pairRows } from '../../diff/rows.ts';
import { Versions } from '../../diff/version.ts';
import { InputError } from '../../files/input.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { EXIT, parseWords } from '../parse.ts';
import { askedOf, withChoiceOptions } from '../study-options.ts';
import { progress, progressDone, style } from '../terminal.ts';

interface Options {
  readonly systems?: string[];
  readonly strict?: boolean;
  readonly json?: boolean;
}

export function addDiff(program: Command, loaded: LoadedStudy): void {
  const names = loaded.study.systems.filter((system) => comparedRows(system).length > 0).map(({ name }) => name);
  const command = program
    .command('diff')
    .description('show the shortest run that tells two versions of the machines apart, if there is one')
    .argument('<rev-or-dir>', "a revision of the study's repository, or a folder with its configuration in it")
    .argument('[other]', 'another one, to be compared with it (default: the present machines)')
    .option(
      '--systems <names>',
      `these systems only: some of ${names.join(', ')}, separated by commas`,
      parseWords(names),
    );
  withChoiceOptions(command, loaded.study)
    .option('--strict', 'the names of internal states count as well')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      `
Both versions are run side by side: they differ where one takes an event of the environment that the other does not take,
or where the same event leads to other messages between processes, or to other log lines. Choices on axes leave out the
variants that are chosen otherwise; a system without such an axis is compared all the same.

Example:
  claimcheck diff HEAD

Exit code: 0 equivalent for the explored scope, 1 they differ, 2 invalid usage or bad input.`,
    )
    .action(async (name: string, other: string | undefined, options: Options) => {
      process.exitCode = await diffCommand(loaded, name, other, options);
    });
}

async function diffCommand(
  loaded: LoadedStudy,
  name: string,
  other: string | undefined,
  { systems, strict = false, json, ...options }: Options,
): Promise<number> {
  const { study } = loaded;
  const asked = askedOf(study, options as Readonly<Record<string, unknown>>);
  const { faults = study.faults } = asked;
  const scope: DiffScope = { systems, choices: Object.fromEntries(asked.chosen), faults, strict };
  const versions = new Versions(loaded);
  const one = await versions.called(name);
  const two = other === undefined ? await versions.present() : await versions.called(other);
  const { pairs, onlyInOne } = pairRows(one.study, two.study, [study, two.study, one.study], scope);
  if (pairs.length === 0)
    throw new InputError(`${one.name} and ${two.name} have no variant in common that is asked for`);
  const compared: Compared[] = [];
  try {
    for (const row of compareVersions(one, two, pairs, scope)) {
      compared.push(row);
      progress(`${compared.length} of ${pairs.length} systems compared`);
    }
  } finally {
    progressDone();
  }
  const subject = { names: [one.name, two.name] as const, notCompared: onlyInOne };
  console.log(
    json
      ? JSON.stringify(diffJson(subject, compared, scope))
      : diffText(subject, compared, scope, study.carriers ?? [], style),
  );
  return shortest(compared) ? EXIT.finding : EXIT.asExpected;
}
