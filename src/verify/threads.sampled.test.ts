import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rowWith } from '../checker/study/rows.ts';
import { pathTo } from '../files/root.ts';
import { claimcheckIn } from '../testing/claimcheck.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { MODELS, OWN_RECORDS } from '../testing/models.ts';
import { requireAll } from './pool.ts';
import { differences } from './records.ts';
import { runDifferences } from './runs.ts';
import { searchRow } from './search-row.ts';
import { onThreads } from './threads.ts';
import { draws, onlyDeep } from '../testing/sampled.ts';

const SOURCE = readFileSync(pathTo('src/pages/testing/lease/claimcheck.config.ts'), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-threads-'));

/** The folder of a study that is like the one of leases but for an edit. */
function studyWith(name: string, edit: (source: string) => string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const edited = edit(SOURCE);
  expect(edited).not.toBe(SOURCE);
  writeFileSync(join(folder, 'claimcheck.config.ts'), edited);
  return folder;
}

const IN_THREAD = "import { isMainThread } from 'node:worker_threads';\n";
const SEARCH = 'search: ({ build, writes, holder }) => ({';

describe('a thread that ends before it has answered', () => {
  const atStart = studyWith('at-start', (source) => `${IN_THREAD}if (!isMainThread) process.exit(7);\n${source}`);
  const midway = studyWith('midway', (source) =>
    (IN_THREAD + source).replace(SEARCH, `${SEARCH.slice(0, -2)}(!isMainThread && build === '1' ? process.exit(0) : {`),
  );

  const ends: [folder: string, command: string[], code: number][] = [
    [midway, ['verify'], 0],
    [atStart, ['verify', '--json'], 7],
    [atStart, ['mutate'], 7],
  ];

  test.each(onlyDeep(ends))('fails the command, in one line: %s %j', async (folder, args, code) => {
    const line = `claimcheck: unexpected: Error: worker exited with code: ${code} (--debug shows where)\n`;
    expect(await claimcheckIn(folder, ...args)).toEqual({ code: 70, stdout: '', stderr: line });
  });

  test('is shown with its stack to whoever asks', async () => {
    const { code, stderr } = await claimcheckIn(atStart, 'verify', '--debug');
    expect(code).toBe(70);
    expect(stderr).toMatch(/^claimcheck: unexpected: Error: worker exited with code: 7\nError: .*\n {4}at /);
  });
});

describe('nothing that is checked', () => {
  const begin = SOURCE.indexOf('    properties: [');
  const end = SOURCE.indexOf('    ],\n  }),', begin);
  const folder = studyWith('no-properties', (source) =>
    `${source.slice(0, begin)}    properties: [],\n${source.slice(end + '    ],\n'.length)}`.replace(
      / {2}story: .*\n/,
      '',
    ),
  );

  test.each([['verify'], ['mutate'], ['coverage']])('is no success of %s', async (command) => {
    const line = 'claimcheck: lease: no property is stated, so nothing would be checked\n';
    const config = join(folder, 'claimcheck.config.ts');
    expect(await claimcheckHere(command, '--config', config)).toEqual({ code: 2, stdout: '', stderr: line });
  });

  test('is not called as expected where nothing is on record', async () => {
    const study = studyWith('unrecorded', (source) => source.replace('Leases', 'Unrecorded leases'));
    const config = ['--config', join(study, 'claimcheck.config.ts')];
    const { code, stdout } = await claimcheckHere('verify', '--system', 'named lease', '--json', ...config);
    expect([code, JSON.parse(stdout).asExpected]).toEqual([0, null]);
  });

  const row = rowWith(MODELS.entry({ system: 'keep-alive' }), { fixes: '0001', path: 'raw' });

  test('is there for a row without a result', () => {
    expect(() => requireAll([row], [])).toThrow('1 of 1 rows were not searched');
    expect(() => requireAll([], [])).toThrow('there is nothing to search');
  });
});

test('threads that are ended are not started again', async () => {
  const module = join(scratch, 'endless.mjs');
  writeFileSync(
    module,
    "import { parentPort } from 'node:worker_threads';\nparentPort.postMessage('begun');\nfor (;;);\n",
  );
  const stop = new AbortController();
  let begun = 0;
  const onMessage = () => {
    begun += 1;
    if (begun === 2) stop.abort();
  };
  const options = { module: pathToFileURL(module), threads: 2, data: {}, stop: stop.signal, onMessage };
  expect(await onThreads(options, [1, 2, 3], () => {})).toEqual([null, null, null]);
  await sleep(500);
  expect(begun).toBe(2);
});

test('a row that is interrupted anywhere, in one of its further searches too, differs in nothing that it knows', () => {
  const row = rowWith(MODELS.entry({ system: 'keep-alive' }), { fixes: '0000', path: 'raw' });
  let calls = 0;
  searchRow(MODELS, row, {}, { isInterrupted: () => ++calls < 0 });
  expect(calls).toBeGreaterThan(10);
  let cut = 0;
  for (let most = 0; most < calls; most += Math.ceil(calls / draws(4, 40))) {
    let asked = 0;
    const result = searchRow(MODELS, row, {}, { isInterrupted: () => ++asked > most });
    if (!result.bounded) cut += 1;
    expect([...differences(OWN_RECORDS, [result], {}), ...runDifferences(OWN_RECORDS, [result], {})]).toEqual([]);
  }
  expect(cut).toBeGreaterThan(0);
});
