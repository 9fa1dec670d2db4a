import { type Command, InvalidArgumentError } from 'commander';
import { escaped, InputError } from '../../files/input.ts';
import { requireWritable, writeWhole } from '../../files/output.ts';
import { statsOf } from '../../files/stats.ts';
import type { ClaimVerdict } from '../../htcondor/explain/verdict/claim-verdict.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { wrapOnTerminal } from '../layout.ts';
import { EXIT } from '../parse.ts';
import { meant } from './explain-paths.ts';
import { writeParts } from './write-parts.ts';

interface Options {
  readonly startLog?: string[];
  readonly schedLog?: string[];
  readonly shadowLog?: string[];
  readonly starterLog?: string[];
  readonly eventLog?: string[];
  readonly skew?: number;
  readonly job?: string;
  readonly slot?: string;
  readonly since?: number;
  readonly until?: number;
  readonly problems?: boolean;
  readonly json?: boolean;
  readonly timeFormat?: string;
  readonly html?: string;
  readonly anonymise?: boolean;
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description("explain why a job died: what the startds' and the schedds' logs say of each claim")
    .argument('[path...]', "folders with logs, or logs with HTCondor's names (StartLog, SchedLog, ...)")
    .option(
      '--start-log <file...>',
      "startds' logs: of several hosts, rotated, gzip or not; folders and patterns too; - is standard input",
    )
    .option('--sched-log <file...>', "schedds' logs, likewise; either may be left out")
    .option('--shadow-log <file...>', "shadows' logs, as further evidence of how a job ended")
    .option('--starter-log <file...>', "starters' logs, likewise")
    .option('--event-log <file...>', "the job's own event log (log = ... in its submit file), likewise")
    .option(
      '--skew <seconds>',
      "how far the startds' clocks are ahead of the schedds'; estimated if not given",
      parseSeconds,
    )
    .option('--job <id>', 'only claims on which this job (12.3), or a job of this cluster (12), ran', parseJob)
    .option('--slot <name>', 'only claims of this slot, and of the dynamic slots made of it')
    .option(
      '--since <time>',
      'only claims that had not ended by this time (2024-03-02 or 2024-03-02T08:00:00)',
      parseTime,
    )
    .option('--until <time>', 'only claims that had begun by then; a date means the end of that day', parseUntil)
    .option('--problems', 'only claims that ended badly or undecided, on which a job died, or whose ALIVEs failed')
    .option('--json', 'the explanation as JSON')
    .option('--html <file>', 'write a report as well: one page, with pictures and both logs, to attach to a ticket')
    .option('--anonymise', 'replace the names of hosts and users, and addresses, each by the same word everywhere')
    .option('--time-format <format>', 'how the logs write the time (DEBUG_TIME_FORMAT); usual forms are recognised')
    .addHelpText('after', AFTER)
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await explainCommand(paths, options);
    });
}

const AFTER = `
Example:
  claimcheck explain --start-log StartLog StartLog.old --sched-log SchedLog
  claimcheck explain --problems --since 2024-03-02 logs/
  claimcheck explain --html report.html --anonymise logs/

Exit code, of the claims that are shown:
  0  whoever ended a claim was entitled to (the summary counts jobs that were killed)
  1  at least one removal was not authoritative
  3  no such removal, but the logs leave at least one end undecided
  2  invalid usage, unusable logs, or a job or a slot that is not in them`;

