import { describe, expect, test } from 'vitest';
import { CHROMIUM, LOOKS, objections, shared } from '../../../testing/chromium.ts';
import { type Explanation, explain } from '../explain.ts';
import { Logs } from '../read/logs.ts';
import { explanationText } from '../render/text.ts';
import { type Both, fileWith, linesOf, STYLE, textOf, ticketLines } from '../testing/scenarios.ts';
import { Anonymiser } from './anonymise.ts';
import { type Report, report } from './report.ts';

/** What is said of logs, each line edited. */
async function explained(both: Both, edit: (line: string) => string = (line) => line) {
  const files = (lines: readonly string[], name: string) => [fileWith(textOf(lines.map(edit)), name)];
  const logs = { startd: files(both.startd, 'StartLog'), schedd: files(both.schedd, 'SchedLog') };
  return { explanation: await explain(await Logs.open(logs)), files: logs };
}

/** The report on that. */
async function reportOn(said: ReturnType<typeof explained>, anonymise = false): Promise<Report<Explanation>> {
  const { explanation, files } = await said;
  return report(explanation, { files, anonymise, timeFormat: null, page: true });
}

const named = (line: string) =>
  line
    .replaceAll('127.0.0.1', '192.0.2.31')
    .replaceAll('node.example.org', 'exec-a7.physics.example.edu')
    .replaceAll('truth', 'ada.lovelace');

