import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { examine } from '../explain.ts';
import { Logs } from '../read/logs.ts';
import { fileWith, linesOf, outcomes, textOf } from '../testing/scenarios.ts';
import { filesFor } from './files.ts';
import { usable } from './usable.ts';

const { startd, schedd } = linesOf('bug-all-fixes-off');
const LOGS = { StartLog: textOf(startd), SchedLog: textOf(schedd) };

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const empty = fileWith('', 'empty');
  const folder = dirname(empty);
  rmSync(empty);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const usableIn = (folder: string) => usable(filesFor([folder]), [folder]);

describe('what a folder has beside its logs is left out, and said', () => {
  test.each<[string, Readonly<Record<string, string | Uint8Array>>, string]>([
    ['an empty log', { 'StartLog.new': '' }, 'StartLog.new: is empty'],
    ['an empty log of a starter', { 'StarterLog.slot2': '' }, 'StarterLog.slot2: is empty'],
    [
      'a core file',
      { 'SchedLog.core': Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0', 'latin1') },
      'SchedLog.core: is binary',
    ],
    [
      'a log that is cut in its compression',
      { 'StartLog.2.gz': gzipSync(textOf(startd.slice(20))).subarray(0, 900) },
      'is cut or damaged (gzip)',
    ],
    ['a log packed with xz', { 'StartLog.3.xz': Buffer.from('\xfd7zXZ\0\0\x04', 'latin1') }, 'only gzip can be read'],
    ['an archive', { 'StartLogs.zip': Buffer.from('PK\x03\x04\x14\0', 'latin1') }, 'StartLogs.zip: is a zip archive'],
    [
      'a text',
      { 'StartLog.README': 'These are the logs of node1.\n' },
      'StartLog.README: no line at its beginning has a time',
    ],
    ["another daemon's log", { 'StartLog.of-schedd': textOf(schedd) }, 'looks like the log of a schedd'],
    ['a copy', { 'StartLog.bak': textOf(startd) }, 'StartLog.bak: is a copy of'],
    ['a copy of its beginning', { 'StartLog.bak': textOf(startd.slice(0, 90)) }, 'or of a part of it'],
  ])('%s', async (_, more, why) => {
    const { leftOut, ...files } = await usableIn(folderWith({ ...LOGS, ...more }));
    expect(leftOut).toEqual([expect.stringContaining(why)]);
    const found = outcomes(await examine(await Logs.open(files)));
    expect(found.map(({ authoritative }) => authoritative)).toEqual([false, null]);
  });

  test('but if nothing is left, that is an error, and a file that was named is never left out', async () => {
    await expect(usableIn(folderWith({ StartLog: '' }))).rejects.toThrow('StartLog: is empty');
    const folder = folderWith({ ...LOGS, 'StartLog.new': '' });
    const { startd: kept } = await usable(filesFor([folder]), [folder, join(folder, 'StartLog.new')]);
    expect(kept).toHaveLength(2);
  });
});

async function examined(named: readonly string[]) {
  const { leftOut, ...files } = await usable(filesFor(named), named);
  const logs = await Logs.open(files, undefined, { isFound: (file) => !named.includes(file) });
  return { leftOut, findings: await examine(logs) };
}

describe('what has no line about claims', () => {
  const quiet = `${textOf(schedd.slice(0, 1))}11/28/26 18:00:00 (pid:9) Number of Active Workers 0\n`.replace(
    /condor_schedd.*/,
    '',
  );
  const folder = folderWith({ ...LOGS, 'idle/SchedLog': quiet, 'idle/CollectorLog': quiet, 'what.json': '{}' });
  test('is left out of a folder, and so is what is not called as a log is, and both are said', async () => {
    const { leftOut, findings } = await examined([folder]);
    expect(leftOut).toEqual([
      `left out: ${folder}: 2 files without the name of a StartLog, SchedLog, ShadowLog or StarterLog: CollectorLog, what.json`,
    ]);
    expect(findings.warnings[0]).toBe(
      `left out: ${join(folder, 'idle/SchedLog')}: has no line that a schedd writes about claims; a SchedLog was expected`,
    );
    expect(outcomes(findings).map(({ authoritative }) => authoritative)).toEqual([false, null]);
  });

  test('is an error if it was named, or if there is nothing else', async () => {
    const idle = join(folder, 'idle');
    await expect(examined([folder, join(idle, 'SchedLog')])).rejects.toThrow('has no line that a schedd writes');
    await expect(examined([idle])).rejects.toThrow('has no line that a schedd writes');
  });
});

/** A long line for each minute. */
const logOf = (order: readonly number[]) => textOf(order.map((n) => `11/22/26 13:40:0${n} slot1: ${'x'.repeat(3000)}`));

test('a log that is newest first is none to leave out of a folder, unless it goes forward again', async () => {
  const other = await usableIn(folderWith({ ...LOGS, 'other/StartLog': logOf([4, 3, 2, 1]) }));
  expect(other.leftOut).toEqual([]);
  const { leftOut } = await usableIn(
    folderWith({ ...LOGS, 'other/StartLog': logOf([8, 7, 6, 5, 4, 3, 2, 1, 0, 8, 9]) }),
  );
  expect(leftOut).toEqual([expect.stringContaining('its first lines are newest first')]);
});

test('a link to a file stands for it, one to a folder is not followed, and no file is read twice', async () => {
  const folder = folderWith({ 'pods/1/0.log': textOf(startd), SchedLog: textOf(schedd) });
  symlinkSync(join(folder, 'pods/1/0.log'), join(folder, 'StartLog'));
  symlinkSync(folder, join(folder, 'loop'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'StartLog.gone'));
  const found = filesFor([folder, join(folder, 'SchedLog')]);
  expect([found.startd, found.schedd]).toEqual([[join(folder, 'StartLog')], [join(folder, 'SchedLog')]]);
});

test('zeros that a crash has left in a log hide no line', async () => {
  const zeros = '\0'.repeat(5000);
  const at = startd.findIndex((line) => line.includes('claim no longer'));
  const log = fileWith(
    `${zeros}${textOf(startd.slice(0, at))}11/22/26 13:4${zeros}${textOf(startd.slice(at))}`,
    'StartLog',
  );
  const { claims } = await examine(await Logs.open({ startd: [log], schedd: [fileWith(LOGS.SchedLog, 'SchedLog')] }));
  expect(claims[0]?.end).toMatchObject({ cause: 'unrecognized', authoritative: false, pairedBy: 'connection' });
  expect(claims[0]?.end?.evidence.at(-1)?.text).toBe(startd[at]);
});
