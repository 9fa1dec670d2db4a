import { copyFileSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { claimcheckHere } from './in-process.ts';
import { isDeep } from './sampled.ts';

const FOLDER = pathTo('src/testing/bad-inputs/');
/** Code that is no code would not pass the linters: it has an ending more here. */
const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-bad-'));
const FILES = readdirSync(FOLDER, { encoding: 'utf8', recursive: true })
  .filter((name) => name !== 'README.md' && statSync(FOLDER + name).isFile())
  .map((path) => {
    const name = basename(path, '.txt');
    copyFileSync(FOLDER + path, join(scratch, name));
    return name;
  });

/** Every way in which a command reads a file. */
const READERS = [
  ['conform'],
  ['conform', '--startd'],
  ['conform', '--slot'],
  ['trace', '--replay'],
  ['export', '--format', 'itf', '--replay'],
  ['inspect', '--no-serve', '--trace'],
  ['explain', '--start-log'],
  ['explain', '--sched-log'],
  ['explain', '--start-log', pathTo('properties/logs/default-level/dflt-normal/StartLog'), '--event-log'],
  ['verify', '--config'],
];

/** Daily each command reads a third of the files, and each file is read by a third of the commands. */
const read = (by: number): readonly string[] => FILES.filter((_, i) => isDeep || i % 3 === by % 3);

const NAMED = READERS.map((args, i) => ({
  args,
  command: args.map((arg) => basename(arg)).join(' '),
  files: read(i),
}));

describe.each(NAMED)('$command', ({ args, files }) => {
  test.each(files)('refuses %s in a line', async (name) => {
    const { code, stdout, stderr } = await claimcheckHere(...args, join(scratch, name));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^claimcheck: [^\n]+\n$/);
    expect(stderr.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]|\bat file:/u);
  });
});

test('there are many of them', () => {
  expect(FILES.length).toBeGreaterThan(25);
});
