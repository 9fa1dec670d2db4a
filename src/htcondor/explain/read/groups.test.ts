import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { filesFor } from '../input/files.ts';
import { stamp } from '../testing/made.ts';
import { fileWith } from '../testing/scenarios.ts';
import { Logs } from './logs.ts';

/** The lines of a log from one second to another, with its daemon's banner if it has an address. */
const log = (from: number, to: number, address: string | null = null, before = ''): string =>
  [
    ...(address ? [`${stamp(from)} DaemonCore: command socket at <${address}>`] : []),
    `${stamp(from)} slot1: Request accepted.`,
    `${stamp(to)} slot1: Changing activity: Idle -> Busy`,
  ]
    .map((line) => `${before}${line}\n`)
    .join('');

/** Which files are read as one daemon's, in the order in which they are read. */
async function grouped(files: Readonly<Record<string, string | Buffer>>): Promise<string[][]> {
  const folder = dirname(fileWith('', 'empty'));
  const paths = Object.entries(files).map(([name, content]) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  });
  const logs = await Logs.open({ startd: filesFor([], { startd: paths }).startd, schedd: [] });
  const groups = await logs.groups('startd');
  return groups.map(({ sources }) => sources.map(({ file }) => relative(folder, file)));
}

const [HERE, ELSEWHERE] = ['192.0.2.101:9618?addrs=192.0.2.101-9618', '192.0.2.102:9618'];

describe('one daemon has written', () => {
  test.each<[string, Readonly<Record<string, string | Buffer>>]>([
    ['what was rotated in one folder', { StartLog: log(200, 300), 'StartLog.old': log(0, 199) }],
    [
      'what was numbered',
      { StartLog: log(200, 300), 'StartLog.1': log(100, 199), 'StartLog.2.gz': gzipSync(log(0, 99)) },
    ],
    [
      'what was rotated before it got another address',
      { StartLog: log(200, 300, HERE), 'StartLog.old': log(0, 199, ELSEWHERE) },
    ],
    ['what was rotated while the clock was set back', { StartLog: log(200, 300), 'StartLog.old': log(0, 250) }],
    [
      'what was rotated and started at another port',
      { StartLog: log(200, 300, '127.0.0.1:1'), 'StartLog.1': log(0, 199, '127.0.0.1:2') },
    ],
    ['what follows in time under another name', { tuesday: log(200, 300), monday: log(0, 199) }],
    ['what follows in time, compressed', { 'tuesday.gz': gzipSync(log(200, 300)), 'monday.gz': gzipSync(log(0, 199)) }],
    [
      'what follows in time, collected',
      { tuesday: log(200, 300, null, 'node1: '), monday: log(0, 199, null, 'node1: ') },
    ],
    [
      'what was moved to another folder and names its address',
      { StartLog: log(200, 300, HERE), 'past/StartLog.1': log(0, 199, HERE) },
    ],
  ])('%s', async (_, files) => {
    const groups = await grouped(files);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toHaveLength(Object.keys(files).length);
  });
});

describe('several daemons have written', () => {
  test.each<[string, Readonly<Record<string, string | Buffer>>, string[][]]>([
    [
      'compressed logs of one time',
      { 'a.StartLog.gz': gzipSync(log(0, 300)), 'b.StartLog.gz': gzipSync(log(100, 200)) },
      [['a.StartLog.gz'], ['b.StartLog.gz']],
    ],
    [
      'collected logs of one time',
      { one: log(0, 300, null, 'node1: '), two: log(100, 200, null, 'node2: ') },
      [['one'], ['two']],
    ],
    [
      'logs in UTF-16 of one time',
      { one: Buffer.from(log(0, 300), 'utf16le'), two: Buffer.from(log(100, 200), 'utf16le') },
      [['one'], ['two']],
    ],
    [
      'logs of which that of one folder begins before what was rotated in the other',
      { 'B/StartLog': log(0, 99), 'A/StartLog.old': log(100, 200), 'A/StartLog': log(201, 300) },
      [['B/StartLog'], ['A/StartLog.old', 'A/StartLog']],
    ],
    [
      'logs of two folders that follow each other',
      { 'A/StartLog': log(0, 99), 'B/StartLog.old': log(100, 200) },
      [['A/StartLog'], ['B/StartLog.old']],
    ],
    [
      'logs of hosts by their number',
      { 'StartLog.101': log(0, 99, HERE), 'StartLog.102': log(100, 200, ELSEWHERE) },
      [['StartLog.101'], ['StartLog.102']],
    ],
    [
      'logs of hosts by their number, of one time',
      { 'StartLog.101': log(0, 300), 'StartLog.102': log(100, 200) },
      [['StartLog.101'], ['StartLog.102']],
    ],
    [
      'logs of one host at two ports',
      { one: log(0, 99, '127.0.0.1:1'), two: log(100, 200, '127.0.0.1:2') },
      [['one'], ['two']],
    ],
    [
      'logs at an address that every host has',
      { 'A/StartLog.old': log(0, 99, '127.0.0.1:1'), 'B/StartLog': log(100, 200, '127.0.0.1:1') },
      [['A/StartLog.old'], ['B/StartLog']],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await grouped(files)).toEqual(expected);
  });
});

/** How many daemons a pipe and a file are of; the file is of 100 to 200 seconds. */
async function groupsWith(text: string): Promise<number> {
  const pipe = join(dirname(fileWith('', 'empty')), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', fileWith(text), pipe]);
  try {
    const logs = await Logs.open({ startd: [pipe, fileWith(log(100, 200, HERE))], schedd: [] });
    return (await logs.groups('startd')).length;
  } finally {
    writer.kill();
  }
}

describe('a pipe', () => {
  test('is of one daemon with the file that goes on where it ends', async () => {
    expect(await groupsWith(log(0, 99))).toBe(1);
    expect(await groupsWith(log(0, 99, HERE))).toBe(1);
    expect(await groupsWith(log(201, 300))).toBe(1);
  });

  test('is of another if its time or its address is another, or its end is too far to be looked for', async () => {
    expect(await groupsWith(log(0, 300))).toBe(2);
    expect(await groupsWith(log(0, 99, ELSEWHERE))).toBe(2);
    const long = `${stamp(1)} slot1: ${'.'.repeat(1000)}\n`.repeat(40_000);
    expect(await groupsWith(`${log(0, 1)}${long}`)).toBe(2);
  });
});

const collected = (...seconds: number[]) =>
  seconds.map((second) => `node1: ${stamp(second)} slot1: Request accepted.\n`).join('');

test('a log that is newest first follows the one before it in time all the same, also as it was collected', async () => {
  expect(await grouped({ StartLog: collected(9, 8, 7, 6), 'StartLog.old': collected(4, 3, 2, 1) })).toEqual([
    ['StartLog.old', 'StartLog'],
  ]);
});
