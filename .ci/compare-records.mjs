#!/usr/bin/env node
/**
 * Compares every verdict, count and trace length on record with those of another revision.
 *
 * A record may change its form or its file; its numbers may not. Each search becomes lines `search: name = value`, and the
 * lines of both revisions are compared.
 *
 *     node .ci/compare-records.mjs origin/main
 *
 * Exit code: 0 the same, 1 a difference, 2 invalid usage.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const FOLDER = 'properties/expected/';
const RUNS = 'properties/runs.json';
/** The fields that tell one search from another, and are no result. */
const KEYS = ['path', 'fixes', 'variant'];

const [revision, ...rest] = process.argv.slice(2);
if (revision === undefined || rest.length > 0) {
  console.error('usage: node .ci/compare-records.mjs REVISION');
  process.exit(2);
}

const git = (...args) => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 28 });

/** The lines of a file of records: an object's keys in any order give the same lines. */
function lines(file, text) {
  const rows = JSON.parse(text);
  return rows.flatMap((row) => {
    const name = [file.replace(FOLDER, '').replace('.json', ''), ...KEYS.flatMap((key) => row[key] ?? [])].join(' ');
    const results = Object.entries(row).filter(([key]) => !KEYS.includes(key));
    return flat(results).map(([key, value]) => `${name}: ${key} = ${value}`);
  });
}

function flat(entries, prefix = '') {
  return entries.flatMap(([key, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? flat(Object.entries(value), `${prefix}${key}.`)
      : [[prefix + key, JSON.stringify(value)]],
  );
}

const recordsIn = (names, read) =>
  new Set(
    names
      .filter((name) => name === RUNS || (name.startsWith(FOLDER) && name.endsWith('.json')))
      .flatMap((name) => lines(name, read(name))),
  );

let before;
try {
  const names = git('ls-tree', '-r', '--name-only', revision, 'properties').split('\n');
  before = recordsIn(names, (name) => git('show', `${revision}:${name}`));
} catch {
  console.error(`${revision}: a revision with ${FOLDER} was expected`);
  process.exit(2);
}
const after = recordsIn(git('ls-files', 'properties').split('\n'), (name) => readFileSync(name, 'utf8'));

const gone = [...before].filter((line) => !after.has(line));
const come = [...after].filter((line) => !before.has(line));
for (const line of gone) console.log(`- ${line}`);
for (const line of come) console.log(`+ ${line}`);
console.log(
  `${before.size} results on record in ${revision}, ${after.size} now, ${gone.length + come.length} lines differ`,
);
process.exitCode = gone.length + come.length > 0 ? 1 : 0;
