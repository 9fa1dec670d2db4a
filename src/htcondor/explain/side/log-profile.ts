import { hostsOf } from '../address.ts';
import type { CommonName } from '../grammar/cedar.ts';
import type { Recogniser, Version } from '../grammar/recogniser.ts';
import type { Fact, Line } from '../line.ts';
import { visible } from '../shown.ts';
import { own } from './kept.ts';

/** The addresses of so many starts are kept, and not of more. */
const MOST_STARTS = 1000;

/** Which lines one daemon's log has: what it says of itself, and what occurs in it. */
export class LogProfile {
  /** For the reader: `StartLog`, or where there are several, by which files. */
  readonly label: string;
  readonly #seen = new Set<string>();
  readonly #versions = new Map<string, Version>();
  readonly #levels = new Set<string>();
  /** Whether it is of an HTCondor-CE, whose schedd hands jobs on to a batch system and holds no claims. */
  isComputeElement = false;
  /** The hosts of the daemon's own addresses, where it says them. */
  readonly hosts = new Set<string>();
  /** The daemon's own addresses, one for each of its starts. */
  readonly #addresses: { readonly address: string; readonly line: Line }[] = [];

  /** Where lines of a daemon at another address begin, though the one before has not exited. */
  otherHost: { readonly line: Line; readonly from: string; readonly to: string } | null = null;
  /** Where a slot changes from a state that it was not in. */
  mixed: { readonly line: Line; readonly slot: string } | null = null;
  #hasExited = false;

  constructor(label: string) {
    this.label = visible(label);
  }

  take({ name, params, line }: Fact): void {
    this.#seen.add(name);
    const common = name as CommonName;
    if (common === 'version') this.#sawVersion(params['version'] ?? '');
    if (common === 'logging') for (const level of (params['levels'] ?? '').split(' ')) this.#levels.add(level);
    if (common === 'config' && /\bcondor-ce\b/.test(params['path'] ?? '')) this.isComputeElement = true;
    if (common === 'exiting') this.#hasExited = true;
    if (common === 'listening') this.#listens(params['address'] ?? '', line);
  }

  #listens(address: string, line: Line): void {
    const from = this.#addresses.at(-1)?.address;
    if (from !== undefined && !this.#hasExited && areOfDifferentHosts(from, address))
      this.otherHost ??= { line, from, to: own(address) };
    this.#hasExited = false;
    for (const host of hostsOf(address)) this.hosts.add(host);
    if (this.#addresses.length < MOST_STARTS) this.#addresses.push({ address: own(address), line });
  }

  /** The daemon's address at a moment; null if the log does not say it. */
  addressAt(line: Line): string | null {
    return this.#addresses.findLast((start) => start.line.at.ms <= line.at.ms)?.address ?? null;
  }

  #sawVersion(text: string): void {
    this.#versions.set(text, text.split('.').map(Number) as unknown as Version);
  }

  /** The releases that have written the log, as far as it says. */
  get versions(): string[] {
    return [...this.#versions.keys()];
  }

  /** The releases that have written the log, if all of them have 27897 (#2563), which came with 7.6.4 and, with the other fixes, 7.7.4; else none. */
  get fixedVersions(): string[] {
    return [...this.#versions.values()].every(isFixed) ? this.versions : [];
  }

  /** Whether a reply of which only the low 32 bits are all ones is -1 to one of them (HTCONDOR-2672, since 24.2.1). */
  get mayMisread(): boolean {
    return [...this.#versions.values()].some((version) => !isBefore(version, [24, 2, 1]));
  }

  /** The debug levels that the log says it has; where it does not say, those that some of its lines have. */
  levels(grammar: readonly Recogniser[]): string[] {
    if (this.#levels.size > 0) return [...this.#levels].filter((level) => level !== '');
    return [...new Set(grammar.filter(({ name }) => this.#seen.has(name)).map(({ level }) => level))];
  }

  has(name: string): boolean {
    return this.#seen.has(name);
  }

  /** Whether a line of this kind would be in the log if the daemon had come to print it. */
  prints({ name, level, since, until }: Pick<Recogniser, 'name' | 'level' | 'since' | 'until'>): boolean {
    if (this.#seen.has(name)) return true;
    if (level !== 'D_ALWAYS') return false;
    if (!since && !until) return true;
    const versions = [...this.#versions.values()];
    const isIn = (version: Version) => (!since || !isBefore(version, since)) && (!until || isBefore(version, until));
    return versions.length > 0 && versions.every(isIn);
  }
}

/** Whether two addresses have no host in common; one that is behind a broker may be anywhere. */
export function areOfDifferentHosts(a: string, b: string): boolean {
  const [hosts, others] = [hostsOf(a), hostsOf(b)];
  return hosts.length > 0 && others.length > 0 && !others.some((host) => hosts.includes(host));
}

const isBefore = (a: Version, b: Version): boolean =>
  a[0] !== b[0] ? a[0] < b[0] : a[1] !== b[1] ? a[1] < b[1] : a[2] < b[2];

const isFixed = (version: Version): boolean =>
  !isBefore(version, [7, 6, 4]) && (isBefore(version, [7, 7, 0]) || !isBefore(version, [7, 7, 4]));
