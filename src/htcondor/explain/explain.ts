import { hostOf, hostsOf } from './address.ts';
import { SCHEDD } from './grammar/schedd.ts';
import { STARTD } from './grammar/startd.ts';
import { identify } from './join/identify.ts';
import type { Link, ScheddLog, SkewOf, StartdLog } from './join/link.ts';
import { overlaps, requireOverlap } from './join/overlap.ts';
import { type Pairing, pairRemovals } from './join/pair.ts';
import { Refusals } from './join/refusals.ts';
import { skewOf } from './join/skew.ts';
import type { LogGroup, Logs } from './read/logs.ts';
import { type Consistency, consistentVariants } from './replay/consistent.ts';
import { Held } from './replay/held.ts';
import type { Observations } from './replay/observations.ts';
import type { StartdClaim } from './side/claim.ts';
import { LogProfile } from './side/log-profile.ts';
import { ScheddSide } from './side/schedd-side.ts';
import { StartdSide } from './side/startd-side.ts';
import type { ClaimVerdict } from './verdict/claim-verdict.ts';
import { jobsOf } from './verdict/jobs.ts';
import { Judge } from './verdict/on-demand.ts';
import { judgeOtherEnd } from './verdict/other-ends.ts';
import { scheddGone } from './verdict/schedd-gone.ts';
import { scheddOnly } from './verdict/schedd-only.ts';
import { timeline } from './verdict/timeline.ts';
import { judgeUnrecognized } from './verdict/unrecognized.ts';
import {
  ambiguityWarnings,
  ceWarnings,
  clockWarnings,
  codWarnings,
  forgottenWarnings,
  localWarnings,
  mixtureWarnings,
  otherHostWarnings,
  replayWarnings,
  skewWarnings,
  strangerWarnings,
  unpairedWarnings,
} from './verdict/warnings.ts';

/** One daemon's log, as far as the reader must know it. */
export interface LogSummary {
  readonly daemon: 'startd' | 'schedd';
  readonly label: string;
  /** From when to when it goes. */
  readonly from: string;
  readonly to: string;
  /** The releases that have written it, as far as it says. */
  readonly versions: readonly string[];
  /** The debug levels that it has, as far as it says or shows. */
  readonly levels: readonly string[];
}

/** What the logs say by themselves. */
export interface Findings {
  readonly logs: readonly LogSummary[];
  readonly claims: readonly ClaimVerdict[];
  readonly observations: Observations;
  readonly warnings: readonly string[];
}

/** What the logs say, and which variants of the protocol can have written them. */
export interface Explanation extends Findings {
  readonly consistency: Consistency;
}

/** All logs, as far as they were given, and how they fit together. */
interface Joined {
  readonly startds: readonly StartdLog[];
  readonly schedds: readonly ScheddLog[];
  /** Each startd's log beside each schedd's that is of the same time. */
  readonly links: readonly Link[];
  readonly skewOf: SkewOf;
  readonly paired: ReadonlyMap<StartdClaim, Pairing>;
}

/**
 * Says what happened to each claim, from startds' logs, schedds' logs, or both, and replays it against the machines.
 *
 * @param givenSkew how far the startds' clocks are ahead of the schedds', in seconds; null to estimate it
 * @throws {InputError} if a log cannot be used, or two single ones are of different times
 */
export async function explain(logs: Logs, givenSkew: number | null = null): Promise<Explanation> {
  const findings = await examine(logs, givenSkew);
  const consistency = consistentVariants(findings.observations);
  return { ...findings, consistency, warnings: [...findings.warnings, ...replayWarnings(consistency)] };
}

/** Says what happened to each claim, and leaves out the replay against the machines. */
export async function examine(logs: Logs, givenSkew: number | null = null): Promise<Findings> {
  const held = new Held();
  const joined = await join(logs, held, givenSkew);
  const observations = held.settle(joined.paired, joined.skewOf);
  return {
    logs: summaries(joined),
    claims: verdicts(joined),
    observations,
    warnings: [...logs.turned, ...logs.leftOut, ...warnings(joined)],
  };
}

async function join(logs: Logs, held: Held, givenSkew: number | null): Promise<Joined> {
  const startds: StartdLog[] = [];
  for (const group of await logs.groups('startd')) {
    const startd = await readStartd(logs, group, held);
    if (startd) startds.push(startd);
  }
  const anchors = startds.map(({ side }) => side.anchors());
  const schedds: ScheddLog[] = [];
  for (const group of await logs.groups('schedd')) {
    const side = new ScheddSide(new LogProfile(group.label), anchors, (exchange) => held.addExchange(exchange));
    const read = await logs.read(group, SCHEDD, (fact) => side.take(fact));
    side.finish();
    if (read) schedds.push({ side, read });
  }
  logs.requireAny();
  const all = startds.flatMap((startd, i) =>
    schedds.map(
      (schedd): Link => ({
        startd,
        schedd,
        skew: skewOf(
          { anchors: anchors[i] as (typeof anchors)[number], range: startd.read },
          { anchors: schedd.side.anchors, range: schedd.read },
          givenSkew,
        ),
      }),
    ),
  );
  const [only] = all;
  if (only && all.length === 1) requireOverlap(only.startd.read, only.schedd.read, only.skew);
  const links = all.filter(({ startd, schedd, skew }) => overlaps(startd.read, schedd.read, skew));
  for (const startd of startds) identify(startd.side.claims, linksOf(startd, links));
  const claims = startds.flatMap(({ side }) => side.claims);
  const paired = schedds.length > 0 ? pairRemovals(claims, links) : new Map<StartdClaim, Pairing>();
  return { startds, schedds, links, skewOf: skewFinder(links), paired };
}

