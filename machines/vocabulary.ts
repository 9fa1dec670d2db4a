/**
 * The words that the machines exchange: fixes, items, packets, effects.
 *
 * Nothing here behaves; what the daemons do with these words is in the machines alone.
 */

/**
 * The check-ins of ticket #2563, and what each changes. Subsets are written in the order of their numbers (`0010` is 27896
 * alone). A fix that is added here is known everywhere; the machine that it changes reads it by its number.
 */
export const FIXES = {
  '27894': 'allow_empty_message_flag is not set for a command that carries a payload',
  '27895': 'a read attempt clears allow_empty_message_flag, so that end_of_message() tells the truth',
  '27896': 'ALIVE is registered with a payload: DaemonCore waits for it before it calls the handler',
  '27897': 'the handler checks the result of get_secret()',
} as const;

export type FixId = keyof typeof FIXES;
export const FIX_IDS = Object.keys(FIXES) as readonly FixId[];

/** Which of the check-ins a daemon has been built with. */
export type Fixes = Readonly<Record<FixId, boolean>>;

/** Repairs of other defects, by their tickets, that the daemons may be built with or without. */
export type Repairs = Readonly<Partial<Record<'1349' | '2317' | '4491', boolean>>>;

/** How the startd reaches the command: with a security session (the ticket's case), or without negotiation. */
export const PATHS = ['auth', 'raw'] as const;
export type Path = (typeof PATHS)[number];

/** How a misbehaving peer brings its command and its claim id; only with a session's key is the claim id encrypted. */
export const PEER_PATHS = ['auth', 'auth-encrypted', 'raw-1msg', 'raw-2msg'] as const;
export type PeerPath = (typeof PEER_PATHS)[number];

/** How a client that sends ALIVE by UDP brings it: in a bare int, or in an authentication ad, with a session's key or without. */
export const DATAGRAM_PATHS = ['auth', 'auth-encrypted', 'raw'] as const;
export type DatagramPath = (typeof DATAGRAM_PATHS)[number];

/** The startd's connections to the schedd: a retry may start while the schedd still holds the one before. */
export const CONNECTIONS = ['first', 'second'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** What the schedd answers to an ALIVE that names a claim it knows: its alive_interval, in seconds. */
export const ALIVE_INTERVAL = 300;

/** What the schedd answers when it finds no match record: "no longer recognized". */
export const UNKNOWN_CLAIM = -1;

/**
 * What readReady() and a failed read do: `2011` asks select() and forgets a failure; `head` reads without blocking, and a
 * stream on which a read has failed is broken for good (3393); `head-no3393` is HEAD without that.
 */
export const REVISIONS = ['2011', 'head', 'head-no3393'] as const;
export type Revision = (typeof REVISIONS)[number];

/** How DaemonCore reads the command int: the code of October 2011 blocks, HEAD does not. */
export type CommandRead = 'blocking' | 'non-blocking';

/** What a client that authenticates wants to hear before it sends its payload, unless it resumes a session in silence. */
export type Handshake = 'resume response' | 'new session';

/**
 * One thing that a CEDAR message can carry. A message whose items have all been read is `consumed`.
 *
 * `claimId` is the claim id of the system's one claim; `otherClaimId` a whole string that names another claim or, if it
 * is empty, none. An int travels in 8 bytes; with `badPad` the upper four are not the sign of the lower four, which are
 * its `value`. The last three are no items at all, but what a reader finds in their place: bytes without the NUL that
 * ends a string in clear, an item shorter than it announces, and bytes that nobody asked for.
 */
export type Item =
  | {
      readonly kind: 'command';
      readonly name: CommandName;
      readonly authenticate: boolean;
      readonly handshake?: Handshake;
    }
  | { readonly kind: 'claimId' }
  | { readonly kind: 'otherClaimId' }
  | { readonly kind: 'nullString' }
  | { readonly kind: 'int'; readonly value: number; readonly badPad?: true }
  | { readonly kind: 'ad' }
  | { readonly kind: 'unterminated' }
  | { readonly kind: 'cutShort' }
  | { readonly kind: 'junk' };

/** A whole claim id, as the schedd's tables tell them apart. */
export type ClaimId = 'claimId' | 'otherClaimId';

export type CommandName = 'ALIVE' | 'RESCHEDULE';

/** Why rcv_packet() refuses a packet header. */
export type HeaderFault = 'unrecognized' | 'too large' | 'improperly sized';

/** What a whole message carries. */
export type Message = readonly Item[];

/**
 * A packet as a stream carries it: five header bytes and a body. In this protocol a message fits into one, and a packet
 * with `items` ends it; a misbehaving peer may send others.
 */
export interface Packet {
  /** What the message carries that ends with this packet. */
  readonly items: Message;
  /** The packet does not end its message: its end flag is 0. */
  readonly more?: boolean;
  /** Its header is one that rcv_packet() refuses. */
  readonly fault?: HeaderFault;
  /** No packet at all, but a few bytes where a header should begin. */
  readonly stray?: boolean;
}

/**
 * How far the bytes of a packet have come: condor_read() distinguishes no more than this, because all it asks is
 * whether the 5 header bytes, and then the announced body bytes, are complete.
 */
export const FRAGMENTS = ['part of the header', 'the header', 'part of the body', 'the whole packet'] as const;
export type Fragment = (typeof FRAGMENTS)[number];

/** `send`: a message for another component, by the name of the sender's port (`sender` is whoever called). */
export interface Send {
  readonly to: string;
  readonly message: { readonly type: string; readonly [key: string]: unknown };
}

/** `dprintf`: a line of the daemon's own log. `{slot}`, `{job}`, `{peer}` stand for what the instance is called. */
export interface Dprintf {
  readonly text: string;
}

/** The classes into which the environment's faults fall, mildest first. */
export const FAULTS = ['timeout', 'fin', 'rst'] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * The fixes that are named, and no others: `fixes('27895', '27897')`.
 *
 * @throws {RangeError} if a name is no fix
 */
export function fixes(...names: readonly FixId[]): Fixes {
  const unknown = names.find((name) => !Object.hasOwn(FIXES, name));
  if (unknown !== undefined) throw new RangeError(`there is no fix '${unknown}', only ${FIX_IDS.join(', ')}`);
  return Object.fromEntries(FIX_IDS.map((id) => [id, names.includes(id)])) as Fixes;
}

/** A daemon as it was before the ticket. */
export const NO_FIXES = fixes();

/** A daemon with every check-in. */
export const ALL_FIXES = fixes(...FIX_IDS);

/** A subset of the fixes as bits, one for each in their order, e.g. `0010`. */
export function fixBits(subset: Fixes): string {
  return FIX_IDS.map((id) => (subset[id] ? '1' : '0')).join('');
}

/**
 * The subset that bits stand for.
 *
 * @throws {RangeError} if there is not exactly one 0 or 1 for each fix
 */
export function fixesFromBits(bits: string): Fixes {
  if (bits.length !== FIX_IDS.length || /[^01]/.test(bits)) {
    throw new RangeError(
      `'${bits}' is not a subset of the fixes: one 0 or 1 was expected for each of ${FIX_IDS.join(', ')}`,
    );
  }
  return fixes(...FIX_IDS.filter((_, i) => bits[i] === '1'));
}

/** All subsets, from `0000` to `1111`. */
export const ALL_SUBSETS: readonly string[] = Array.from({ length: 1 << FIX_IDS.length }, (_, n) =>
  n.toString(2).padStart(FIX_IDS.length, '0'),
);
