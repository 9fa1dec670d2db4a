/// <reference lib="dom" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIXES } from '../../../machines/vocabulary.ts';
import { COMMITS } from '../../../properties/review/check-ins.ts';
import { STORY } from '../../../properties/review/decision.ts';
import { TICKET } from '../../../properties/review/ticket.ts';
import { fileAt, ROOT } from '../../files/root.ts';
import { CHROMIUM, LOOKS, objections, shared } from '../../testing/chromium.ts';
import { dangling } from './dangling.ts';
import { statesOfMachines, textOf } from './facts.ts';
import { maximal, minimal } from './lattice.ts';
import { staleChapters } from './review.ts';
import { STYLE } from './style.ts';

const HOME = 'docs/review';
const FILES = readdirSync(fileAt(HOME), { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.md'))
  .toSorted();
const review = textOf('docs/review/REVIEW.md');
/** The page to decide on, and all of its appendix. */
const markdown = FILES.map((name) => textOf(`${HOME}/${name}`)).join('\n');
const html = textOf('docs/review/review.html');

describe('the review in the repository', () => {
  test('says on its first screen what to take, what each fix changes, and why the claim is lost', () => {
    const first = review.slice(0, review.indexOf('## The loss in a picture'));
    expect(first.split('\n').length).toBeLessThan(25);
    expect(first).toContain('Take 27897 (the handler checks the result of get_secret())');
    for (const text of [...Object.values(FIXES), ...STORY]) expect(first).toContain(text);
  });

  test('says which subsets are enough against whom', () => {
    const first = review.slice(review.indexOf('## What is stated, and its scope'));
    expect(first).toContain('**27897** alone is enough, against the network and against any peer');
    expect(first).toContain('**27895** alone is enough against the network, but not against a misbehaving peer');
    expect(first).toContain('**27894 and 27896** are enough only together against the network');
  });

  test('is decided on one page of at most 250 lines, and has every chapter in a file of its own', () => {
    expect(review.split('\n').length).toBeLessThanOrEqual(250);
    expect(review).not.toContain('```');
    expect(FILES).toHaveLength(15);
    for (const name of FILES.filter((one) => one !== 'REVIEW.md')) expect(review).toContain(`](${name}): `);
  });

  test('says of each fix, from the verdicts, whether it is enough alone and whether to take it', () => {
    const rows = review.split('\n').filter((line) => /^\| 2789\d \|/.test(line));
    const cells = rows.map((row) => row.slice(2, -2).split(' | '));
    expect(cells.slice(0, 4)).toEqual([
      ['27897', FIXES['27897'], '✓ yes, against the network and any peer', '**take**'],
      ['27895', FIXES['27895'], '✓ yes, against the network', 'optional'],
      ['27894', FIXES['27894'], '✗ only with 27896, against the network', 'do not take'],
      ['27896', FIXES['27896'], '✗ only with 27894, against the network', 'do not take'],
    ]);
    expect(cells.slice(4).map(([id]) => id)).toEqual(['27894', '27895', '27896', '27897']);
  });

  test('says what is not proved, what stays broken, and how much agrees with real daemons', () => {
    for (const defect of ['2672', '3312', '3312-starter', 'L1']) expect(review).toContain(`\n| ${defect} | `);
    for (const open of ['The C++ code', 'More than one claim', 'Time', 'Restarts'])
      expect(review).toContain(`\n- **${open}.** `);
    expect(review).toContain('for 1,000 claims 32 of 32 rows have the safety verdicts of one claim');
    for (const agree of ['3024/3024', '99/99', '820/820']) expect(review).toContain(`✓ agree: ${agree}`);
  });

  test('leads every link of every file to a file, or out to HTCondor', () => {
    const links = FILES.flatMap((name) =>
      [...textOf(`${HOME}/${name}`).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => [name, to as string] as const),
    );
    expect(links.length).toBeGreaterThan(200);
    const outside = links.filter(([, to]) => to.startsWith('https:'));
    expect(outside.filter(([, to]) => !to.startsWith(COMMITS))).toEqual([]);
    const dead = links.filter(
      ([from, to]) => !to.startsWith('https:') && !existsSync(new URL(to, fileAt(`${HOME}/${from}`))),
    );
    expect(dead).toEqual([]);
  });

  test('as one file leads every link to itself, or out to HTCondor', () => {
    const links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, to]) => to as string);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id as string);
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter((to) => !to.startsWith(COMMITS) && !ids.includes(to.slice(1)))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('names nothing that is not there', () => {
    expect(dangling()).toEqual([]);
  });

  test('has every sentence that it is to trace, verbatim', () => {
    for (const { quote } of TICKET) expect(markdown).toContain(`"${quote.replaceAll('<', '&lt;')}"`);
  });

  test('names no state that the machines do not have any more', () => {
    expect(statesOfMachines().has('claim: lifecycle.disowned')).toBe(true);
    expect(statesOfMachines().has('claim: lifecycle.abolished')).toBe(false);
  });

  test('has neither a path of this machine nor a time of its making', () => {
    expect(markdown).not.toContain(fileURLToPath(ROOT));
    expect(html).not.toContain(fileURLToPath(ROOT));
  });

  test('shows runs and machines as pictures that fit a page of GitHub, and only the lattice in Mermaid', () => {
    const fences = [...markdown.matchAll(/^```mermaid\n(\S+)[^]*?^```$/gm)].map(([, kind]) => kind);
    expect(fences).toEqual(['flowchart']);
    const shown = FILES.flatMap((name) =>
      [...textOf(`${HOME}/${name}`).matchAll(/^!\[[^\]]*\]\(([^)]*)\)$/gm)].map(
        ([, to]) => new URL(to as string, fileAt(`${HOME}/${name}`)),
      ),
    );
    expect(shown.length).toBeGreaterThan(90);
    const widths = shown.map((url) => Number(/<svg [^>]*width="(\d+)"/.exec(readFileSync(url, 'utf8'))?.[1]));
    expect(Math.max(...widths)).toBeLessThan(850);
  });

  test('has no chart that no chapter shows', () => {
    const charts = readdirSync(fileAt(`${HOME}/appendix/charts`));
    expect(charts.length).toBeGreaterThan(40);
    expect(charts.filter((name) => !markdown.includes(`](charts/${name})`))).toEqual([]);
  });
});

