import type { Command } from 'commander';
import { ALL_SUBSETS, FAULTS, type Revision, REVISIONS } from '../../machines/vocabulary.ts';
import { METHODS, type Method } from '../checker/verify.ts';
import { InputError } from '../files/input.ts';
import { SYSTEMS } from '../htcondor/systems.ts';
import { differences, expectedFile, expectedRows, toExpected } from '../verify/expected.ts';
import { type Results, verifyRows } from '../verify/pool.ts';
import { runDifferences } from '../verify/runs.ts';
import { type Environment, ENVIRONMENTS, PATHS_OF, type Row } from '../verify/row.ts';
import type { Scope } from '../verify/variant.ts';
import { matrix, searchText, unreached } from './matrix.ts';
import { progress, progressDone, style } from './terminal.ts';
import { ticketStory } from './trace.ts';
import { EXIT, parseCount, parseFaults, parseFixes, parseMemory, parseWord, pathOf } from './usage.ts';
import { verifySystems } from './verify-systems.ts';
import { writeExpected } from './write-expected.ts';

const FORMATS = ['text', 'json', 'junit'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  readonly fixes?: string;
  readonly path?: string;
  readonly environment: Environment;
  readonly revision: Revision;
  readonly faults: string[];
  readonly claims: number;
  readonly rounds?: number;
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly engine?: Method;
  readonly format: Format;
  readonly json?: boolean;
  readonly writeExpected?: boolean;
  readonly system?: string;
  readonly variant?: string;
}

/** Options that ask for a part of the keep-alive's matrix. */
const OF_THE_KEEP_ALIVE = ['fixes', 'path', 'environment', 'revision', 'faults', 'claims', 'rounds'];

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('explore every subset of the fixes exhaustively, and hold the verdicts against the expected ones')
    .option(
      '--fixes <subset>',
      'one row: none, all, four bits (27894 27895 27896 27897), or check-ins with commas',
      parseFixes,
    )
    .option(
      '--path <path>',
      'one path only: auth (a security session, the ticket) or raw; of a peer auth, auth-encrypted, raw-1msg or raw-2msg',
    )
    .option('--system <name>', `a further system, or all: ${SYSTEMS.map(({ name }) => name).join(', ')}`)
    .option('--variant <id>', 'of that system this variant only')
    .option('--environment <who>', 'who may misbehave: network, or peer', parseWord(ENVIRONMENTS), 'network')
    .option(
      '--revision <revision>',
      `how the schedd reads from a peer: ${REVISIONS.join(', ')}`,
      parseWord(REVISIONS),
      '2011',
    )
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [...FAULTS])
    .option(
      '--claims <n>',
      'how many claims there are on the one schedd; if several, with a connection each',
      parseCount(1),
      1,
    )
    .option('--rounds <n>', 'look at this many keep-alives of each claim only', parseCount(1))
    .option('--engine <method>', `explore by this method: ${METHODS.join(', ')}`, parseWord(METHODS))
    .option(
      '--max-memory <amount>',
      'give up a search whose states take this much (default: a quarter of what there is)',
      parseMemory,
    )
    .option('--max-states <n>', 'give up a search at this many states; its verdicts are then "bounded"', parseCount(1))
    .option(
      '--format <format>',
      `${FORMATS.join(', ')}: for people, programs, build servers`,
      parseWord(FORMATS),
      'text',
    )
    .option('--json', 'the same as --format json')
    .option('--write-expected', 'record what is found as what is expected from now on (review the difference)')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck verify --fixes 27895,27897 --path auth\n\nExit code: 0 all verdicts as expected, 1 a difference, 2 wrong usage.',
    )
    .action(async (options: Options, command: Command) => {
      if (options.system === undefined) {
        if (options.variant) throw new InputError('--variant goes with --system');
        process.exitCode = await verifyCommand(options);
        return;
      }
      const others = OF_THE_KEEP_ALIVE.filter((name) => command.getOptionValueSource(name) === 'cli');
      if (others.length > 0) throw new InputError(`--${others[0]} is of the keep-alive, not of --system`);
      process.exitCode = await verifySystems(options.system, options);
    });
}

async function verifyCommand(options: Options): Promise<number> {
  const started = performance.now();
  const scope = scopeOf(options);
  if (options.writeExpected && (options.fixes || options.path)) {
    throw new InputError('--write-expected records all rows of an environment: leave out --fixes and --path');
  }
  const rows = rowsOf(options);
  const results = await verifyRows(rows, scope, (done) => progress(`${done} of ${rows.length} rows explored`));
  progressDone();
  if (options.writeExpected) return writeExpected(results.rows, scope);
  const wrong = compare(results, scope);
  const isWhole =
    rows.length === 2 * ALL_SUBSETS.length &&
    options.faults.length === FAULTS.length &&
    options.claims === 1 &&
    results.rows.every(({ bounded }) => !bounded);
  const seconds = (performance.now() - started) / 1000;
  if (options.json || options.format === 'json') console.log(JSON.stringify(report(results, scope, wrong)));
  else if (options.format === 'junit') process.stdout.write(await junit(results, scope));
  else console.log(text(results, scope, wrong, isWhole, seconds));
  if (results.interrupted) return EXIT.interrupted;
  return wrong.length > 0 ? EXIT.finding : EXIT.asExpected;
}

