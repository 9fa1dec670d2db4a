import type { ScheddName } from '../grammar/schedd.ts';
import type { StartdName } from '../grammar/startd.ts';
import type { Fact, Line } from '../line.ts';
import type { Attempt } from '../side/claim.ts';
import type { Exchange } from '../side/exchange.ts';
import { labelOf, type Process } from './labels.ts';

/** What the logs show of one ALIVE, in the order of each log; of the two against each other nothing is known. */
export interface Observation {
  readonly startd: readonly string[];
  readonly schedd: readonly string[];
  /** How many ALIVEs looked like this, and a line of the first. */
  count: number;
  readonly example: Line;
}

/** What the logs show of every ALIVE, equal ones counted. */
export class Observations {
  readonly #byText = new Map<string, Observation>();
  readonly #seen: Record<Process, Set<string>> = { startd: new Set(), schedd: new Set() };

  add(attempt: Attempt | null, exchange: Exchange | null): void {
    const startd = attempt ? labelsOf(attempt.facts) : [];
    const schedd = exchange ? scheddLabels(exchange) : [];
    const example = (exchange?.facts ?? attempt?.facts ?? [])[0]?.line;
    if (startd.length + schedd.length === 0 || !example) return;
    const key = JSON.stringify([startd, schedd]);
    const known = this.#byText.get(key);
    if (known) known.count += 1;
    else this.#byText.set(key, { startd, schedd, count: 1, example });
  }

  /** The kinds of line that a log has: a kind that it never has says nothing by its absence. */
  see(process: Process, kinds: Iterable<string>): void {
    for (const kind of kinds) this.#seen[process].add(kind);
  }

  hasSeen(process: Process, kind: string): boolean {
    return this.#seen[process].has(kind);
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
  return inOrder.flatMap((fact) => {
    const label = labelOf(fact.name, fact.params);
    if (label === null) return [];
    const waited = fact.name === 'handler-called' && waitedForPayload ? labelOf('payload-ready', {}) : null;
    return waited === null ? [label] : [waited, label];
  });
}

const isReturn = ({ name }: Fact<ScheddName>): boolean => name === 'handler-returned';