describe('a stale page', () => {
  test('is told chapter by chapter', () => {
    const verdicts = textOf(`${HOME}/appendix/verdicts.md`);
    expect(staleChapters(verdicts, verdicts)).toEqual([]);
    expect(staleChapters(verdicts.replace('204,784', '204,785'), verdicts)).toEqual(['The network, auth path']);
    expect(staleChapters(review.replace('3024/3024', '3023/3024'), review)).toEqual(['Evidence at a glance']);
    expect(staleChapters(html.replace('204,784', '204,785'), html)).toEqual(['Verdicts']);
  });
});

describe('the smallest and the biggest subsets', () => {
  test('have none below and none above them', () => {
    const subsets = ['0001', '0011', '1000', '1010'];
    expect([minimal(subsets), maximal(subsets)]).toEqual([
      ['0001', '1000'],
      ['0011', '1010'],
    ]);
  });
});

const MERMAID = fileURLToPath(import.meta.resolve('@mermaid-js/tiny'));

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  let page: Page;
  const complaints: string[] = [];
  const url = new URL('docs/review/review.html', ROOT).href;
  beforeAll(async () => {
    page = await (await shared()).newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => complaints.push(request.url()));
    await page.goto(url);
  });
  afterAll(() => page?.close());

  test('Mermaid itself reads the lattice', async () => {
    const other = await (await shared()).newPage();
    await other.addScriptTag({ path: MERMAID });
    const texts = [...markdown.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map(([, text]) => text as string);
    const refused = await other.evaluate(async (all) => {
      const { mermaid } = globalThis as unknown as { mermaid: { parse: (text: string) => Promise<unknown> } };
      const found = await Promise.allSettled(all.map((text) => mermaid.parse(text)));
      return found.flatMap((one, i) =>
        one.status === 'rejected' ? [`${String(one.reason).slice(0, 200)}: ${all[i]?.slice(0, 200)}`] : [],
      );
    }, texts);
    await other.close();
    expect(refused).toEqual([]);
    expect(texts).toHaveLength(1);
  });

  test('is no wider than a phone, with everything unfolded', async () => {
    const other = await (await shared()).newPage({ bypassCSP: true });
    await other.setContent(html.replace(/<style>[^]*?<\/style>/, () => `<style>${STYLE}</style>`));
    await other.evaluate(() => {
      for (const folded of document.querySelectorAll<HTMLDetailsElement>('details')) folded.open = true;
    });
    for (const width of [390, 360, 320]) {
      await other.setViewportSize({ width, height: 740 });
      expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    await other.close();
  });

  test.each([
    ['a laptop what each fix changes, and why the claim is lost', 1280, 720, 'main ol'],
    ['a phone what each fix changes', 390, 844, 'main table'],
  ] as const)('shows on the first screen of %s', async (_, width, height, last) => {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => scrollTo(0, 0));
    const box = await page.locator(last).first().boundingBox();
    expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    expect((box?.x ?? width) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });

  test('marks the chapter that is read, and opens a folded one that a link leads to', async () => {
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.evaluate(() => scrollTo(0, 0));
    const marked = () => page.locator('nav a[aria-current]').allTextContents();
    await expect.poll(marked).toEqual(['The recommendation']);
    await page.locator('nav a', { hasText: 'The four fixes' }).click();
    await expect.poll(marked).toEqual(['The four fixes']);
    const glossary = page.locator('details.appendix', { hasText: 'receive_startd_alive' }).first();
    expect(await glossary.evaluate((one: HTMLDetailsElement) => one.open)).toBe(false);
    await page.locator('nav a', { hasText: 'Glossary' }).click();
    await expect.poll(marked).toEqual(['Glossary']);
    expect(await glossary.evaluate((one: HTMLDetailsElement) => one.open)).toBe(true);
  });

  test('asks nobody for anything, and axe finds nothing in light: in the main part, and in the beginning of each chapter of the appendix', async () => {
    expect(complaints.filter((one) => one !== url)).toEqual([]);
    const chapters = await page.evaluate((few) => {
      const appendix = [...document.querySelectorAll<HTMLDetailsElement>('details.appendix')];
      const shorten = (list: Element) => [...list.children].slice(few).forEach((one) => one.remove());
      for (const folded of appendix) {
        folded.open = true;
        for (const list of [folded, ...folded.querySelectorAll('tbody, ol, ul, dl')]) shorten(list);
      }
      return appendix.length;
    }, 10);
    expect(chapters).toBe(14);
    expect(await objections(page, LOOKS.slice(0, 1))).toEqual([]);
  });
});
