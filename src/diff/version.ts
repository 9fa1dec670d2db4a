import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { InputError } from '../files/input.ts';
import { pathTo } from '../files/root.ts';

type Makers = Pick<
  typeof import('../../machines/systems/keep-alive.ts') &
    typeof import('../../machines/systems/peer.ts') &
    typeof import('../../machines/systems/reply.ts') &
    typeof import('../../machines/systems/reschedule.ts') &
    typeof import('../../machines/systems/slot.ts') &
    typeof import('../../machines/systems/lifecycle.ts') &
    typeof import('../../machines/systems/restart.ts') &
    typeof import('../../machines/systems/outage.ts') &
    typeof import('../../machines/systems/timed-restart.ts') &
    typeof import('../../machines/systems/deadlines.ts') &
    typeof import('../../machines/systems/forgotten-claim.ts') &
    typeof import('../../machines/systems/disconnected-job.ts'),
  | 'keepAliveSystem'
  | 'rescheduleSystem'
  | 'peerSystem'
  | 'replySystem'
  | 'slotSystem'
  | 'lifecycleSystem'
  | 'restartSystem'
  | 'outageSystem'
  | 'timedRestartSystem'
  | 'deadlinesSystem'
  | 'forgottenClaimSystem'
  | 'disconnectedJobSystem'
>;

/** What a comparison asks of a version of the machines: the systems that it composes of them, if it has them all. */
export type Machines = Pick<Makers, 'keepAliveSystem'> & Partial<Makers>;

const HERE = pathTo('');

const SYSTEM = join('machines', 'systems', 'keep-alive.ts');

/** One of the versions that are compared. */
export interface Version {
  readonly name: string;
  readonly machines: Machines;
}

/** The machines of this project as they are written now. */
export const presentVersion = (): Promise<Version> => load(HERE, 'the present machines');

/**
 * The machines of a folder or, if there is none of that name with machines in it, of a revision of this repository.
 *
 * @throws {InputError} if there are none, or they cannot be loaded
 */
export async function versionCalled(name: string): Promise<Version> {
  if (existsSync(join(name, SYSTEM))) return load(resolve(name), name);
  const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-diff-'));
  try {
    checkOut(name, scratch);
    return await load(scratch, name);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Writes the machines of a revision into a folder; neither the work tree nor the index is touched. */
function checkOut(revision: string, folder: string): void {
  if (!git(['--version'])) throw new InputError(`${revision}: git is needed to look at a revision, and is not there`);
  if (!git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])) {
    throw new InputError(`${revision}: a revision of this repository, or a folder with ${SYSTEM}, was expected`);
  }
  const index = join(folder, 'index');
  if (
    !git(['-c', 'core.hooksPath=/dev/null', `--work-tree=${folder}`, 'checkout', revision, '--', 'machines'], {
      GIT_INDEX_FILE: index,
    })
  ) {
    throw new InputError(`${revision}: a revision with ${SYSTEM} was expected`);
  }
}

function git(args: readonly string[], environment: Readonly<Record<string, string>> = {}): boolean {
  try {
    execFileSync('git', args, { cwd: HERE, stdio: 'ignore', env: { ...process.env, ...environment } });
    return true;
  } catch {
    return false;
  }
}

async function load(root: string, name: string): Promise<Version> {
  const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-diff-'));
  try {
    const file = join(scratch, 'machines.mjs');
    await bundle(root, file, name);
    const machines = await import(pathToFileURL(file).href).catch((error: LoadError) => refuse(root, name, error));
    return { name, machines: complete(machines, name) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The sources as one module, which takes this project's own XState. */
async function bundle(root: string, file: string, name: string): Promise<void> {
  const { rolldown } = await import('rolldown').catch(() => {
    throw new InputError("diff needs rolldown, which is not installed: 'npm install rolldown' beside claimcheck");
  });
  const folder = join(root, 'machines', 'systems');
  const systems = readdirSync(folder).filter((one) => !one.endsWith('.test.ts'));
  const everything = systems.map((one) => `export * from ${JSON.stringify(join(folder, one))};`).join('\n');
  const plugin = {
    name: 'machines',
    resolveId: (id: string) => (id === 'xstate' ? XSTATE : id === ENTRY ? ENTRY : null),
    load: (id: string) => (id === ENTRY ? everything : null),
  };
  try {
    const made = await rolldown({
      input: ENTRY,
      platform: 'node',
      tsconfig: false,
      plugins: [plugin],
      logLevel: 'silent',
    });
    await made.write({ file, format: 'esm' });
    await made.close();
  } catch (error) {
    refuse(root, name, error as LoadError);
  }
}

/** A module of all systems that a version has. */
const ENTRY = 'claimcheck:machines';

const XSTATE = { id: import.meta.resolve('xstate'), external: 'absolute' } as const;

/** What rolldown says of a source that it cannot read. */
interface LoadError extends Error {
  readonly errors?: readonly (Error & { readonly loc?: { readonly file: string; readonly line: number } })[];
}

/** @throws {InputError} that says in one line what is wrong where, without a bundler's frame and colours */
function refuse(root: string, name: string, error: LoadError): never {
  const first = error.errors?.[0];
  const loc = first?.loc;
  const [line] = stripVTControlCharacters((first ?? error).message).split('\n', 1);
  throw new InputError(`${name}: ${loc ? `${relative(root, loc.file)}:${loc.line}` : SYSTEM}: ${line}`);
}

function complete(loaded: Partial<Makers>, name: string): Machines {
  const { keepAliveSystem } = loaded;
  if (typeof keepAliveSystem === 'function') return { ...loaded, keepAliveSystem };
  throw new InputError(`${name}: ${SYSTEM} that exports keepAliveSystem was expected`);
}
