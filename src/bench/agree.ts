import type { Report } from './report.ts';

/** What one method says of a system. */
export interface Statement {
  readonly method: string;
  readonly report: Report;
}

const COUNTS = ['states', 'transitions', 'steps', 'deadEnds'] as const;

/**
 * Where methods contradict each other about one system, as sentences: in a count that two of them make of the whole
 * space, or in a verdict. Of a search that hit a bound only the violations count.
 */
export function disagreements(statements: readonly Statement[]): string[] {
  const whole = statements.filter(({ report }) => report.bound === null);
  return [
    ...COUNTS.flatMap((count) => contradiction(count, whole, ({ report }) => report[count])),
    ...properties(statements).flatMap((id) => contradiction(id, statements, ({ report }) => verdict(report, id))),
  ];
}

/** A verdict, if there is one: a violation is one even of a part of the space. */
function verdict({ verdicts }: Report, id: string): string | null {
  const said = verdicts[id] ?? 'not judged';
  return said === 'bounded' ? null : said;
}

const properties = (statements: readonly Statement[]) => [
  ...new Set(statements.flatMap(({ report }) => Object.keys(report.verdicts))),
];

/** The first that says something else than the first one that says something at all. */
function contradiction<T>(what: string, statements: readonly Statement[], say: (one: Statement) => T | null): string[] {
  const said = statements.filter((statement) => say(statement) !== null);
  const [first] = said;
  const other = first && said.find((statement) => say(statement) !== say(first));
  return other ? [`${what}: ${first.method} says ${say(first)}, ${other.method} says ${say(other)}`] : [];
}
