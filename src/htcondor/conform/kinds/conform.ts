import { MessageDecoder } from '../../../../machines/condor-io/alive-message.ts';
import { scheddUdpEnd } from '../../../../machines/systems/datagrams.ts';
import { fixesFromBits, type Revision } from '../../../../machines/vocabulary.ts';
import { TableStore } from '../../../checker/system/table/table.ts';
import { KNOWN_CLAIM_ID } from '../conform.ts';
import { Schedd } from '../schedd.ts';
import { type Schedule, SECOND } from '../schedule.ts';
import { scheduleOf } from './clients.ts';
import { repliesTo, type UdpComponents } from './datagrams.ts';
import type { ClientOutcome, ConnectionsRecord, KindRecord } from './record.ts';
import { Thread } from './thread.ts';

/** How far a measured time may be from the model's: a daemon takes some milliseconds for a connection. */
const TOLERANCE = 0.3;

/** What all clients of a record saw, or the ints that came back by UDP. */
export type KindOutcome = readonly ClientOutcome[] | readonly number[];

export interface KindDisagreement {
  readonly mode: Revision;
  readonly case: string;
  readonly fixes: string;
  readonly measured: KindOutcome;
  readonly model: readonly KindOutcome[];
}

export interface KindConformance {
  readonly records: number;
  /** Cells: record × subset. */
  readonly outcomes: number;
  readonly agree: number;
  readonly disagree: readonly KindDisagreement[];
}

/** Compares what was measured of several clients, urgent data, stopped schedds and UDP with the model. */
export class KindConformer {
  readonly #tables = new TableStore();
  readonly #schedds = new Map<string, Schedd>();
  readonly #decoder = new MessageDecoder(KNOWN_CLAIM_ID);
  readonly #udp: UdpComponents;

  constructor(udp: UdpComponents = scheddUdpEnd) {
    this.#udp = udp;
  }

  conform(records: readonly KindRecord[]): KindConformance {
    const disagree: KindDisagreement[] = [];
    let outcomes = 0;
    for (const record of records) {
      for (const [fixes, measured] of Object.entries<KindOutcome>(record.outcomes)) {
        const model = this.allowed(record, fixes);
        outcomes++;
        if (model.some((one) => agrees(one, measured))) continue;
        disagree.push({ mode: record.mode, case: record.case, fixes, measured, model });
      }
    }
    return { records: records.length, outcomes, agree: outcomes - disagree.length, disagree };
  }

  /** Every outcome that the model allows, over every phase of the second and every turn of the last client. */
  allowed(record: KindRecord, fixes: string): readonly KindOutcome[] {
    if ('datagrams' in record)
      return [repliesTo(record.datagrams, this.#udp(fixesFromBits(fixes), 'client'), this.#decoder, this.#tables)];
    const schedd = this.#schedd(record.mode, fixes);
    const schedules = record.connections.flatMap((client) => Array<Schedule>(client.count).fill(scheduleOf(client)));
    const stops = record.stops.map(([from, to]) => [from * SECOND, to * SECOND] as const);
    const allowed = new Map<string, readonly ClientOutcome[]>();
    for (const turns of turnsOf(schedules.length)) {
      for (let phase = 0; phase < SECOND; ) {
        const thread = new Thread(schedd, () => new MessageDecoder(KNOWN_CLAIM_ID), schedules, stops, phase, turns);
        thread.play();
        const outcome = observed(record, thread, schedules);
        allowed.set(JSON.stringify(outcome), outcome);
        phase = thread.clock.sameUntil;
      }
    }
    return [...allowed.values()];
  }

  #schedd(revision: Revision, fixes: string): Schedd {
    const key = `${revision} ${fixes}`;
    const schedd = this.#schedds.get(key) ?? new Schedd({ revision, commandRead: 'non-blocking', fixes }, this.#tables);
    this.#schedds.set(key, schedd);
    return schedd;
  }
}

/** DaemonCore turns to connections that wait in no order that a client could know: the last one at any place among the others. */
const turnsOf = (connections: number): number[][] =>
  Array.from({ length: connections }, (_, place) =>
    [...Array(connections).keys()].map((i) => (i === connections - 1 ? place - 0.5 : i)),
  );

/** What the clients of each entry saw: replies that differ among them are a difference from anything that was measured. */
function observed(
  { connections }: ConnectionsRecord,
  { runs }: Thread,
  schedules: readonly Schedule[],
): ClientOutcome[] {
  let first = 0;
  return connections.map(({ count, at }) => {
    const own = runs.slice(first, first + count).map((run, i) => ({ run, schedule: schedules[first + i] as Schedule }));
    first += count;
    const replies = new Set(own.map(({ run }) => run.reply?.value ?? null));
    const isOpen = own.some(({ run, schedule }) => run.closedAt >= schedule.patienceEnds);
    const after = (moment: number | undefined) => (moment === undefined ? null : moment / SECOND - at);
    const [reply = null] = replies;
    return {
      reply: replies.size === 1 ? reply : Number.NaN,
      replyAfter: after(own.at(-1)?.run.reply?.at),
      connection: isOpen ? 'open' : 'closed',
      closedAfter: isOpen ? null : after(Math.max(...own.map(({ run }) => run.closedAt))),
    };
  });
}

function agrees(model: KindOutcome, measured: KindOutcome): boolean {
  return (
    model.length === measured.length &&
    model.every((one, i) => {
      const other = measured[i];
      if (typeof one === 'number' || typeof other === 'number' || !other) return one === other;
      const isSame = one.reply === other.reply && one.connection === other.connection;
      return isSame && isNear(one.replyAfter, other.replyAfter) && isNear(one.closedAfter, other.closedAfter);
    })
  );
}

/** A time that was not measured is not compared. */
function isNear(model: number | null | undefined, measured: number | null | undefined): boolean {
  if (measured === undefined) return true;
  if (typeof model !== 'number' || measured === null) return model === measured;
  return Math.abs(model - measured) <= TOLERANCE;
}