const BUG = linesOf('bug-all-fixes-off');
/** An explanation takes long: those with names that are to be replaced, and with what is to be kept off the page. */
const NAMED = explained(BUG, named);
const SECRET = '5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4';
const ODD = explained(BUG, (line) =>
  line
    .replace('IO: Failed to read packet header', '$& <script>alert(1)</script>\u001b]8;;http://x\u0007"\'&')
    .replace(/#\.\.\./g, `#[Encryption="YES";]${SECRET}`),
);
const count = (html: string, part: string): number => html.split(part).length - 1;

describe('the page of a spurious removal', () => {
  const made = reportOn(NAMED);

  test('has summary, verdict, picture, both logs with the decisive lines marked, and all claims', async () => {
    const { html, explanation } = await made;
    const decisive = explanation.claims[0]?.end?.evidence ?? [];
    expect(decisive.length).toBe(10);
    expect(html).toContain('2 claims: 1 removed without authority');
    expect(html).toContain('The claim was valid; this is ticket #2563.');
    expect(count(html, '<article')).toBe(1);
    expect(count(html, '<svg')).toBe(1);
    expect(count(html, '<li class="mark">')).toBe(decisive.length);
    expect(html.indexOf('The startd: ')).toBeLessThan(html.indexOf('The schedd: '));
    expect(html).toContain('answers -1: it has no claim id');
    // Lines around them, which decide nothing.
    expect(html).toContain('Canceled ClaimLease timer');
    expect(count(html, 'not ended</span>')).toBe(1);
  });

  test('asks nobody for anything, and has no script', async () => {
    const { html } = await made;
    expect(html).not.toMatch(/<script|<link|<img|\son\w+=|url\(|src=|@import/);
    expect(html).toContain("default-src 'none'");
  });

  test.skipIf(!CHROMIUM)('is readable in Chromium, light and dark', async () => {
    const page = await (await shared()).newPage({ bypassCSP: true, viewport: { width: 1000, height: 800 } });
    try {
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.setContent((await made).html);
      expect(await objections(page, LOOKS.slice(0, 2))).toEqual([]);
      // Where picture and table scroll, a keyboard must be able to.
      for (const width of [390, 360]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(await objections(page, LOOKS.slice(0, 1))).toEqual([]);
      }
      expect(complaints).toEqual([]);
    } finally {
      await page.close();
    }
  });
});

test('of one file for both logs, each line stands at the daemon that has written it', async () => {
  const { startd, schedd } = ticketLines();
  const file = fileWith(textOf([...startd, ...schedd]));
  const files = { startd: [file], schedd: [file] };
  const explanation = await explain(await Logs.open(files));
  const { html } = await report(explanation, { files, anonymise: false, timeFormat: null, page: true });
  // The startd's texts end left of its lane.
  const steps = [...html.matchAll(/<text x="\d+" y="\d+"( class="end")?>([^<]*)<\/text>(?=\n|<)/g)].slice(-8);
  expect(steps.map(([, isLeft, what]) => [isLeft ? 'startd' : 'schedd', what])).toEqual([
    ['schedd', 'receives ALIVE'],
    ['schedd', 'calls the handler of ALIVE'],
    ['schedd', 'the read of the claim id times out'],
    ['schedd', 'fails to read a packet'],
    ['schedd', 'answers -1: it has no claim id'],
    ['schedd', 'the handler returns'],
    ['startd', 'hears the answer -1'],
    ['startd', 'removes the claim'],
  ]);
  expect(html).toContain('The startd and the schedd: <span');
});

test('what a log says is text in the page, and no markup', async () => {
  const { html } = await reportOn(ODD);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('\u001b');
  expect(html).toContain('&#60;script&#62;alert(1)');
  expect(html).toContain('\\x1b]8;;');
});

test('secrets are cut in the lines around as well', async () => {
  const { html } = await reportOn(ODD);
  expect(html).toContain('Canceled ClaimLease timer');
  expect(html).not.toMatch(/5ec4e7|Encryption=/);
});

test('a claim that ended well is shown where there is no other', async () => {
  const { html } = await reportOn(explained(linesOf('job-removed')));
  expect(count(html, '<article class="good">')).toBe(1);
  expect(html).toContain('released: in order');
});

const outcome = ({ claims }: Explanation) =>
  claims.map(({ slot, job, end }) => [slot, job, end?.cause, end?.authoritative]);

describe('--anonymise', () => {
  const made = reportOn(NAMED, true);

  test('leaves no name of a host or a user, and no address, on the page or in the text', async () => {
    const { html, explanation } = await made;
    for (const shown of [html, explanationText(explanation, STYLE), JSON.stringify(explanation.claims)]) {
      expect(shown).not.toMatch(/192\.0\.2|exec-a7|physics|example\.edu|ada|lovelace/i);
      expect(shown).toContain('address1');
    }
    expect(html).toContain('StartLog-1');
    expect(html).not.toContain(process.cwd());
  });

  test('replaces each name by the same word everywhere, so that the verdict stays what it was', async () => {
    const { explanation, html } = await made;
    const plain = await reportOn(NAMED);
    expect(outcome(explanation)).toEqual(outcome(plain.explanation));
    expect(explanation.claims[0]?.claimId).toMatch(
      /^<address1:\d+\?addrs=address1-\d+&alias=host1>#1795355056#1#\.\.\.$/,
    );
    expect(count(html, '<li class="mark">')).toBe(count(plain.html, '<li class="mark">'));
  });

  test.each([
    [
      'slot1@exec-a.pool.example <192.0.2.31:9618>#1#2#... for ada, 10.0',
      'slot1@host1 <address1:9618>#1#2#... for user1, 10.0',
    ],
    [
      'Match record (slot1@exec-a.pool.example <192.0.2.31:9618> for ada, 10.0) deleted',
      'Match record (slot1@host1 <address1:9618> for user1, 10.0) deleted',
    ],
    [
      'Completed RELEASE_CLAIM to startd <192.0.2.31:9618> for ada',
      'Completed RELEASE_CLAIM to startd <address1:9618> for user1',
    ],
    ['Finished negotiating for ada in local pool: ada', 'Finished negotiating for user1 in local pool: user1'],
    ['Sent ad to 1 collectors for ada Hit=1, User = "ada"', 'Sent ad to 1 collectors for user1 Hit=1, User = "user1"'],
    ['owner=ada, RemoteUser="ada"', 'owner=user1, RemoteUser="user1"'],
    ['The user is not known: user not mapped', 'The user is not known: user not mapped'],
    ['Failed to connect to <192.0.2.31:9618> for job 10.0', 'Failed to connect to <address1:9618> for job 10.0'],
    ['Remote owner is ada@pool.example', 'Remote owner is user1@host1'],
    ['schedd at exec-a, exec-a.pool.example', 'schedd at host1, host1'],
    ['<[2001:db8::5]:9618?addrs=[2001-db8--5]-9618>', '<address1:9618?addrs=address1-9618>'],
    ['from 2001:db8:1:2:3:4:5:6 at 12:07:20', 'from address1 at 12:07:20'],
    ['/home/ada/job.sub of ada', '/home/user1/job.sub of user1'],
    ['at line 12 in file schedd.cpp of 25.14.0', 'at line 12 in file schedd.cpp of 25.14.0'],
    ['<127.0.0.1:9618> execute-side@matchsession', '<127.0.0.1:9618> execute-side@matchsession'],
    ['job 10.0 of ADA@Pool.Example, ada@pool.example', 'job 10.0 of user1@host1, user1@host1'],
  ])('leaves nobody in %j', (text, expected) => {
    expect(new Anonymiser([text]).apply(text)).toBe(expected);
  });
});
