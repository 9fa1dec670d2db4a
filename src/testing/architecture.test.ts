import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';

interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}

const RULE = 'no-restricted-imports';
const CONFIG = JSON.parse(readFileSync(pathTo('.oxlintrc.json'), 'utf8')) as {
  readonly overrides: readonly Override[];
};

/** The folders with a rule, and what their rule forbids. */
const FLOORS = CONFIG.overrides.flatMap(({ files, rules }) => {
  const rule = rules[RULE];
  if (!Array.isArray(rule)) return [];
  const { patterns } = rule[1] as { patterns: readonly { group: readonly string[] }[] };
  return files.map((file) => ({ file, groups: patterns.flatMap(({ group }) => group) }));
});

interface Planted {
  readonly path: string;
  /** What is imported there, and must not be. */
  readonly place: string;
}

/** Files of a folder, each of which imports from a forbidden place. */
function planted({ file, groups }: (typeof FLOORS)[number], floor: number): Planted[] {
  const folder = file.endsWith('.ts') ? dirname(file) : file.replace(/\/?\*.*$/, '');
  return groups
    .filter((group) => !group.startsWith('!'))
    .map((group, i) => {
      const place = group
        .replace(/^\*\*\//, '')
        .replace('/**', '/planted.ts')
        .replace('.*', '.ts');
      const path = file === 'claimcheck.config.ts' ? file : join(folder, `planted-${floor}-${i}.ts`);
      return { path, place: `../../${place}` };
    });
}

/** What the linter says of a folder with these files. */
function complaintsOf(files: readonly Planted[]): string[] {
  const root = mkdtempSync(join(tmpdir(), 'claimcheck-floors-'));
  writeFileSync(join(root, '.oxlintrc.json'), readFileSync(pathTo('.oxlintrc.json')));
  symlinkSync(pathTo('node_modules'), join(root, 'node_modules'));
  for (const [i, { path, place }] of files.entries()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    appendFileSync(join(root, path), `import { x${i} } from '${place}';\nconsole.log(x${i});\n`);
  }
  const paths = new Set(files.map(({ path }) => path));
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'unix', ...paths], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return stdout.split('\n').filter((line) => line.includes(RULE));
}

describe('imports go down only', () => {
  const files = FLOORS.map((floor, i) => planted(floor, i));
  let known: readonly string[] | undefined;
  const complaints = () => (known ??= complaintsOf(files.flat()));

  test.each(FLOORS.map(({ file }, i) => ({ file, own: files[i] as Planted[] })))(
    'in $file: every import that is forbidden there is caught',
    ({ own }) => {
      expect(own.length).toBeGreaterThan(0);
      const missed = own.filter(
        ({ path, place }) => !complaints().some((line) => line.startsWith(path) && line.includes(`'${place}'`)),
      );
      expect(missed).toEqual([]);
    },
  );

  test('a rule stands for every folder of src, for machines/ and for properties/', () => {
    const folders = readdirSync(pathTo('src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const ruled = FLOORS.map(({ file }) => file.replace(/\/\*.*$/, ''));
    const missing = folders.map(({ name }) => `src/${name}`).filter((name) => !ruled.includes(name));
    expect(missing).toEqual(['src/testing']);
    expect(ruled).toEqual(expect.arrayContaining(['machines', 'properties', 'claimcheck.config.ts']));
  });
});

/** Where the generic folders may speak of the study that comes with the checker, and why. */
const MAY_NAME_HTCONDOR: Readonly<Record<string, string>> = {
  'src/cli/campaign/pool-files.ts': 'writes the files by which a pool of HTCondor runs any study',
  'src/cli/program.ts': 'lists the commands of HTCondor next to those that work for any study',
};

/** Words that a reader of plain English stumbles over, in comments, texts and names of tests; what to write instead is to the right. */
const REPLACED = new RegExp(
  [
    String.raw`\banew\b`, // again
    String.raw`\bheld against\b`, // compared with
    String.raw`\btold as\b`, // shown as
    String.raw`\bfor want of\b`, // because there is no
    String.raw`\bhears? of\b`, // learns of
    String.raw`\bstands? beside\b`, // is next to
    String.raw`\bwhat is claimed\b`, // the properties of
    String.raw`\bso manieth\b`, // every 16th
    String.raw`\basked wrongly\b`, // invalid usage
    String.raw`\bis no C\+\+`, // is not the C++ code
    String.raw`\bof the latter\b`, // repeat the noun
  ].join('|'),
  'gi',
);

/** Every file below a folder, from the root of the repository. */
const filesBelow = (folder: string): string[] =>
  readdirSync(pathTo(folder), { encoding: 'utf8', recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => statSync(pathTo(name)).isFile());

describe('the house', () => {
  const sources = filesBelow('src').filter(
    (file) => /\.(ts|tsx|mjs|css|html)$/.test(file) && !/\.test\.tsx?$|\/testing\//.test(file),
  );
  const generic = sources.filter((file) => !file.startsWith('src/htcondor/') && !file.startsWith('src/cli/htcondor/'));

  test('has no word of HTCondor in its generic folders, but where a reason is given', () => {
    expect(generic.length).toBeGreaterThan(150);
    const naming = generic.filter((file) =>
      /schedd|startd|ALIVE|htcondor|HTCondor/.test(readFileSync(pathTo(file), 'utf8')),
    );
    expect(naming.toSorted()).toEqual(Object.keys(MAY_NAME_HTCONDOR));
  });

  test('is written without the calques and the inversions that style has replaced', () => {
    const folders = ['src', 'machines', 'properties', 'examples', 'docs'].flatMap(filesBelow);
    const texts = [...folders, 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter(
      (file) => /\.(ts|tsx|md)$/.test(file) && !/^docs\/review\/|\/bad-inputs\/|architecture\.test\.ts$/.test(file),
    );
    expect(texts.length).toBeGreaterThan(500);
    const found = texts.flatMap((file) =>
      [...readFileSync(pathTo(file), 'utf8').matchAll(REPLACED)].map(([words]) => `${file}: ${words}`),
    );
    expect(found).toEqual([]);
  });

  test('has at most 12 folders under src, and no loose file there but its map', () => {
    const entries = readdirSync(pathTo('src'), { withFileTypes: true });
    expect(entries.filter((entry) => entry.isDirectory()).length).toBeLessThanOrEqual(12);
    expect(entries.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['README.md']);
  });

  test('has at most 25 files in a folder, and at most 300 lines in a file of logic', () => {
    const folders = ['src', 'machines', 'properties', 'examples'].flatMap(filesBelow).map((file) => dirname(file));
    const count = (folder: string) => folders.filter((other) => other === folder).length;
    expect([...new Set(folders)].filter((folder) => count(folder) > 25)).toEqual([]);
    const long = sources.filter(
      (file) => !file.endsWith('.css') && readFileSync(pathTo(file), 'utf8').split('\n').length > 301,
    );
    expect(long).toEqual([]);
  });
});
