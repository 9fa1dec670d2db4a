/**
 * The tools of the command line for a study, as functions.
 *
 * ```ts
 * import { coverage, loadStudy, mutate } from 'claimcheck/study';
 *
 * const study = await loadStudy('claimcheck.config.ts');
 * console.log(coverage(study), await mutate(study));
 * ```
 */
import { ModelError } from '../checker/errors.ts';
import type { Property } from '../checker/property/property.ts';
import { ownMachinesOf } from '../checker/study/machines.ts';
import { Models } from '../checker/study/models.ts';
import { rowsOf } from '../checker/study/rows.ts';
import type { Composition } from '../checker/system/compose.ts';
import { isWitness } from '../checker/verify.ts';
import { compareVersions, type DiffScope } from '../diff/diff.ts';
import { pairRows } from '../diff/rows.ts';
import { Versions } from '../diff/version.ts';
import type { Coverage } from '../mutation/covered.ts';
import { coverageOfStudy } from '../mutation/coverage-of-study.ts';
import type { MutantResult } from '../mutation/fate.ts';
import { mutantsOf } from '../mutation/mutants.ts';
import { tryMutants } from '../mutation/pool.ts';
import * as spin from '../traces/promela/promela.ts';
import { type LoadedStudy, loadStudy as load } from '../verify/load-study.ts';
import { searchRows } from '../verify/pool.ts';
import type { RowResult, Scope } from '../verify/search-row.ts';
import { checkArguments } from '../checker/words/arguments.ts';

export type { Coverage } from '../mutation/covered.ts';
export type { MutantResult } from '../mutation/fate.ts';
export type { LoadedStudy } from '../verify/load-study.ts';
export type { RowResult, Scope } from '../verify/search-row.ts';

/** Loads the study of a configuration, in TypeScript or JavaScript. @throws {Error} that says what is wrong with it */
export async function loadStudy(config: string): Promise<LoadedStudy> {
  checkArguments('loadStudy', ['text', config]);
  return load(config);
}

/** Searches every variant of every system of a study, on several threads: the verdicts, counts and shortest runs. */
export async function verifyStudy(loaded: LoadedStudy, scope: Scope = {}): Promise<readonly RowResult[]> {
  checkArguments('verifyStudy', ['loaded', loaded], ['options', scope]);
  const rows = loaded.study.systems.flatMap((system) => rowsOf(system));
  return (await searchRows(loaded, rows, scope, () => {})).rows;
}

/** Machine by machine: the transitions that no system takes, and the outcomes of guards that none sees. */
export function coverage(loaded: LoadedStudy): readonly Coverage[] {
  checkArguments('coverage', ['loaded', loaded]);
  return coverageOfStudy(loaded.study);
}

/** Gets the machines of a study wrong, in one place at a time, and says of each mutant what notices it. */
export async function mutate(loaded: LoadedStudy): Promise<readonly MutantResult[]> {
  checkArguments('mutate', ['loaded', loaded]);
  const machines = [...ownMachinesOf(new Models(loaded.study)).values()];
  const ids = machines.flatMap((machine) => mutantsOf(machine)).map(({ id }) => id);
  if (ids.length === 0) throw new ModelError('there is no mutant: nothing would be tried');
  return tryMutants(loaded, ids, () => {});
}

/** A variant in which two versions of a study were compared, and the shortest run that tells them apart. */
export interface Compared {
  readonly system: string;
  readonly variant: string;
  /** What the environment does up to where they differ; null if they are equivalent. */
  readonly run: readonly { readonly component: string; readonly event: object }[] | null;
}

/**
 * Compares a study with another version of itself.
 *
 * @param other a folder with its configuration, or a revision of its git repository
 */
export async function diff(loaded: LoadedStudy, other: string): Promise<readonly Compared[]> {
  checkArguments('diff', ['loaded', loaded], ['text', other]);
  const versions = new Versions(loaded);
  const [one, two] = [await versions.called(other), await versions.present()];
  const scope: DiffScope = { systems: undefined, choices: {}, faults: loaded.study.faults, strict: false };
  const { pairs } = pairRows(one.study, two.study, [loaded.study, two.study, one.study], scope);
  if (pairs.length === 0) throw new ModelError('there is no variant that both have');
  return [...compareVersions(one, two, pairs, scope)].map(({ compositions, difference, system, variant }) => ({
    system,
    variant,
    run: difference && eventsOf(compositions[0], difference.common[0]),
  }));
}

const eventsOf = ({ components }: Composition, run: readonly { component: number; event: object }[]) =>
  run.map(({ component, event }) => ({ component: components[component]?.spec.name as string, event }));

/** The page of `explore` as one HTML file: it walks through the systems of a study, and needs no network. */
export async function explorerPage(loaded: LoadedStudy): Promise<string> {
  checkArguments('explorerPage', ['loaded', loaded]);
  const { explorerHtml } = await import('../pages/explorer/file/bundle.ts');
  return explorerHtml(loaded);
}

/** A system with its properties as a model for Spin, in Promela. Witnesses are left out. */
export function promela(
  composition: Composition,
  properties: readonly Property[],
  faults: readonly string[] = [],
): string {
  checkArguments('promela', ['composition', composition], ['properties', properties], ['texts', faults]);
  const { name } = composition.spec;
  return spin.promela(
    composition,
    properties.filter((one) => !isWitness(one)),
    { faults, title: name },
  );
}
