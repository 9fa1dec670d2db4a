import { dirname } from 'node:path';

/** Parts of user names and host names that are HTCondor's own, the same in every pool. */
const COMMON = new Set(
  'condor condor_pool unauthenticated unmapped anonymous execute-side submit-side negotiator-side schedd startd child parent family session matchsession unmappeduser localhost password fs claimtobe'.split(
    ' ',
  ),
);
/** Endings that make a file of what looks like a host. */
const FILES =
  /\.(?:cpp|cc|c|h|old|log|gz|exe|py|sh|sub|submit|txt|conf|config|so|dll|out|err|V6|ad|xml|json|(?:Start|Sched|Shadow|Starter|Master)Log)$/i;

const IPV4 = String.raw`\b\d{1,3}(?:\.\d{1,3}){3}\b`;
/** With colons, or with hyphens as in `addrs=`; a zone may follow. */
const IPV6 = String.raw`\[[0-9A-Fa-f]{0,4}(?:[:-][0-9A-Fa-f]{0,4}){2,7}(?:%\w{1,16})?\]|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}(?![\w:])`;
const ADDRESS = new RegExp(`${IPV6}|${IPV4}`, 'g');
const AT = /(?<![\w.+-])([\w.+-]{1,64})@([A-Za-z0-9][\w.-]{0,253})/g;
const DOMAIN = /(?<![\w.@-])(?:[A-Za-z0-9](?:[\w-]{0,62})\.){1,8}[A-Za-z]{2,24}(?![\w-])/g;
const HOME = /(\/(?:home|Users|users)\/)([\w.+-]{1,64})/g;
const NAME = String.raw`([A-Za-z_][\w.+-]{0,63})`;
const OWNER = new RegExp(
  String.raw`(?:#\.\.\. for |(?:negotiating|collectors|RRL|flock level) for |[Ss]ubmitter |\(?Owner: |[Uu]ser(?:name)? |[Oo]wner (?:is )?|\b(?:\w{0,20}(?:[Uu]ser|[Oo]wner)|Submitter)\s?=\s?\\?["']?)${NAME}(?=[@,)\s"'\\;]|$)`,
  'g',
);
/** At the default level no claim id stands before it: `Match record (slot1@node <10.0.0.5:9618> for ada, 1.0) deleted`. */
const FOR = new RegExp(String.raw`> for ${NAME}(?=[,)]|$)`, 'g');
/** Words that stand where names do. */
const WORDS = new Set(
  'not is was has had are be a an the of for to in on at by with from and or no ad ads name id job jobs that this log process as does did may can cannot will must'.split(
    ' ',
  ),
);
const ALIAS = /\balias=([A-Za-z0-9][\w.-]{0,253})/g;
/** What has a digit or a hyphen is no word of a sentence. */
const IS_NAME = /[\d-]/;

type Kind = 'host' | 'user' | 'address';

/**
 * Replaces host names, user names and addresses, each by the same word everywhere. What is a name is learned from where it
 * stands (`user@host`, `alias=`, `for user`), and is then replaced wherever it stands.
 */
export class Anonymiser {
  readonly #names = new Map<string, string>();
  readonly #counts: Record<Kind, number> = { host: 0, user: 0, address: 0 };
  #known: RegExp | null = null;

  /**
   * @param texts all that is going to be shown
   * @param files what files are called instead: their names may be those of hosts
   */
  constructor(texts: Iterable<string>, files: ReadonlyMap<string, string> = new Map()) {
    for (const [file, name] of files) this.#names.set(file.toLowerCase(), name);
    // Files that are left out are named in warnings, by their folder.
    for (const folder of new Set([...files.keys()].map((file) => dirname(file))))
      if (folder.length > 1) this.#names.set(folder.toLowerCase(), 'the folder');
    for (const text of texts) if (!files.has(text)) this.#learn(text);
  }

  /** The text without names. */
  apply(text: string): string {
    this.#known ??= this.#pattern();
    return text
      .replace(this.#known, (name) => this.#names.get(name.toLowerCase()) ?? name)
      .replace(ADDRESS, (address) => (isNobodys(address) ? address : this.#name('address', plain(address))));
  }

  #learn(text: string): void {
    for (const [, user, host] of text.matchAll(AT)) {
      if (!/^slot\d/i.test(user as string)) this.#add('user', user as string);
      this.#addHost(host as string);
    }
    for (const [, host] of text.matchAll(ALIAS)) this.#addHost(host as string);
    for (const [domain] of text.matchAll(DOMAIN)) if (!FILES.test(domain)) this.#addHost(domain);
    for (const [, , user] of text.matchAll(HOME)) this.#add('user', user as string);
    for (const [, user] of [...text.matchAll(OWNER), ...text.matchAll(FOR)])
      if (!WORDS.has((user as string).toLowerCase())) this.#add('user', user as string);
  }

  /** A host is called by its whole name and by its first label. */
  #addHost(text: string): void {
    const host = text.replace(/[.-]+$/, '');
    if (/^[\d.]+$/.test(host)) return;
    const [label = ''] = host.split('.');
    this.#add('host', host);
    const name = this.#names.get(host.toLowerCase());
    if (name && IS_NAME.test(label) && label.length > 2 && !this.#names.has(label.toLowerCase())) {
      this.#names.set(label.toLowerCase(), name);
    }
  }

  #add(kind: Kind, text: string): void {
    const key = text.toLowerCase();
    if (COMMON.has(key) || key.length < 2 || this.#names.has(key)) return;
    const label = key.split('.')[0] ?? '';
    const same = kind === 'host' && IS_NAME.test(label) ? this.#names.get(label) : undefined;
    this.#names.set(key, same ?? this.#next(kind));
    this.#known = null;
  }

  #name(kind: Kind, key: string): string {
    const name = this.#names.get(key) ?? this.#next(kind);
    this.#names.set(key, name);
    return name;
  }

  #next(kind: Kind): string {
    this.#counts[kind] += 1;
    return `${kind}${this.#counts[kind]}`;
  }

  /** The longest first: a name may be the beginning of another. */
  #pattern(): RegExp {
    const names = [...this.#names.keys()].toSorted((a, b) => b.length - a.length).map(escaped);
    return names.length === 0 ? /(?!)/g : new RegExp(`(?<![\\w.-])(?:${names.join('|')})(?![\\w-])`, 'gi');
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');

/** One spelling of an address. */
const plain = (address: string): string =>
  address
    .replace(/^\[|\]$/g, '')
    .replace(/%\w+$/, '')
    .replaceAll('-', ':')
    .toLowerCase();

/** Every host has these. */
const isNobodys = (address: string): boolean => /^(?:127\.|0\.0\.0\.0$)|^\[?::1\]?$/.test(address);

/** A value of plain data, every text in it changed. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item as unknown, change)])) as T;
}

/** Every text in a value of plain data. */
export function textsOf(value: unknown): string[] {
  const texts: string[] = [];
  mapTexts(value, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}
