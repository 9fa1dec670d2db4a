#!/usr/bin/env node
import { Command } from 'commander';
import { exitCodeOf } from '../cli/process/exit-code.ts';
import { parseCount, parseWord } from '../cli/parse.ts';
import { loadStudy } from '../verify/load-study.ts';
import { type BenchOptions, bench } from './bench.ts';
import { METHODS } from './methods.ts';
import { SECTION_NAMES, USUAL } from './sections/all.ts';

const parseList =
  <W extends string>(words: readonly W[]) =>
  (text: string): W[] =>
    text.split(',').map(parseWord(words));

const program = new Command('bench')
  .description(
    'what a verdict costs: the methods of claimcheck, XState alone, xstate/graph and Spin, on the same systems; and what else takes time',
  )
  .option(
    '--only <list>',
    `these sections: some of ${SECTION_NAMES.join(',')} (default: ${USUAL.join(',')}; the others take many minutes)`,
    parseList(SECTION_NAMES),
  )
  .option(
    '--runs <n>',
    'measure everything so often, and take the median (default: 3; memory and growth once)',
    parseCount(1),
  )
  .option('--methods <list>', `only some of ${METHODS.join(',')}`, parseList(METHODS))
  .option('--megabytes <n>', 'how large the logs are that are read (default: as the study says)', parseCount(1))
  .option('--quick', 'small systems, once: whether everything works and agrees')
  .option('--write', 'put the tables of these sections into docs/benchmarks.md')
  .option('--json', 'the results as JSON')
  .option('--config <file>', 'the study whose systems are measured (default: as claimcheck has it)')
  .addHelpText(
    'after',
    `
Each process is measured as a whole, with all invariants and the check for dead ends, kept to one core with taskset
unless it is there to use two. CPU time is what the kernel counts for the ended process (/proc/self/stat), the peak is
what it had resident at the most (VmHWM in /proc). Spin runs on the exported model, made with spin -a and gcc -O3, which
is shown apart. What takes longer than 45 s is measured once.

Example:
  npm run bench -- --quick --methods bitmap,naive
  npm run bench -- --only logs --megabytes 100

Exit code: 0 all methods agree, 1 they contradict each other, 2 invalid usage.`,
  )
  .showHelpAfterError('(--help shows what is expected)')
  .exitOverride()
  .action(async (options: BenchOptions & { readonly config?: string }) => {
    process.exitCode = await bench(options, await loadStudy(options.config));
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error, { program: 'bench' });
}
