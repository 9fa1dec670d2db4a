import { fileURLToPath } from 'node:url';
import { InputError } from '../files/input.ts';
import { writeWhole } from '../files/output.ts';
import { expectedFile, toExpected } from '../verify/expected.ts';
import { RUNS_FILE, runsAreRecorded, toRuns } from '../verify/runs.ts';
import { systemFile, toExpectedVariant } from '../verify/systems.ts';
import type { RowResult, Scope, VariantResult } from '../verify/variant.ts';
import { EXIT } from './usage.ts';

/** Records results as expectations, a row a line: what changed is then the difference that a reviewer reads. */
export function writeExpected(rows: readonly RowResult[], scope: Scope): number {
  refuseBounded(rows);
  write(expectedFile(scope), rows.map(toExpected));
  if (runsAreRecorded(scope)) write(RUNS_FILE, rows.map(toRuns));
  return EXIT.asExpected;
}

/** The same for the variants of registered systems, a file a system. */
export function writeExpectedVariants(results: readonly VariantResult[]): number {
  refuseBounded(results);
  for (const system of new Set(results.map((result) => result.system))) {
    write(systemFile(system), results.filter((result) => result.system === system).map(toExpectedVariant));
  }
  return EXIT.asExpected;
}

function refuseBounded(results: readonly { readonly bounded: boolean }[]): void {
  if (results.some(({ bounded }) => bounded))
    throw new InputError('a bounded search is nothing to expect: nothing was written');
}

function write(file: URL, rows: readonly object[]): void {
  writeWhole(fileURLToPath(file), `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
  console.log(`${rows.length} rows written to ${file.pathname}`);
}