async function explainCommand(given: readonly string[], options: Options): Promise<number> {
  checkTimes(options);
  const { filesFor } = await import('../../htcondor/explain/input/files.ts');
  const { withoutDoubles } = await import('../../htcondor/explain/input/folder.ts');
  const { usable } = await import('../../htcondor/explain/input/usable.ts');
  const {
    paths,
    moved,
    event: givenEvents,
    ...byKind
  } = meant(given, {
    startd: options.startLog ?? [],
    schedd: options.schedLog ?? [],
    shadow: options.shadowLog ?? [],
    starter: options.starterLog ?? [],
    event: options.eventLog ?? [],
  });
  const asNamed = [...paths, ...givenEvents, ...Object.values(byKind).flat()];
  const named = new Set(asNamed);
  const isFound = (file: string) => !named.has(file);
  const found = filesFor(paths, byKind);
  const {
    leftOut: notRead,
    startd,
    schedd,
    shadow,
    starter,
  } = await usable(found, asNamed, options.timeFormat ?? null);
  const event = withoutDoubles([...givenEvents, ...found.event]);
  const leftOut = [...moved, ...notRead];
  if (startd.length + schedd.length === 0) throw new InputError('give --start-log, --sched-log, or both');
  const all = [...startd, ...schedd, ...shadow, ...starter, ...event];
  if (all.filter((file) => file === '-').length > 1) throw new InputError('-: standard input can be read only once');
  if (options.html !== undefined) {
    refuseToOverwrite(options.html, all);
    requireWritable(options.html);
  }
  const { keepSmall } = await import('../../htcondor/explain/read/memory.ts');
  keepSmall();
  const { Logs } = await import('../../htcondor/explain/read/logs.ts');
  const { explain } = await import('../../htcondor/explain/explain.ts');
  const logs = await Logs.open({ startd, schedd }, showProgress, { format: options.timeFormat ?? null, isFound });
  const explanation = await explain(logs, options.skew ?? null).finally(progressDone);
  const further = { shadow, starter, event };
  const { readFurther } = await import('../../htcondor/explain/further/read.ts');
  const { withNotes } = await import('../../htcondor/explain/further/attach.ts');
  const noted = withNotes(
    explanation.claims,
    await readFurther(further, yearOf(explanation.claims), options.timeFormat ?? null, (file, why) => {
      if (isFound(file)) leftOut.push(`left out: ${why}`);
      return isFound(file);
    }),
  );
  const { chosenClaims, requireKnown } = await import('../../htcondor/explain/render/choice.ts');
  requireKnown(noted, options);
  const claims = chosenClaims(noted, options);
  const { explanationJsonText } = await import('../../htcondor/explain/render/json.ts');
  const { explanationParts } = await import('../../htcondor/explain/render/text.ts');
  const { report } = await import('../../htcondor/explain/report/report.ts');
  const { explanation: chosen, html } = await report(
    { ...explanation, claims, warnings: [...leftOut.map(escaped), ...explanation.warnings] },
    {
      files: { startd, schedd },
      further,
      anonymise: options.anonymise ?? false,
      timeFormat: options.timeFormat ?? null,
      page: options.html !== undefined,
    },
  );
  if (options.html !== undefined) writeWhole(options.html, html);
  if (options.json) console.log(explanationJsonText(chosen));
  else await writeParts(laidOut(explanationParts(chosen, style, noted.length)));
  return exitCode(claims);
}

/** Prose is wrapped for a terminal; lines of logs, which are indented further, stay as they can be copied. */
function* laidOut(parts: Iterable<string>): Iterable<string> {
  for (const part of parts)
    yield part
      .split('\n')
      .map((line) => (line.startsWith('    ') ? line : wrapOnTerminal(line)))
      .join('\n');
}

function checkTimes({ since, until }: Options): void {
  if (since !== undefined && until !== undefined && until < since)
    throw new InputError('--until: a time that is not before that of --since was expected');
}

/** A report must not take the place of a log. */
function refuseToOverwrite(page: string, logs: readonly string[]): void {
  const is = statsOf(page);
  const isSame = (log: string) => {
    const other = statsOf(log);
    return is?.isFile() && other?.dev === is.dev && other.ino === is.ino;
  };
  if (logs.some(isSame)) throw new InputError(`--html: ${page} is one of the logs; another file was expected`);
}

function exitCode(claims: readonly ClaimVerdict[]): number {
  let isDecided = true;
  for (const { end } of claims) {
    if (end?.authoritative === false) return EXIT.finding;
    if (end?.authoritative === null) isDecided = false;
  }
  return isDecided ? EXIT.asExpected : EXIT.undecided;
}

/** The year of the first thing that happened, for event logs that name none. */
function yearOf(claims: readonly ClaimVerdict[]): number | undefined {
  const first = claims.find(({ timeline, end }) => timeline.length > 0 || end !== null);
  const at = first?.timeline[0]?.at ?? first?.end?.at;
  return at && new Date(at.ms).getUTCFullYear();
}

const MEGABYTE = 1e6;

function showProgress(read: number, of: number): void {
  const share = of > 0 ? ` of ${Math.round(of / MEGABYTE)}` : '';
  progress(`${Math.round(read / MEGABYTE)}${share} MB`);
}

function parseJob(text: string): string {
  if (!/^\d{1,10}(?:\.\d{1,10})?$/.test(text))
    throw new InvalidArgumentError(`'${text}' is not a job such as 12.3, or a cluster such as 12.`);
  return text;
}

function parseSeconds(text: string): number {
  if (!/^[+-]?\d{1,12}(?:\.\d{1,6})?$/.test(text))
    throw new InvalidArgumentError(`'${text}' is not a number of seconds.`);
  return Number(text);
}

/** A day without a time of day is meant to its end. */
function parseUntil(text: string): number {
  const ms = parseTime(text);
  return text.length > 10 ? ms : ms + DAY - 1;
}

const DAY = 86_400_000;

/** A time as the log's own clock counts it: the local one, or UTC where the log says so. */
function parseTime(text: string): number {
  const is = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?Z?$/.test(text);
  const plain = text.replace(' ', 'T').replace(/Z$/, '');
  const ms = is ? Date.parse(plain.length > 10 ? `${plain}Z` : plain) : Number.NaN;
  const isOnCalendar = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(plain.slice(0, 10));
  if (!isOnCalendar) throw new InvalidArgumentError(`'${text}' is not a time such as 2024-03-02T08:00:00.`);
  return ms;
}
