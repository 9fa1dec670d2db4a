import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examine, type Findings } from '../explain.ts';
import { Logs } from '../read/logs.ts';
import { fileWith } from './scenarios.ts';

/** When the logs that are made begin. */
const BASE = Date.UTC(2024, 2, 5, 10) / 1000;

const two = (n: number): string => String(n).padStart(2, '0');

/** The time that so many seconds are from the beginning, as HTCondor writes it. */
export function stamp(seconds: number, base = BASE): string {
  const at = new Date((base + seconds) * 1000);
  const date = [at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCFullYear() % 100].map(two).join('/');
  return `${date} ${[at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':')}`;
}

export const HOST = '<10.0.0.5:9618>';
export const OTHER_HOST = '<10.0.0.77:9618>';
/** The public id of a claim of HOST, which no log of default level names. */
export const CLAIM = `${HOST}#1709600000#7#...`;

/** A log that is made, as a daemon would have written it at the default level. */
class MadeLog {
  readonly #lines: (readonly [seconds: number, message: string])[] = [];

  at(seconds: number, ...messages: readonly string[]): this {
    for (const message of messages) this.#lines.push([seconds, message]);
    return this;
  }

  lines(timeOf: (seconds: number) => string = stamp): string[] {
    return this.#lines.toSorted(([a], [b]) => a - b).map(([seconds, message]) => `${timeOf(seconds)} ${message}`);
  }

  text(timeOf?: (seconds: number) => string): string {
    return `${this.lines(timeOf).join('\n')}\n`;
  }
}

interface Daemon {
  readonly address?: string;
  readonly version?: string;
}

const banner = (daemon: string, address: string, version: string): string[] => [
  `** condor_${daemon} (CONDOR_${daemon.toUpperCase()}) STARTING UP`,
  `** $CondorVersion: ${version} Mar 01 2023 BuildID: 1 $`,
  'Daemon Log is logging: D_ALWAYS D_ERROR',
  `DaemonCore: command socket at ${address}`,
];

/** A startd that was started ten minutes before. */
export class MadeStartd extends MadeLog {
  constructor({ address = HOST, version = '8.8.15' }: Daemon = {}) {
    super();
    this.at(-600, ...banner('startd', address, version));
  }

  claim(seconds: number, slot: string): this {
    return this.at(
      seconds,
      `${slot}: Request accepted.`,
      `${slot}: Remote owner is alice@example.org`,
      `${slot}: State change: claiming protocol successful`,
      `${slot}: Changing state: Unclaimed -> Claimed`,
    );
  }

  job(seconds: number, slot: string, job: string): this {
    return this.at(
      seconds,
      `${slot}: Got activate_claim request from shadow (10.0.0.9)`,
      `${slot}: Remote job ID is ${job}`,
      `${slot}: State change: claim-activation protocol successful`,
      `${slot}: Changing activity: Idle -> Busy`,
    );
  }

  run(seconds: number, slot: string, job: string): this {
    return this.claim(seconds, slot).job(seconds + 1, slot, job);
  }

  jobEnds(seconds: number, slot: string, how = 'exited with status 0', pid = 100): this {
    return this.at(
      seconds,
      ...(how.startsWith('exited') ? [`${slot}: Called deactivate_claim()`] : []),
      `Starter pid ${pid} ${how}`,
      `${slot}: State change: starter exited`,
      `${slot}: Changing activity: Busy -> Idle`,
    );
  }

  /** The slot is free again, a second later. */
  free(seconds: number, slot: string, pid = 100): this {
    return this.at(
      seconds + 1,
      `Starter pid ${pid} exited with status 0`,
      `${slot}: State change: starter exited`,
      `${slot}: State change: No preempting claim, returning to owner`,
      `${slot}: Changing state and activity: Preempting/Killing -> Owner/Idle`,
      `${slot}: State change: IS_OWNER is false`,
      `${slot}: Changing state: Owner -> Unclaimed`,
    );
  }

  ends(seconds: number, slot: string, reason: string, from = 'Busy'): this {
    return this.at(
      seconds,
      `${slot}: State change: ${reason}`,
      `${slot}: Changing state and activity: Claimed/${from} -> Preempting/Vacating`,
    ).free(seconds, slot);
  }

  disowned(seconds: number, slot: string): this {
    return this.ends(seconds, slot, 'claim no longer recognized by the schedd - removing claim');
  }

  released(seconds: number, slot: string): this {
    return this.ends(seconds, slot, 'received RELEASE_CLAIM command', 'Idle');
  }
}

/** A schedd that was started ten minutes before, and goes on for an hour. */
export class MadeSchedd extends MadeLog {
  readonly #daemon: Required<Daemon>;

  constructor({ address = '<10.0.0.9:9618>', version = '8.8.15' }: Daemon = {}) {
    super();
    this.#daemon = { address, version };
    this.starts(-600).at(3600, 'Reaper: all done');
  }

  override lines(timeOf?: (seconds: number) => string): string[] {
    return super.lines(timeOf).map((line) => line.replace(/^(\S+ \S+) /, '$1 (pid:4242) '));
  }

  starts(seconds: number): this {
    return this.at(seconds, ...banner('schedd', this.#daemon.address, this.#daemon.version));
  }

  shadow(seconds: number, job: string, slot: string, pid: number, startd = HOST): this {
    const what = `on ${slot}@node5.example.org ${startd} for alice, (shadow pid = ${pid})`;
    return this.at(seconds, `Started shadow for job ${job} ${what}`);
  }

  ends(seconds: number, job: string, slot: string, pid: number, status: number, startd = HOST): this {
    return this.at(
      seconds,
      `Shadow pid ${pid} for job ${job} exited with status ${status}`,
      `Match record (${slot}@node5.example.org ${startd} for alice, ${job}) deleted`,
    );
  }

  released(seconds: number, slot: string, startd = HOST): this {
    return this.at(seconds, `Completed RELEASE_CLAIM to startd ${slot}@node5.example.org ${startd} for alice`);
  }

  /** An answer of -1 after a read that failed. */
  nobody(seconds: number, peer = '<10.0.0.5:40001>'): this {
    return this.at(
      seconds,
      `condor_read(): timeout reading 5 bytes from ${peer}.`,
      'IO: Failed to read packet header',
      'Received startd keepalive for unknown claimid #...',
    );
  }

  unknown(seconds: number, claim = CLAIM): this {
    return this.at(seconds, `Received startd keepalive for unknown claimid ${claim}`);
  }
}

type Made = MadeLog | string;

/** Logs by the names of their files. */
export interface MadeLogs {
  readonly startd?: Readonly<Record<string, Made>>;
  readonly schedd?: Readonly<Record<string, Made>>;
  readonly format?: string;
}

/** What is found in logs that are made. */
export async function found({ startd = {}, schedd = {}, format }: MadeLogs): Promise<Findings> {
  const folder = dirname(fileWith('', 'empty'));
  const written = (logs: Readonly<Record<string, Made>>): string[] =>
    Object.entries(logs).map(([name, log]) => {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof log === 'string' ? log : log.text());
      return file;
    });
  return examine(
    await Logs.open({ startd: written(startd), schedd: written(schedd) }, () => {}, { format: format ?? null }),
  );
}

/** Each claim that ended: slot, last job, cause, and whether that was authoritative. */
export const endsOf = ({ claims }: Pick<Findings, 'claims'>): string[] =>
  claims.flatMap(({ slot, job, end }) => (end ? [`${slot} ${job} ${end.cause} ${end.authoritative}`] : []));
