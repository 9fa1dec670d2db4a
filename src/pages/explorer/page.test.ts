/// <reference lib="dom" />
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, LOOKS, objections, shared } from '../../testing/chromium.ts';
import { claimcheckHere } from '../../testing/in-process.ts';

const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'explorer.html');
const URL_OF_PAGE = pathToFileURL(file).href;

const CLAIM_REMOVED = 'claim no longer recognized by the schedd - removing claim';
const DESKTOP = { width: 1440, height: 900 };
const LAPTOP = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };
const SMALL_PHONE = { width: 360, height: 740 };

const ticks = (count: number): string[] => Array.from({ length: count }, () => 'clock.TICK');
/** Claim and job are lost after an outage: what happens in between is that time passes. */
const LONG = [
  'matchRecord.CLAIM_STARTD',
  ...ticks(80),
  'claim.ALIVE_TIMER',
  'outage.BEGIN',
  ...ticks(80),
  'claim.CONNECT_FAILED',
  'clock.TICK',
  'claim.ALIVE_TIMER',
  'outage.END',
  ...ticks(79),
  'claim.LEASE_TIMER',
];

/** The story in five steps, by the steps of the run that tell them. */
const STORY = [
  [4, 'The startd sends ALIVE, then the claim id'],
  [7, "The schedd's read times out. get_secret() fails, and the handler ignores its result"],
  [7, 'end_of_message() still returns TRUE: allow_empty_message_flag forgives a message that was never read'],
  [7, 'The handler has no claim id, finds no match record, and answers -1'],
  [9, 'The startd believes the -1 and removes the claim'],
] as const;

/** A tab with a mouse, and one of a phone: each is opened once, for that takes longer than most tests. */
let desktop: Page;
let phone: Page;
/** What a page asked for that is no part of the file, and what it complained of: of all pages of a test. */
let requests: string[] = [];
let complaints: string[] = [];

async function tabOf(viewport: typeof DESKTOP, hasTouch = false): Promise<Page> {
  const context = await (await shared()).newContext({ viewport, hasTouch });
  context.on('request', (request) => requests.push(request.url()));
  return heard(await context.newPage());
}

function heard(page: Page): Page {
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

/** Loads the page again in a tab. */
async function load(page: Page, fragment = ''): Promise<Page> {
  // From the page to itself would be no more than a step to another place in it.
  if (page.url() !== 'about:blank') await page.goto('about:blank');
  await page.goto(URL_OF_PAGE + fragment);
  // Its script is unpacked first: until then no key does anything.
  await page.locator('h1').first().waitFor();
  return page;
}

/** The page as it opens; what is shown depends on the address alone, but for what is folded. */
async function afresh(viewport = DESKTOP): Promise<Page> {
  const page = viewport.width < LAPTOP.width ? (phone ??= await load(await tabOf(viewport, true))) : desktop;
  await page.setViewportSize(viewport);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('details:not(.state, .refusals)'))
      details.open = false;
    for (const pane of document.querySelectorAll('.scroll')) pane.scrollTop = 0;
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
    location.assign('#');
  });
  await page.waitForFunction(() => location.hash.length > 1);
  await reaches(page, 'The run: 9 steps');
  return page;
}

async function firstPaint(page: Page): Promise<number> {
  const paint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  return (await paint.jsonValue()) as number;
}

const isOwn = (url: string) => /^(blob:|about:)/.test(url) || url.startsWith(URL_OF_PAGE);
const fragmentIn = (page: Page) => page.evaluate(() => location.hash);
/** Waits until the page stands where it should: it is drawn a moment after a key is pressed. */
const reaches = (page: Page, text: string) => page.locator('#steps', { hasText: text }).waitFor();
const verdict = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true });
const said = (page: Page) => page.getByRole('status').textContent();
const rows = (page: Page) => page.getByRole('toolbar', { name: 'The run' }).getByRole('button');
const enabled = (page: Page) => page.getByRole('toolbar', { name: 'Can happen now' }).getByRole('button');
const fix = (page: Page, id: string) =>
  page.locator('.fixes li button').filter({ has: page.locator('small', { hasText: id }) });
