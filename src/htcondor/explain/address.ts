/** A sinful string: `<host:port?parameters>`; an IPv6 host is in brackets. */
const SINFUL = /<(\[[^\]<>]*\]|[^:?<>\s]+):(\d+)(?:\?([^<>]*))?>/g;

/** A sinful string just where it is looked for. */
const HERE = new RegExp(SINFUL.source, 'y');

/** The `host:port` that a text names last; null if it names none, or one that is blanked or cut. */
export function addressOf(text: string | undefined): string | null {
  if (!text) return null;
  const at = text.lastIndexOf('<');
  if (at < 0) return null;
  HERE.lastIndex = at;
  const last = HERE.exec(text) ?? [...text.matchAll(SINFUL)].at(-1);
  return last ? `${oneSpelling(last[1] as string)}:${last[2]}` : null;
}

/**
 * All hosts that the sinful strings of a text name, those of `addrs=` and `PrivAddr=` included. Behind a connection broker
 * (`CCBID=`) a daemon's connections come from an address that its own does not name: then there is none.
 */
export const hostsOf = (text: string | undefined): string[] => [...new Set(addressesOf(text).map(hostOf))];

/** All hosts that the sinful strings of a text name, each with its port. */
export function addressesOf(text: string | undefined): string[] {
  const addresses = new Set<string>();
  for (const [, host, port, parameters] of (text ?? '').matchAll(SINFUL)) {
    const pairs = (parameters ?? '').split('&').map((parameter) => parameter.split('=', 2) as [string, string?]);
    if (pairs.some(([key]) => key === 'CCBID')) continue;
    addresses.add(`${oneSpelling(host as string)}:${port}`);
    for (const [key, value = ''] of pairs) {
      if (key === 'addrs') for (const address of value.split('+')) addresses.add(plainAddress(address));
      if (key === 'PrivAddr') for (const inner of addressesOf(unescaped(value))) addresses.add(inner);
    }
  }
  return [...addresses];
}

/** `addrs=` writes a port behind a hyphen, and an IPv6 address with hyphens for colons. */
function plainAddress(address: string): string {
  const [, host = address, port] = /^(.*)-(\d+)$/.exec(address) ?? [];
  const plain = oneSpelling(host.startsWith('[') ? host.replaceAll('-', ':') : host);
  return port === undefined ? plain : `${plain}:${port}`;
}

/** Whether a daemon is behind a connection broker: its connections come from an address that is not known. */
export const isBehindBroker = (text: string): boolean => /[?&]CCBID=/.test(text);

/** An IPv6 address in its short form and small letters, without a zone; an IPv4 address that is mapped into it as such. */
function oneSpelling(host: string): string {
  if (!host.startsWith('[')) return host;
  const plain = host.replace(/%[^\]]*/, '');
  if (!URL.canParse(`http://${plain}`)) return host;
  const { hostname } = new URL(`http://${plain}`);
  const mapped = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(hostname);
  if (!mapped) return hostname;
  return [mapped[1], mapped[2]]
    .flatMap((half) => {
      const value = Number.parseInt(half as string, 16);
      return [value >> 8, value & 255];
    })
    .join('.');
}

/** Whether two addresses on one host are those of different daemons: by the port, or by the name behind a shared port. */
export function areNeighbours(a: string, b: string): boolean {
  const [one, other] = [addressOf(a), addressOf(b)];
  if (one === null || other === null || hostOf(one) !== hostOf(other)) return false;
  const [sock, otherSock] = [sockOf(a), sockOf(b)];
  return one !== other || (sock !== null && otherSock !== null && sock !== otherSock);
}

/** The daemon's name behind a shared port (`sock=`). */
const sockOf = (text: string): string | null => /[?&]sock=([^&>\s]+)/.exec(text)?.[1] ?? null;

/** The host of a `host:port`. */
export const hostOf = (address: string): string => address.replace(/:\d+$/, '');

/** A sinful string within another one is percent-encoded. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
