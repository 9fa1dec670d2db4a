import { escaped } from '../../../files/input.ts';

/** A daemon's log: `MM/DD/YY HH:MM:SS text`, one line a text. */
export type Log = (text: string) => void;

const two = (number: number): string => String(number).padStart(2, '0');

/** The line of a text as a daemon writes it at its usual settings, in local time. */
export function logLine(text: string, when: Date): string {
  const date = [when.getMonth() + 1, when.getDate(), when.getFullYear() % 100].map(two).join('/');
  const time = [when.getHours(), when.getMinutes(), when.getSeconds()].map(two).join(':');
  return `${date} ${time} ${escaped(text)}`;
}

/** A claim id begins with an address and two numbers; all behind them is secret, and so is all that begins otherwise. */
const PUBLIC = /^<[^<>#\s]{1,200}>#\d{1,20}#\d{1,20}#/;

/** ClaimIdParser::publicClaimId(), of whatever a client has sent. */
export const publicClaimId = (claimId: Uint8Array | null): string =>
  `${PUBLIC.exec(new TextDecoder().decode(claimId?.subarray(0, 300) ?? new Uint8Array()))?.[0] ?? '#'}...`;

/** `<127.0.0.1:9618>`; an IPv6 address is in brackets. */
export const sinful = (address: string, port: number): string =>
  `<${address.includes(':') ? `[${address}]` : address}:${port}>`;

/** What an impossible header says: debug_hex_dump(), and the announced length. */
export interface HeaderWords {
  readonly header: string;
  readonly length: string;
  readonly end: string;
}

export function headerWords(header: Uint8Array): HeaderWords {
  const whole = new Uint8Array(5);
  whole.set(header.subarray(0, 5));
  return {
    header: [...header].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
    length: String(new DataView(whole.buffer).getInt32(1)),
    end: String(new DataView(whole.buffer).getInt8(0)),
  };
}
