import {
  concat,
  decodeInt,
  decodeString,
  encodeInt,
  encodeMessage,
  encodePacket,
  encodeString,
  INT_SIZE,
} from './cedar.ts';
import type { CommandName, Handshake, Item, Message } from '../vocabulary.ts';

/**
 * The ALIVE protocol's messages, as bytes and as what the machines know of them: the command (raw, or inside an
 * authentication ad) and the claim id.
 */

const COMMAND_NUMBER = { ALIVE: 441, RESCHEDULE: 421 } as const satisfies Record<CommandName, number>;
export const DC_AUTHENTICATE = 60010;
const SHARED_PORT_CONNECT = 75;
const NO_DEADLINE = -1;

/** How a client brings its command: with a session (three ways), or raw, the claim id in the same message or in another. */
export const WIRE_PATHS = ['auth-resume', 'auth-resume-response', 'auth-new', 'raw-1msg', 'raw-2msg'] as const;
export type WirePath = (typeof WIRE_PATHS)[number];

/** Whether the client waits for an answer of the schedd before it sends the claim id. */
export const waitsForAnswer = (path: WirePath): boolean => path === 'auth-new' || path === 'auth-resume-response';

const NEW_SESSION = [
  'Command = 441',
  'AuthCommand = 441',
  'AuthMethods = "FS"',
  'CryptoMethods = ""',
  'OutgoingNegotiation = "OPTIONAL"',
  'Authentication = "NEVER"',
  'Encryption = "NEVER"',
  'Integrity = "NEVER"',
  'Enact = "NO"',
  'NewSession = "YES"',
  'SessionDuration = "600"',
  'SessionLease = 600',
];
const RESUMED = ['Command = 441', 'AuthCommand = 441', 'UseSession = "YES"'];

/** The authentication ad of a client; `sid` is the session that it resumes. */
function authenticationAd(path: Exclude<WirePath, 'raw-1msg' | 'raw-2msg'>, sid: string): readonly string[] {
  if (path === 'auth-new') return NEW_SESSION;
  const resumed = [...RESUMED, `Sid = "${sid}"`];
  return path === 'auth-resume' ? resumed : [...resumed, 'ResumeResponse = true'];
}

/** putClassAd(): the number of expressions, the expressions, and the two types, empty. */
function encodeAd(expressions: readonly string[]): Uint8Array {
  const strings = [...expressions, '', ''].map((text) => encodeString(text));
  return concat(encodeInt(expressions.length), ...strings);
}

/** SharedPortClient::sendSharedPortID(): what goes before everything else where daemons share a port. */
export function encodeSharedPort(id: string): Uint8Array {
  const strings = [id, 'claimcheck'].map((text) => encodeString(text));
  return encodeMessage(concat(encodeInt(SHARED_PORT_CONNECT), ...strings, encodeInt(NO_DEADLINE), encodeInt(0)));
}

/** How long a session lasts that a client has been given, in seconds. */
export const SESSION_DURATION = 3600;

/** The policy with which a schedd answers a client that negotiates nothing (SecMan::ReconcileSecurityPolicyAds()). */
const POLICY = [
  'Authentication = "NO"',
  'Encryption = "NO"',
  'Integrity = "NO"',
  'Enact = "YES"',
  'AuthMethods = "FS"',
  'AuthMethodsList = "FS"',
  'CryptoMethodsList = ""',
  'NegotiatedSession = true',
  `SessionDuration = "${SESSION_DURATION}"`,
  `RemoteVersion = "$CondorVersion: 25.14.0 2026-08-01 $"`,
];

/** The ads with which a schedd answers an authentication ad, in their order. */
export function encodeAnswers(handshake: Handshake, sid: string): readonly Uint8Array[] {
  if (handshake === 'resume response') return [encodeMessage(encodeAd(['ReturnCode = "AUTHORIZED"']))];
  const session = [
    `Sid = "${sid}"`,
    'User = "unauthenticated@unmapped"',
    'ReturnCode = "AUTHORIZED"',
    'ValidCommands = "441"',
  ];
  return [POLICY, session].map((expressions) => encodeMessage(encodeAd(expressions)));
}

/** What a client that asks for a resume response is told if its session is not known (DaemonCommandProtocol). */
export const encodeSidNotFound = (): Uint8Array => encodeMessage(encodeAd(['ReturnCode = "SID_NOT_FOUND"']));

/** The authentication ad of a client that would authenticate and encrypt: a schedd that insists on it answers with its policy. */
export function encodePolicyQuestion(): Uint8Array {
  const expressions = NEW_SESSION.map((text) => text.replace('"NEVER"', '"OPTIONAL"'))
    .map((text) => text.replace(/^AuthMethods = .*/, `AuthMethods = "${METHODS.authentication}"`))
    .map((text) => text.replace(/^CryptoMethods = .*/, `CryptoMethods = "${METHODS.encryption}"`));
  return encodeMessage(concat(encodeInt(DC_AUTHENTICATE), encodeAd(expressions)));
}

const METHODS = {
  authentication: 'FS,IDTOKENS,TOKEN,SCITOKENS,SSL,KERBEROS,PASSWORD,MUNGE,FS_REMOTE,GSI,NTSSPI,CLAIMTOBE,ANONYMOUS',
  encryption: 'AES,BLOWFISH,3DES',
};

/** What the client sends to have ALIVE called; in raw-1msg the claim id's packets end the same message. */
export function encodeCommand(path: WirePath, sid = 'session'): Uint8Array {
  if (path === 'raw-1msg') return encodePacket(encodeInt(COMMAND_NUMBER.ALIVE), 0);
  if (path === 'raw-2msg') return encodeMessage(encodeInt(COMMAND_NUMBER.ALIVE));
  return encodeMessage(concat(encodeInt(DC_AUTHENTICATE), encodeAd(authenticationAd(path, sid))));
}

