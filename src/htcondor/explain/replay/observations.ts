import type { ScheddName } from '../grammar/schedd.ts';
import type { StartdName } from '../grammar/startd.ts';
import type { Fact, Line } from '../line.ts';
import type { Attempt } from '../side/claim.ts';
import type { Exchange } from '../side/exchange.ts';
import type { LogProfile } from '../side/log-profile.ts';
import { labelOf, type Process } from './labels.ts';

/** What the logs show of one ALIVE, in the order of each log; of the two against each other nothing is known. */
export interface Observation {
  readonly startd: readonly string[];
  readonly schedd: readonly string[];
  /** The logs that show it. */
  readonly logs: Readonly<Record<Process, LogProfile | null>>;
  /** How many ALIVEs looked like this, and a line of the first. */
  count: number;
  readonly example: Line;
}

/** What the logs show of every ALIVE, equal ones counted. */
export class Observations {
  readonly #byText = new Map<string, Observation>();
  /** Logs by number: what one log never has can be in another. */
  readonly #logs = new Map<LogProfile | null, number>();

  add(attempt: Attempt | null, exchange: Exchange | null): void {
    const startd = attempt ? labelsOf(attempt.facts) : [];
    const schedd = exchange ? scheddLabels(exchange) : [];
    const example = (exchange?.facts ?? attempt?.facts ?? [])[0]?.line;
    if (startd.length + schedd.length === 0 || !example) return;
    const logs = { startd: attempt?.claim.log ?? null, schedd: exchange?.log ?? null };
    const key = JSON.stringify([startd, schedd, this.#numberOf(logs.startd), this.#numberOf(logs.schedd)]);
    const known = this.#byText.get(key);
    if (known) known.count += 1;
    else this.#byText.set(key, { startd, schedd, logs, count: 1, example });
  }

  #numberOf(log: LogProfile | null): number {
    const known = this.#logs.get(log);
    if (known !== undefined) return known;
    this.#logs.set(log, this.#logs.size);
    return this.#logs.size - 1;
  }

  get all(): readonly Observation[] {
    return [...this.#byText.values()];
  }
}

const labelsOf = (facts: readonly Fact<StartdName | ScheddName>[]): string[] =>
  facts.flatMap(({ name, params }) => labelOf(name, params) ?? []);

/** The return has no place of its own among lines of one second: it is the last there is. */
function scheddLabels({ facts, waitedForPayload }: Exchange): string[] {
  const inOrder = facts.toSorted((a, b) => Number(isReturn(a)) - Number(isReturn(b)));
  return inOrder.flatMap((fact, i) => {
    const label = labelOf(fact.name, fact.params);
    if (label === null) return [];
    const waited = fact.name === 'handler-called' && waitedForPayload ? labelOf('payload-ready', {}) : null;
    return [...(waited === null ? [] : [waited]), label, ...impliedBehind(fact, inOrder[i + 1])];
  });
}

/** Today a reset in place of a header is told at D_ALWAYS, and at D_FULLDEBUG alone that there is no header then. */
function impliedBehind({ name, params }: Fact<ScheddName>, next: Fact<ScheddName> | undefined): string[] {
  const isTold = next?.name === 'header-failed' || next?.name === 'header-eof';
  const implied = name === 'read-reset' && params['bytes'] === '5' && !isTold ? labelOf('header-eof', {}) : null;
  return implied === null ? [] : [implied];
}

const isReturn = ({ name }: Fact<ScheddName>): boolean => name === 'handler-returned';
