import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { replayLive } from '../../checker/replay/live-actors.ts';
import { type NamedChoice, runNamed } from '../../checker/replay/named-run.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { machinesOf } from '../../checker/study/machines.ts';
import { Models } from '../../checker/study/models.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import { InputError } from '../../files/input.ts';
import type { MutantResult } from '../../mutation/fate.ts';
import { type KillMatrix, killMatrix } from '../../mutation/matrix.ts';
import { mutantsOf } from '../../mutation/mutants.ts';
import { oracleOf } from '../../mutation/oracle.ts';
import { type TraceFile, traceFile } from '../../traces/formats/trace-json.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { type RowResult, verdictText } from '../../verify/search-row.ts';
import { shardFile } from './folder.ts';
import type { Coverage, Found } from './piece.ts';
import { type Plan, piecesOf, shardOf } from './plan.ts';
import { readShard } from './shard-file.ts';
import { union } from './shard.ts';

/** What random runs found in a row. */
export interface FuzzedRow extends Row {
  readonly runs: number;
  /** By property: how many of the runs violate it, and how long the shortest is after shrinking. */
  readonly violated: Readonly<Record<string, { readonly times: number; readonly shortest: number }>>;
}

/** What a search found in a row. */
export interface SearchedRow extends Row, Pick<RowResult, 'states' | 'transitions' | 'depth' | 'end'> {
  /** `violated 9`, by property. */
  readonly verdicts: Readonly<Record<string, string>>;
}

/** All that a campaign found: the same into however many shards it was cut, on whatever machines. */
export interface Merged extends Pick<Plan, 'study' | 'work' | 'faults' | 'maxStates' | 'seed' | 'runs'> {
  readonly format: 'claimcheck-campaign-result';
  readonly version: 1;
  readonly fuzzed?: readonly FuzzedRow[];
  readonly searched?: readonly SearchedRow[];
  /** By property: the shortest run that violates it; the first row has it, if several have one as short. */
  readonly counterexamples: Readonly<Record<string, TraceFile>>;
  readonly coverage?: { readonly declared: number; readonly reached: number; readonly unreached: readonly string[] };
  readonly matrix?: KillMatrix;
}

/** A run that violates a property of a row. */
interface Shown {
  readonly property: string;
  /** How many random runs do. */
  readonly times?: number;
  readonly row: Row;
  readonly run: readonly NamedChoice[];
}

/**
 * Puts together what the shards found.
 *
 * @throws {InputError} if a shard is missing or not complete, or a file is of another campaign
 */
export async function merge(loaded: LoadedStudy, plan: Plan, folder: string): Promise<Merged> {
  const { found, coverage } = collected(plan, folder);
  const { study, work, faults, maxStates, seed, runs } = plan;
  const frame = {
    format: 'claimcheck-campaign-result',
    version: 1,
    study,
    work,
    ...(faults && { faults }),
    ...(maxStates !== undefined && { maxStates }),
  } as const;
  if (work === 'mutants') {
    const results = await withOracle(
      loaded,
      found.flatMap(({ mutants = [] }) => mutants),
    );
    return { ...frame, counterexamples: {}, matrix: killMatrix(results) };
  }
  const models = new Models(loaded.study);
  const covered = coverageText(coverage);
  if (work === 'rows') {
    const rows = found.flatMap(({ row }) => row ?? []);
    const shown = found.flatMap(({ row, violations = [] }) => (row ? violations.map((one) => ({ ...one, row })) : []));
    return { ...frame, searched: rows.map(searchedRow), counterexamples: shortest(models, shown), coverage: covered };
  }
  const violations = piecesOf(plan).flatMap((piece, i) =>
    (found[i]?.violations ?? []).map((violation) => ({
      ...violation,
      row: plan.rows[(piece as { readonly row: number }).row] as Row,
    })),
  );
  const fuzzed = plan.rows.map((row) => fuzzedRow(row, runs ?? 0, violations));
  return {
    ...frame,
    ...(seed !== undefined && { seed }),
    ...(runs !== undefined && { runs }),
    fuzzed,
    counterexamples: shortest(models, violations),
    coverage: covered,
  };
}

/** Whether something was found that is wrong: a violation, or a mutant that nothing notices. */
export const isFinding = ({ counterexamples, searched = [], matrix = {} }: Merged): boolean =>
  Object.keys(counterexamples).length > 0 ||
  searched.some(({ verdicts }) => Object.values(verdicts).some((text) => text.startsWith('violated'))) ||
  Object.values(matrix).some(({ survive }) => survive > 0);

