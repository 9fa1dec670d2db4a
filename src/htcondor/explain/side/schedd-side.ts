import { addressOf } from '../address.ts';
import type { ScheddName } from '../grammar/schedd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import { Anchors, anchor } from './anchors.ts';
import { decisive, type Exchange, isNegative } from './exchange.ts';
import { ScheddAlive } from './schedd-alive.ts';

type ScheddFact = Fact<ScheddName>;

/** What the schedd's log says of a match record, by its claim id. */
export interface MatchRecord {
  readonly claimId: string;
  slot: string | null;
  job: string | null;
  requested: Line | null;
  shadowStarted: Line | null;
  /** The record of a running job made anew after a restart. */
  rebuilt: Line | null;
  /** The shadow has ended by itself. */
  shadowExited: Line | null;
  released: Line | null;
  deleted: Line | null;
  /** The startd's session was refused, because the schedd did not know it. */
  refused: Line | null;
}

/** Failed exchanges that are kept to be held against the startd's: the last so many. */
const MOST_FAILURES = 10_000;
const RELEASE_CLAIM = '443';
/** DelMrec() sends the release before it says that the record is deleted. */
const TOGETHER = 1;

/** Reads the SchedLog: ALIVEs and match records, one line after the other. */
export class ScheddSide {
  readonly records = new Map<string, MatchRecord>();
  /** The moments that the startd knows as well. */
  readonly anchors = new Anchors();
  /** Every ALIVE that was answered -1. */
  readonly negatives: Exchange[] = [];
  /** The last ALIVEs of which a read failed and that were not answered. */
  readonly failures: Exchange[] = [];
  /** Where the schedd was started. */
  readonly starts: Line[] = [];
  readonly #alive: ScheddAlive;
  readonly #onExchange: (exchange: Exchange) => void;
  readonly #byJob = new Map<string, MatchRecord>();
  #releasing: { readonly startd: string | null; readonly line: Line } | null = null;

  readonly #isWanted: (key: string) => boolean;

  /**
   * @param startd the moments that the startd knows, for a schedd has many; null if its log is not given
   * @param onExchange called with each ALIVE once all its lines have been seen
   */
  constructor(startd: Anchors | null, onExchange: (exchange: Exchange) => void) {
    this.#onExchange = onExchange;
    this.#isWanted = (key) => startd?.get(key) !== undefined;
    this.#alive = new ScheddAlive((exchange) => this.#keep(exchange));
  }

  take(fact: ScheddFact): void {
    const { params, line } = fact;
    switch (fact.name) {
      case 'banner':
      case 'exiting':
        return this.#daemon(fact);
      case 'claim-requested':
        this.#record(fact).requested = line;
        this.#anchor(anchor.claimed(params['claim'] ?? ''), line);
        return;
      case 'shadow-started':
        return this.#shadowStarted(fact);
      case 'shadow-exited':
        return this.#shadowExited(fact);
      case 'vacate-sent':
        if (params['command'] === RELEASE_CLAIM) this.#releasing = { startd: addressOf(params['startd']), line };
        return;
      case 'release-sent':
        this.#record(fact).released ??= line;
        this.#anchor(anchor.released(params['claim'] ?? ''), line);
        return;
      case 'record-deleted':
        return this.#deleted(fact);
      case 'record-rebuilt':
        this.#record(fact).rebuilt = line;
        return;
      case 'session-refused':
        return this.#refused(fact);
      case 'record-rebuilding':
      case 'shutdown':
        return;
      default:
        this.#alive.take(fact);
    }
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
    if (name === 'banner') this.starts.push(line);
  }

  #record({ params }: ScheddFact): MatchRecord {
    const claimId = params['claim'] ?? '';
    const known = this.records.get(claimId);
    const record = known ?? newRecord(claimId);
    if (!known) this.records.set(claimId, record);
    record.slot ??= params['slot'] ?? null;
    return record;
  }

  #shadowStarted(fact: ScheddFact): void {
    const record = this.#record(fact);
    const job = fact.params['job'] ?? '';
    Object.assign(record, { job, shadowStarted: fact.line, shadowExited: null });
    this.#byJob.set(job, record);
    this.#anchor(anchor.started(record.claimId, job), fact.line);
    if (record.slot !== null) this.#anchor(anchor.started(record.slot, job), fact.line);
  }

  #shadowExited({ params, line }: ScheddFact): void {
    const record = this.#byJob.get(params['job'] ?? '');
    if (record) record.shadowExited = line;
    this.#byJob.delete(params['job'] ?? '');
  }

  #deleted(fact: ScheddFact): void {
    const record = this.#record(fact);
    record.deleted = fact.line;
    if (!fact.params['job']?.startsWith('-')) record.job ??= fact.params['job'] ?? null;
    const releasing = this.#releasing;
    if (releasing && isTogether(releasing.line, fact.line) && releasing.startd === addressOf(record.claimId)) {
      record.released ??= releasing.line;
    }
  }

  /** A claim's session has the public part of the claim id for its name. */
  #refused({ params, line }: ScheddFact): void {
    const record = this.records.get(`${params['session']}#...`);
    if (record) record.refused ??= line;
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

const isTogether = (a: Line, b: Line): boolean => Math.abs(secondsBetween(a.at, b.at)) <= TOGETHER;

const newRecord = (claimId: string): MatchRecord => ({
  claimId,
  slot: null,
  job: null,
  requested: null,
  shadowStarted: null,
  rebuilt: null,
  shadowExited: null,
  released: null,
  deleted: null,
  refused: null,
});
