import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { InputError } from './input.ts';
import { lineWriter, requireWritable, writeFiles, writeWhole } from './output.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimcheck-output-'));
});
const at = (name: string) => join(folder, name);
const textOf = (name: string) => readFileSync(at(name), 'utf8');

/** A text that cannot be written: what fails is the conversion, when the file is open. */
const UNWRITABLE = Symbol('unwritable') as unknown as string;

describe('a file that is written as a whole', () => {
  test('is there, and no other file is left', () => {
    writeWhole(at('a'), 'one');
    writeWhole(at('a'), 'two');
    expect(textOf('a')).toBe('two');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test.each(['600', '640', '755', '666'])('keeps the mode %s of the file in its place', (octal) => {
    const mode = Number.parseInt(octal, 8);
    writeFileSync(at('a'), 'one');
    chmodSync(at('a'), mode);
    writeWhole(at('a'), 'two');
    expect([textOf('a'), statSync(at('a')).mode & 0o777]).toEqual(['two', mode]);
  });

  test('has the mode of any new file, if there was none', () => {
    writeFileSync(at('plain'), '');
    writeWhole(at('a'), 'one');
    expect(statSync(at('a')).mode).toBe(statSync(at('plain')).mode);
  });

  test('is written where a link leads, and the link stays', () => {
    mkdirSync(at('there'));
    writeFileSync(at('there/a'), 'one');
    symlinkSync(at('there/a'), at('link'));
    writeWhole(at('link'), 'two');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(textOf('there/a')).toBe('two');
    expect(readdirSync(at('there'))).toEqual(['a']);
  });

  test('is written where a link leads to that is not there yet', () => {
    mkdirSync(at('there'));
    symlinkSync('there/a', at('link'));
    symlinkSync('link', at('further'));
    writeWhole(at('further'), 'one');
    expect([readdirSync(at('there')), textOf('there/a'), lstatSync(at('link')).isSymbolicLink()]).toEqual([
      ['a'],
      'one',
      true,
    ]);
  });

  test('is none if links lead in a circle', () => {
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    for (const write of [() => writeWhole(at('a'), 'one'), () => requireWritable(at('a'))]) {
      expect(write).toThrow(`${at('a')}: cannot be written (ELOOP)`);
    }
  });

  test.skipIf(process.getuid?.() !== 0)('keeps the owner of the file in its place', () => {
    writeFileSync(at('a'), 'one');
    chownSync(at('a'), 12345, 54321);
    writeWhole(at('a'), 'two');
    const { uid, gid } = statSync(at('a'));
    expect([textOf('a'), uid, gid]).toEqual(['two', 12345, 54321]);
  });

  test.skipIf(process.getuid?.() === 0)('is not replaced if it may not be written to', () => {
    writeFileSync(at('a'), 'one');
    chmodSync(at('a'), 0o444);
    expect(() => writeWhole(at('a'), 'two')).toThrow(`${at('a')}: cannot be written (EACCES)`);
    expect(textOf('a')).toBe('one');
  });

  test('does not touch what a link planted under a name that can be guessed leads to', () => {
    writeFileSync(at('victim'), 'precious');
    for (const name of ['a.unfinished', 'a.tmp', '.a.tmp', 'a~']) symlinkSync(at('victim'), at(name));
    writeWhole(at('a'), 'one');
    expect([textOf('a'), textOf('victim')]).toEqual(['one', 'precious']);
    expect(lstatSync(at('a')).isFile()).toBe(true);
  });

  test('has a folder made for it if only that is missing, and left behind only with it', () => {
    writeWhole(at('new/a'), 'one');
    expect([readdirSync(at('new')), textOf('new/a')]).toEqual([['a'], 'one']);
    expect(() => writeWhole(at('other/a'), UNWRITABLE)).toThrow(InputError);
    expect(() => writeWhole(at('other/new/a'), 'one')).toThrow(`${at('other/new/a')}: cannot be written (ENOENT)`);
    expect(existsSync(at('other'))).toBe(false);
  });

  test('stays as it was when writing fails, and no other file is left', () => {
    writeFileSync(at('a'), 'one');
    expect(() => writeWhole(at('a'), UNWRITABLE)).toThrow(InputError);
    expect(textOf('a')).toBe('one');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test.each([
    ['missing/too/a', 'ENOENT'],
    ['a/b', 'ENOTDIR'],
    ['folder', 'EISDIR'],
  ])('is refused at %s in one line with the reason, %s', (name, code) => {
    writeFileSync(at('a'), 'one');
    mkdirSync(at('folder'));
    expect(() => writeWhole(at(name), 'two')).toThrow(new InputError(`${at(name)}: cannot be written (${code})`));
    expect(readdirSync(folder)).toEqual(['a', 'folder']);
  });
});

describe('what is no regular file', () => {
  test('is written to as it is: a device', () => {
    writeWhole('/dev/null', 'one');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('is written to as it is: a pipe that somebody reads', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', at('pipe')]);
    const read = readFile(at('pipe'), 'utf8');
    writeWhole(at('pipe'), 'one');
    expect(await read).toBe('one');
    expect(statSync(at('pipe')).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toEqual(['pipe']);
  });
});

describe('whether a file can be written', () => {
  test('is found out without touching anything', () => {
    writeFileSync(at('a'), 'one');
    for (const file of [at('a'), at('new'), '/dev/null']) requireWritable(file);
    expect([readdirSync(folder), textOf('a')]).toEqual([['a'], 'one']);
  });

  test.each([
    ['no/such/a', 'ENOENT'],
    ['a/b', 'ENOTDIR'],
    ['folder', 'EISDIR'],
  ])('%s: no, for the reason that writing it would give', (name, code) => {
    writeFileSync(at('a'), 'one');
    mkdirSync(at('folder'));
    const error = new InputError(`${at(name)}: cannot be written (${code})`);
    expect(() => requireWritable(at(name))).toThrow(error);
    expect(() => writeWhole(at(name), 'two')).toThrow(error);
  });
});

describe('files that are written together', () => {
  test('leave a pipe among them a pipe', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const read = readFile(at('pipe'), 'utf8');
    const long = 'two'.repeat(100_000);
    const files = new Map([
      ['a', 'one'],
      ['pipe', 'two'],
    ]);
    writeFiles(folder, files);
    expect([await read, statSync(at('pipe')).isFIFO(), textOf('a')]).toEqual(['two', true, 'one']);
    // A process of its own: this one does nothing else while it writes.
    const reader = spawn('sh', ['-c', 'cat "$0" >"$1"', at('pipe'), at('whole')]);
    writeWhole(at('pipe'), long);
    await once(reader, 'close');
    expect(textOf('whole')).toBe(long);
  });

  test('are all there, in a folder that is made if only it is missing', () => {
    const files = new Map([
      ['a', 'one'],
      ['b', 'two'],
    ]);
    writeFiles(at('new'), files);
    expect(readdirSync(at('new'))).toEqual(['a', 'b']);
    expect(() => writeFiles(at('other/new'), files)).toThrow(`${at('other/new')}: cannot be written to (ENOENT)`);
    expect(existsSync(at('other'))).toBe(false);
  });

  test('are none there if one cannot be written, nor the folder that was made for them', () => {
    const files = new Map([
      ['a', 'one'],
      ['b', UNWRITABLE],
    ]);
    expect(() => writeFiles(at('new'), files)).toThrow(InputError);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leave a folder that was there as it was, if one cannot be written', () => {
    writeFileSync(at('a'), 'before');
    const files = new Map([
      ['a', 'one'],
      ['missing/b', 'two'],
    ]);
    expect(() => writeFiles(folder, files)).toThrow(`${folder}: cannot be written to (ENOENT)`);
    expect([readdirSync(folder), textOf('a')]).toEqual([['a'], 'before']);
  });
});

test('a file that is written line by line has a folder made for it if only that is missing', () => {
  const write = lineWriter(at('new/lines'));
  write('one');
  write('two');
  expect(textOf('new/lines')).toBe('one\ntwo\n');
  expect(() => lineWriter(at('other/new/lines'))).toThrow(`${at('other/new/lines')}: cannot be written (ENOENT)`);
});