/** Whether a search ended early, so that something is open. */
export const isOpen = ({ searched = [] }: Merged): boolean =>
  searched.some(({ end, verdicts }) => end !== 'exhausted' || Object.values(verdicts).includes('bounded'));

/** What every piece found, in their order, once all are there. */
function collected(plan: Plan, folder: string): { readonly found: readonly Found[]; readonly coverage: Coverage } {
  const found: Found[] = [];
  const missing: number[] = [];
  let coverage: Coverage = { declared: [], reached: [] };
  for (let shard = 0; shard < plan.shards; shard++) {
    const file = join(folder, shardFile(shard));
    const content = existsSync(file) ? readShard(file, plan, shard) : null;
    for (const { piece, found: one } of content?.done ?? []) found[piece] = one;
    const left = piecesOf(plan).some((_, i) => shardOf(i, plan) === shard && found[i] === undefined);
    if (left) missing.push(shard);
    if (content) coverage = union(coverage, content.coverage);
  }
  if (missing.length > 0)
    throw new InputError(
      `${folder}: ${missing.length} of ${plan.shards} shards are not done (${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ', …' : ''}): run them first`,
    );
  return { found, coverage };
}

/** What no search tells is asked of what the study knows by measurement. */
async function withOracle(loaded: LoadedStudy, results: readonly MutantResult[]): Promise<MutantResult[]> {
  const oracle = await oracleOf(loaded);
  const machines = [...machinesOf(new Models(loaded.study)).values()];
  const mutants = new Map(
    machines.flatMap((machine) => mutantsOf(machine).map((mutant) => [mutant.id, { machine, mutant }] as const)),
  );
  return results.map((result) => {
    if (!oracle || (result.fate === 'killed' && result.evidence !== 'counts')) return result;
    const known = mutants.get(result.id);
    if (!known || !oracle.tells(known.machine, known.mutant.make())) return result;
    return { ...result, fate: 'killed', evidence: 'measured', trial: null, by: [] };
  });
}

const searchesOf = (row: RowResult) => [
  row,
  ...Object.values(row.beside).flatMap((one) => (one && 'by' in one ? Object.values(one.rows) : [])),
];

function searchedRow(row: RowResult): SearchedRow {
  const { system, variant, choices, states, transitions, depth, end } = row;
  const results = searchesOf(row).flatMap(({ properties, witnesses }) => [...properties, ...witnesses]);
  return {
    system,
    ...(variant !== undefined && { variant }),
    choices,
    states,
    transitions,
    depth,
    end,
    verdicts: Object.fromEntries(results.map((one) => [one.id, verdictText(one)])),
  };
}

function fuzzedRow(row: Row, runs: number, all: readonly Shown[]): FuzzedRow {
  const own = all.filter((one) => one.row === row);
  const properties = [...new Set(own.map(({ property }) => property))].toSorted();
  const violated = (property: string) => {
    const found = own.filter((one) => one.property === property);
    const times = found.reduce((sum, one) => sum + (one.times ?? 0), 0);
    return { times, shortest: found.reduce((least, { run }) => Math.min(least, run.length), Infinity) };
  };
  return {
    ...row,
    runs,
    violated: Object.fromEntries(properties.map((id) => [id, violated(id)])),
  };
}

/** The shortest run of each property, as a trace that live actors have confirmed. */
function shortest(models: Models, all: readonly Shown[]): Record<string, TraceFile> {
  const best = new Map<string, Shown>();
  for (const one of all) {
    const before = best.get(one.property);
    if (!before || one.run.length < before.run.length) best.set(one.property, one);
  }
  return Object.fromEntries(
    [...best.values()]
      .toSorted((a, b) => a.property.localeCompare(b.property))
      .map(({ property, row, run }) => {
        const { composition } = models.model(row);
        const choices = runNamed(composition, run).filter((one) => one !== undefined);
        if (choices.length < run.length)
          throw new InputError(`a run of ${property} has a step that is none of ${row.system}`);
        const trace = traceOf(composition, choices);
        const difference = replayLive(composition, trace);
        if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
        return [property, traceFile(composition, trace, row, property)];
      }),
  );
}

function coverageText({ declared, reached }: Coverage) {
  const known = new Set(reached);
  return {
    declared: declared.length,
    reached: reached.length,
    unreached: declared.filter((state) => !known.has(state)),
  };
}
