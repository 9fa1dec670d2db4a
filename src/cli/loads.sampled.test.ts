import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { sampled } from '../testing/sampled.ts';

/** Libraries that only some commands need, and those only once they do their work. */
const NOT_FOR_HELP = new Set(['valibot', 'marked', 'rolldown', 'jiti', 'state-machine-cat', 'ws']);

/** The files that a command line has loaded, as V8's coverage lists them. */
async function filesOf(...args: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-loads-'));
  const env = { ...process.env, NODE_V8_COVERAGE: folder };
  await promisify(execFile)(process.execPath, [pathTo('dist/src/cli/main.js'), ...args], { env });
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  return [...text.matchAll(/"url":"file:([^"]*)"/g)].map(([, file]) => file as string);
}

/** The packages that these files are of. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const packages = (await filesOf(...args)).flatMap(
    (file) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  );
  return [...new Set(packages)].toSorted();
}

/** Without a name all commands are there. */
const NAMES = ['', 'verify ', 'conform ', 'mutate ', 'coverage ', 'export ', 'review '];

test.each(sampled(NAMES, NAMES.length))(
  'claimcheck %s--help loads no library that it does not need',
  async (command) => {
    const loaded = await loadedBy(...`${command}--help`.split(' '));
    expect(loaded).toContain('commander');
    expect(loaded.filter((name) => NOT_FOR_HELP.has(name))).toEqual([]);
  },
);

test('what a command needs for its work is seen', async () => {
  const loaded = await loadedBy('conform', '--slot', pathTo('properties/measured/slot-runs.json'));
  expect(loaded).toContain('valibot');
  expect(loaded).not.toContain('rolldown');
});

test('what most commands need is packed into few files', async () => {
  const own = (await filesOf('verify', '--help')).filter((file) => file.includes('/dist/'));
  const packed = own.filter((file) => file.includes('/src/packed/')).map((file) => file.split('/').at(-1));
  expect(packed.toSorted()).toEqual(['checker.js', 'page.js', 'start.js', 'study.js', 'verify.js', 'words.js']);
  expect(own.length - packed.length).toBeLessThan(20);
});
