import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { meant } from './explain-paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-paths-'));
const file = join(folder, 'job.log');
writeFileSync(file, '');
const NONE = { startd: [], schedd: [], shadow: [], starter: [], event: [] };

test.each(['startd', 'schedd', 'shadow', 'starter', 'event'] as const)(
  'a folder behind a file of the option for %s is read as a folder of logs, and that is said',
  (kind) => {
    const found = meant([], { ...NONE, [kind]: [file, folder] });
    expect(found).toMatchObject({ ...NONE, [kind]: [file], paths: [folder] });
    expect(found.moved).toEqual([
      expect.stringMatching(/: a folder behind --\w+-log: its logs of all kinds are read$/),
    ]);
  },
);

test('a folder is no event log, wherever it stands', () => {
  expect(meant(['other'], { ...NONE, event: [folder] })).toMatchObject({ ...NONE, paths: ['other', folder] });
});

test('an option keeps its folders where they stand alone, or the logs are given otherwise', () => {
  const alone = { ...NONE, startd: [folder] };
  expect(meant([], alone)).toEqual({ ...alone, paths: [], moved: [] });
  const behind = { ...NONE, startd: [file, folder] };
  expect(meant(['other'], behind)).toEqual({ ...behind, paths: ['other'], moved: [] });
  const both = { ...behind, schedd: [file] };
  expect(meant([], both)).toEqual({ ...both, paths: [], moved: [] });
});
