/** What one test has shown: nothing is said of one that has passed. */
export interface JunitCase {
  readonly name: string;
  /** Why it failed, or why it could not decide. */
  readonly failure?: string;
  readonly skipped?: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** Suites as JUnit XML, as build servers read it; without times, so that the same results are the same bytes. */
export function junitXml(name: string, suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(name)}" tests="${all.length}" failures="${failures(all)}" errors="0">`,
    ...suites.map(suiteXml),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteXml({ name, cases }: JunitSuite): string {
  const skipped = cases.filter((one) => one.skipped !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failures(cases)}" errors="0" skipped="${skipped}"`;
  return [
    `  <testsuite name="${escaped(name)}" ${counts}>`,
    ...cases.map((one) => caseXml(name, one)),
    '  </testsuite>',
  ].join('\n');
}

function caseXml(suite: string, { name, failure, skipped }: JunitCase): string {
  const start = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (failure !== undefined) return `${start}><failure message="${escaped(failure)}" type="difference"/></testcase>`;
  if (skipped !== undefined) return `${start}><skipped message="${escaped(skipped)}"/></testcase>`;
  return `${start}/>`;
}

const failures = (cases: readonly JunitCase[]): number => cases.filter(({ failure }) => failure !== undefined).length;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot say is a question mark. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (character) => ENTITIES[character] as string)
    .replace(/[\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '?');
