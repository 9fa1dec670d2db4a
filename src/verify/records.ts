import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GenericSchema, InferOutput } from 'valibot';
import { rowAxes } from '../checker/study/rows.ts';
import type { RecordPlace, Row } from '../checker/study/system-entry.ts';
import { systemCalled } from '../checker/study/rows.ts';
import { escaped, InputError, readJson } from '../files/input.ts';
import { inFileName, inFolder } from '../files/name.ts';
import { writeWhole } from '../files/output.ts';
import type { LoadedStudy } from './load-study.ts';
import { type Counts, type RowResult, type Scope, type Searched, verdictText } from './search-row.ts';

/** What is expected of one search. */
export interface ExpectedSearch {
  /** A decimal string where it is too large for a number. */
  readonly states: number | string;
  readonly transitions: number | string;
  readonly depth: number;
  /** Per property: the verdict and, where there is a shortest run, its length: `violated 9`. */
  readonly verdicts: Readonly<Record<string, string>>;
}

/**
 * What is expected of one row: a line of a file of records, so that a changed number is a changed line. Beside the search's own fields it
 * has those that tell the row from others, and what is found beside it: counts, or searches by name.
 */
export interface ExpectedRow extends ExpectedSearch {
  readonly [field: string]: unknown;
}

/**
 * The shortest runs of one row, as indices of choices, by property; a property without one is not there. The explorer's page has them in
 * it: it need not search before it shows a counterexample.
 */
export interface RunsRow {
  readonly [axis: string]: unknown;
  readonly runs: Readonly<Record<string, readonly number[]>>;
}

type Schemas = typeof import('./record-schema.ts');

/** Where what is expected of rows of a study is kept. */
export class Records {
  readonly #loaded: LoadedStudy;
  readonly #schemas: Schemas;
  readonly #files = new Map<string, unknown>();

  constructor(loaded: LoadedStudy, schemas: Schemas) {
    this.#loaded = loaded;
    this.#schemas = schemas;
  }

  /** The records of a study. What they must look like is loaded with them, and not by whoever only asks for help. */
  static async open(loaded: LoadedStudy): Promise<Records> {
    return new Records(loaded, await import('./record-schema.ts'));
  }