/** What the startd finds in a whole reply: Stream::get(int) takes 8 bytes; what their pad is worth is ReliSock's affair. */
export function decodeReply(body: Uint8Array): Message {
  const low = decodeInt(body, 0, true);
  if (low === null) return [{ kind: 'cutShort' }];
  const isPadded = decodeInt(body, 0, false) !== null;
  const int: Item = { kind: 'int', value: low, ...(isPadded ? {} : { badPad: true }) };
  return body.length > INT_SIZE ? [int, { kind: 'junk' }] : [int];
}

/** Reads the daemon's messages off their bytes; equal messages are the same object, for the tables ask by object. */
export class MessageDecoder {
  readonly #names: (claimId: Uint8Array) => boolean;
  readonly #encrypted: boolean;
  readonly #known = new Map<string, Message>();

  /** `known`: the claim id that the schedd knows, or whether it knows one; `encrypted`: get_secret() has a key. */
  constructor(known: string | ((claimId: Uint8Array) => boolean), encrypted = false) {
    this.#names = typeof known === 'string' ? isThe(new TextEncoder().encode(known)) : known;
    this.#encrypted = encrypted;
  }

  /** The connection's first message: the command, and what follows it. */
  first(body: Uint8Array): Message {
    const number = decodeInt(body, 0, true);
    if (number === DC_AUTHENTICATE) return this.#authentication(body);
    const name = commandOf(number);
    if (!name) return this.#same([{ kind: 'cutShort' }]);
    const command: Item = { kind: 'command', name, authenticate: false };
    return this.#same(body.length === INT_SIZE ? [command] : [command, ...this.#secret(body, INT_SIZE)]);
  }

  /** Any later message: the claim id. */
  payload(body: Uint8Array): Message {
    return this.#same(this.#secret(body, 0));
  }

  /** A whole message that came by UDP: the claim id follows the command, or its authentication ad. */
  datagram(body: Uint8Array): Message {
    const number = decodeInt(body, 0, true);
    if (number !== DC_AUTHENTICATE) return commandOf(number) ? this.first(body) : this.#same([{ kind: 'junk' }]);
    const [command] = this.#authentication(body);
    const end = decodeAd(body, INT_SIZE)?.next ?? body.length;
    if (command?.kind !== 'command') return this.#same([{ kind: 'cutShort' }]);
    return this.#same(end === body.length ? [command] : [command, ...this.#secret(body, end)]);
  }

  #secret(body: Uint8Array, at: number): Item[] {
    const read = decodeString(body, at, this.#encrypted);
    const rest: Item[] = read.next < body.length ? [{ kind: 'junk' }] : [];
    if (read.kind === 'null') return [{ kind: 'nullString' }, ...rest];
    if (read.kind === 'string') return [{ kind: this.#names(read.bytes) ? 'claimId' : 'otherClaimId' }, ...rest];
    return read.next === at ? [{ kind: 'unterminated' }] : [{ kind: 'cutShort' }, ...rest];
  }

  #authentication(body: Uint8Array): Message {
    const ad = decodeAd(body, INT_SIZE);
    const name = commandOf(Number(ad?.get('Command')));
    if (!ad || !name) return this.#same([{ kind: 'cutShort' }]);
    const handshake = handshakeOf(ad);
    const command: Item = { kind: 'command', name, authenticate: true, ...(handshake && { handshake }) };
    return this.#same(ad.next < body.length ? [command, { kind: 'junk' }] : [command]);
  }

  #same(message: Message): Message {
    const key = message.map((item) => (item.kind === 'command' ? JSON.stringify(item) : item.kind)).join();
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, message);
    return message;
  }
}

const isThe = (claimId: Uint8Array) => (bytes: Uint8Array) =>
  bytes.length === claimId.length && bytes.every((byte, i) => byte === claimId[i]);

/** What a connection's first message says of a session that it resumes. */
export interface Resumption {
  readonly sid: string;
  /** Where the daemon that resumes it can be told that the session is over. */
  readonly returnAddress: string | null;
}

/** The session that a connection's first message resumes; null if it resumes none. */
export function resumptionIn(body: Uint8Array): Resumption | null {
  const ad = decodeInt(body, 0, true) === DC_AUTHENTICATE ? decodeAd(body, INT_SIZE) : null;
  if (ad?.get('UseSession') !== '"YES"') return null;
  const unquoted = (name: string) => ad.get(name)?.replace(/^"(.*)"$/s, '$1');
  return { sid: unquoted('Sid') ?? '', returnAddress: unquoted('ServerCommandSock') ?? null };
}

function commandOf(number: number | null): CommandName | undefined {
  return (Object.keys(COMMAND_NUMBER) as CommandName[]).find((name) => COMMAND_NUMBER[name] === number);
}

function handshakeOf(ad: ReadonlyMap<string, string>): Handshake | null {
  if (ad.get('UseSession') !== '"YES"') return 'new session';
  return ad.get('ResumeResponse') === 'true' ? 'resume response' : null;
}

/** getPODClassAd(): the expressions by name; null if the message ends before the ad does. */
export function decodeAd(body: Uint8Array, at: number): (Map<string, string> & { next: number }) | null {
  const count = decodeInt(body, at, true);
  if (count === null || count < 0 || count > body.length) return null;
  const ad = Object.assign(new Map<string, string>(), { next: at + INT_SIZE });
  for (let i = 0; i < count + 2; i++) {
    const read = decodeString(body, ad.next);
    if (read.kind !== 'string') return null;
    const [name, ...value] = new TextDecoder().decode(read.bytes).split(' = ');
    if (i < count) ad.set(name as string, value.join(' = '));
    ad.next = read.next;
  }
  return ad;
}
