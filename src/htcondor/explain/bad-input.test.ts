import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../files/input.ts';
import { examine } from './explain.ts';
import { type Files, Logs } from './read/logs.ts';
import { explanationJson } from './render/json.ts';
import { explanationText } from './render/text.ts';
import { fileWith, linesOf, STYLE, textOf } from './testing/scenarios.ts';

const START = 'properties/logs/bug-all-fixes-off/StartLog';
const SCHED = 'properties/logs/bug-all-fixes-off/SchedLog';

const examineFiles = async (files: Partial<Files>) => examine(await Logs.open({ startd: [], schedd: [], ...files }));

const bannerOf = (daemon: string) =>
  fileWith(`11/22/26 13:44:16 ** condor_${daemon} (CONDOR_${daemon.toUpperCase()}) STARTING UP\n`);
const messages = (...texts: string[]) => fileWith(textOf(texts.map((text) => `11/22/26 13:44:16 ${text}`)));

describe('unusable logs are refused in one line', () => {
  test.each<[string, Partial<Files>, string]>([
    ['a missing file', { startd: ['nowhere'] }, 'nowhere: cannot be read (ENOENT)'],
    ['a folder', { startd: ['properties'] }, 'properties: cannot be read (EISDIR)'],
    ['an empty file', { startd: [START, fileWith('')] }, 'Log: is empty'],
    ['a binary file', { startd: [fileWith(Buffer.from([1, 0, 2]))] }, 'Log: is binary'],
    [
      'a cut gzip',
      { startd: [fileWith(gzipSync(readFileSync(START)).subarray(0, 2000))] },
      'Log: is cut or damaged (gzip)',
    ],
    ['an empty gzip', { startd: [fileWith(gzipSync(''))] }, 'Log: is empty'],
    ['a text', { startd: ['README.md'] }, 'README.md: no line begins with a time as HTCondor writes it'],
    ["the schedd's log", { startd: [SCHED] }, 'looks like the log of a schedd (SchedLog); a StartLog was expected'],
    ["the startd's log", { schedd: [START] }, 'looks like the log of a startd (StartLog); a SchedLog was expected'],
    ["a negotiator's", { schedd: [bannerOf('negotiator')] }, 'looks like the log of a negotiator (NegotiatorLog)'],
    ["a credd's", { schedd: [bannerOf('credd')] }, 'looks like the log of a credd; a SchedLog was expected'],
    [
      "a collector's, in the middle",
      { startd: [messages('StartdAd     : Updating ... "< slot1@h >"')] },
      'of a collector',
    ],
    [
      "the startd's, in the middle",
      { schedd: [messages('slot1: State change: IS_OWNER is false')] },
      'of a startd (StartLog)',
    ],
    ["nobody's", { schedd: [messages('Reconfiguring')] }, 'has no line that a schedd writes about claims'],
    [
      'a log that is newest first at its beginning only',
      { startd: [fileWith(textOf([...linesOf('normal').startd.toReversed(), ...linesOf('normal').startd]))] },
      'its first lines are newest first, and it cannot be turned round here',
    ],
    ['standard input twice', { startd: ['-'], schedd: ['-'] }, '-: standard input can be read only once'],
    [
      'logs of other times',
      { startd: [START], schedd: ['properties/logs/restart-claimed-expiry-3312/SchedLog'] },
      'no overlap in time: the StartLog is of 2026-11-22T13:44:16 to 2026-11-22T13:44:57, the SchedLog of 2026-11-22T13:52',
    ],
  ])('%s', async (_, files, why) => {
    const refused = examineFiles(files).then(
      () => null,
      (error: unknown) => error as Error,
    );
    const error = await refused;
    expect(error).toBeInstanceOf(InputError);
    expect(error?.message).toContain(why);
    expect(error?.message).not.toContain('\n');
  });
});

test('logs of one time that have nothing in common are a warning', async () => {
  const schedd = fileWith(readFileSync(SCHED, 'utf8').replaceAll('127.0.0.1', '127.0.0.2'));
  const { warnings } = await examineFiles({ startd: [START], schedd: [schedd] });
  expect(warnings).toContainEqual(expect.stringContaining('no connection, claim or job is in both logs'));
});

test('a log that begins and ends anywhere is no reason to refuse it', async () => {
  const { startd } = linesOf('normal');
  const banner = startd.find((line) => line.includes('STARTING UP')) ?? '';
  for (let from = 0; from < startd.length - 20; from += 23) {
    const part = fileWith(textOf([banner, ...startd.slice(from, from + 20)]));
    const { claims } = await examineFiles({ startd: [part] });
    expect(claims.length).toBeLessThanOrEqual(1);
  }
});

test('the secret part of a claim id is never printed', async () => {
  const { startd, schedd } = linesOf('schedd-forgot-claim-negotiated-session');
  const secret = '[Encryption="YES";ShortVersion="25.14.0";]5ec4e7';
  const reveal = (lines: readonly string[]) =>
    fileWith(textOf(lines.map((line) => line.replace(/#\.\.\./g, `#${secret}`))));
  const findings = await examineFiles({ startd: [reveal(startd)], schedd: [reveal(schedd)] });
  const explanation = { ...findings, consistency: { variants: new Map(), unexplained: [], passedOver: 0 } };
  for (const text of [JSON.stringify(explanationJson(explanation)), explanationText(explanation, STYLE)]) {
    expect(text).toContain('#1795354798#1#...');
    expect(text).not.toMatch(/5ec4e7|Encryption/);
  }
});

test('nothing in a log reaches the terminal as anything but text', async () => {
  const { startd, schedd } = linesOf('bug-all-fixes-off');
  const evil = '\u001b]0;owned\u0007\u001b[2J\u202e\u009b';
  const spoilt = (lines: readonly string[]) =>
    fileWith(
      textOf(
        lines.map((line) =>
          line
            .replace(/ job 1\.0$/, `$& ${evil}`)
            .replace('IO: Failed to read packet header', `$&${evil}`)
            .replace('removing claim', `$&${evil}${'x'.repeat(10_000)}`)
            .replaceAll('#1795355056#1#...', `#1795355056#1#...${evil}`),
        ),
      ),
    );
  const findings = await examineFiles({ startd: [spoilt(startd)], schedd: [spoilt(schedd)] });
  const explanation = { ...findings, consistency: { variants: new Map(), unexplained: [], passedOver: 0 } };
  expect(findings.claims[0]?.end?.cause).toBe('unrecognized');
  for (const text of [JSON.stringify(explanationJson(explanation)), explanationText(explanation, STYLE)]) {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('x1b]0;owned');
    expect(text).not.toContain('x'.repeat(200));
  }
});
