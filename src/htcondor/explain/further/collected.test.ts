import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { examineLines, fileWith, linesOf, textOf } from '../testing/scenarios.ts';
import { readFurther } from './read.ts';

const KINDS = [
  ['shadow', 'ShadowLog'],
  ['starter', 'StarterLog.slot1'],
  ['event', 'job.log'],
] as const;

const linesIn = (log: string): string[] =>
  readFileSync(
    fileURLToPath(new URL(`../../../../properties/logs/jobs/vacated-by-schedd/${log}`, import.meta.url)),
    'utf8',
  )
    .trimEnd()
    .split('\n');

const NONE = { shadow: [], starter: [], event: [] };

async function noted(kind: (typeof KINDS)[number][0], content: string | Uint8Array): Promise<string[]> {
  const notes = await readFurther({ ...NONE, [kind]: [fileWith(content)] }, 2026);
  return notes.map(({ job, what, line, died }) => `${line.at.text} ${job} ${what} ${died}`);
}

/** What collectors, mail, editors and grep make of a log. */
const MADE: readonly [string, (lines: readonly string[]) => string | Uint8Array][] = [
  ['quoted', (lines) => textOf(lines.map((line) => `> ${line}`))],
  ['indented', (lines) => textOf(lines.map((line) => `    ${line}`))],
  ['by grep -n of several files', (lines) => textOf(lines.map((line, i) => `/var/log/condor/Log:${i + 1}:${line}`))],
  ['by cat -n', (lines) => textOf(lines.map((line, i) => `${String(i + 1).padStart(6)}\t${line}`))],
  ['of Kubernetes', (lines) => textOf(lines.map((line) => `2026-11-29T00:10:01.123456789Z stdout F ${line}`))],
  ['of journald', (lines) => textOf(lines.map((line) => `Nov 29 00:10:01 node1 condor[77]: ${line}`))],
  ['as JSON', (lines) => textOf(lines.map((line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout' })))],
  ['in UTF-16', (lines) => Buffer.from(`\ufeff${textOf(lines)}`, 'utf16le')],
  ['compressed', (lines) => gzipSync(textOf(lines))],
  ['with blanks that only look like blanks', (lines) => textOf(lines.map((line) => line.replaceAll(' ', '\u00a0')))],
  ["with Windows' line ends", (lines) => lines.map((line) => `${line}\r\n`).join('')],
];

describe.each(KINDS)('the %s log', (kind, log) => {
  const lines = linesIn(log);

  test.each(MADE)('says the same %s', async (_, make) => {
    const plain = await noted(kind, textOf(lines));
    expect(plain.length).toBeGreaterThan(1);
    expect(await noted(kind, make(lines))).toEqual(plain);
  });

  test('says the same wrapped at 80 columns, as far as the beginning of a line goes', async () => {
    const wrapped = lines.flatMap((line) => line.match(/.{1,80}/g) ?? ['']);
    const plain = await noted(kind, textOf(lines));
    expect((await noted(kind, textOf(wrapped))).map((note) => note.slice(0, 50))).toEqual(
      plain.map((note) => note.slice(0, 50)),
    );
  });
});

test("another kind's log is refused where lines tell; a starter that ran no job says nothing", async () => {
  await expect(noted('event', textOf(linesIn('ShadowLog')))).rejects.toThrow("a job's event log's form");
  await expect(noted('shadow', textOf(linesIn('job.log')))).rejects.toThrow("a ShadowLog's form");
  const { startd, schedd } = linesOf('default-level/dflt-normal');
  await expect(noted('starter', textOf(startd))).rejects.toThrow('the log of a startd; a StarterLog was expected');
  await expect(noted('shadow', textOf(schedd))).rejects.toThrow('the log of a schedd; a ShadowLog was expected');
  expect(await noted('starter', '11/29/26 00:08:22 (pid:7) Done setting resource limits\n')).toEqual([]);
});

test('the log of an HTCondor-CE is recognised', async () => {
  const { startd, schedd } = linesOf('default-level/dflt-normal');
  const ce = schedd.map((line) =>
    line.replace(/Using config source: .*/, 'Using config source: /etc/condor-ce/condor_config'),
  );
  const warningsOf = async (lines: readonly string[]) => (await examineLines({ startd, schedd: lines })).warnings;
  expect((await warningsOf(ce)).join()).toContain('is the log of an HTCondor-CE');
  expect((await warningsOf(schedd)).join()).not.toContain('HTCondor-CE');
});
