import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { InputError } from '../files/input.ts';
import { pathTo } from '../files/root.ts';
import { type LoadedStudy, studyIn } from '../verify/load-study.ts';
import type { Version } from './diff.ts';

/** Finds the versions of a study: of its folder now, of another folder, and of the revisions of its repository. */
export class Versions {
  readonly #loaded: LoadedStudy;
  /** The folder of the study's configuration, and the name of that file. */
  readonly #folder: string;
  readonly #config: string;

  constructor(loaded: LoadedStudy) {
    this.#loaded = loaded;
    this.#folder = fileURLToPath(loaded.root);
    this.#config = loaded.config === null ? 'claimcheck.config.ts' : basename(loaded.config);
  }

  /** The study as it is written now, or as it has been compiled where its sources are not there. */
  async present(): Promise<Version> {
    const name = 'the present machines';
    const isWritten = this.#loaded.config === null && existsSync(join(this.#folder, this.#config));
    return isWritten ? this.#load(this.#folder, name) : { name, study: this.#loaded.study };
  }

  /**
   * The study of a folder or, if there is none of that name with its configuration in it, of a revision of its repository.
   *
   * @throws {InputError} if there is none, or it cannot be loaded
   */
  async called(name: string): Promise<Version> {
    if (existsSync(join(name, this.#config))) return this.#load(resolve(name), name);
    const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-diff-'));
    try {
      return await this.#load(this.#checkOut(name, scratch), name);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  /**
   * Writes the study's folder of a revision into another one; neither the work tree nor the index is touched.
   *
   * @returns where the configuration is
   */
  #checkOut(revision: string, scratch: string): string {
    if (this.#git(['--version']) === null)
      throw new InputError(`${revision}: git is needed to read a revision, and is not installed`);
    if (this.#git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]) === null)
      throw new InputError(
        `${revision}: a revision of this repository, or a folder with ${this.#config}, was expected`,
      );
    const prefix = this.#git(['rev-parse', '--show-prefix']) ?? '';
    if (this.#git(['cat-file', '-e', `${revision}:${prefix}${this.#config}`]) === null)
      throw new InputError(`${revision}: a revision with ${prefix}${this.#config} was expected`);
    const top = this.#git(['rev-parse', '--show-toplevel']) ?? this.#folder;
    const written = ['-c', 'core.hooksPath=/dev/null', `--work-tree=${scratch}`, 'checkout', revision, '--'];
    if (this.#git([...written, prefix || '.'], top, { GIT_INDEX_FILE: join(scratch, '.index') }) === null)
      throw new InputError(`${revision}: its ${prefix || 'files'} cannot be checked out`);
    return join(scratch, prefix);
  }

  /** What git answers; null if it fails. */
  #git(args: readonly string[], cwd = this.#folder, environment: Readonly<Record<string, string>> = {}): string | null {
    const env = { ...process.env, ...environment };
    try {
      const answer = execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return answer.replace(/\n$/, '');
    } catch {
      return null;
    }
  }

  async #load(given: string, name: string): Promise<Version> {
    const root = realpathSync(given);
    const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-diff-'));
    try {
      const file = join(scratch, 'study.mjs');
      await bundle(join(root, this.#config), file);
      const module: unknown = await import(pathToFileURL(file).href);
      return { name, study: studyIn(module, `${name}: ${this.#config}`) };
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw refusal(root, name, this.#config, error as LoadError);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
}

/** A configuration with all that it imports as one module, which takes this project's own checker and XState. */
async function bundle(config: string, file: string): Promise<void> {
  const { rolldown } = await import('rolldown');
  const made = await rolldown({
    input: config,
    platform: 'node',
    tsconfig: false,
    plugins: [{ name: 'study', resolveId }],
    logLevel: 'silent',
  });
  await made.write({ file, format: 'esm', codeSplitting: false });
  await made.close();
}

const CHECKER = { id: pathToFileURL(pathTo('dist/src/checker/index.js')).href, external: 'absolute' } as const;
const XSTATE = { id: import.meta.resolve('xstate'), external: 'absolute' } as const;

function resolveId(id: string): typeof CHECKER | typeof XSTATE | null {
  if (id === 'xstate') return XSTATE;
  return id === 'claimcheck' || /(?:^|\/)src\/checker\/index\.ts$/.test(id) ? CHECKER : null;
}

/** What rolldown says of a source that it cannot read. */
interface LoadError extends Error {
  readonly errors?: readonly (Error & { readonly loc?: { readonly file: string; readonly line: number } })[];
}

/** Says in one line what is wrong where, without a bundler's frame and colours. */
function refusal(root: string, name: string, config: string, error: LoadError): InputError {
  const first = error.errors?.[0];
  const loc = first?.loc;
  const [line] = stripVTControlCharacters((first ?? error).message).split('\n', 1);
  return new InputError(`${name}: ${loc ? `${relative(root, loc.file)}:${loc.line}` : config}: ${line}`);
}
