import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Explanation, examine, explain, type Findings } from '../explain.ts';
import { type Daemon, Logs } from '../read/logs.ts';

const ROOT = fileURLToPath(new URL('../../../../properties/logs/', import.meta.url));

const scenariosIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, folder, entry.name, 'truth.json')))
    .map(({ name }) => join(folder, name))
    .toSorted();

/** The names of the recorded scenarios with D_FULLDEBUG. */
export const SCENARIOS: readonly string[] = scenariosIn('');

/** Those at HTCondor's default debug levels, or with an administrator's settings. */
export const DEFAULT_LEVEL: readonly string[] = scenariosIn('default-level');

/** The files of a scenario, those that were rotated included. */
export function filesOfScenario(scenario: string): Record<Daemon, string[]> {
  const files = readdirSync(join(ROOT, scenario)).map((name) => join(ROOT, scenario, name));
  return {
    startd: files.filter((file) => basename(file).startsWith('StartLog')),
    schedd: files.filter((file) => basename(file).startsWith('SchedLog')),
  };
}

/** What is known of a scenario from having made it. */
export interface Truth {
  readonly fixes: string;
  /** Null where the claim was lost to no decision about claims: see the state changes. */
  readonly claim_removed: boolean | null;
  readonly cause: string | null;
  readonly spurious: boolean;
  readonly observed: {
    readonly alive_responses: readonly number[];
    readonly response_problems: number;
    readonly could_not_send: number;
    readonly connect_failures: number;
    readonly claim_no_longer_recognized: number;
    readonly lease_expired: number;
    readonly release_claim_received: number;
  };
}

const FIX_IDS = ['27894', '27895', '27896', '27897'];

export function truthOf(scenario: string): Truth {
  const truth = JSON.parse(readFileSync(join(ROOT, scenario, 'truth.json'), 'utf8'));
  const fixes = truth.fixes ?? truth.fixes_in_the_schedd;
  return { spurious: false, ...truth, fixes: FIX_IDS.map((id) => (fixes[id] ? '1' : '0')).join('') };
}

/** Both logs as lines. */
export interface Both {
  readonly startd: readonly string[];
  readonly schedd: readonly string[];
}

export function linesOf(scenario: string): Both {
  const lines = (name: string) =>
    readFileSync(join(ROOT, scenario, name), 'utf8')
      .trimEnd()
      .split('\n');
  return { startd: lines('StartLog'), schedd: lines('SchedLog') };
}

/** The two logs in the ticket's report. */
export function ticketLines(): Both {
  const report = readFileSync(new URL('../../../../properties/ticket-2563.txt', import.meta.url), 'utf8').split('\n');
  const lines = report.filter((line) => line.startsWith('10/19/11'));
  return {
    startd: lines.filter((line) => !line.includes('(pid:')),
    schedd: lines.filter((line) => line.includes('(pid:')),
  };
}

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-explain-'));

/** Files with these contents, by name, in a folder of their own. */
export function filesWith(contents: Readonly<Record<string, string | Uint8Array>>): string[] {
  const folder = mkdtempSync(join(scratch, 'logs-'));
  return Object.entries(contents).map(([name, content]) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  });
}

/** A file with this content. */
export const fileWith = (content: string | Uint8Array, name = 'Log'): string =>
  filesWith({ [name]: content })[0] as string;

export const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** A side without lines is not given. */
const filesOf = (lines: readonly string[], name: string): string[] =>
  lines.length > 0 ? [fileWith(textOf(lines), name)] : [];

const logsOf = ({ startd, schedd }: Both): Promise<Logs> =>
  Logs.open({ startd: filesOf(startd, 'StartLog'), schedd: filesOf(schedd, 'SchedLog') });

/** What the logs say by themselves. */
export async function examineLines(both: Both, skew: number | null = null): Promise<Findings> {
  return examine(await logsOf(both), skew);
}

/** What the logs say, replayed against the machines. */
export async function explainLines(both: Both): Promise<Explanation> {
  return explain(await logsOf(both));
}

/** What a verdict comes down to. */
export const outcomes = ({ claims }: Pick<Findings, 'claims'>) =>
  claims.map(({ slot, job, claimId, renewals, problems, end }) => ({
    slot,
    job,
    claimId,
    renewals,
    problems,
    cause: end?.cause ?? null,
    authoritative: end?.authoritative ?? null,
  }));

const plain = (text: string): string => text;

/** No colours. */
export const STYLE = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };
