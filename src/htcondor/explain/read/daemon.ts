import { InputError } from '../../../files/input.ts';
import type { ScheddName } from '../grammar/schedd.ts';
import { SCHEDD } from '../grammar/schedd.ts';
import type { StartdName } from '../grammar/startd.ts';
import { STARTD } from '../grammar/startd.ts';
import { messageOf } from './header.ts';
import { headerIn, probedLines } from './layout.ts';
import type { Reading } from './log.ts';
import type { Source } from './source.ts';

/** A daemon by the end of its program's name, and what its log is called. */
const LOGS: Readonly<Record<string, string>> = {
  startd: 'StartLog',
  schedd: 'SchedLog',
  shadow: 'ShadowLog',
  starter: 'StarterLog',
  master: 'MasterLog',
  collector: 'CollectorLog',
  negotiator: 'NegotiatorLog',
};

/** Kinds of line that only a startd prints. */
const OF_STARTD: readonly StartdName[] = [
  'claim-offered',
  'request-accepted',
  'remote-job',
  'alive-sending',
  'alive-connected',
  'alive-connect-failed',
  'alive-send-failed',
  'alive-command-failed',
  'alive-response',
  'alive-response-problem',
  'kept-alive',
  'state-change',
  'state',
  'activity',
  'state-and-activity',
];

/** Kinds of line that only a schedd prints. */
const OF_SCHEDD: readonly ScheddName[] = [
  'command-received',
  'handler-called',
  'handler-returned',
  'unknown-claim',
  'unknown-nobody',
  'claim-requested',
  'shadow-started',
  'shadow-exited',
  'shadow-switches',
  'record-deleted',
  'record-rebuilding',
];

/** Lines that give other daemons away where their banner is not in the log. */
const MARKS: readonly (readonly [daemon: string, mark: RegExp])[] = [
  ['negotiator', /Started Negotiation Cycle|---------- Started/],
  ['collector', /(?:Got|Sending) .*QUERY|^\w{1,30}Ad\s{1,20}: (?:Updating|Inserting)/],
  ['master', /Started DaemonCore process|DefaultReaper|Sent signal \d+ to \w+ \(pid/],
  ['starter', /Starting a \w+ universe job|Create_Process succeeded|Output file: /],
  ['shadow', /Initializing a \w+ shadow|Request to run on .* was/],
];

const PRINTS = { startd: OF_STARTD, schedd: OF_SCHEDD } as const;

/** Why a log is not this daemon's: it is another's, or has nothing that this one says about claims. Null if it is. */
export function whyNotOf(
  wanted: 'startd' | 'schedd',
  reading: Reading<string>,
  sources: readonly Source[],
): InputError | null {
  if (PRINTS[wanted].some((name) => reading.seen.has(name)) || reading.daemons.has(wanted)) return null;
  const files = sources.map(({ file }) => file).join(', ');
  const [daemon] = [...reading.daemons, ...sources.flatMap((source) => daemonOf(source) ?? [])];
  const looks = daemon
    ? `looks like the log of a ${daemon}${LOGS[daemon] ? ` (${LOGS[daemon]})` : ''}`
    : `has no line that a ${wanted} writes about claims`;
  return new InputError(`${files}: ${looks}; a ${LOGS[wanted]} was expected`);
}

/** What tells a daemon stands at the beginning of its messages. */
const LONGEST = 400;

/** Which daemon has written the lines at a file's beginning; null if they do not tell. */
export function daemonOf({ first, layout }: Source): string | null {
  const messages = probedLines(first, layout).flatMap((line) => {
    const header = headerIn(line, layout);
    return header ? [messageOf(line, header).slice(0, LONGEST)] : [];
  });
  const banner = messages
    .map((message) => /^\*\* condor_(\w+)(?:\.exe)? \(/.exec(message)?.[1])
    .find((name) => name !== undefined);
  if (banner) return banner;
  if (messages.some((message) => isOf(OF_STARTD, STARTD.recognise(message)))) return 'startd';
  if (messages.some((message) => isOf(OF_SCHEDD, SCHEDD.recognise(message)))) return 'schedd';
  return MARKS.find(([, mark]) => messages.some((message) => mark.test(message)))?.[0] ?? null;
}

const isOf = (names: readonly string[], found: { readonly kind: { readonly name: string } } | null): boolean =>
  found !== null && names.includes(found.kind.name);
