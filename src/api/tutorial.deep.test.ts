import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { followTutorial, shell } from '../testing/tutorial.ts';

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-tutorial-'));
const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
const tarball = join(folder, execFileSync('npm', pack, { cwd: pathTo(''), encoding: 'utf8' }).trim());
const isOnline = shell(folder, 'npm view xstate version').code === 0;

/** The folder of a Node of this major version, which npm installs; null where there is none to be had. */
function binOf(major: number): string | null {
  if (process.version.startsWith(`v${major}.`)) return '';
  const place = join(folder, `node-${major}`);
  mkdirSync(place);
  const { code } = shell(place, `npm init -y && npm install --no-audit --no-fund node@${major}`);
  const bin = join(place, 'node_modules/node/bin');
  return code === 0 && shell(bin, './node --version').said.startsWith(`v${major}.`) ? bin : null;
}

test.each([20, 22, 24])(
  'the tutorial works word for word on Node %i, from an empty folder, as npm installs it',
  (major) => {
    const bin = isOnline ? binOf(major) : null;
    if (bin === null) {
      console.warn(`skipped: Node ${major}, or what the tutorial installs, cannot be had here`);
      return;
    }
    const place = join(folder, `tutorial-${major}`);
    mkdirSync(place);
    const path = bin === '' ? '' : `PATH="${bin}:$PATH" `;
    const as = (command: string) =>
      `${path}${command.replace('npm install claimcheck', `npm install --no-audit --no-fund --ignore-scripts ${tarball}`)}`;
    expect(shell(place, as('node --version')).said).toMatch(new RegExp(`^v${major}\\.`));
    expect(followTutorial(place, as)).toEqual([]);
    expect(shell(place, as("node -e \"require('claimcheck').compose; import('claimcheck/study')\"")).code).toBe(0);
  },
);