function scopeOf({ environment, revision, faults, claims, rounds, engine, maxStates, maxMemory }: Options): Scope {
  if (environment === 'network' && revision !== '2011') {
    throw new InputError(`the network's system is the code of 2011: --revision goes with --environment peer`);
  }
  if (environment === 'peer' && (claims > 1 || rounds)) {
    throw new InputError('a peer sends what it likes: --claims and --rounds go with --environment network');
  }
  const system = { ...(claims > 1 && { claims }), ...(rounds && { rounds }) };
  return {
    environment,
    revision,
    faults,
    ...system,
    ...(engine && { engine }),
    ...(maxStates && { maxStates }),
    ...(maxMemory && { maxMemory }),
  };
}

function rowsOf({ environment, path, fixes }: Options): Row[] {
  const paths = path === undefined ? PATHS_OF[environment] : [pathOf(environment, path)];
  return paths.flatMap((one) => (fixes ? [fixes] : ALL_SUBSETS).map((subset) => ({ fixes: subset, path: one })));
}

/** The differences from what is expected; a bounded search cannot differ in its counts, only in what it has found. */
function compare(results: Results, scope: Scope): string[] {
  const expected = expectedRows(scope);
  if (!expected) return [];
  const exhausted = results.rows.filter(({ bounded }) => !bounded);
  const bounded = results.rows.filter((row) => row.bounded);
  const surprises = bounded.flatMap((row) => {
    const verdicts = expected.find(({ path, fixes }) => path === row.path && fixes === row.fixes)?.verdicts ?? {};
    return Object.entries(toExpected(row).verdicts)
      .filter(([id, verdict]) => verdict !== 'bounded' && verdict !== verdicts[id])
      .map(([id, verdict]) => `${row.path} ${row.fixes}: ${id} is ${verdict}, expected ${verdicts[id] ?? 'nothing'}`);
  });
  return [...differences(exhausted, expected), ...runDifferences(exhausted, scope), ...surprises];
}

function report(results: Results, scope: Scope, wrong: readonly string[]) {
  return {
    environment: { who: scope.environment, revision: scope.revision, faults: scope.faults },
    system: { claims: scope.claims ?? 1, rounds: scope.rounds ?? null },
    bounds: { maxStates: scope.maxStates ?? null, maxMemory: scope.maxMemory ?? null },
    interrupted: results.interrupted,
    results: results.rows,
    asExpected: wrong.length === 0,
    differences: wrong,
    unreached: unreached(results),
  };
}

async function junit({ rows }: Results, scope: Scope): Promise<string> {
  const [{ junitXml }, { rowSuites }] = await Promise.all([
    import('../traces/formats/junit.ts'),
    import('../verify/suites.ts'),
  ]);
  return junitXml('claimcheck verify', rowSuites(rows, scope, expectedRows(scope)));
}

function text(results: Results, scope: Scope, wrong: readonly string[], isWhole: boolean, seconds: number): string {
  const environment = scope.faults.length === 0 ? 'no faults' : `faults: ${scope.faults.join(', ')}`;
  const bound = scope.maxStates ? `; at most about ${scope.maxStates} states a search` : '';
  const claims = scope.claims ? `, ${scope.claims} claims` : '';
  const rounds = scope.rounds ? `, ${scope.rounds} keep-alives each` : '';
  const verdict =
    wrong.length > 0
      ? style.red(
          `${wrong.length} differences from ${expectedFile(scope).pathname.split('/').slice(-3).join('/')}:\n  ${wrong.join('\n  ')}`,
        )
      : expectedRows(scope)
        ? style.green('All verdicts, counts and trace lengths are as expected.')
        : 'Nothing is on record for this environment to compare with.';
  const parts = [
    ...(results.interrupted ? [style.yellow('Interrupted: what was known by then.')] : []),
    `Environment: ${scope.environment}, code of ${scope.revision}, ${environment}${claims}${rounds}${bound}.`,
    ...matrix(results.rows, scope),
    searchText(results.rows.map((row) => ({ ...row, name: `${row.path} ${row.fixes}` }))),
    ...(isWhole ? [unreachedText(results), ticketStory(), furtherSystems()] : []),
    `${verdict}  ${style.dim(`(${seconds.toFixed(1)} s)`)}`,
  ];
  return parts.join('\n\n');
}

function unreachedText(results: Results): string {
  const states = unreached(results);
  if (states.length === 0) return `Every one of the ${results.declared.length} states of the machines is reached.`;
  return `States that no variant reaches:\n${states.map(({ state, reason }) => `  ${state}  (${reason})`).join('\n')}`;
}

function furtherSystems(): string {
  const systems = SYSTEMS.map(({ name, variants }) => `${name} (${variants.length} variants)`).join(', ');
  return `Further systems are checked by 'claimcheck verify --system all': ${systems}.`;
}
