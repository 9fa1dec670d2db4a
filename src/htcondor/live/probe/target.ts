import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { InputError } from '../../../files/input.ts';

/** Where a schedd is: an address, and the name under which it shares its port with other daemons, if it does. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly sharedPort: string | null;
}

/** COLLECTOR_PORT, which is where daemons share a port. */
const USUAL_PORT = 9618;

const ADDRESS = /^(?:\[([^\]]+)\]|([^:[\]<>\s]+))(?::(\d{1,5}))?$/;
const SINFUL = /^<([^<>?\s]+)(?:\?([^<>\s]*))?>$/;
/** SharedPortClient::SharedPortIdIsValid() */
const SHARED_PORT_ID = /^[\w.-]+$/;

/**
 * `HOST`, `HOST:PORT`, or an IPv6 address alone or in brackets.
 *
 * @throws {InputError} if it is none of them
 */
export function parseAddress(text: string): Target {
  if (isIP(text) === 6) return { host: text, port: USUAL_PORT, sharedPort: null };
  const [, bracketed, host = bracketed, port] = ADDRESS.exec(text) ?? [];
  const number = port === undefined ? USUAL_PORT : Number(port);
  if (!host || number < 1 || number > 65_535 || (bracketed && isIP(bracketed) !== 6)) {
    throw new InputError(`'${text}' is not an address: HOST, HOST:PORT or [IPv6]:PORT was expected`);
  }
  return { host, port: number, sharedPort: null };
}

/**
 * A sinful string, as `condor_status -schedd -af MyAddress` prints it: `<host:port?sock=id&…>`.
 *
 * @throws {InputError} if it is none, or its daemon is reached by CCB alone
 */
export function parseSinful(text: string): Target {
  const [, address, query = ''] = SINFUL.exec(text.trim()) ?? [];
  if (!address)
    throw new InputError(`'${text}' is not a sinful string: <host:port> or <host:port?sock=id> was expected`);
  const parameters = new URLSearchParams(query);
  if (parameters.has('CCBID'))
    throw new InputError(`'${text}' is reached through a CCB server, which is not supported`);
  const sharedPort = parameters.get('sock');
  if (sharedPort !== null && !SHARED_PORT_ID.test(sharedPort)) {
    throw new InputError(`'${text}': sock=${sharedPort} is not the name of a daemon behind a shared port`);
  }
  return { ...parseAddress(address), sharedPort };
}

/**
 * The target with its host as an IP address.
 *
 * @throws {InputError} if its name is not known
 */
export async function resolved(target: Target): Promise<Target> {
  try {
    const { address } = await lookup(target.host);
    return { ...target, host: address };
  } catch (error) {
    throw new InputError(`${target.host}: this host is not known (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Whether an IP address never leaves this machine. */
export const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\./i.test(address) || address === '::1';

export const targetText = ({ host, port, sharedPort }: Target): string =>
  `<${host.includes(':') ? `[${host}]` : host}:${port}${sharedPort === null ? '' : `?sock=${sharedPort}`}>`;
