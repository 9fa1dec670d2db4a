import {
  type Fields,
  first,
  firstWrong,
  isBoolean,
  isHex,
  isObject,
  isOneOf,
  isSeconds,
  isText,
  loadList,
  orNull,
  type Rule,
  shown,
} from '../fields.ts';
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

const RECORD: readonly Rule[] = [
  ['case', isText, 'a text'],
  ['ops', Array.isArray, 'a list of {"bytes": hex}, {"sleep": seconds}, {"end": how}'],
  ['outcome', isText, 'a text'],
  ['valueRead', orNull(Number.isInteger), 'an int or null'],
  ['secondsFromHandlerToDecision', orNull(isSeconds), 'a number of seconds or null'],
  ['claimRemoved', isBoolean, 'true or false'],
  ['claimRemovedAfter', orNull(isSeconds), 'a number of seconds or null'],
  ['retryAfter', orNull(isSeconds), 'a number of seconds or null'],
];

const OPS: Readonly<Record<string, Rule>> = {
  bytes: ['bytes', isHex, 'bytes in hex'],
  sleep: ['sleep', isSeconds, 'a number of seconds'],
  end: ['end', isOneOf(REPLY_ENDINGS), REPLY_ENDINGS.join(', ')],
};

/**
 * The records of a file with what was measured at the startd's side.
 *
 * @throws {InputError} with one line that names the file, the record and the field
 */
export function loadStartdRecords(file: string): StartdRecord[] {
  return loadList(file, wrongIn) as StartdRecord[];
}

function wrongIn(record: unknown): string | null {
  if (!isObject(record)) return 'an object was expected';
  const ops = record['ops'] as unknown[];
  return firstWrong(record, RECORD) ?? first(ops, (op, i) => wrongOp(op, i, ops.length));
}

function wrongOp(op: unknown, i: number, count: number): string | null {
  const [kind] = isObject(op) ? Object.keys(op) : [];
  const rule = kind === undefined ? undefined : OPS[kind];
  if (!rule || Object.keys(op as Fields).length > 1)
    return `ops[${i}]: bytes, sleep or end was expected, not ${shown(op)}`;
  if (kind === 'end' && i < count - 1) return `ops[${i}].end: it was expected to come last`;
  const wrong = firstWrong(op as Fields, [rule]);
  return wrong && `ops[${i}].${wrong}`;
}

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
