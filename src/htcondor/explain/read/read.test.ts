import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { STARTD } from '../grammar/startd.ts';
import { redact } from '../redact.ts';
import { shortened, visible } from '../shown.ts';
import { filesWith, fileWith, linesOf, textOf } from '../testing/scenarios.ts';
import { messageOf, parseHeader } from './header.ts';
import type { Line } from '../line.ts';
import { LogReader } from './log.ts';
import { Logs } from './logs.ts';
import { openSource } from './open.ts';
import { LineSplitter } from './bytes/splitter.ts';

describe('a header', () => {
  test.each([
    ['10/19/11 12:07:20 slot1: x', '2011-10-19T12:07:20.000Z', 'slot1: x'],
    ['10/19/2011 12:07:20 (pid:7) x', '2011-10-19T12:07:20.000Z', 'x'],
    ['2/29 00:00:00 x', '2000-02-29T00:00:00.000Z', 'x'],
    ['10/19/99 12:07:20.250 (fd:3) (pid:7) (D_ALWAYS:2) x', '1999-10-19T12:07:20.250Z', 'x'],
    ['2011-10-19T12:07:20,5 x', '2011-10-19T12:07:20.500Z', 'x'],
    ['2011-10-19 12:07:20-0500 x', '2011-10-19T17:07:20.000Z', 'x'],
    ['1319026040 (cid:12) (bt:00ff:3) x', '2011-10-19T12:07:20.000Z', 'x'],
    ['(1319026040) x', '2011-10-19T12:07:20.000Z', 'x'],
    ['1319026040.125 (tid:2) (1.0) x', '2011-10-19T12:07:20.125Z', '(1.0) x'],
  ])('is read from the line %j', (line, time, message) => {
    const header = parseHeader(line);
    expect(new Date(header?.stamp.ms ?? 0).toISOString()).toBe(time);
    expect(header && messageOf(line, header)).toBe(message);
  });

  test.each(['', 'slot1: x', '13/19/11 12:07:20 x', '10/19/11 25:07:20 x', '10/19/11 12:07 x', '1.0: x', '(12) x'])(
    'is not read from the line %j',
    (line) => {
      expect(parseHeader(line)).toBeNull();
    },
  );
});

const KEY = '5ec4e7beef0123456789abcdef5ec4e7beef01234567';
const INFO = '[Encryption="YES";CryptoMethods="AES]";ShortVersion="25.14.0";]';

