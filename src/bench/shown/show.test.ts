import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../files/input.ts';
import { writeBetween } from './show.ts';

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-show-')), 'README.md');
  writeFileSync(file, text);
  return file;
}

describe('a text between two comments', () => {
  test('takes the place of what was there, and leaves the rest alone', () => {
    const file = fileWith('before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n');
    writeBetween(file, 'bench', 'new\nlines');
    writeBetween(file, 'bench', 'newer');
    expect(readFileSync(file, 'utf8')).toBe('before\n<!-- bench -->\nnewer\n<!-- /bench -->\nafter\n');
  });

  test.each(['nothing', '<!-- bench -->', '<!-- /bench --> <!-- bench -->'])('has no place in "%s"', (text) => {
    const file = fileWith(text);
    expect(() => writeBetween(file, 'bench', 'new')).toThrow(InputError);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
