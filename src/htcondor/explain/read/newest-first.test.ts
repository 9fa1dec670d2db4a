import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { examine } from '../explain.ts';
import { fileWith, linesOf, outcomes, textOf } from '../testing/scenarios.ts';
import { type Files, Logs } from './logs.ts';

const examineFiles = async (files: Files) => examine(await Logs.open(files));

const BUG = linesOf('bug-all-fixes-off');
const usual = await examineFiles({ startd: [fileWith(textOf(BUG.startd))], schedd: [fileWith(textOf(BUG.schedd))] });
const numbersIn = (findings: typeof usual) => findings.claims[0]?.end?.evidence.map(({ line, text }) => [line, text]);

describe('a log that is newest first', () => {
  const [startd, schedd] = [BUG.startd.toReversed(), BUG.schedd.toReversed()];

  test.each([
    ['with an end to its last line', (lines: readonly string[]) => fileWith(textOf(lines))],
    ['without one', (lines: readonly string[]) => fileWith(lines.join('\n'))],
    ['with returns', (lines: readonly string[]) => fileWith(textOf(lines.map((line) => `${line}\r`)))],
    [
      'compressed',
      (lines: readonly string[]) => {
        const file = fileWith('', 'StartLog.gz');
        writeFileSync(file, gzipSync(textOf(lines)));
        return file;
      },
    ],
    [
      'as JSON',
      (lines: readonly string[]) => fileWith(textOf(lines.map((line) => JSON.stringify({ kind: 'x', log: line })))),
    ],
  ])('says what it says oldest first, and where: %s', async (_, written) => {
    const files = { startd: [written(startd)], schedd: [written(schedd)] };
    const findings = await examineFiles(files);
    expect(outcomes(findings)).toEqual(outcomes(usual));
    expect(findings.warnings.slice(0, 2)).toEqual(
      [...files.startd, ...files.schedd].map((file) => `${file}: its lines are newest first: it is read from its end`),
    );
    for (const { file, line, text } of findings.claims[0]?.end?.evidence ?? []) {
      const lines = file === files.startd[0] ? startd : schedd;
      expect(lines[line - 1]).toBe(text);
    }
    expect(numbersIn(findings)).toHaveLength(numbersIn(usual)?.length ?? 0);
  });

  test('is read in pieces, however long it is, and a line across two of them is whole', async () => {
    const noise = Array.from({ length: 9000 }, (_, i) => {
      const at = String(Math.floor(i / 400)).padStart(2, '0');
      return `11/22/26 13:00:${at} Trying to update collector ${'x'.repeat(i % 97)} <10.0.0.1:9618>`;
    });
    const whole = [...noise, ...BUG.startd].toReversed();
    expect(textOf(whole).length).toBeGreaterThan(1 << 19);
    const findings = await examineFiles({ startd: [fileWith(textOf(whole))], schedd: [fileWith(textOf(schedd))] });
    expect(outcomes(findings)).toEqual(outcomes(usual));
    const removal = findings.claims[0]?.end?.evidence.find(({ text }) => text.includes('no longer recognized'));
    expect(whole[(removal?.line ?? 0) - 1]).toBe(removal?.text);
  });

  test('keeps the order of lines of one second', async () => {
    const lines = [
      '08:00:00 slot1: Changing state: Owner -> Unclaimed',
      '08:00:01 slot1: Changing state: Unclaimed -> Claimed',
      '08:00:02 slot1: Remote job ID is 1.0',
      '08:00:03 slot1: State change: received RELEASE_CLAIM command',
      '08:00:03 slot1: Changing state and activity: Claimed/Idle -> Preempting/Vacating',
      '08:00:03 slot1: Changing state and activity: Preempting/Vacating -> Owner/Idle',
      '08:00:03 slot1: Changing state: Unclaimed -> Claimed',
      '08:00:04 slot1: Remote job ID is 2.0',
    ].map((line) => `03/02/24 ${line}`);
    const { claims } = await examineFiles({ startd: [fileWith(textOf(lines.toReversed()))], schedd: [] });
    expect(claims.map(({ job, end }) => [job, end?.cause])).toEqual([
      ['1.0', 'released'],
      ['2.0', undefined],
    ]);
  });

  test('is refused where it goes forward again further on', async () => {
    const lines = [8, 7, 6, 5, 4, 3, 2, 1, 0, 8, 9].map((n) => `11/22/26 13:4${n}:00 slot1: ${'x'.repeat(3000)}`);
    await expect(examineFiles({ startd: [fileWith(textOf(lines))], schedd: [] })).rejects.toThrow(
      'its first lines are newest first, and it cannot be turned round here',
    );
  });
});
