import { addressOf, hostOf, hostsOf } from '../address.ts';
import type { ScheddName } from '../grammar/schedd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import type { MatchRecord } from './match-record.ts';
import { SHUTS_DOWN } from './schedd-reasons.ts';

/** From its last record to its next start. */
const LONGEST_SHUTDOWN = 3600;

/** The records of which the claim id is not logged, by their startds' hosts. */
export function byHost(records: readonly MatchRecord[]): Map<string, MatchRecord[]> {
  const found = new Map<string, MatchRecord[]>();
  for (const record of records) {
    if (record.claimId !== null) continue;
    for (const host of hostsOf(record.startd)) {
      const known = found.get(host);
      if (known) known.push(record);
      else found.set(host, [record]);
    }
  }
  return found;
}

/** Whether records are of startds on more than one host. Asked once the log is read. */
export function haveSeveralHosts(records: readonly MatchRecord[]): boolean {
  const known = SEVERAL.get(records);
  if (known !== undefined) return known;
  const hosts = new Set<string>();
  for (const { startd } of records) {
    hosts.add(hostOf(addressOf(startd) ?? ''));
    if (hosts.size > 1) break;
  }
  SEVERAL.set(records, hosts.size > 1);
  return hosts.size > 1;
}

const SEVERAL = new WeakMap<readonly MatchRecord[], boolean>();

/** A schedd that shuts down kills its shadows and deletes their records: a job that can be reconnected to is not told. */
export const wentWithSchedd = ({ deleted, released, shadows }: MatchRecord, restart: Line): boolean =>
  deleted !== null &&
  released === null &&
  shadows.at(-1)?.toldWhy === SHUTS_DOWN &&
  secondsBetween(deleted.at, restart.at) <= LONGEST_SHUTDOWN;

/** The record that a line is about, among records with the same name of which none is of this job: not one that runs another job. */
export function chosen(records: readonly MatchRecord[], job: string | null): MatchRecord | undefined {
  const idle = records.findLast(({ shadows }) => shadows.at(-1)?.ended !== null);
  return idle ?? (job === null ? records.at(-1) : undefined);
}

/** Whether a record is that of a claim that was given back, though no line says that the record was deleted. */
export const isGivenBack = ({ released, relinquished, shadowExited, deleted }: MatchRecord): boolean =>
  released !== null && relinquished !== null && shadowExited !== null && deleted === null;

/** What a line names: the slot and the startd, or a startd alone. */
export const nameOf = ({ params }: Fact<ScheddName>): string =>
  `${params['slot'] ?? ''}@${params['host'] ?? ''} ${params['startd'] ?? ''}${params['claim'] ?? ''}`;

export const nameOfJob = (job: string, startd: string): string => `job ${job} ${startd}`;

/** Whether a record is of a slot, or of the partitionable one that it was made of. */
export const isOnSlot = ({ slot }: MatchRecord, wanted: string | null): boolean =>
  wanted !== null && slot !== null && (slot === wanted || wanted.startsWith(`${slot}_`));