describe('of a claim id nothing is shown behind its last #', () => {
  test.each([
    [`ClaimId (<1.2.3.4:5?a=b>#1319026040#7#${KEY})`, 'ClaimId (<1.2.3.4:5?a=b>#1319026040#7#...)'],
    [`id <[::1]:9>#1#2#${INFO}${KEY} job 1.0 [x]`, 'id <[::1]:9>#1#2#... job 1.0 [x]'],
    [`id <[::1]:9>#1#2#${INFO.slice(0, 30)}`, 'id <[::1]:9>#1#2#...'],
    ['id <[::1]:9>#1#2#[Encryption', 'id <[::1]:9>#1#2#...'],
    [`<h:1>#1#2#[ Encryption = "YES"; ] ${KEY} x`, '<h:1>#1#2#... x'],
    [`<h:1>#1#2#Encryption="YES";]${KEY} x`, '<h:1>#1#2#... x'],
    [`unknown claimid #${INFO}${KEY}`, 'unknown claimid #...'],
    ['"<h:1>#1#2#s1,<h:1>#1#3#s2"', '"<h:1>#1#2#...,<h:1>#1#3#..."'],
    [`{ "<h:1>#1#2#${KEY}", "<h:1>#1#3#${KEY}" }`, '{ "<h:1>#1#2#...", "<h:1>#1#3#..." }'],
    [`ClaimId = "<h:1>#1#2#${KEY}"`, 'ClaimId = "<h:1>#1#2#..."'],
    ['Capability = "<h:1>#1234567890"', 'Capability = "<h:1>#..."'],
    [`Capability = "${KEY}"`, 'Capability = "..."'],
    [`Capability: ${KEY}`, 'Capability: ...'],
    [`ClaimId: <h:1>#1319026040#${KEY}`, 'ClaimId: <h:1>#1319026040#...'],
    [`<h:1>#${KEY}`, '<h:1>#...'],
    ['<h:1>#abc', '<h:1>#...'],
    [`1319026040#7#${KEY}`, '1319026040#7#...'],
    [`7#${KEY} job`, '7#... job'],
    [`<h:1># 1319026040 # 7 # ${KEY}`, '<h:1># 1319026040 # 7 #...'],
    [`<h:1>#1319026040#7#abc#${KEY}`, '<h:1>#1319026040#7#...'],
    [`<h:1>#1319026040#7#"${KEY}"`, '<h:1>#1319026040#7#..."'],
    [`<<h:1>#1319026040#7#${KEY}>`, '<<h:1>#1319026040#7#...>'],
    [`%3Ch:1%3E%231319026040%237%23${KEY}`, '%3Ch:1%3E%231319026040%237%23...'],
    [`%3Ch:1%3E%231319026040%237%23%5BEncryption%3D%22YES%22%5D${KEY}`, '%3Ch:1%3E%231319026040%237%23...'],
    [`h:1%25231319026040%25237%2523${KEY}`, 'h:1%25231319026040%25237%2523...'],
    [`&lt;h:1&gt;&#35;1319026040&#35;7&#35;${KEY}`, '&lt;h:1&gt;&#35;1319026040&#35;7&#35;...'],
    [`<h:1>\\u00231319026040\\u00237\\u0023${KEY}"`, '<h:1>\\u00231319026040\\u00237\\u0023..."'],
    [`<h:1>\\#1319026040\\#7\\#${KEY}`, '<h:1>\\#1319026040\\#7\\#...'],
    [`Bearer eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb29sIn0.${KEY} x`, 'Bearer eyJ... x'],
  ])('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test.each([
    '<h:1>#1#2#... for truth',
    'session <h:1>#1795355415#12, failing',
    'global job ID is a@b#1.0#1795355550',
    'Received startd keepalive for unknown claimid #...',
    '<h:1?CCBID=10.0.0.9:9618%3faddrs%3d10.0.0.9-9618#12&noUDP>#1#2#...',
    '## 2. Negotiating with CM',
    'Calling Handler <x> (#1 of 2) & more',
  ])('and what is public stays: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('what a terminal would obey is shown', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u001b]8;;http://x\u0007link', '\\x1b]8;;http://x\\x07link'],
    ['\u009b31m \u0085 \u007f', '\\x9b31m \\x85 \\x7f'],
    ['a\u202eb\u2066c\u200fd', 'a\\u202eb\\u2066c\\u200fd'],
    ['one\u2028two\rthree\ttab', 'one\\u2028two\\x0dthree tab'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
    ['Grüße, 日本語 🙂', 'Grüße, 日本語 🙂'],
  ])('%j has no character that a terminal would obey', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('and a long line is cut, not within a character', () => {
    expect(shortened('x'.repeat(200))).toHaveLength(200);
    expect(shortened('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
    expect(shortened(`${'x'.repeat(198)}🙂🙂`)).toBe(`${'x'.repeat(198)}…`);
  });
});

test('chunks are cut into lines wherever they end, and none is longer than memory allows', () => {
  const text = 'one\r\ntwo\n\nthree\n';
  for (let cut = 0; cut <= text.length; cut++) {
    const lines: string[] = [];
    const splitter = new LineSplitter((bytes, start, end) => lines.push(bytes.toString('utf8', start, end)));
    splitter.push(Buffer.from(text.slice(0, cut)));
    splitter.push(Buffer.from(`${text.slice(cut)}rest`));
    expect(lines).toEqual(['one', 'two', '', 'three']);
    expect(splitter.takeRest().toString()).toBe('rest');
  }
  const lengths: number[] = [];
  const splitter = new LineSplitter((_, start, end) => lengths.push(end - start));
  for (let i = 0; i < 100; i++) splitter.push(Buffer.alloc(1 << 14, 'x'));
  splitter.push(Buffer.from('\nshort\n'));
  expect(lengths).toEqual([1 << 16, 5]);
  splitter.push(Buffer.from(`${'y'.repeat(1 << 20)}\nshort\n`));
  expect(lengths.slice(2)).toEqual([1 << 16, 5]);
});

/** The lines that matter, in the order read. */
async function facts(files: readonly string[]): Promise<string[]> {
  const seen: string[] = [];
  const logs = await Logs.open({ startd: files, schedd: [] });
  for (const group of await logs.groups('startd')) await logs.read(group, STARTD, ({ line }) => seen.push(line.text));
  return seen;
}

describe('the files of one log', () => {
  const { startd } = linesOf('bug-all-fixes-off');
  const [a, b, c] = [startd.slice(0, 100), startd.slice(100, 150), startd.slice(150)].map(textOf) as [
    string,
    string,
    string,
  ];
  test('are read in their order, however they are given and whether they are compressed', async () => {
    const whole = await facts([fileWith(textOf(startd))]);
    expect(whole.length).toBeGreaterThan(40);
    const plain = filesWith({ StartLog: c, 'StartLog.20261122T134430': a, 'StartLog.20261122T134445': b });
    const zipped = filesWith({ 'b.log': gzipSync(b), 'a.log.gz': a, 'c.log': gzipSync(c) });
    expect(await facts(plain)).toEqual(whole);
    expect(await facts(zipped)).toEqual(whole);
    expect(await facts(filesWith({ StartLog: b + c, 'StartLog.old': a }))).toEqual(whole);
  });

  test('go on in the next where a line was cut', async () => {
    const text = textOf(startd);
    const at = text.indexOf('Received Alive response') + 10;
    const cut = filesWith({ 'StartLog.old': text.slice(0, at), StartLog: text.slice(at) });
    expect(await facts(cut)).toEqual(await facts([fileWith(text)]));
  });
});

async function linesRead(file: string): Promise<Line[]> {
  const lines: Line[] = [];
  const reader = new LogReader(STARTD, ({ line }) => lines.push(line));
  await reader.read([await openSource(file)]);
  return lines;
}

describe('a line that is shown', () => {
  const [first, second] = [
    '10/19/11 12:07:20 slot1: Request accepted.',
    '10/19/11 12:07:21 slot1: Remote owner is me@here',
  ];
  test.each([
    ['plain', Buffer.from(textOf([first, second]))],
    ['behind a mark of its encoding', Buffer.from(`\ufeff${textOf([first, second])}`)],
    ['with blanks that only look like blanks', Buffer.from(textOf([first, `${second}\u00a0`]))],
    ['in UTF-16', Buffer.from(`\ufeff${textOf([first, second])}`, 'utf16le')],
    ['compressed', gzipSync(textOf([first, second]))],
    [
      'far behind the first',
      Buffer.from(textOf([...Array<string>(9000).fill(`${first.slice(0, 18)}noise`), first, second])),
    ],
  ])('is what stands in its file: %s', async (_, content) => {
    expect((await linesRead(fileWith(content, 'StartLog'))).map(({ text }) => text)).toEqual([first, second]);
  });

  test('is found after its log was rotated, and never taken from another file', async () => {
    const file = fileWith(textOf([first, second]), 'StartLog');
    const lines = await linesRead(file);
    renameSync(file, `${file}.old`);
    writeFileSync(file, textOf([second.replace('me@here', 'you@there'), first]));
    expect(lines.map(({ text }) => text)).toEqual([first, second]);
    rmSync(`${file}.old`);
    expect(lines[1]?.text).toBe(second);
    const others = await linesRead(file);
    rmSync(file);
    writeFileSync(`${file}.new`, '');
    expect(others[0]?.text).toBe('(this line cannot be shown: its file has been replaced since it was read)');
  });
});
