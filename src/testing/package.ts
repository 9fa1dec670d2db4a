import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathTo } from '../files/root.ts';
import { type Outcome, withoutProgress } from './claimcheck.ts';

let packed: string | null = null;

/** The package as npm would publish it: made once for all files of a worker. */
function tarball(): string {
  if (packed === null) {
    const folder = mkdtempSync(join(tmpdir(), 'claimcheck-packed-'));
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
    packed = join(folder, execFileSync('npm', pack, { cwd: pathTo(''), encoding: 'utf8' }).trim());
  }
  return packed;
}

/** The package, unpacked where npm would install it, in an empty folder with a blank in its name. */
export function installed(): { readonly folder: string; readonly files: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck package '));
  execFileSync('tar', ['xzf', tarball()], { cwd: folder });
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const one of readdirSync(pathTo('node_modules')))
    if (one !== 'claimcheck') symlinkSync(pathTo(`node_modules/${one}`), join(modules, one));
  renameSync(join(folder, 'package'), join(modules, 'claimcheck'));
  return { folder, files: readdirSync(join(modules, 'claimcheck'), { encoding: 'utf8', recursive: true }) };
}

/** Runs the command line of that package there. */
export function runInstalled(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const program = join(folder, 'node_modules/claimcheck/dist/src/cli/main.js');
    const options = { cwd: folder, maxBuffer: 1 << 28, env: { ...process.env, ...env } };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr: withoutProgress(stderr) });
    });
  });
}
