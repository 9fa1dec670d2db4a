/** A release, as `$CondorVersion:` says it. */
export type Version = readonly [major: number, minor: number, patch: number];

/** The debug level at which dprintf() prints a line. D_ERROR and D_FAILURE lines are in every log, as D_ALWAYS lines are. */
export type Level = 'D_ALWAYS' | 'D_FULLDEBUG' | 'D_PROTOCOL' | 'D_COMMAND' | 'D_NETWORK';

/** A kind of line: how it is recognised, which C++ function prints it, and which logs have it. */
export interface Recogniser<Name extends string = string> {
  readonly name: Name;
  /** How the message begins, behind the resource that it may be about. */
  readonly starts: string;
  /** The rest of the message; its named groups are what the line names. */
  readonly rest?: RegExp;
  /** The function that prints it. */
  readonly by: string;
  /** Where the log's level is lower, the absence of the line says nothing. */
  readonly level: Level;
  /** The first release that prints it; all known releases print it from 7.6.0 on if this is left out. */
  readonly since?: Version;
  /** The first release that does not print it any more. */
  readonly until?: Version;
}

export interface Recognised<Name extends string = string> {
  readonly kind: Recogniser<Name>;
  readonly slot: string | null;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/**
 * Resource::dprintf_va() puts the resource before its lines: `slot1`, `slot1_2`, or another STARTD_RESOURCE_PREFIX.
 * Starter::dprintf() puts the job behind it: `slot1_2[60.1]`.
 */
const RESOURCE = /^([A-Za-z_]\w{0,38}?\d(?:_\d+)?)(?:\[-?\d{1,10}\.-?\d{1,10}\])?: /;

const keyOf = (text: string): string => text.slice(0, 2);

/** What lines of one kind of daemon say. */
export class Grammar<Name extends string> {
  readonly recognisers: readonly Recogniser<Name>[];
  readonly #byStart: ReadonlyMap<string, readonly Recogniser<Name>[]>;

  constructor(recognisers: readonly Recogniser<Name>[]) {
    this.recognisers = recognisers;
    const byStart = new Map<string, Recogniser<Name>[]>();
    for (const kind of recognisers) {
      const key = keyOf(kind.starts);
      byStart.set(key, [...(byStart.get(key) ?? []), kind]);
    }
    this.#byStart = byStart;
  }

  /** What a message says; null if it is none of the kinds known. */
  recognise(message: string): Recognised<Name> | null {
    const plain = this.#find(message, null);
    if (plain) return plain;
    const resource = RESOURCE.exec(message);
    return resource && this.#find(message.slice(resource[0].length), resource[1] as string);
  }

  #find(message: string, slot: string | null): Recognised<Name> | null {
    for (const kind of this.#byStart.get(keyOf(message)) ?? []) {
      if (!message.startsWith(kind.starts)) continue;
      const found = kind.rest ? kind.rest.exec(message.slice(kind.starts.length)) : [];
      if (found) return { kind, slot, params: 'groups' in found ? (found.groups ?? {}) : {} };
    }
    return null;
  }
}
