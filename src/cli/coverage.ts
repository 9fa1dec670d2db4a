import type { Command } from 'commander';
import type { Coverage } from '../mutation/covered.ts';
import { progress, progressDone, style, table } from './terminal.ts';
import { EXIT } from './parse.ts';

export function addCoverage(program: Command): void {
  program
    .command('coverage')
    .description(
      'which transitions the explored systems take, and which outcomes of guards they see, machine by machine',
    )
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck coverage\n\nExit code: 0 what is not covered is explained (properties/uncovered.json), 1 a difference, 2 wrong usage.',
    )
    .action(async ({ json }: { json?: boolean }) => {
      progress('exploring');
      const { MACHINES } = await import('../traces/pictures/machines.ts');
      const { coverageOf } = await import('../mutation/covered.ts');
      const { uncovered } = await import('../mutation/explained.ts');
      const { bySystem, explore } = await import('../mutation/unmutated.ts');
      const { trials } = await import('../mutation/trials.ts');
      const stores = [...bySystem(trials()).values()].map((ofSystem) => explore(ofSystem).store);
      const coverage = coverageOf(stores, MACHINES.values());
      progressDone();
      const wrong = uncovered(coverage);
      console.log(json ? JSON.stringify({ coverage, differences: wrong }) : text(coverage, wrong));
      process.exitCode = wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
    });
}

function text(coverage: readonly Coverage[], wrong: readonly string[]): string {
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
    wrong.length > 0
      ? style.red(`${wrong.length} differences from properties/uncovered.json:\n  ${wrong.join('\n  ')}`)
      : style.green('What is not covered is explained in properties/uncovered.json.'),
  ].join('\n\n');
}

function missing({ machine, notTaken, neverTrue, neverFalse }: Coverage): string[] {
  const lines = [
    ...notTaken.map((place) => `  not taken    ${place}`),
    ...neverTrue.filter((place) => !notTaken.includes(place)).map((place) => `  never true   ${place}`),
    ...neverFalse.map((place) => `  never false  ${place}`),
  ];
  return lines.length > 0 ? [`${style.bold(machine)}\n${lines.join('\n')}`] : [];
}
