import type { JunitCase, JunitSuite } from '../traces/formats/junit.ts';
import {
  type ExpectedRow,
  type ExpectedSearch,
  expectedSearch,
  rowFields,
  searchFields,
  toExpected,
} from './expected.ts';
import { runDifferences, runsAreRecorded } from './runs.ts';
import { expectedVariants } from './systems.ts';
import type { RowResult, Scope, VariantResult } from './variant.ts';

type Fields = ReadonlyMap<string, string>;

/**
 * The rows of a matrix as tests, a suite a row: whether each verdict and each count is what is expected of it.
 *
 * @param expected null if nothing is on record for the scope
 */
export function rowSuites(
  results: readonly RowResult[],
  scope: Scope,
  expected: readonly ExpectedRow[] | null,
): JunitSuite[] {
  return results.map((result) => {
    const row = expected?.find(({ path, fixes }) => path === result.path && fixes === result.fixes);
    const wanted = expected && (row ? rowFields(row) : new Map<string, string>());
    const name = `${scope.environment} ${scope.revision} ${result.path} ${result.fixes}`;
    const cases = casesOf(rowFields(toExpected(result)), wanted, undecided(result));
    return { name, cases: [...cases, ...(expected ? runCases(result, scope) : [])] };
  });
}

/** The variants of registered systems as tests. */
export function variantSuites(
  results: readonly VariantResult[],
  expected: (system: string) => readonly (ExpectedSearch & { readonly variant: string })[] = expectedVariants,
): JunitSuite[] {
  return results.map((result) => {
    const { variant, ...wanted } = expected(result.system).find((one) => one.variant === result.variant) ?? {};
    const fields = new Map(variant === undefined ? [] : searchFields(wanted as ExpectedSearch));
    const found = new Map(searchFields(expectedSearch(result)));
    return { name: `${result.system} ${result.variant}`, cases: casesOf(found, fields, undecided(result)) };
  });
}

/** What a search that hit a bound leaves open: its counts, and every verdict but those that it has reached. */
function undecided({ bounded, properties, witnesses }: RowResult | VariantResult): (key: string) => boolean {
  const decided = [...properties, ...witnesses].filter(({ verdict }) => verdict !== 'bounded');
  const ids = new Set(decided.map(({ id }) => id));
  return (key) => bounded && !ids.has(key);
}

function casesOf(found: Fields, wanted: Fields | null, isOpen: (key: string) => boolean): JunitCase[] {
  return [...new Set([...found.keys(), ...(wanted?.keys() ?? [])])].map((name) => {
    if (!wanted) return { name, skipped: 'nothing is on record for this environment' };
    if (isOpen(name)) return { name, skipped: 'bounded' };
    const [is, expected] = [found.get(name) ?? 'missing', wanted.get(name) ?? 'nothing'];
    return is === expected ? { name } : { name, failure: `is ${is}, expected ${expected}` };
  });
}

/** Whether the shortest runs are those on record. */
function runCases(result: RowResult, scope: Scope): JunitCase[] {
  if (!runsAreRecorded(scope) || result.bounded) return [];
  const [failure] = runDifferences([result], scope);
  return [{ name: 'shortest runs', ...(failure !== undefined && { failure }) }];
}
