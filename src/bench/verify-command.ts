import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Models } from '../checker/study/models.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import { measure } from './measure.ts';
import type { Measured, Report } from './report.ts';
import { type BenchSystem, taskOf, type Verdicts } from './system.ts';

/** `verify` as a user starts it, the whole process: what it keeps from one time to the next is there, in part, or not at all. */
export const VERIFY_METHODS = {
  'verify-kept': { name: 'claimcheck verify, with kept steps' },
  'verify-tables': { name: "claimcheck verify, with XState's answers kept" },
  'verify-fresh': { name: 'claimcheck verify --no-cache' },
} as const;
export type VerifyMethod = keyof typeof VERIFY_METHODS;

const MAIN = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** Why `verify` can't be measured here; null if it can. */
export const whyNotVerify = (method: VerifyMethod): string | null =>
  method !== 'verify-fresh' && process.env['CI'] ? 'nothing is kept on build servers' : null;

/** A finding is as good as none: of a search that is compared with no record, a violation is one. */
const CODES = [0, 1];

/** What `verify --json` says, as far as it is compared. */
interface Said {
  readonly results: readonly {
    readonly states: number;
    readonly transitions: number;
    readonly memory: number;
    readonly properties: readonly { readonly id: string; readonly verdict: Verdicts[string] }[];
  }[];
}

/** Measures `verify` of one row. Its folder for what is kept is its own, and gone when this process ends. */
export class VerifyCommand {
  readonly #config: string | null;
  readonly #models: Models;
  readonly #kept = mkdtempSync(join(tmpdir(), 'claimcheck-bench-kept-'));
  readonly #reports = new Map<string, Promise<Report>>();

  constructor({ config, study }: LoadedStudy) {
    this.#config = config;
    this.#models = new Models(study);
    process.once('exit', () => rmSync(this.#kept, { recursive: true, force: true }));
  }

  async measure(system: BenchSystem, method: VerifyMethod): Promise<Measured> {
    const report = await this.#report(system);
    const command = [...this.#command(system), ...(method === 'verify-fresh' ? ['--no-cache'] : [])];
    const run = () => measure(command, () => {}, { env: { XDG_CACHE_HOME: this.#kept }, codes: CODES });
    if (method === 'verify-tables') this.#forget('.steps');
    // Whatever is to be kept is there from now on.
    if (method === 'verify-kept') await run();
    return { report, usage: await run() };
  }

  /** What it finds: the same, whatever is kept. People's text has no counts, so a process of its own says it. */
  #report(system: BenchSystem): Promise<Report> {
    const key = JSON.stringify(system);
    const report = this.#reports.get(key) ?? this.#ask(system);
    this.#reports.set(key, report);
    return report;
  }

  async #ask(system: BenchSystem): Promise<Report> {
    let text = '';
    const take = (piece: string) => {
      text += piece;
    };
    await measure([...this.#command(system), '--json'], take, { env: { XDG_CACHE_HOME: this.#kept }, codes: CODES });
    const [row] = (JSON.parse(text) as Said).results;
    if (!row) throw new Error(`verify has searched nothing of ${system.name}`);
    const { memory, properties, states, transitions } = row;
    // It may know more of the system than the others are asked for.
    const asked = new Set(taskOf(this.#models, system).properties.map(({ id }) => id));
    const verdicts = Object.fromEntries(
      properties.filter(({ id }) => asked.has(id)).map(({ id, verdict }) => [id, verdict]),
    );
    return { states, transitions, steps: null, deadEnds: null, verdicts, bound: null, memory };
  }

  #command({ asked }: BenchSystem): string[] {
    const config = this.#config === null ? [] : ['--config', this.#config];
    return [process.execPath, MAIN, 'verify', ...config, ...asked];
  }

  #forget(ending: string): void {
    for (const name of readdirSync(this.#kept, { encoding: 'utf8', recursive: true }))
      if (name.endsWith(ending)) rmSync(join(this.#kept, name));
  }
}