  /** Where what is expected of a row is kept; null where nothing is. */
  place(row: Row, { faults = this.#loaded.study.faults }: Scope = {}): RecordPlace | null {
    const { study } = this.#loaded;
    if (study.records === undefined) return null;
    const system = systemCalled(study, row.system);
    if (system.record) return system.record(row.choices, faults);
    if (faults.length < study.faults.length) return null;
    const key = row.variant === undefined ? keyAlong(rowAxes(system), row) : { variant: row.variant };
    return key && { file: `expected/systems/${inFileName(row.system)}.json`, key };
  }

  /** What is expected of a row; undefined if nothing is on record. */
  expected(row: Row, scope: Scope = {}): ExpectedRow | undefined {
    const place = this.place(row, scope);
    return place ? this.rows(place.file)?.find((one) => matches(one, place.key)) : undefined;
  }

  /** Whether anything is on record where a row's expectations would be. */
  hasFile(row: Row, scope: Scope = {}): boolean {
    const place = this.place(row, scope);
    return place !== null && this.rows(place.file) !== null;
  }

  /** Reads what is on record of rows, so that a bad file is told before a long search and not after it. */
  load(rows: readonly Row[], scope: Scope): void {
    for (const row of rows) {
      const place = this.place(row, scope);
      if (place) this.rows(place.file);
      if (place?.runs !== undefined) this.runs(place.runs);
    }
  }

  /** The rows of a file of records; null if there is none. @throws {InputError} if they are not as they were written */
  rows(file: string): readonly ExpectedRow[] | null {
    return this.#read(file, this.#schemas.EXPECTED_ROWS);
  }

  /** The rows of a file of shortest runs; null if there is none. */
  runs(file: string): readonly RunsRow[] | null {
    return this.#read(file, this.#schemas.RUN_ROWS);
  }

  /** Why states are reached by no row, by their names. */
  unreached(): Readonly<Record<string, string>> | null {
    return this.#read('unreached.json', this.#schemas.REASONS);
  }

  #read<S extends GenericSchema>(file: string, schema: S): InferOutput<S> | null {
    const url = this.url(file);
    if (!this.#files.has(file)) this.#files.set(file, existsSync(url) ? readJson(url, schema) : null);
    return this.#files.get(file) as InferOutput<S> | null;
  }

  /** Writes rows, a line each: what changed is then the difference that a reviewer reads. Folders that are missing are made. */
  write(file: string, rows: readonly object[]): void {
    const path = fileURLToPath(this.url(file));
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw new InputError(`${escaped(path)}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
    writeWhole(path, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
    console.log(`${rows.length} rows written to ${this.name(file)}`);
  }

  /** A file of records as people call it: from the folder of the configuration. */
  name(file: string): string {
    return inFolder(this.#loaded.study.records ?? '', file);
  }

  url(file: string): URL {
    return pathToFileURL(resolve(fileURLToPath(this.#loaded.root), this.name(file)));
  }
}

/** What tells a row from others along the axes of a record; null if it differs elsewhere from what is recorded. */
function keyAlong(axes: readonly string[], { choices }: Row) {
  return Object.fromEntries(axes.map((axis) => [axis, choices[axis] as string]));
}

const matches = (row: ExpectedRow, key: RecordPlace['key']): boolean =>
  Object.entries(key).every(([field, value]) => row[field] === value);

/** A row's result in the form in which expectations are kept. */
export function toExpected(result: RowResult, key: RecordPlace['key']): ExpectedRow {
  const { verdicts, ...numbers } = expectedSearch(result);
  const beside = Object.entries(result.beside).flatMap(([name, one]) => (one ? [[name, one] as const] : []));
  const joined = beside.flatMap(([name, one]) => ('by' in one ? [] : [[name, sizeOf(one)] as const]));
  const groups = beside.flatMap(([name, one]) =>
    'by' in one && Object.keys(one.rows).length > 0 ? [[name, expectedSearches(one.rows)] as const] : [],
  );
  return { ...key, ...numbers, ...Object.fromEntries(joined), verdicts, ...Object.fromEntries(groups) };
}

const sizeOf = ({ states, transitions, depth }: Counts) => [states, transitions, depth] as const;

const expectedSearches = (rows: Readonly<Record<string, Searched>>) =>
  Object.fromEntries(Object.entries(rows).map(([value, one]) => [value, expectedSearch(one)]));

function expectedSearch({ states, transitions, depth, properties, witnesses }: Searched): ExpectedSearch {
  const verdicts = [...properties, ...witnesses].map((one) => [one.id, verdictText(one)]);
  return { states, transitions, depth, verdicts: Object.fromEntries(verdicts) };
}

/** One fact that a search has found, or that is expected of it. */
export interface Fact {
  readonly name: string;
  readonly is: string;
  /** A search that hit a bound leaves it open. */
  readonly isOpen: boolean;
}

/** All that a row's search has found, by name. */
export function factsOf(result: RowResult): Fact[] {
  const beside = Object.entries(result.beside).flatMap(([name, one]) => {
    if (one === null) return [];
    if (!('by' in one)) return [{ name, is: String(sizeOf(one)), isOpen: one.bounded }];
    return Object.entries(one.rows).flatMap(([value, search]) =>
      factsOfSearch(search).map((fact) => ({ ...fact, name: `${one.by} ${value}: ${fact.name}` })),
    );
  });
  return [...factsOfSearch(result), ...beside];
}

function factsOfSearch(search: Searched): Fact[] {
  const { verdicts, ...numbers } = expectedSearch(search);
  return [
    ...Object.entries(numbers).map(([name, is]) => ({ name, is: String(is), isOpen: search.bounded })),
    ...Object.entries(verdicts).map(([name, is]) => ({ name, is, isOpen: is === 'bounded' })),
  ];
}

/** All that is expected of a row, by name. */
export function expectedFacts(row: ExpectedRow, { beside }: RowResult, key: RecordPlace['key']): Map<string, string> {
  const facts = Object.entries(row).flatMap(([name, value]): [string, string][] => {
    if (name in key) return [];
    if (name === 'verdicts' || typeof value !== 'object' || value === null) return factsIn(name, value);
    if (Array.isArray(value)) return [[name, String(value)]];
    const group = beside[name];
    const by = group && 'by' in group ? group.by : name;
    return Object.entries(value).flatMap(([one, search]) =>
      Object.entries(search as ExpectedSearch).flatMap(([field, is]) =>
        factsIn(field, is).map(([fact, text]): [string, string] => [`${by} ${one}: ${fact}`, text]),
      ),
    );
  });
  return new Map(facts);
}

const factsIn = (name: string, value: unknown): [string, string][] =>
  name === 'verdicts' ? Object.entries(value as Record<string, string>) : [[name, String(value)]];

/** Every difference between what was found and what is expected, a sentence each; that nothing is expected is one. */
export function differences(records: Records, results: readonly RowResult[], scope: Scope): string[] {
  return results.flatMap((result) => {
    const name = nameOf(records, result, scope);
    const place = records.place(result, scope);
    const expected = records.expected(result, scope);
    if (!place || !expected) return [`${name}: nothing is expected of this row`];
    const wanted = expectedFacts(expected, result, place.key);
    const found = new Map(factsOf(result).map((fact) => [fact.name, fact]));
    return [...new Set([...found.keys(), ...wanted.keys()])].flatMap((fact) => {
      const { is = 'missing', isOpen = result.bounded } = found.get(fact) ?? {};
      const expectedValue = wanted.get(fact) ?? 'nothing';
      return isOpen || is === expectedValue ? [] : [`${name}: ${fact} is ${is}, expected ${expectedValue}`];
    });
  });
}

/** What a row is called in its file of records: `auth 0000`, `reply head-raw`. */
export function nameOf(records: Records, row: Row, scope: Scope = {}): string {
  if (row.variant !== undefined) return `${row.system} ${row.variant}`;
  const key = records.place(row, scope)?.key ?? row.choices;
  return Object.values(key).join(' ') || row.system;
}
