import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../files/input.ts';
import { examine, type Findings } from './explain.ts';
import { Logs } from './read/logs.ts';
import { epochOf, STAMP, withHeader } from './testing/edits.ts';
import { type Both, examineLines, fileWith, linesOf, outcomes, textOf } from './testing/scenarios.ts';

const BUG = linesOf('bug-all-fixes-off');
const usual = examineLines(BUG);

/** Both logs as files that a collector or a person has made of them. */
async function examineAs(
  file: (text: string, name: string) => string | Uint8Array,
  both: Both = BUG,
): Promise<Findings> {
  const log = (lines: readonly string[], name: string) => [fileWith(file(textOf(lines), name), name)];
  return examine(await Logs.open({ startd: log(both.startd, 'StartLog'), schedd: log(both.schedd, 'SchedLog') }));
}

const eachLine =
  (edit: (line: string, number: number, name: string) => string) =>
  (text: string, name: string): string =>
    textOf(
      text
        .trimEnd()
        .split('\n')
        .map((line, i) => edit(line, i + 1, name)),
    );

const seconds = (line: string): number => epochOf(...(STAMP.exec(line) ?? []).slice(1, 7)) || 1795355055;
const iso = (line: string, shift = 3): string => new Date((seconds(line) + shift) * 1000).toISOString();
const month = (line: string): string => {
  const [, day, name, , clock] = new Date(seconds(line) * 1000).toUTCString().split(' ');
  return `${name} ${day} ${clock}`;
};

const syslog = (program: string) => (line: string) => line.replace(STAMP, `${month(line)} exec-a ${program}[7]: `);

/** A line of an ad that is printed below a message. */
const dumped = '  Updated = "11/22/26 13:00:00 slot1: State change: received RELEASE_CLAIM command"';

