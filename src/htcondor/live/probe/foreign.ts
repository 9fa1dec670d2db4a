import type { Sight } from './client.ts';

const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ETIMEDOUT: 'nothing answers there (the connection timed out)',
  EHOSTUNREACH: 'this host cannot be reached',
  ENETUNREACH: 'this network cannot be reached',
};

/** Why what answers is no schedd; null if it may be one. */
export function foreignText({ failed, bytes, isForeign }: Sight): string | null {
  if (failed !== null) return FAILURES[failed] ?? `no connection can be made (${failed})`;
  if (!isForeign) return null;
  const text = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  if (/^HTTP\/|^<(?:!doctype|html)/i.test(text)) return 'a web server answers there, not a schedd';
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03)
    return 'a server that speaks TLS answers there, not a schedd';
  return 'what answers there does not speak CEDAR';
}
