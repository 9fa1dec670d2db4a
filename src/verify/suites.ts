import type { JunitCase, JunitSuite } from './junit.ts';
import { expectedFacts, factsOf, nameOf, type Records } from './records.ts';
import { recordedRuns, runDifferences } from './runs.ts';
import type { RowResult, Scope } from './search-row.ts';

/** Rows as tests, a suite a row: whether each verdict and each count is what is expected of it. */
export function rowSuites(records: Records, results: readonly RowResult[], scope: Scope): JunitSuite[] {
  return results.map((result) => {
    const place = records.place(result, scope);
    const expected = records.expected(result, scope);
    const wanted = place && expected ? expectedFacts(expected, result, place.key) : null;
    const isKept = records.hasFile(result, scope);
    const name = [result.system, nameOf(records, result, scope)].join(' ').replace(/^(\S+) \1\b/, '$1');
    const cases = casesOf(result, wanted ?? (isKept ? new Map() : null));
    return { name, cases: [...cases, ...runCases(records, result, scope)] };
  });
}

function casesOf(result: RowResult, wanted: ReadonlyMap<string, string> | null): JunitCase[] {
  const found = new Map(factsOf(result).map((fact) => [fact.name, fact]));
  return [...new Set([...found.keys(), ...(wanted?.keys() ?? [])])].map((name) => {
    if (!wanted) return { name, skipped: 'nothing is on record for this environment' };
    const { is = 'missing', isOpen = result.bounded } = found.get(name) ?? {};
    if (isOpen) return { name, skipped: 'bounded' };
    const expected = wanted.get(name) ?? 'nothing';
    return is === expected ? { name } : { name, failure: `is ${is}, expected ${expected}` };
  });
}

/** Whether the shortest runs are those on record. */
function runCases(records: Records, result: RowResult, scope: Scope): JunitCase[] {
  if (result.bounded || recordedRuns(records, result, scope) === null) return [];
  const [failure] = runDifferences(records, [result], scope);
  return [{ name: 'shortest runs', ...(failure !== undefined && { failure }) }];
}
