import * as v from 'valibot';
import { readJson } from '../../../files/input.ts';
import { fields, hex, integer, oneOf, records, seconds, text, truth } from '../../../files/schema.ts';
import { SECOND } from '../schedule.ts';

/** What was done to a reply: bytes, then silence, and how it ended. */
export type Op = { readonly bytes: string } | { readonly sleep: number } | { readonly end: ReplyEnding };

const REPLY_ENDINGS = ['silence', 'fin', 'rst'] as const;
type ReplyEnding = (typeof REPLY_ENDINGS)[number];

/** What the startd made of it. Times are seconds from the start of the schedd's handler. */
export interface StartdOutcome {
  readonly outcome: string;
  /** The int that it took the reply for. */
  readonly valueRead: number | null;
  /** When it had read a reply, or had given up reading one; null if it never came to either. */
  readonly secondsFromHandlerToDecision: number | null;
  readonly claimRemoved: boolean;
  readonly claimRemovedAfter: number | null;
  /** From a response problem to the next ALIVE. */
  readonly retryAfter: number | null;
}

export interface StartdRecord extends StartdOutcome {
  readonly case: string;
  readonly ops: readonly Op[];
}

const OPS: Readonly<Record<string, v.GenericSchema<unknown, Op>>> = {
  bytes: fields({ bytes: hex() }),
  sleep: fields({ sleep: seconds() }),
  end: fields({ end: oneOf(REPLY_ENDINGS) }),
};

const NO_OP = v.never('bytes, sleep or end');

const OP = v.lazy((given) => {
  const [kind = '', ...others] = Object.keys(given ?? {});
  return (others.length === 0 && Object.hasOwn(OPS, kind) && OPS[kind]) || NO_OP;
});

const RECORD = fields({
  case: text(),
  ops: v.pipe(
    v.array(OP, 'a list of {"bytes": hex}, {"sleep": seconds}, {"end": how}'),
    v.checkItems((op, i, ops) => !('end' in op) || i === ops.length - 1, 'an end only as the last of the list'),
  ),
  outcome: text(),
  valueRead: v.nullable(integer('an int or null')),
  secondsFromHandlerToDecision: v.nullable(seconds('a number of seconds or null')),
  claimRemoved: truth(),
  claimRemovedAfter: v.nullable(seconds('a number of seconds or null')),
  retryAfter: v.nullable(seconds('a number of seconds or null')),
});

/**
 * The records of a file with what was measured at the startd's side.
 *
 * @throws {InputError} with one line that names the file, the record and the field
 */
export const loadStartdRecords = (file: string): StartdRecord[] => readJson(file, records(RECORD));

/** Something that reaches the startd's host at one moment, in microseconds from the start of the schedd's handler. */
export interface ReplyArrival {
  readonly at: number;
  /** How many bytes have arrived by then. */
  readonly arrived: number;
  readonly ends: 'fin' | 'rst' | null;
}

export interface ReplySchedule {
  readonly bytes: Uint8Array;
  readonly arrivals: readonly ReplyArrival[];
}

/** The reply as arrivals: what happens at one moment arrives at one moment. */
export function toReplySchedule(ops: readonly Op[]): ReplySchedule {
  const parts: string[] = [];
  const arrivals: ReplyArrival[] = [];
  let at = 0;
  let arrived = 0;
  const add = (arrival: ReplyArrival) => {
    if (arrivals.at(-1)?.at === at) arrivals.pop();
    arrivals.push(arrival);
  };
  for (const op of ops) {
    if ('sleep' in op) at += Math.round(op.sleep * SECOND);
    else if ('bytes' in op) {
      if (op.bytes === '') continue;
      parts.push(op.bytes);
      arrived += op.bytes.length / 2;
      add({ at, arrived, ends: null });
    } else if (op.end !== 'silence') add({ at, arrived, ends: op.end });
  }
  return { bytes: Uint8Array.from(Buffer.from(parts.join(''), 'hex')), arrivals };
}
