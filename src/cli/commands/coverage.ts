import type { Command } from 'commander';
import type { Coverage } from '../../mutation/covered.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { countOf, table } from '../layout.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { EXIT } from '../parse.ts';

export function addCoverage(program: Command, loaded: LoadedStudy): void {
  program
    .command('coverage')
    .description('list the transitions that no explored system takes, and the outcomes of guards that none sees')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      "\nExample:\n  claimcheck coverage\n\nExit code: 0 what is not covered is explained (uncovered.json of the study's records), or no reasons are kept, 1 a difference, 2 invalid usage.",
    )
    .action(async ({ json }: { json?: boolean }) => {
      const { coverageDifferences } = await import('../../mutation/explained.ts');
      const { MutationRecords } = await import('../../mutation/records.ts');
      const records = new MutationRecords(loaded);
      const reasons = records.uncovered();
      const { coverageOfStudy } = await import('../../mutation/coverage-of-study.ts');
      const coverage = coverageWith(() => coverageOfStudy(loaded.study, progress));
      const wrong = reasons ? coverageDifferences(coverage, reasons) : [];
      console.log(
        json
          ? JSON.stringify({ coverage, differences: wrong })
          : text(coverage, reasons && { file: records.name('uncovered'), wrong }),
      );
      process.exitCode = wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
    });
}

/** Clears what was told of the progress, whatever comes of it. */
function coverageWith<T>(find: () => T): T {
  try {
    return find();
  } finally {
    progressDone();
  }
}

/** What is not as explained, and where the explanations are kept. */
interface Explained {
  readonly file: string;
  readonly wrong: readonly string[];
}

function text(coverage: readonly Coverage[], explained: Explained | null): string {
  const heading = ['machine', 'transitions', 'taken', 'guard outcomes', 'seen'];
  const rows = coverage.map(({ machine, transitions, notTaken, guards, neverTrue, neverFalse }) => [
    { text: machine, paint: style.bold },
    ...[transitions, transitions - notTaken.length, 2 * guards, 2 * guards - neverTrue.length - neverFalse.length].map(
      (n) => ({ text: String(n), right: true }),
    ),
  ]);
  return [
    table([heading.map((what, i) => ({ text: what, paint: style.dim, right: i > 0 })), ...rows]),
    ...coverage.flatMap(missing),
    ...(explained ? [ending(explained)] : []),
  ].join('\n\n');
}

const ending = ({ file, wrong }: Explained): string =>
  wrong.length > 0
    ? style.red(`${countOf(wrong.length, 'difference')} from ${file}:\n  ${wrong.join('\n  ')}`)
    : style.green(`What is not covered is explained in ${file}.`);

function missing({ machine, notTaken, neverTrue, neverFalse }: Coverage): string[] {
  const lines = [
    ...notTaken.map((place) => `  not taken    ${place}`),
    ...neverTrue.filter((place) => !notTaken.includes(place)).map((place) => `  never true   ${place}`),
    ...neverFalse.map((place) => `  never false  ${place}`),
  ];
  return lines.length > 0 ? [`${style.bold(machine)}\n${lines.join('\n')}`] : [];
}
