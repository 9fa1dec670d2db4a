import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { measure, type Usage } from '../measure.ts';
import { type Given, peerCommand } from '../peer.ts';

/** A share of the machine's memory. */
const MEMORY = 0.6;

/** A program that Spin has made, and what that took. */
export interface Made {
  readonly program: string;
  /** Where it must be run: on several cores it looks for its own source. */
  readonly folder: string;
  readonly made: Required<Usage>['made'];
}

/** What `spin -a` writes about one system. */
interface Generated {
  readonly folder: string;
  readonly cpu: number | null;
}

/** The programs that Spin makes of systems: each is made once, and run as often as need be. They are gone when this process ends. */
export class SpinPrograms {
  readonly #folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
  readonly #generated = new Map<string, Promise<Generated>>();
  readonly #compiled = new Map<string, Promise<Made>>();

  constructor() {
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** @param flags what the compiler is told, beside what makes every search fast */
  program(given: Omit<Given, 'method'>, flags: readonly string[]): Promise<Made> {
    const key = JSON.stringify([given, flags]);
    const program = this.#compiled.get(key) ?? this.#compile(given, flags, `pan-${this.#compiled.size}`);
    this.#compiled.set(key, program);
    return program;
  }

  async #compile(given: Omit<Given, 'method'>, flags: readonly string[], name: string): Promise<Made> {
    const { folder, cpu: generated } = await this.#generate(given);
    const memory = `-DMEMLIM=${Math.floor((MEMORY * totalmem()) / 2 ** 20)}`;
    const all = ['-O3', '-DSAFETY', '-DNOREDUCE', '-DNOFAIR', '-DNOBOUNDCHECK', memory, ...flags];
    const { cpu: compiled } = await quietly(folder, 'gcc', ...all, '-o', name, 'pan.c');
    return { program: join(folder, name), folder, made: { generated, compiled } };
  }

  #generate(given: Omit<Given, 'method'>): Promise<Generated> {
    const key = JSON.stringify(given);
    const folder = join(this.#folder, `${this.#generated.size}`);
    const generated = this.#generated.get(key) ?? generate(given, folder);
    this.#generated.set(key, generated);
    return generated;
  }
}

/** With the check for states without a step. */
async function generate(given: Omit<Given, 'method'>, folder: string): Promise<Generated> {
  mkdirSync(folder);
  const [node, ...args] = peerCommand('promela', { ...given, method: 'promela' }) as [string, ...string[]];
  const { stdout } = await promisify(execFile)(node, args, { cwd: folder, maxBuffer: 2 ** 30 });
  writeFileSync(join(folder, 'model.pml'), stdout);
  const { cpu } = await quietly(folder, 'spin', '-o2', '-DDEADLOCK', '-a', 'model.pml');
  return { folder, cpu };
}

const quietly = (cwd: string, program: string, ...args: string[]): Promise<Usage> =>
  measure([program, ...args], () => {}, { cwd });