describe('a log is found by its time stamps, whatever a collector puts before each line', () => {
  test.each<[string, (line: string, number: number, name: string) => string]>([
    ['quoted in a mail', (line) => `> ${line}`],
    ['quoted twice, without blanks', (line) => `>>${line}`],
    ['indented', (line) => `    ${line}`],
    ['indented by a tab', (line) => `\t${line}`],
    ['a list', (line) => `* ${line}`],
    ['a table', (line) => `| ${line} |`],
    ['grep -n', (line, n) => `${n}:${line}`],
    ['grep -H', (line, _, name) => `/var/log/condor/${name}:${line}`],
    ['grep -Hn with context', (line, n, name) => `${name}${n % 3 ? ':' : '-'}${n}${n % 3 ? ':' : '-'}${line}`],
    ['cat -n', (line, n) => `${String(n).padStart(6)}\t${line}`],
    ['nl', (line, n) => `${String(n).padStart(6)}  ${line}`],
    ['tail of several files', (line, _, name) => `[${name}] ${line}`],
    ['docker-compose', (line, _, name) => `${name.toLowerCase()}-1  | ${line}`],
    ['docker-compose in colours', (line, _, name) => `\u001b[36m${name}-1  | \u001b[0m${line}`],
    [
      'grep --color',
      (line, n) =>
        `\u001b[32m\u001b[K${n}\u001b[m\u001b[K:${line.replaceAll('alive', '\u001b[01;31m\u001b[K$&\u001b[m\u001b[K')}`,
    ],
    ['docker logs -t', (line) => `${iso(line).replace('Z', '456789Z')} ${line}`],
    ['kubernetes (CRI)', (line) => `${iso(line).replace('Z', '456789Z')} stdout F ${line}`],
    ['kubectl logs --prefix', (line, _, name) => `[pod/${name.toLowerCase()}-7d9/condor] ${line}`],
    ['kubectl logs --prefix --timestamps', (line) => `[pod/execute-0/condor] ${iso(line)} ${line}`],
    ['journald', (line, n) => `${month(line)} exec-a condor_startd[${700 + n}]: ${line}`],
    ['journald, short-iso', (line) => `${iso(line).slice(0, 19)}+0000 exec-a condor_startd[7]: ${line}`],
    ['syslog (RFC 3164)', (line) => `<30>${month(line)} exec-a condor: ${line}`],
    ['syslog (RFC 5424)', (line) => `<30>1 ${iso(line)} exec-a condor 77 - - ${line}`],
    ['rsyslog', (line) => `${iso(line).replace('Z', '+00:00')} exec-a condor[7]: ${line}`],
    ['parallel ssh', (line, n) => `exec-${n % 2}.pool.example: ${line}`],
    ['seconds since 1970', (line) => `${seconds(line) + 1}.25 ${line}`],
    ['a screen with a clock', (line) => `[${iso(line).slice(11, 19)}] ${line}`],
    ['CSV', (line, n) => `${n},exec-a,"${line.replaceAll('"', '""')}"`],
    ['JSON of Docker', (line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: iso(line) })],
    ['JSON of journald', (line) => JSON.stringify({ __REALTIME_TIMESTAMP: '1', MESSAGE: line, PRIORITY: '6' })],
    ['a trailing blank', (line) => `${line}  `],
    ['no-break spaces', (line) => line.replaceAll(' ', '\u00a0')],
    ['narrow no-break spaces', (line) => line.replace(' ', '\u202f')],
  ])('%s', async (_, edit) => {
    const { claims, warnings } = await examineAs(eachLine(edit));
    expect(outcomes({ claims })).toEqual(outcomes(await usual));
    expect(claims[0]?.end?.evidence.map(({ text }) => text.replace(/[\s|]+$/, ''))).toEqual(
      (await usual).claims[0]?.end?.evidence.map(({ text }) => text),
    );
    expect(claims[0]?.end?.evidence.map(({ line }) => line)).toEqual(
      (await usual).claims[0]?.end?.evidence.map(({ line }) => line),
    );
    expect(warnings).toEqual([]);
  });

  test('a daemon that logs to syslog has no time of its own', async () => {
    const both = { startd: BUG.startd.map(syslog('condor_startd')), schedd: BUG.schedd.map(syslog('condor_schedd')) };
    expect(outcomes(await examineLines(both))).toEqual(outcomes(await usual));
  });

  test('a part of a log may be quoted, and the rest not', async () => {
    const startd = BUG.startd.map((line, i) => (i % 40 < 20 ? line : `> ${line}`));
    expect(outcomes(await examineLines({ ...BUG, startd }))).toEqual(outcomes(await usual));
  });

  test('a line that lost its first digit does not make the others lose theirs', async () => {
    const startd = BUG.startd.map((line, i) => (i === 1 ? line.replace(/^1/, ' ') : line));
    expect(outcomes(await examineLines({ ...BUG, startd }))).toEqual(outcomes(await usual));
  });

  test('a time within a message does not make its line another one', async () => {
    const { claims } = await examineLines({ ...BUG, startd: BUG.startd.flatMap((line) => [line, dumped]) });
    expect(outcomes({ claims })).toEqual(outcomes(await usual));
    const within = BUG.startd.map((line) => line.replace(/$/, ' since 11/22/26 10:00:00 UTC'));
    expect((await examineLines({ ...BUG, startd: within })).claims[0]?.end?.at.text).toBe('2026-11-22T13:44:50');
  });
});

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('every encoding of a text', () => {
  test.each<[string, (text: string) => Uint8Array]>([
    ['UTF-16 with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without one', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16, big end first', (text) => swapped(`\ufeff${text}`)],
    ['UTF-16, big end first, without a mark', swapped],
    ['UTF-16, compressed', (text) => gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['Latin-1 with no-break spaces', (text) => Buffer.from(text.replaceAll(' ', '\u00a0'), 'latin1')],
  ])('%s', async (_, encode) => {
    expect(outcomes(await examineAs(encode))).toEqual(outcomes(await usual));
  });
});

const folded = (width: number) => (line: string) => line.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
const wordy = (width: number, keepsBlank: boolean) => (line: string) =>
  line.replace(new RegExp(`(?=.{${width + 1}})(.{1,${width}}) `, 'g'), keepsBlank ? '$1 \n' : '$1\n');
const lineByLine = (edit: (line: string) => string) => (text: string) => textOf(text.trimEnd().split('\n').map(edit));

describe('a log that was wrapped', () => {
  test.each<[string, (line: string) => string]>([
    ['at 80 bytes', folded(80)],
    ['at 72 bytes', folded(72)],
    ['at 80 columns between words', wordy(80, false)],
    ['at 72 columns between words', wordy(72, false)],
    ['at 100 columns between words, the blank kept', wordy(100, true)],
    ['and then quoted', (line) => wordy(76, false)(line).replace(/^/gm, '> ')],
    ['when it was quoted', (line) => wordy(78, false)(`> ${line}`)],
    ['and then indented', (line) => wordy(80, false)(line).replace(/^/gm, '    ')],
  ])('%s', async (_, edit) => {
    const { claims } = await examineAs(lineByLine(edit));
    const expected = (await usual).claims;
    expect(outcomes({ claims })).toEqual(outcomes({ claims: expected }));
  });

  test('keeps the secret of a claim id that was cut in two', async () => {
    const secret = '5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4';
    const reveal = (line: string) => line.replaceAll('#...', `#${secret}`);
    for (const edit of [folded(80), folded(93), wordy(80, false)]) {
      const { claims } = await examineAs(lineByLine((line) => edit(reveal(line))));
      expect(claims[0]?.end?.cause).toBe('unrecognized');
      expect(JSON.stringify(claims)).not.toMatch(/5ec4|c4e7|e75e/);
    }
  });
});

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const name = (m: string | undefined) => names[Number(m) - 1];
/** The hour of a clock of twelve hours, in the afternoon. */
const twelve = (H: string | undefined) => String(Number(H) - 12).padStart(2, '0');
const examineWith = async (format: string | null, edit: (line: string) => string) => {
  const log = (lines: readonly string[]) => [fileWith(textOf(lines.map(edit)))];
  return examine(await Logs.open({ startd: log(BUG.startd), schedd: log(BUG.schedd) }, undefined, { format }));
};

describe('other forms of time', () => {
  const forms: [format: string | null, form: string, header: (...fields: string[]) => string][] = [
    [null, '%b %e %H:%M:%S', (m, d, _, ...clock) => `${name(m)} ${d} ${clock.join(':')}`],
    [null, '%a %b %e %H:%M:%S %Y', (m, d, y, ...clock) => `Sun ${name(m)} ${d} ${clock.join(':')} 20${y}`],
    [null, '%d/%b/%Y:%H:%M:%S', (m, d, y, ...clock) => `${d}/${name(m)}/20${y}:${clock.join(':')}`],
    [null, '%d.%m.%Y %H:%M:%S', (m, d, y, ...clock) => `${d}.${m}.20${y} ${clock.join(':')}`],
    [null, '%Y/%m/%d %H:%M:%S', (m, d, y, ...clock) => `20${y}/${m}/${d} ${clock.join(':')}`],
    ['%d/%m/%y %H:%M:%S', '', (m, d, y, ...clock) => `${d}/${m}/${y} ${clock.join(':')}`],
    ['"%Y%m%d-%H%M%S"', '', (m, d, y, ...clock) => `20${y}${m}${d}-${clock.join('')}`],
    ['%D %r', '', (m, d, y, H, M, S) => `${m}/${d}/${y} ${twelve(H)}:${M}:${S} PM`],
    [null, '%D %r', (m, d, y, H, M, S) => `${m}/${d}/${y} ${twelve(H)}:${M}:${S} PM`],
    [null, '%d %b %Y %r', (m, d, y, H, M, S) => `${d} ${name(m)} 20${y} ${twelve(H)}:${M}:${S} p.m.`],
    [null, '%F %T %p', (m, d, y, ...clock) => `20${y}-${m}-${d} ${clock.join(':')} PM`],
    ['%c %Z', '', (m, d, y, ...clock) => `Sun ${name(m)} ${d} ${clock.join(':')} 20${y} UTC`],
    ['%s', '', (...all) => `${epochOf(...all)}`],
    ['[%F %T]', '', (m, d, y, ...clock) => `[20${y}-${m}-${d} ${clock.join(':')}]`],
    ['%H:%M:%S', '', (_m, _d, _y, ...clock) => clock.join(':')],
    ['%m/%d/%y %H:%M:%S', '', (m, d, y, ...clock) => `${m}/${d}/${y} ${clock.join(':')}.123`],
  ];
  const named = forms.map(([format, form, header]) =>
    format === null
      ? ([`as ${form} writes them`, format, header] as const)
      : ([`as --time-format ${format} says`, format, header] as const),
  );

  test.each(named)('are read %s', async (_, format, header) => {
    const { claims, warnings } = await examineWith(format, withHeader(header));
    expect(outcomes({ claims })).toEqual(outcomes(await usual));
    expect(claims[0]?.end?.at.text).toContain('13:44:50');
    expect(warnings).toEqual([]);
  });

  test.each([
    ['%Q', "'%Q' is not a conversion of strftime()"],
    ['%Y-%m-%d', 'names no time of day'],
    ['', 'names no time of day'],
    ['%d.%m.%Y %H:%M', 'no line begins with a time'],
  ])('are refused in one line with --time-format %j', async (format, why) => {
    const refused = await examineWith(format, (line) => line).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toContain(why);
  });
});
