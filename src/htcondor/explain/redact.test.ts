import { describe, expect, test } from 'vitest';
import { redact } from './redact.ts';

const SECRET = '9f8e7d6c5b4a39281706f5e4d3c2b1a0deadbeef';
const PUBLIC = '<10.0.0.5:9618>#1709600000#7';
const ID = `${PUBLIC}#${SECRET}`;
const INFO = '[Encryption="YES";Integrity="YES";CryptoMethods="AES,BLOWFISH";ShortVersion="25.14.0";]';
const WITH_INFO = `${PUBLIC}#${INFO}${SECRET}`;

/** `#` as it comes out of URLs, HTML, JSON, shells, C, mail, RTF, Python, and of those who type it again. */
const HASHES = [
  '%23',
  '%2523',
  '%252523',
  '&#35;',
  '&#035;',
  '&#x23;',
  '&num;',
  '&amp;#35;',
  '&amp;num;',
  '\\u0023',
  '\\\\u0023',
  '\\u{23}',
  '\\x23',
  '\\043',
  '\\#',
  "\\'23",
  '\\N{NUMBER SIGN}',
  '+ACM-',
  '=23',
  '\uff03',
  '\ufe5f',
  '\u266f',
  ' # ',
  '\t#\t',
];

const SPELLINGS: readonly string[] = [
  ID,
  WITH_INFO,
  ...HASHES.map((hash) => ID.replaceAll('#', hash)),
  encodeURIComponent(ID),
  encodeURIComponent(encodeURIComponent(ID)),
  encodeURIComponent(WITH_INFO),
  ID.toUpperCase(),
  ID.replaceAll('#', '&#35;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  JSON.stringify(WITH_INFO),
  JSON.stringify(JSON.stringify(WITH_INFO)),
  WITH_INFO.replaceAll('"', '&quot;').replaceAll('#', '&#35;'),
  WITH_INFO.slice(0, WITH_INFO.indexOf(']') - 6),
  `${PUBLIC}#[ Encryption = "YES" ; ]${SECRET}`,
  `${PUBLIC}#[CryptoMethods="A]B";]${SECRET}`,
  ID.slice(0, -20),
  `#1709600000#7#${SECRET}`,
  `1709600000#7#${SECRET}`,
  `#7#${SECRET}`,
  `#${SECRET}`,
  `<10.0.0.5:9618>#${SECRET}`,
  `<10.0.0.5:9618>#1709600000#${SECRET}`,
  `${PUBLIC}#...5ecretKey9f8e7d6c5b4a`,
  `${PUBLIC}#......5ecretKey9f8e7d6c5b4a`,
  `${PUBLIC}#\u20265ecretKey9f8e7d6c5b4a`,
  `${PUBLIC}#..5ecretKey9f8e7d6c5b4a`,
  `${PUBLIC}#a,5ecretKey9f8e7d6c5b4a`,
  `${PUBLIC}#a;b,5ecretKey9f8e7d6c5b4a,5ecretKey9f8e7d6c5b4b`,
  `${PUBLIC} key 5ecretKey9f8e7d6c5b4a`,
  `CLAIM=5ecretKey9f8e7d6c5b4a`,
  `--claimid 5ecretKey9f8e7d6c5b4a`,
  `--claim-id=5ecretKey9f8e7d6c5b4a`,
  `_condor_CLAIM_ID 5ecretKey9f8e7d6c5b4a`,
  `_CONDOR_CLAIM_ID=5ecretKey9f8e7d6c5b4a`,
  `${PUBLIC}#9f8e-7d6c-5b4a-3928-1706`,
  `${PUBLIC}#n45tbFtKOSgXBvXk08KxoN6tvu8=`,
  `${PUBLIC}#12ab`,
  `${PUBLIC}#12345678901234567890`,
  `${PUBLIC}# ${SECRET}`,
  `${PUBLIC}#{${SECRET}}`,
  `${PUBLIC}#\u200b${SECRET}`,
  `${PUBLIC}#\u2028${SECRET}`,
  `${PUBLIC}#\0${SECRET}`,
  `${PUBLIC}#\u001b[1m${SECRET}\u001b[0m`,
  `${PUBLIC}#${SECRET.slice(0, 20)} ${SECRET.slice(20)}`,
  `${PUBLIC}#${SECRET.slice(0, 20)}- ${SECRET.slice(20)}`,
  `${PUBLIC}#${SECRET.slice(0, 20)}\u00ad${SECRET.slice(20)}`,
  `<10.0.0.5:9618?addrs=10.0.0.5-9618&alias=n5&sock=startd_1_2>#1709600000#7#${SECRET}`,
  `<10.0.0.5:9618?CCBID=1.2.3.4:9618%3faddrs%3d1.2.3.4-9618#12&PrivNet=x>#1709600000#7#${SECRET}`,
  `<[fd00::5]:9618>#1709600000#7#${SECRET}`,
  `(${ID})`,
  `'${ID}'`,
  `[${ID}]`,
  `{"${ID}","${ID}"}`,
  `${ID},next`,
  `${ID};next`,
  `claim${ID}end`,
  `${ID} and ${ID.replace('#7#', '#8#')}`,
  `ClaimId = "${ID}"`,
  `ClaimIds = "${ID},${ID}"`,
  `ClaimId => ${ID}`,
  `ClaimId: ${SECRET}`,
  `ClaimId is ${SECRET}`,
  `Capability = "<10.0.0.5:9618>#${SECRET}"`,
  `capability <10.0.0.5:9618>#12345#${SECRET}`,
  `PairedClaimId="${ID}"`,
  `SessionKey="${SECRET}"`,
  `Cookie=${SECRET}`,
  `Password: ${SECRET}`,
  `token=${SECRET}`,
  `SharedSecret = "${SECRET}"`,
  `Authorization: Bearer ${SECRET}`,
  `<ClaimId>${ID.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</ClaimId>`,
  `<a n="ClaimId"><s>${SECRET}</s></a>`,
  `eyJhbGciOiJIUzI1NiIsImtpZCI6IlBPT0wifQ.eyJleHAiOjE3MDB9.${SECRET}`,
];

/** What none may be left of. */
const PARTS = [
  SECRET.slice(4, 12),
  SECRET.slice(24, 36),
  '9f8e-7d6c',
  'etKey9f8e',
  '5ecretKey',
  '5b4a-3928',
  'n45tbFtK',
  'KxoN6tvu',
  '12ab',
  '45678901234',
  'ShortVersion',
];

describe('nothing is left of a secret', () => {
  test.each([
    ['by itself', (text: string) => text],
    ['in a line', (text: string) => `03/05/24 10:00:00 slot1: Received ClaimId from schedd (${text}) for job 1.0`],
    ['among other numbers', (text: string) => `03/05/24 10:00:00 foo ${text} bar 1.0 #12 baz`],
  ])('that is spelt in any way, %s', (_, within) => {
    expect(SPELLINGS.length).toBeGreaterThan(80);
    const left = SPELLINGS.filter((spelling) => {
      const text = redact(within(spelling)).toLowerCase();
      return PARTS.some((part) => text.includes(part.toLowerCase()));
    });
    expect(left).toEqual([]);
  });
});

test('what is no secret stays', () => {
  for (const line of [
    'slot1: State change: claim no longer recognized by the schedd - removing claim',
    `Received startd keepalive for unknown claimid ${PUBLIC}#...`,
    `Sending alive to schedd <10.0.0.9:9618> ${PUBLIC}#......`,
    `condor_read(fd=12 startd slot1@node ${PUBLIC}#... for alice,,size=5,timeout=20)`,
    `unknown claimid, job 12.0, claimid slot1; the key expired`,
    'Shadow pid 11 for job 1.0 exited with status 107 (ticket #2563, run #12 of #13)',
    `Match record (slot1@node <10.0.0.5:9618?sock=startd_1234_5678abcd>#1709600000#7#... for alice, 1.0) deleted`,
    'PASSWORD authentication failed; Token expired; color #ff00ff; commit 7491a145f64a1',
    '** $CondorVersion: 8.8.15 Mar 01 2023 BuildID: 526068 PackageID: 8.8.15-1 $',
    `DC_AUTHENTICATE: attempt to open invalid session ${PUBLIC}, failing; this session was requested by <10.0.0.5:40001>`,
  ]) {
    expect(redact(line)).toBe(line);
  }
});
