import type { Command } from 'commander';
import { ALL_SUBSETS, FAULTS, PATHS, type Path } from '../../machines/vocabulary.ts';
import { compareVersions, type DiffScope, notInBoth, shortest } from '../diff/diff.ts';
import { CARRIERS } from '../../properties/systems/stream-carrier.ts';
import { diffJson, diffText } from '../diff/report.ts';
import { SYSTEM_NAMES } from '../diff/systems.ts';
import { presentVersion, versionCalled } from '../diff/version.ts';
import { progress, progressDone, style } from './terminal.ts';
import { EXIT, parseFaults, parseFixes, parsePath, parseWords } from './parse.ts';

interface Options {
  readonly fixes?: string;
  readonly path?: Path;
  readonly faults: string[];
  readonly systems?: string[];
  readonly strict?: boolean;
  readonly json?: boolean;
}

export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('the shortest run that tells two versions of the machines apart, or that there is none')
    .argument('<rev-or-dir>', 'a revision of this repository, or a folder with machines/systems/keep-alive.ts in it')
    .argument('[other]', 'another one, to be compared with it (default: the present machines)')
    .option('--fixes <subset>', 'one subset only: none, all, four bits, or check-ins with commas', parseFixes)
    .option('--path <path>', `one path only: ${PATHS.join(' or ')}`, parsePath)
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [...FAULTS])
    .option('--systems <names>', `these systems only: some of ${SYSTEM_NAMES.join(',')}`, parseWords(SYSTEM_NAMES))
    .option('--strict', 'the names of internal states count as well')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      `
Both versions are run side by side: they differ where one takes an event of the environment that the other does not take,
or where the same event leads to other messages between processes, or to other log lines.

Example:
  claimcheck diff HEAD --fixes none

Exit code: 0 equivalent for the explored scope, 1 they differ, 2 wrong usage or bad input.`,
    )
    .action(async (name: string, other: string | undefined, options: Options) => {
      process.exitCode = await diffCommand(name, other, options);
    });
}

async function diffCommand(name: string, other: string | undefined, options: Options): Promise<number> {
  const { fixes, path, faults, systems, strict = false } = options;
  const scope: DiffScope = {
    fixes: fixes ? [fixes] : ALL_SUBSETS,
    paths: path ? [path] : PATHS,
    faults,
    strict,
    systems,
  };
  const one = await versionCalled(name);
  const two = other === undefined ? await presentVersion() : await versionCalled(other);
  const compared = [];
  for (const row of compareVersions(one, two, scope)) {
    compared.push(row);
    progress(`${compared.length} systems compared`);
  }
  progressDone();
  const subject = { names: [one.name, two.name] as const, notCompared: notInBoth(one, two, scope) };
  console.log(
    options.json
      ? JSON.stringify(diffJson(subject, compared, scope))
      : diffText(subject, compared, scope, CARRIERS, style),
  );
  return shortest(compared) ? EXIT.finding : EXIT.asExpected;
}