const change = (page: Page) => page.getByText('Change', { exact: true }).click();
const refusals = (page: Page) => page.locator('.refused li').allTextContents();
const logs = (page: Page) => page.locator('.logs').textContent();

/** What a reader sees of a run: where it stands, its logs, its messages, its state. */
const shown = (page: Page) =>
  page.locator('main').evaluate((main) => [...main.querySelectorAll('section')].map(({ innerText }) => innerText));

/** Whether an element can be seen: within the window, not under the bar, and within the panes around it. */
const isInView = (page: Page, selector: string, isInBar = false) =>
  page.locator(selector).evaluate((element, inBar) => {
    const { top, bottom } = element.getBoundingClientRect();
    const pane = element.closest('.scroll')?.getBoundingClientRect();
    const bar = document.querySelector('.player') as HTMLElement;
    const isFixed = getComputedStyle(bar).position === 'fixed' && !inBar;
    const floor = isFixed ? bar.getBoundingClientRect().top : innerHeight;
    return top >= Math.max(0, pane?.top ?? 0) && bottom <= Math.min(floor, pane?.bottom ?? innerHeight);
  }, isInBar);

const isWithinWidth = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

describe.skipIf(!CHROMIUM)('the page, in Chromium (skipped where there is none)', () => {
  beforeAll(async () => {
    await claimcheckHere('explore', '--out', file);
    desktop = await load(await tabOf(DESKTOP));
  });

  afterEach(() => {
    const trouble = [...requests.filter((url) => !isOwn(url)), ...complaints];
    requests = [];
    complaints = [];
    if (trouble.length > 0) throw new Error(`the page asked for something, or complained: ${trouble.join(', ')}`);
  });

  afterAll(() => Promise.all([desktop, phone].map((page) => page?.context().close())));

  test("opens on the whole of the ticket's run, with the hiding step marked, within a second", async () => {
    const page = await afresh();
    expect(await verdict(page)).toBe('✗ A valid claim can be removed, in 9 steps');
    await reaches(page, 'The run: 9 steps');
    expect(await rows(page).count()).toBe(9);
    expect(await rows(page).nth(6).textContent()).toContain('✗ the error is hidden here');
    expect(await rows(page).nth(8).textContent()).toContain('✗ a valid claim is removed');
    expect(await page.locator('.situation summary').textContent()).toBe(
      'Fixes: none of the 4 Path: with a security session, as in the ticket Faults: a read times out, a connection is closed, a connection is reset Change',
    );
    // Other tests may have the processors: of some times the best is the page's own.
    const times = [await firstPaint(page)];
    while (times.length < 20 && !times.some((time) => time < 1000)) times.push(await firstPaint(await load(page)));
    console.log(`first paint with the counterexample: ${times.join(', ')} ms`);
    expect(Math.min(...times)).toBeLessThan(1000);
  });

  test.each([
    ['a desktop', DESKTOP],
    ['a laptop', LAPTOP],
    ['a phone', PHONE],
  ] as const)(
    'says on the first screen of %s why the claim is lost, and what each fix changes',
    async (_, viewport) => {
      const page = await afresh(viewport);
      await fix(page, '27897').waitFor();
      expect(await page.locator('.how li').allTextContents()).toEqual([
        '1The schedd claims the slot, and the startd accepts.',
        '4The startd sends ALIVE, then the claim id.',
        "7The claim id is too late. The schedd's read times out. get_secret() fails, and the handler ignores its result. end_of_message() still returns TRUE: allow_empty_message_flag forgives a message that was never read. The handler has no claim id, finds no match record, and answers -1.✗ the error is hidden here",
        '9The startd believes the -1 and removes the claim.✗ a valid claim is removed',
      ]);
      const texts = await page.locator('.fixes li').allTextContents();
      expect(
        texts.map((text) => text.match(/2789\d(?= (✓|✗))|✓ Stops it|✗ Not enough alone(: it needs \d+)?/g)),
      ).toEqual([
        ['27894', '✗ Not enough alone: it needs 27896'],
        ['27895', '✓ Stops it'],
        ['27896', '✗ Not enough alone: it needs 27894'],
        ['27897', '✓ Stops it'],
      ]);
      const shownAtOnce = ['h1', '.how li:last-child', ...[1, 2, 3, 4].map((n) => `.fixes li:nth-child(${n}) button`)];
      for (const selector of [...shownAtOnce, '.player .main'])
        expect([selector, await isInView(page, selector, selector === '.player .main')]).toEqual([selector, true]);
    },
  );

  test.each([
    ['on a desktop', DESKTOP],
    ['on a phone', PHONE],
  ] as const)('tells the story in five steps by the keyboard alone, and follows it, %s', async (_, viewport) => {
    const page = await afresh(viewport);
    const told: string[] = [];
    for (let at = 1; at <= 9; at++) {
      if (viewport === PHONE) await next(page).tap();
      else await page.keyboard.press('ArrowRight');
      await reaches(page, `Step ${at} of 9`);
      const inView = [await isInView(page, '.run [aria-current]'), await isInView(page, '.sequence .current')];
      expect([at, ...inView]).toEqual([at, true, true]);
      told.push((await said(page)) ?? '');
    }
    for (const [at, sentence] of STORY) expect(told[at - 1]).toContain(sentence);
    expect(told[6]).toContain('A fault: a read times out. violated: No -1 without a claim id.');
    expect(told[8]).toContain('violated: No valid claim is removed. A valid claim can be removed.');
    expect(told[8]).toContain(CLAIM_REMOVED);
    expect(await isWithinWidth(page)).toBe(true);
  });

  test('says of a step what has just happened: its event, its causes, what it changes, and where it is written', async () => {
    const page = await afresh();
    await page.keyboard.press('End');
    await reaches(page, 'Step 9 of 9');
    const card = page.locator('.happened');
    expect(await card.locator('dt').allTextContents()).toEqual([
      'Event',
      'Cause',
      'Changed',
      'Logged',
      'Violated',
      'Violated',
    ]);
    expect(await card.textContent()).toContain('-1 from schedd arrived in step 8. It was sent in step 7');
    expect(await card.textContent()).toContain('lifecycle: claimed.idle → disowned');
    await card.getByText('In the machines: 16 transitions').click();
    expect(await card.locator('.machines').textContent()).toMatch(/machines\/startd\/claim\.ts:\d+/);
    await card.getByRole('button', { name: 'step 7' }).click();
    await reaches(page, 'Step 7 of 9');
    expect(await card.textContent()).toContain('claim id from startd is too late. It was sent in step 4');
    expect(await page.locator('.sequence li').allTextContents()).toContain(
      'claim id, sent by startd to schedd in step 4; it is too late in step 7',
    );
    expect(await page.locator('.message.lost.data .cross').count()).toBe(1);
    await page.getByText('Live XState actors agree.').waitFor();
  });

  test('shows where the run ends with a fix, and why, and goes back', async () => {
    const page = await afresh();
    await fix(page, '27897').click();
    expect(await verdict(page)).toBe('✓ No valid claim is removed: true in every reachable state');
    await reaches(page, 'Step 7 of 7');
    expect(await fix(page, '27897').getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.happened').textContent()).toContain(
      'get_secret() fails, and the handler returns without an answer',
    );
    await fix(page, '27896').click();
    expect(await verdict(page)).toBe('✗ A valid claim can be removed, in 9 steps');
    await reaches(page, 'Step 6 of 6');
    await page.getByRole('button', { name: 'Back to the run without it' }).click();
    await reaches(page, 'The run: 9 steps');
  });

  test('folds a run of 247 steps to a few rows, and follows it with list, chart and times', async () => {
    const page = await afresh();
    await page.evaluate((to) => location.assign(to), `#v2/outage/longest=405/timeout,fin,rst/${LONG.join(',')}@0`);
    await reaches(page, 'The run: 247 steps');
    const count = await rows(page).count();
    expect(count).toBeLessThan(40);
    expect(await page.locator('.sequence .step-mark').count()).toBe(count);
    expect(await rows(page).nth(1).textContent()).toBe('2400 s passclock TICK × 80, 400 s400 s');
    for (let i = 1; i <= count; i++) {
      await next(page).click();
      expect(await isInView(page, '.run [aria-current]')).toBe(true);
      expect(await isInView(page, '.sequence .current')).toBe(true);
    }
    await reaches(page, 'Step 247 of 2471200 s');
    await page.getByRole('slider', { name: 'Step' }).fill('40');
    await reaches(page, 'Step 40 of 247195 s');
    expect(await rows(page).nth(1).getAttribute('aria-current')).toBe('step');
    expect(await page.locator('.scrubber .tick.bad').count()).toBe(1);
  });

  test('the link reproduces what is seen, also in the middle of a run', async () => {
    const page = await afresh();
    for (let i = 0; i < 6; i++) await next(page).click();
    const settled = async () => {
      await reaches(page, 'Step 6 of 9');
      await page.getByText('Live XState actors agree.').waitFor();
      await fix(page, '27897').waitFor();
      return shown(page);
    };
    const before = await settled();
    await load(page, await fragmentIn(page));
    expect(await settled()).toEqual(before);
  });

  test('a link that is followed in an open page is shown; one that cannot be, is explained in a sentence', async () => {
    const page = await load(desktop, '#v1/keep-alive/auth/0000/none/claim.SELECT');
    const why =
      'This link cannot be shown: step 1, claim.SELECT, cannot be taken there. The page shows what it opens with instead';
    expect(await page.getByRole('alert').textContent()).toContain(why);
    await reaches(page, 'The run: 9 steps');
    await page.evaluate(() => location.assign('#v1/keep-alive/auth/0010/timeout/matchRecord.CLAIM_STARTD'));
    await page.getByRole('heading', { name: 'Step 1 of 1' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await change(page);
    expect(await page.getByLabel('27896').isChecked()).toBe(true);
  });

  test('takes any step, undoes it, and redoes it', async () => {
    const page = await afresh();
    await enabled(page).filter({ hasText: 'AND_FORGET' }).click();
    await enabled(page)
      .filter({ hasText: /claim RELEASE_CLAIM/ })
      .click();
    expect(await logs(page)).toContain('received RELEASE_CLAIM command');
    const before = await fragmentIn(page);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    expect(await logs(page)).not.toContain('RELEASE_CLAIM');
    expect(await fragmentIn(page)).toBe(`${before}@1`);
    await next(page).click();
    expect(await fragmentIn(page)).toBe(before);
  });

  test('says of a disabled event which guard is false, or which blocked thread refuses it', async () => {
    const page = await afresh();
    expect(await refusals(page)).toContain('claimSTARTD_DIES finthe guards holdsSock, diesAtAnyTime, mayDie are false');
    for (let i = 0; i < 6; i++) await next(page).click();
    expect(await refusals(page)).toContain(
      'second.daemonCoreSELECTDEADLINE timeoutthe schedd is blocked in first.scheddSock: message › open › reading',
    );
    await change(page);
    await page.getByLabel('rst', { exact: false }).uncheck();
    expect(await refusals(page)).toContain('first.toScheddRST rstfaults of class rst are off');
  });

  test('never loses the focus, and takes other steps by keyboard as well', async () => {
    const page = await afresh();
    const focused = () => page.locator('button:focus').textContent();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+z');
    await reaches(page, 'Step 1 of 9');
    while ((await page.locator('button:focus', { hasText: 'next in this run' }).count()) === 0) {
      await page.keyboard.press('Tab');
    }
    for (let i = 2; i <= 8; i++) {
      await page.keyboard.press('Enter');
      await reaches(page, `Step ${i} of 9`);
      expect(await focused()).toContain('next in this run');
    }
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('CLAIM_STARTD_FOR_PARALLEL_JOB');
    await page.keyboard.press('Enter');
    await reaches(page, 'Step 1 of 1');
    expect(await page.locator(':focus-visible').count()).toBe(1);
  });

  test('plays, and says aloud what happens', async () => {
    const page = await afresh();
    await page.getByRole('button', { name: 'Play' }).click();
    const status = page.getByRole('status').filter({ hasText: 'Step 1 of 9: The schedd claims the slot' });
    await status.waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Play', pressed: true }).click();
    expect(await page.getByRole('button', { name: 'Play', pressed: true }).count()).toBe(0);
  });

  test('jumps to a counterexample or a witness, and keeps of a run what another variant allows', async () => {
    const page = await afresh();
    await page.getByText('25 witnesses').click();
    await page.getByRole('button', { name: /The lease expires reached in 2 steps/ }).click();
    expect(await logs(page)).toContain('claim lease expired');
    await page.getByRole('button', { name: /No -1 without a claim id violated in 7 steps/ }).click();
    await reaches(page, 'Step 7 of 7');
    await change(page);
    await page.getByLabel('27897').check();
    expect(await page.locator('.property.holds').count()).toBe(5);
    await page.getByLabel('27897').uncheck();
    await page.getByRole('button', { name: 'Show the run' }).click();
    await reaches(page, 'Step 9 of 9');
    await page.getByLabel('27896').check();
    expect(await page.getByRole('alert').textContent()).toBe(
      'With 27896 step 7 of 9 cannot happen: no transition in this state. The run ends at step 6.',
    );
  });

  test('searches by itself where nothing is on record', async () => {
    const page = await afresh();
    await page.evaluate(() => location.assign('#v1/reply/head-auth//none/'));
    await page.getByRole('button', { name: /No broken answer removes the claim violated in/ }).click();
    expect(await logs(page)).toContain(CLAIM_REMOVED);
    await page.evaluate(() => location.assign('#v2/liveness/path=raw;revision=head;connections=1/timeout,fin,rst/'));
    await page.getByRole('button', { name: 'Show the run' }).click();
    await page.getByText('From here on, again and again:').waitFor();
    expect(await verdict(page)).toBe('✗ A dead claim can be kept for ever, in 6 steps, then 1 again and again');
    expect(await rows(page).nth(5).textContent()).toContain('✗ A dead claim can be kept for ever');
    await change(page);
    await page.getByLabel('System').selectOption('reschedule');
    await page.getByText('✓ Commands without payload work: true in every reachable state').waitFor();
    await reaches(page, 'The run: 0 steps');
  });

  test('says so where the browser lets it have no worker to search with', async () => {
    const page = heard(await desktop.context().newPage());
    await page.addInitScript(() => {
      globalThis.Worker = (() => {}) as unknown as typeof Worker;
    });
    await load(page);
    await change(page);
    await page.getByLabel('fin').uncheck();
    await page.getByText('5 properties: not computed').waitFor();
    await page.locator('.fixes .result', { hasText: 'not computed' }).nth(3).waitFor();
    await next(page).click();
    await reaches(page, 'Step 1 of 9');
    expect(await verdict(page)).toBe('No valid claim is removednot computed');
    await page.close();
  });

  test.each(['Home', 'End'])('ends, on a small phone, where its last part ends, above the bar (%s)', async (key) => {
    const page = await afresh(SMALL_PHONE);
    await page.keyboard.press(key);
    await reaches(page, key === 'End' ? 'Step 9 of 9' : 'The run: 9 steps');
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const { bottom, bar, window } = await page.evaluate(() => {
      const bottoms = [...document.querySelectorAll('.pane')].map((pane) => pane.getBoundingClientRect().bottom);
      return {
        bottom: Math.max(...bottoms),
        bar: (document.querySelector('.player') as Element).getBoundingClientRect().top,
        window: innerHeight,
      };
    });
    expect(bottom).toBeLessThanOrEqual(bar);
    expect(window - bottom).toBeLessThan(200);
  });

  test.each([
    ['in the light, at the start', DESKTOP, 'Home', LOOKS.slice(0, 1)],
    ['in the light, in the dark and in forced colours', DESKTOP, 'End', LOOKS],
    ['on a phone', PHONE, 'End', LOOKS.slice(0, 1)],
    ['on a small phone', SMALL_PHONE, 'End', LOOKS.slice(0, 1)],
  ] as const)('has nothing that axe-core objects to %s', async (_, viewport, key, looks) => {
    const page = await afresh(viewport);
    await page.keyboard.press(key);
    await fix(page, '27897').waitFor();
    await change(page);
    await page.getByText('25 witnesses').click();
    expect(await isWithinWidth(page)).toBe(true);
    expect(await objections(page, looks)).toEqual([]);
  });
});
