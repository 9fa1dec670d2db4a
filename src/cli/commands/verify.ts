import { type Command, Option } from 'commander';
import { keyOf, rowsOf, systemCalled } from '../../checker/study/rows.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import { METHODS, type Method } from '../../checker/verify.ts';
import { InputError } from '../../files/input.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { type Results, searchRows } from '../../verify/pool.ts';
import { differences, nameOf, Records, toExpected } from '../../verify/records.ts';
import { runDifferences, toRuns } from '../../verify/runs.ts';
import type { RowResult, Scope } from '../../verify/search-row.ts';
import { isBounded, warningsOf } from '../../verify/whole.ts';
import { leaveCtrlCToOthers } from '../process/ctrl-c.ts';
import { EXIT, parseCount, parseMemory, parseWord } from '../parse.ts';
import { type Asked, askedOf, rowOfVariant, systemAsked, valuesAsked, withStudyOptions } from '../study-options.ts';
import { keepTelling } from '../terminal.ts';
import { jsonReport, junitReport } from '../verdicts/report.ts';
import { type Shown, verifyText } from '../verdicts/text.ts';

const FORMATS = ['text', 'json', 'junit'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly engine?: Method;
  readonly format: Format;
  readonly json?: boolean;
  readonly writeExpected?: boolean;
  readonly verbose?: boolean;
  readonly cache: boolean;
  readonly workers?: number;
}

export function addVerify(program: Command, loaded: LoadedStudy): void {
  withStudyOptions(
    program
      .command('verify')
      .description('search every variant of a system exhaustively, and compare the verdicts with the expected ones'),
    loaded.study,
    '; or all',
  )
    .option('--engine <method>', `use this search method: ${METHODS.join(', ')}`, parseWord(METHODS))
    .option(
      '--max-memory <amount>',
      'end a search whose states need this much memory (default: a quarter of all memory)',
      parseMemory,
    )
    .option('--max-states <n>', 'end a search at this many states; its verdicts are then "bounded"', parseCount(1))
    .option(
      '--format <format>',
      `${FORMATS.join(', ')}: for people, programs, build servers`,
      parseWord(FORMATS),
      'text',
    )
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .option(
      '--workers <n>',
      'threads that work on one search, once it is large (default: the processors that no other row needs); the result is the same',
      parseCount(1, 64),
    )
    .option('--no-cache', 'ask XState for every transition, and keep no answers for the next time')
    .option('--verbose', 'each verdict and count separately, the witnesses, and the states that nothing reaches')
    .option('--write-expected', 'record the results as the expected ones (review the diff)')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck verify --system all\n\nExit code: 0 all verdicts as expected, 1 a difference, or a violation where nothing is on record, 2 invalid usage, 3 a search ended early and found nothing else than expected.',
    )
    .action(async (options: Options) => {
      process.exitCode = await new Verification(loaded, await Records.open(loaded), options).run();
    });
}

/** One call of `verify`. */
class Verification {
  readonly #loaded: LoadedStudy;
  readonly #options: Options;
  readonly #asked: Asked;
  readonly #scope: Scope;
  readonly #records: Records;
  readonly #started = performance.now();

