import { InputError } from '../files/input.ts';
import { type CheckedSystem, SYSTEMS } from '../htcondor/systems.ts';
import type { Results } from '../verify/pool.ts';
import { verifyVariants } from '../verify/pool.ts';
import { systemCalled, variantCalled } from '../verify/system-called.ts';
import { rowsOf, systemFile, variantDifferences } from '../verify/systems.ts';
import type { VariantRow } from '../verify/row.ts';
import type { Bounds, VariantResult } from '../verify/variant.ts';
import { countCell, searchText, verdictCell, witnessText } from './matrix.ts';
import { progress, progressDone, style, table } from './terminal.ts';
import { EXIT } from './usage.ts';
import { writeExpectedVariants } from './write-expected.ts';

interface Options extends Bounds {
  readonly variant?: string;
  readonly format: 'text' | 'json' | 'junit';
  readonly json?: boolean;
  readonly writeExpected?: boolean;
}

/** Explores the variants of one registered system, or of all, and holds the verdicts against the expected ones. */
export async function verifySystems(name: string, options: Options): Promise<number> {
  const systems = name === 'all' ? SYSTEMS : [systemCalled(name)];
  const rows = rowsWanted(systems, options);
  const { maxStates, maxMemory, engine } = options;
  const bounds = { ...(maxStates && { maxStates }), ...(maxMemory && { maxMemory }), ...(engine && { engine }) };
  const results = await verifyVariants(rows, bounds, (done) => progress(`${done} of ${rows.length} variants explored`));
  progressDone();
  if (options.writeExpected) return writeExpectedVariants(results.rows);
  const wrong = variantDifferences(results.rows);
  if (options.json || options.format === 'json') console.log(JSON.stringify(report(results, bounds, wrong)));
  else if (options.format === 'junit') process.stdout.write(await junit(results.rows));
  else console.log(text(systems, results, wrong));
  if (results.interrupted) return EXIT.interrupted;
  return wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
}

function rowsWanted(systems: readonly CheckedSystem[], { variant, writeExpected }: Options): VariantRow[] {
  if (variant === undefined) return systems.flatMap(rowsOf);
  if (writeExpected) throw new InputError('--write-expected records all variants of a system: leave out --variant');
  const [system, ...others] = systems;
  if (!system || others.length > 0) throw new InputError('--variant goes with one --system');
  return [{ system: system.name, variant: variantCalled(system, variant).id }];
}

function report(results: Results<VariantResult>, bounds: Bounds, wrong: readonly string[]) {
  return {
    bounds: { maxStates: bounds.maxStates ?? null, maxMemory: bounds.maxMemory ?? null },
    interrupted: results.interrupted,
    results: results.rows,
    asExpected: wrong.length === 0,
    differences: wrong,
  };
}

async function junit(rows: readonly VariantResult[]): Promise<string> {
  const [{ junitXml }, { variantSuites }] = await Promise.all([
    import('../traces/formats/junit.ts'),
    import('../verify/suites.ts'),
  ]);
  return junitXml('claimcheck verify', variantSuites(rows));
}

function text(systems: readonly CheckedSystem[], results: Results<VariantResult>, wrong: readonly string[]): string {
  const explored = systems.map((system) => ({
    system,
    rows: results.rows.filter((row) => row.system === system.name),
  }));
  const parts = [
    ...(results.interrupted ? [style.yellow('Interrupted: what was known by then.')] : []),
    ...explored.filter(({ rows }) => rows.length > 0).flatMap(({ system, rows }) => systemText(system, rows)),
    searchText(results.rows.map((row) => ({ ...row, name: `${row.system} ${row.variant}` }))),
    wrong.length > 0
      ? style.red(`${wrong.length} differences from ${filesText(systems)}:\n  ${wrong.join('\n  ')}`)
      : style.green('All verdicts, counts and trace lengths are as expected.'),
  ];
  return parts.join('\n\n');
}

const filesText = (systems: readonly CheckedSystem[]): string =>
  systems.map(({ name }) => systemFile(name).pathname.split('/').slice(-4).join('/')).join(', ');

/** A table of the verdicts, a line a variant: variants need not all have the same properties. */
function systemText({ name, sentence }: CheckedSystem, rows: readonly VariantResult[]): string[] {
  const ids = [...new Set(rows.flatMap(({ properties }) => properties.map(({ id }) => id)))];
  const counts = ['states', 'transitions', 'depth'] as const;
  const heading = [
    { text: name, paint: style.bold },
    ...ids.map((id) => ({ text: id, paint: style.bold })),
    ...counts.map((what) => ({ text: what, paint: style.dim, right: true })),
  ];
  const lines = rows.map((row) => [
    { text: row.variant, paint: style.bold },
    ...ids.map((id) => {
      const result = row.properties.find((property) => property.id === id);
      return result ? verdictCell(result) : { text: '–', paint: style.dim };
    }),
    ...counts.map((what) => countCell(row, what)),
  ]);
  return [sentence, table([heading, ...lines]), witnessText(rows)];
}
