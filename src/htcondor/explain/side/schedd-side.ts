import type { ScheddName } from '../grammar/schedd.ts';
import type { Fact, Line } from '../line.ts';
import { Anchors, anchor } from './anchors.ts';
import { decisive, type Exchange, isNegative } from './exchange.ts';
import type { LogProfile } from './log-profile.ts';
import type { MatchRecord } from './match-record.ts';
import { ScheddAlive } from './schedd-alive.ts';
import { ScheddRecords } from './schedd-records.ts';

type ScheddFact = Fact<ScheddName>;

/** Failed exchanges that are kept to be compared with the startd's: the last so many. */
const MOST_FAILURES = 10_000;
const MOST_LOCAL = 10;
/** The kinds of line that an ALIVE, or its connection, leaves. */
const OF_ALIVE: ReadonlySet<ScheddName> = new Set<ScheddName>([
  'command-received',
  'payload-ready',
  'handler-called',
  'other-handler-called',
  'handler-returned',
  'other-handler-returned',
  'payload-deadline',
  'no-data',
  'command-failed',
  'unknown-claim',
  'unknown-nobody',
  'read-timeout',
  'read-closed',
  'read-reset',
  'header-failed',
  'header-eof',
  'body-failed',
  'packet-refused',
  'eom-failed',
  'write-closed',
  'write-failed',
]);

const RELEASE_CLAIM = '443';

/** From one start of the schedd to the next. */
export interface ScheddRun {
  /** The last line before that explain knows. */
  readonly before: Line | null;
  readonly start: Line;
  exit: Line | null;
}

/** Reads the SchedLog: ALIVEs and match records, one line after the other. */
export class ScheddSide {
  readonly log: LogProfile;
  readonly records: ScheddRecords;
  /** The moments that the startd knows as well. */
  readonly anchors = new Anchors();
  /** Every ALIVE that was answered -1. */
  readonly negatives: Exchange[] = [];
  /** The last ALIVEs of which a read failed and that were not answered. */
  readonly failures: Exchange[] = [];
  /** Jobs that died and that it ran itself, without a claim: the first so many. */
  readonly localDeaths: Line[] = [];
  /** Where the schedd was started. */
  readonly starts: Line[] = [];
  readonly runs: ScheddRun[] = [];
  #last: Line | null = null;
  readonly #alive: ScheddAlive;
  readonly #onExchange: (exchange: Exchange) => void;
  readonly #isWanted: (key: string) => boolean;

  /**
   * @param startds the moments that the startds know, for a schedd has many
   * @param onExchange called with each ALIVE once all its lines have been seen
   */
  constructor(log: LogProfile, startds: readonly Anchors[], onExchange: (exchange: Exchange) => void) {
    this.log = log;
    this.records = new ScheddRecords(log);
    this.#onExchange = onExchange;
    this.#isWanted = (key) => startds.some((startd) => startd.get(key) !== undefined);
    this.#alive = new ScheddAlive(log, (exchange) => this.#keep(exchange));
  }

  take(fact: ScheddFact): void {
    this.log.take(fact);
    if (fact.name === 'banner' || fact.name === 'exiting') this.#daemon(fact);
    else this.#sort(fact);
    this.#last = fact.line;
  }

  #sort(fact: ScheddFact): void {
    const { records } = this;
    switch (fact.name) {
      case 'claim-requested':
        return this.#claimed(records.requested(fact), fact);
      case 'shadow-started':
        return this.#started(records.shadowStarted(fact), fact);
      case 'shadow-switches':
        return this.#started(records.shadowSwitches(fact), fact);
      case 'shadow-reports':
        return records.shadowReports(fact);
      case 'shadow-exited':
        return records.shadowExited(fact);
      case 'shadow-signalled':
      case 'job-vacated':
      case 'job-acted':
        return records.shadowTold(fact);
      case 'match-relinquished':
        return records.relinquished(fact);
      case 'vacate-sent':
        return fact.params['command'] === RELEASE_CLAIM ? records.vacateSent(fact) : undefined;
      case 'release-sent':
        return this.#released(records.released(fact), fact);
      case 'record-deleted':
        return records.deleted(fact);
      case 'record-rebuilt':
        return records.rebuilt(fact);
      case 'release-received':
        return records.reasons.givesUp(fact);
      case 'request-unanswered':
        return records.unanswered(fact);
      case 'preempting':
        return records.reasons.stops(fact);
      case 'job-fate':
        return records.jobFate(fact);
      case 'local-job-died':
        if (this.localDeaths.length < MOST_LOCAL) this.localDeaths.push(fact.line);
        return;
      case 'dedicated-ends':
        return records.dedicatedEnds(fact);
      case 'claim-unused':
        return records.unused(fact);
      case 'job-gone':
        records.gone.set(fact.params['job'] ?? '', fact.line);
        return;
      case 'session-refused':
        return records.refused(fact);
      default:
        if (OF_ALIVE.has(fact.name)) this.#alive.take(fact);
    }
  }

  /** What nobody asks for any more. */
  forgetFailures(): void {
    this.failures.length = 0;
  }

  /** The log is at its end. */
  finish(): void {
    this.#alive.finish();
  }

  #anchor(key: string, line: Line): void {
    if (this.#isWanted(key)) this.anchors.add(key, line);
  }

  #daemon({ name, params, line }: ScheddFact): void {
    if (params['daemon'] !== 'schedd') return;
    this.#alive.finish();
    const run = this.runs.at(-1);
    if (name !== 'banner') {
      if (run) run.exit ??= line;
      return;
    }
    this.runs.push({ before: this.#last, start: line, exit: null });
    this.starts.push(line);
    this.records.restarted(line);
  }

  #claimed({ claimId }: MatchRecord, { line }: ScheddFact): void {
    if (claimId !== null) this.#anchor(anchor.claimed(claimId), line);
  }

  #released({ claimId }: MatchRecord, { line }: ScheddFact): void {
    if (claimId !== null) this.#anchor(anchor.released(claimId), line);
  }

  #started(record: MatchRecord | null, { params, line }: ScheddFact): void {
    const job = params['job'] ?? '';
    if (record?.claimId) this.#anchor(anchor.started(record.claimId, job), line);
    if (record?.slot) this.#anchor(anchor.started(record.slot, job), line);
    if (record?.slot && record.claimId === null) this.#anchor(anchor.startedUnnamed(record.slot, job), line);
  }

  #keep(exchange: Exchange): void {
    if (exchange.peer !== null) this.#anchor(anchor.connection(exchange.peer), (exchange.facts[0] as Fact).line);
    if (exchange.unknown) this.#anchor(anchor.disowned(exchange.unknown), decisive(exchange));
    if (isNegative(exchange)) this.negatives.push(exchange);
    else if (exchange.readFailed) this.failures.push(exchange);
    if (this.failures.length > MOST_FAILURES) this.failures.shift();
    this.#onExchange(exchange);
  }
}