  constructor(loaded: LoadedStudy, records: Records, options: Options & object) {
    const { maxStates, maxMemory, engine } = options;
    this.#loaded = loaded;
    this.#options = options;
    this.#asked = askedOf(loaded.study, options as unknown as Readonly<Record<string, unknown>>);
    const { faults } = this.#asked;
    this.#scope = {
      ...(faults && { faults }),
      ...(maxStates && { maxStates }),
      ...(maxMemory && { maxMemory }),
      ...(engine && { engine }),
    };
    this.#records = records;
  }

  async run(): Promise<number> {
    const systems = this.#systems();
    const rows = systems.flatMap((system) => this.#rowsOf(system));
    if (!this.#options.writeExpected) this.#records.load(rows, this.#scope);
    const results = await this.#searched(rows);
    for (const warning of warningsOf(results.rows)) console.error(`warning: ${warning}`);
    if (this.#options.writeExpected) return this.#write(results.rows);
    const recorded = results.rows.filter((row) => this.#isCompared(row));
    const wrong = [
      ...differences(this.#records, recorded, this.#scope),
      ...runDifferences(this.#records, recorded, this.#scope),
    ];
    const violations = this.#violations(results.rows.filter((row) => !recorded.includes(row)));
    await this.#print({ systems, rows, results, recorded, wrong, violations });
    if (results.interrupted) return EXIT.interrupted;
    if (wrong.length + violations.length > 0) return EXIT.finding;
    return isBounded(results.rows) ? EXIT.undecided : EXIT.asExpected;
  }

  /** Searches rows, and tells meanwhile how many are done. */
  async #searched(rows: readonly Row[]): Promise<Results> {
    let done = 0;
    const stop = keepTelling((seconds) => `searching: ${done} of ${rows.length} variants done, ${seconds} s`);
    try {
      const onRow = (some: number) => {
        done = some;
      };
      const searching = searchRows(this.#loaded, rows, this.#scope, onRow, {
        isCached: this.#options.cache,
        ...(this.#options.workers && { workers: this.#options.workers }),
        coverage: this.#options.verbose === true || this.#isJson,
      });
      leaveCtrlCToOthers();
      return await searching;
    } finally {
      stop();
    }
  }

  get #isJson(): boolean {
    return this.#options.json === true || this.#options.format === 'json';
  }

  async #print(found: Pick<Shown, 'systems' | 'rows' | 'results' | 'recorded' | 'wrong' | 'violations'>) {
    const { format, verbose = false } = this.#options;
    const searches = { ...found, loaded: this.#loaded, records: this.#records, scope: this.#scope };
    if (this.#isJson) console.log(JSON.stringify(jsonReport(searches)));
    else if (format === 'junit') process.stdout.write(await junitReport(searches));
    else {
      const seconds = (performance.now() - this.#started) / 1000;
      const chosen = [...this.#asked.chosen.keys()];
      console.log(verifyText({ ...searches, chosen, isVerbose: verbose, seconds }));
    }
  }

  /** A system that is asked for by name, all that are searched together, or the one that the study's story is about. */
  #systems(): readonly SystemEntry[] {
    const { study } = this.#loaded;
    const further = study.systems.filter(({ searched }) => searched === undefined);
    if (this.#asked.system === 'all') {
      if (this.#asked.variant !== undefined) throw new InputError('--variant goes with one --system');
      if (this.#asked.chosen.size > 0)
        throw new InputError(`--${[...this.#asked.chosen.keys()][0]} goes with one --system`);
      return further;
    }
    const asked = systemAsked(study, this.#asked);
    if (asked) return [asked];
    if (study.story) return [systemCalled(study, study.story.system)];
    return this.#asked.chosen.size > 0 ? further.slice(0, 1) : further;
  }

  #rowsOf(system: SystemEntry): Row[] {
    const { variant, chosen } = this.#asked;
    if (this.#options.writeExpected && (variant !== undefined || this.#isPart(system)))
      throw new InputError('--write-expected records all rows of a system: choose none of them');
    if (variant === undefined) return rowsOf(system, valuesAsked(system, chosen));
    if (chosen.size > 0) throw new InputError('give a --variant, or choose on its axes');
    return [rowOfVariant(system, variant)];
  }

  /** Whether fewer rows are asked for than there are on record. */
  #isPart(system: SystemEntry): boolean {
    return rowsOf(system, valuesAsked(system, this.#asked.chosen)).length < rowsOf(system).length;
  }

  /** Whether a row is compared with what is on record: nothing on record of a row that is always searched is a difference. */
  #isCompared(row: Row): boolean {
    const system = systemCalled(this.#loaded.study, row.system);
    if (system.cases && row.variant === undefined) return false;
    if (this.#records.hasFile(row, this.#scope)) return true;
    const isUsual = !this.#scope.faults && rowsOf(system).some((one) => keyOf(one) === keyOf(row));
    return isUsual && this.#loaded.study.records !== undefined;
  }

  /** What is violated where nothing is on record: no difference, and still a finding. */
  #violations(rows: readonly RowResult[]): string[] {
    return rows.flatMap((row) =>
      [row, ...Object.values(row.beside).flatMap((one) => (one && 'by' in one ? Object.values(one.rows) : []))]
        .flatMap(({ properties }) => properties)
        .filter(({ verdict }) => verdict === 'violated')
        .map(({ id }) => `${nameOf(this.#records, row, this.#scope)}: ${id} is violated`),
    );
  }

  #write(results: readonly RowResult[]): number {
    if (results.some(({ bounded }) => bounded))
      throw new InputError('the results of a bounded search cannot be recorded as expected: nothing was written');
    const files = new Map<string, object[]>();
    const add = (file: string, row: object) => files.set(file, [...(files.get(file) ?? []), row]);
    for (const result of results) {
      const place = this.#records.place(result, this.#scope);
      if (!place) throw new InputError(`${result.system}: nothing is recorded of this variant`);
      add(place.file, toExpected(result, place.key));
      if (place.runs !== undefined) add(place.runs, toRuns(result, place.key));
    }
    for (const [file, rows] of files) this.#records.write(file, rows);
    return EXIT.asExpected;
  }
}
