import type { Explanation } from '../explain.ts';
import { settled } from '../verdict/on-demand.ts';
import { Anonymiser, mapTexts, textsOf } from './anonymise.ts';
import { type Excerpts, readExcerpts } from './excerpts.ts';
import { reportHtml, shownLines } from './html.ts';
import type { Owner } from './steps.ts';

type Shown = Pick<Explanation, 'logs' | 'claims' | 'warnings'>;

/** What a reader is shown of an explanation, and the lines around what decides. */
export interface Report<T extends Shown> {
  readonly explanation: T;
  readonly html: string;
}

export interface ReportOptions {
  /** The files of startds' logs, and of schedds'; a file may be both. */
  readonly files: Readonly<Record<'startd' | 'schedd', readonly string[]>>;
  /** The files of shadows' and starters' logs, and of jobs' own event logs. */
  readonly further?: Readonly<Record<'shadow' | 'starter' | 'event', readonly string[]>>;
  readonly anonymise: boolean;
  readonly timeFormat: string | null;
  /** Whether a page is wanted. */
  readonly page: boolean;
}

/**
 * Makes the page of an explanation, and replaces names in both if that is wanted.
 *
 * @throws {InputError} if a log cannot be read again
 */
export async function report<T extends Shown>(explanation: T, options: ReportOptions): Promise<Report<T>> {
  const { files, further, anonymise, timeFormat, page } = options;
  const excerpts = page ? await readExcerpts(shownLines(explanation.claims), timeFormat) : new Map();
  const owners = new Map<string, Owner>(
    files.schedd.map((file) => [file, files.startd.includes(file) ? 'both' : 'schedd']),
  );
  const named = { explanation, excerpts, owners };
  const { explanation: shown, excerpts: lines, owners: of } = anonymise ? anonymised(named, further) : named;
  const ownerOf = (file: string) => of.get(file) ?? 'startd';
  return {
    explanation: shown,
    html: page ? reportHtml({ ...shown, excerpts: lines, ownerOf, isAnonymous: anonymise }) : '',
  };
}

interface Named<T> {
  readonly explanation: T;
  readonly excerpts: Excerpts;
  /** Of the files that a schedd has written to. */
  readonly owners: ReadonlyMap<string, Owner>;
}

function anonymised<T extends Shown>(
  { explanation, excerpts, owners }: Named<T>,
  further: ReportOptions['further'],
): Named<T> {
  const { logs, warnings } = explanation;
  const claims = explanation.claims.map(settled);
  const texts = [...excerpts].flatMap(([file, lines]) => [file, ...lines.values()]);
  const names = new Anonymiser(
    [...textsOf({ logs, claims, warnings }), ...texts],
    new Map([...fileNames({ logs, claims }, owners), ...furtherNames(further)]),
  );
  const change = (text: string) => names.apply(text);
  return {
    explanation: { ...explanation, ...mapTexts({ logs, claims, warnings }, change) },
    excerpts: new Map(
      [...excerpts].map(([file, lines]) => [
        change(file),
        new Map([...lines].map(([line, text]) => [line, change(text)])),
      ]),
    ),
    owners: new Map([...owners].map(([file, owner]) => [change(file), owner])),
  };
}

const FURTHER = { shadow: 'ShadowLog', starter: 'StarterLog', event: 'EventLog' } as const;

/** The other logs are numbered as well. */
const furtherNames = (further: ReportOptions['further']): [string, string][] =>
  further
    ? (Object.keys(FURTHER) as (keyof typeof FURTHER)[]).flatMap((kind) =>
        further[kind].map((file, i): [string, string] => [file, `${FURTHER[kind]}-${i + 1}`]),
      )
    : [];

/** Files are numbered, those of startds and of schedds each by themselves. */
function fileNames(
  { logs, claims }: Pick<Shown, 'logs' | 'claims'>,
  owners: Named<Shown>['owners'],
): Map<string, string> {
  const lines = claims.flatMap(({ end, jobs }) => [
    ...(end?.evidence ?? []),
    ...jobs.flatMap(({ evidence }) => evidence),
  ]);
  const files = [...logs.map(({ label }) => label), ...lines.map(({ file }) => file)];
  const schedds = new Set([
    ...owners.keys(),
    ...logs.flatMap(({ daemon, label }) => (daemon === 'schedd' ? [label] : [])),
  ]);
  const counts = { StartLog: 0, SchedLog: 0 };
  return new Map(
    [...new Set(files)].map((file) => {
      const kind = schedds.has(file) ? 'SchedLog' : 'StartLog';
      counts[kind] += 1;
      return [file, `${kind}-${counts[kind]}`];
    }),
  );
}