async function readStartd(logs: Logs, group: LogGroup, held: Held): Promise<StartdLog | null> {
  const side = new StartdSide(new LogProfile(group.label), (attempt) => held.addAttempt(attempt));
  const read = await logs.read(group, STARTD, (fact) => side.take(fact));
  side.finish();
  return read && { side, read };
}

const linksOf = (startd: StartdLog, links: readonly Link[]): Link[] => links.filter((link) => link.startd === startd);

function skewFinder(links: readonly Link[]): SkewOf {
  const byStartd = new Map<LogProfile, Map<LogProfile, Link>>();
  for (const link of links) {
    const key = link.startd.side.log;
    byStartd.set(key, (byStartd.get(key) ?? new Map<LogProfile, Link>()).set(link.schedd.side.log, link));
  }
  return (startd, schedd) => byStartd.get(startd)?.get(schedd)?.skew;
}

function summaries({ startds, schedds }: Joined): LogSummary[] {
  const summary = (daemon: LogSummary['daemon'], { side, read }: StartdLog | ScheddLog): LogSummary => ({
    daemon,
    label: side.log.label,
    from: read.first.text,
    to: read.last.text,
    versions: side.log.versions,
    levels: side.log.levels(daemon === 'startd' ? STARTD.recognisers : SCHEDD.recognisers),
  });
  return [...startds.map((log) => summary('startd', log)), ...schedds.map((log) => summary('schedd', log))];
}

function verdicts(joined: Joined): ClaimVerdict[] {
  const { startds, schedds, links } = joined;
  if (startds.length === 0) return schedds.flatMap((schedd) => scheddOnly(schedd));
  return startds.flatMap((startd) => {
    const own = linksOf(startd, links);
    const refusals = own.flatMap((link) => new Refusals(link));
    const judge = new Judge((claim: StartdClaim) => verdictOf(claim, joined, own, refusals));
    return startd.side.claims.map((claim) => judge.later(claim));
  });
}

function verdictOf(
  claim: StartdClaim,
  joined: Joined,
  links: readonly Link[],
  refusals: readonly Refusals[],
): ClaimVerdict {
  const { slot, job, claimId, renewals, problems, end } = claim;
  const judge = () =>
    end?.cause === 'unrecognized'
      ? judgeUnrecognized(claim, joined.paired.get(claim), joined.schedds.length > 0 ? links : [])
      : judgeOtherEnd(
          claim,
          refusals.map((of) => of.find(claim)).find((refusal) => refusal !== undefined),
          end?.cause === 'lease-expired' ? scheddGone(claim, links) : null,
        );
  const jobs = jobsOf(claim, claim.record ? joined.skewOf(claim.log, claim.record.log) : undefined);
  return {
    log: claim.log.label,
    slot,
    job,
    claimId,
    jobs,
    begun: claim.begun?.at ?? null,
    renewals: renewals.count,
    problems: problems.count,
    timeline: timeline(claim, jobs),
    end: end && { at: end.line.at, cause: end.cause, ...judge() },
    isAnswer: false,
  };
}

function warnings({ startds, schedds, links, skewOf: skews, paired }: Joined): string[] {
  const clocks = [
    ...[...startds, ...schedds].flatMap(({ read }) => clockWarnings(read)),
    ...startds.flatMap(({ side }) => [...codWarnings(side.log), ...mixtureWarnings(side.log)]),
    ...[...startds, ...schedds].flatMap(({ side }) => [...ceWarnings(side.log), ...otherHostWarnings(side.log)]),
    ...schedds.flatMap(({ side }) => localWarnings(side.localDeaths)),
  ];
  if (startds.length === 0 || schedds.length === 0) return clocks;
  const negatives = schedds.flatMap(({ side }) => side.negatives);
  return [
    ...clocks,
    ...links.flatMap((link) => [...strangerWarnings(link), ...skewWarnings(link.skew)]),
    ...ambiguityWarnings(paired),
    ...forgottenWarnings(paired, skews),
    ...unpairedWarnings(negatives, paired, hostTest(startds)),
  ];
}

/** Whether an address is on one of the startds' hosts, as far as these are known. */
function hostTest(startds: readonly StartdLog[]): (address: string) => boolean {
  const hosts = new Set<string>();
  for (const { side } of startds) {
    for (const host of side.log.hosts) hosts.add(host);
    for (const { claimId, record, end } of side.claims) {
      for (const host of hostsOf(claimId ?? record?.startd)) hosts.add(host);
      if (end?.attempt?.local) hosts.add(hostOf(end.attempt.local));
    }
  }
  return (address) => hosts.size === 0 || hosts.has(hostOf(address));
}
