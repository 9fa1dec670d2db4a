#!/usr/bin/env node
import { Command } from 'commander';
import { exitCodeOf } from '../cli/process/exit-code.ts';
import { parseCount, parseWord } from '../cli/parse.ts';
import { loadStudy } from '../verify/load-study.ts';
import { type BenchOptions, bench } from './bench.ts';
import { METHODS, type Method } from './methods.ts';

const parseMethods = (text: string): Method[] => text.split(',').map(parseWord(METHODS));

const program = new Command('bench')
  .description(
    'what a verdict costs: the methods of claimcheck, XState alone, xstate/graph and Spin, on the same systems',
  )
  .option('--growth', 'instead, how the cost grows with the system, next to that of Spin')
  .option(
    '--runs <n>',
    'measure everything so often, and take the median (default: 3; with --growth, 1)',
    parseCount(1),
  )
  .option('--methods <list>', `only some of ${METHODS.join(',')}`, parseMethods)
  .option('--quick', 'small systems, once: whether everything works and agrees')
  .option('--write', 'put the tables into docs/benchmarks.md')
  .option('--json', 'the results as JSON')
  .option('--config <file>', 'the study whose systems are measured (default: as claimcheck has it)')
  .addHelpText(
    'after',
    `
Each process is measured as a whole, with all invariants and the check for dead ends, kept to one core with taskset. CPU
time is what the kernel counts for the ended process (/proc/self/stat), the peak is what it had resident at the most
(VmHWM in /proc). Spin runs on the exported model, made with spin -a and gcc -O3, which is shown apart.

Example:
  npm run bench -- --quick --methods bitmap,naive

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
