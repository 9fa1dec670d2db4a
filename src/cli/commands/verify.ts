import type { Command } from 'commander';
import { keyOf, rowOfCase, rowsOf, systemCalled } from '../../checker/study/rows.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import { METHODS, type Method } from '../../checker/verify.ts';
import { InputError } from '../../files/input.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { type Results, searchRows } from '../../verify/pool.ts';
import { differences, nameOf, Records, toExpected } from '../../verify/records.ts';
import { runDifferences, toRuns } from '../../verify/runs.ts';
import type { RowResult, Scope } from '../../verify/search-row.ts';
import { isAsExpected } from '../../verify/whole.ts';
import { matrix, searchText, unreached } from '../matrix.ts';
import { dieOfCtrlC } from '../ctrl-c.ts';
import { EXIT, parseCount, parseMemory, parseWord } from '../parse.ts';
import { type Asked, askedOf, systemAsked, valuesAsked, withStudyOptions } from '../study-options.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { storyText } from './trace.ts';

const FORMATS = ['text', 'json', 'junit'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly engine?: Method;
  readonly format: Format;
  readonly json?: boolean;
  readonly writeExpected?: boolean;
}

export function addVerify(program: Command, loaded: LoadedStudy): void {
  withStudyOptions(
    program
      .command('verify')
      .description('search every variant of a system exhaustively, and compare the verdicts with the expected ones'),
    loaded.study,
    '; or all',
  )
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
      '\nExample:\n  claimcheck verify --system all\n\nExit code: 0 all verdicts as expected, 1 a difference, or a violation where nothing is on record, 2 invalid usage.',
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
    dieOfCtrlC();
    const results = await searchRows(this.#loaded, rows, this.#scope, (done) =>
      progress(`${done} of ${rows.length} rows explored`),
    );
    progressDone();
    if (this.#options.writeExpected) return this.#write(results.rows);
    const recorded = results.rows.filter((row) => this.#isCompared(row));
    const unrecorded = results.rows.filter((row) => !recorded.includes(row));
    const wrong = [
      ...differences(this.#records, recorded, this.#scope),
      ...runDifferences(this.#records, recorded, this.#scope),
    ];
    const violations = this.#violations(unrecorded);
    if (this.#options.json || this.#options.format === 'json')
      console.log(JSON.stringify(this.#report(systems, results, recorded, wrong)));
    else if (this.#options.format === 'junit') process.stdout.write(await this.#junit(results));
    else console.log(this.#text(systems, rows, results, recorded, wrong, violations));
    if (results.interrupted) return EXIT.interrupted;
    return wrong.length + violations.length > 0 ? EXIT.finding : EXIT.asExpected;
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
    return [rowOfCase(system, variant)];
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
      throw new InputError('a bounded search is nothing to expect: nothing was written');
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

  #report(systems: readonly SystemEntry[], results: Results, recorded: readonly RowResult[], wrong: readonly string[]) {
    const { faults, maxStates, maxMemory } = this.#scope;
    const [system] = systems;
    const [row] = results.rows;
    const heading = system?.heading && row ? system.heading(row.choices, faults ?? this.#loaded.study.faults) : {};
    return {
      ...heading,
      bounds: { maxStates: maxStates ?? null, maxMemory: maxMemory ?? null },
      interrupted: results.interrupted,
      results: results.rows.map((result) => this.#rowReport(result)),
      asExpected: isAsExpected(results, recorded, wrong),
      differences: wrong,
      unreached: unreached(results, this.#records),
    };
  }

  /** A row with what tells it from the others, and what was found beside it under its own names. */
  #rowReport(result: RowResult) {
    const { system, variant, choices, beside, ...searched } = result;
    const key = this.#records.place(result, this.#scope)?.key ?? choices;
    const entry = systemCalled(this.#loaded.study, system);
    const name = variant === undefined ? (entry.record ? key : { system, ...key }) : { system, variant };
    const found = Object.entries(beside).map(([what, one]) => [
      what,
      one && 'by' in one ? Object.entries(one.rows).map(([value, search]) => ({ [one.by]: value, ...search })) : one,
    ]);
    return { ...name, ...searched, ...Object.fromEntries(found) };
  }

  async #junit({ rows }: Results): Promise<string> {
    const [{ junitXml }, { rowSuites }] = await Promise.all([
      import('../../verify/junit.ts'),
      import('../../verify/suites.ts'),
    ]);
    return junitXml('claimcheck verify', rowSuites(this.#records, rows, this.#scope));
  }

  #text(
    systems: readonly SystemEntry[],
    rows: readonly Row[],
    results: Results,
    recorded: readonly RowResult[],
    wrong: readonly string[],
    violations: readonly string[],
  ): string {
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    const { study } = this.#loaded;
    const isStory =
      study.story?.system === systems[0]?.name && rows.length === rowsOf(systems[0] as SystemEntry).length;
    const isWhole =
      isStory && !this.#scope.faults && this.#asked.chosen.size === 0 && results.rows.every(({ bounded }) => !bounded);
    const parts = [
      ...(results.interrupted ? [style.yellow('Interrupted: what was known by then.')] : []),
      this.#scopeText(systems, rows),
      ...systems.flatMap((system) => {
        const own = results.rows.filter((row) => row.system === system.name);
        return own.length > 0 ? matrix(system, own) : [];
      }),
      searchText(results.rows.map((row) => ({ ...row, name: nameOf(this.#records, row, this.#scope) }))),
      ...(isWhole ? [this.#unreachedText(results), storyText(study), this.#furtherText()] : []),
      `${this.#verdict(results, recorded, wrong, violations)}  ${style.dim(`(${seconds} s)`)}`,
    ];
    return parts.join('\n\n');
  }

  #scopeText(systems: readonly SystemEntry[], [first]: readonly Row[]): string {
    const faults = this.#scope.faults ?? this.#loaded.study.faults;
    const noun = faults.length === 0 ? 'no faults' : `faults: ${faults.join(', ')}`;
    const bound = this.#scope.maxStates ? `; at most about ${this.#scope.maxStates} states a search` : '';
    const [system] = systems;
    const chosen = [...this.#asked.chosen.keys()].map((axis) => `${axis} ${first?.choices[axis]}`);
    const what = systems.length > 1 || !system ? `${systems.length} systems` : `${system.name}: ${system.sentence}`;
    return `${[what, ...chosen, noun].join('; ')}${bound}.`;
  }

  #verdict(
    results: Results,
    recorded: readonly RowResult[],
    wrong: readonly string[],
    violations: readonly string[],
  ): string {
    if (wrong.length > 0) {
      const places = results.rows.flatMap((row) => this.#records.place(row, this.#scope)?.file ?? []);
      const files = [...new Set(places)].map((file) => this.#records.name(file));
      return style.red(`${wrong.length} differences from ${files.join(', ')}:\n  ${wrong.join('\n  ')}`);
    }
    if (violations.length > 0)
      return style.red(`Nothing is on record to compare with, and:\n  ${violations.join('\n  ')}`);
    if (recorded.length === 0) return 'Nothing is on record for this environment to compare with.';
    if (recorded.length < results.rows.length)
      return style.green(`${recorded.length} of ${results.rows.length} rows are on record, and as expected.`);
    return style.green('All verdicts, counts and trace lengths are as expected.');
  }

  #unreachedText(results: Results): string {
    const states = unreached(results, this.#records);
    if (states.length === 0) return `Every one of the ${results.declared.length} states of the machines is reached.`;
    return `States that no variant reaches:\n${states.map(({ state, reason }) => `  ${state}  (${reason})`).join('\n')}`;
  }

  #furtherText(): string {
    const further = this.#loaded.study.systems.filter(({ searched }) => searched === undefined);
    const systems = further.map((system) => `${system.name} (${rowsOf(system).length} variants)`).join(', ');
    return `Further systems are checked by 'claimcheck verify --system all': ${systems}.`;
  }
}
