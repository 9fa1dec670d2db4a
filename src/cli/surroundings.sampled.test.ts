import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { sampled } from '../testing/sampled.ts';

const MAIN = pathTo('dist/src/cli/main.js');
const FOLDER = mkdtempSync(join(tmpdir(), 'claimcheck a folder with blanks é '));
const ARGS = ['trace', '--property', 'S1', '--fixes', 'none', '--format', 'json'];

/** What a command writes in these surroundings, in short; a violation is its exit code. */
function written(env: NodeJS.ProcessEnv, cwd = FOLDER, program = `"$NODE" "$MAIN" ${ARGS.join(' ')}`): string {
  const all = { ...process.env, NODE: process.execPath, MAIN, ...env };
  const text = execFileSync('sh', ['-c', `${program}; [ $? -eq 1 ]`], { cwd, env: all, maxBuffer: 1 << 28 });
  expect(text.length).toBeGreaterThan(1000);
  return createHash('sha256').update(text).digest('hex');
}

const usual = written({ TZ: 'UTC', LC_ALL: 'C' });

const SURROUNDINGS = [
  ['another time zone', { TZ: 'Asia/Kolkata' }],
  ['another language', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }],
  ['a wide terminal', { COLUMNS: '400', FORCE_COLOR: '' }],
] as const;

test.each(sampled(SURROUNDINGS, 3))('%s changes nothing', (_, env) => {
  expect(written(env)).toBe(usual);
});

test('with and without colours at once, nothing is said of it', () => {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '1' };
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'trace', '--system', 'reschedule'], { env });
  expect([status, String(stderr)]).toEqual([0, '']);
});

test('a folder that is deleted meanwhile is told in one line, or changes nothing', () => {
  const gone = join(FOLDER, 'gone');
  mkdirSync(gone);
  const run = `"$NODE" "$MAIN" ${ARGS.join(' ')} 2>&1; echo "code $?"`;
  const said = execFileSync('sh', ['-c', `rmdir "${gone}"; ${run}`], {
    cwd: gone,
    env: { ...process.env, NODE: process.execPath, MAIN },
    encoding: 'utf8',
  });
  expect(said).toMatch(/^claimcheck: the working folder no longer exists\ncode 2\n$/);
});

test('two at once in one folder write the same file, whole', async () => {
  const model = ['export', '--format', 'promela', '--system', 'reschedule'];
  const out = `"$NODE" "$MAIN" ${model.join(' ')} --out both`;
  execFileSync('sh', ['-c', `${out} & ${out}; wait`], {
    cwd: FOLDER,
    env: { ...process.env, NODE: process.execPath, MAIN },
  });
  expect(readFileSync(join(FOLDER, 'both'), 'utf8')).toBe((await claimcheckHere(...model)).stdout);
  expect(readdirSync(FOLDER)).toEqual(['both']);
});
