/// <reference lib="dom" />
import { copyFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, LOOKS, objections, shared } from '../testing/chromium.ts';
import { claimcheck } from '../testing/claimcheck.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { inflated } from '../testing/inflated.ts';
import type { InspectionEvent } from './inspector/wire-format.ts';

/** A study of another kind, in a folder outside of this project: a client with a lock whose lease expires. */
const folder = mkdtempSync(join(tmpdir(), 'claimcheck-'));
const config = join(folder, 'claimcheck.config.ts');
const file = join(folder, 'explorer.html');
copyFileSync(fileURLToPath(new URL('testing/lease/claimcheck.config.ts', import.meta.url)), config);

const reaches = (page: Page, text: string) => page.locator('#steps', { hasText: text }).waitFor();
const verdict = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const change = (page: Page) => page.getByText('Change', { exact: true }).click();
const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true });

/** One tab for all: each test loads its page in it. */
let tab: Page;
const complaints: string[] = [];

async function open(path = file, fragment = ''): Promise<Page> {
  // From the page to itself would be no more than a step to another place in it.
  await tab.goto('about:blank');
  await tab.setViewportSize(DESKTOP);
  await tab.goto(pathToFileURL(path).href + fragment);
  // Its script is unpacked first: until then nothing does anything.
  await tab.locator('h1').first().waitFor();
  return tab;
}

const DESKTOP = { width: 1440, height: 900 };

beforeAll(async () => {
  const { code, stderr } = await claimcheck('--config', config, 'explore', '--out', file);
  if (code !== 0) throw new Error(stderr);
});

describe("the page of a user's study", () => {
  test('has the checker and XState in it once, and nothing of the study that comes with it', () => {
    const text = inflated(readFileSync(file, 'utf8'));
    expect(statSync(file).size).toBeLessThan(200_000);
    // Two texts of the checker's and two of XState's, each of which stands in one place there.
    for (const once of [
      'which is not an axis of it',
      'has at least one system',
      'Unable to evaluate',
      'Initial state node',
    ])
      expect(text.split(once), once).toHaveLength(2);
    expect(text).not.toMatch(/schedd|startd|HTCondor/i);
    expect(text).not.toContain(folder);
  });

  test('is put where it can be opened, if no place is given', async () => {
    const { code, stdout } = await claimcheckHere('--config', config, 'explore');
    expect(code).toBe(0);
    expect(readFileSync(stdout.trim(), 'utf8')).toBe(readFileSync(file, 'utf8'));
  });

  test('cannot be made of what no browser has, and says so in a line', async () => {
    const bad = join(folder, 'bad.config.ts');
    writeFileSync(bad, `import 'node:fs';\n${readFileSync(config, 'utf8')}`);
    const { code, stderr } = await claimcheckHere('--config', bad, 'explore', '--out', join(folder, 'bad.html'));
    expect([code, stderr]).toEqual([2, `claimcheck: ${bad}: a page cannot have node:fs, which is imported\n`]);
  });
});

describe.skipIf(!CHROMIUM)('the same page, in Chromium (skipped where there is none)', () => {
  beforeAll(async () => {
    tab = await (await shared()).newPage();
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('request', (request) => {
      if (!/^(file|blob|about):/.test(request.url())) complaints.push(request.url());
    });
  });

  afterAll(() => tab.close());

  afterEach(() => {
    if (complaints.length > 0) throw new Error(`the page asked for something, or complained: ${complaints.join(', ')}`);
  });

  test("opens with the study's story, and steps through it", async () => {
    const page = await open();
    expect(await page.getByText('What if its lease has expired?').count()).toBe(1);
    await reaches(page, 'The run: 3 steps');
    await page.getByText('✗ No client writes after its lease has expired: violated in 3 steps').waitFor();
    expect(await page.locator('.how li').allTextContents()).toEqual([
      '1client: Asks for the lock.',
      '2lock: held → free.',
      '3client: Writes.✗ violated: No client writes after its lease has expired',
    ]);
    for (let i = 1; i <= 3; i++) {
      await next(page).click();
      await reaches(page, `Step ${i} of 3`);
    }
    expect(await page.getByRole('status').textContent()).toContain(
      'violated: No client writes after its lease has expired.',
    );
    await page.getByText('✓ Stops it, in every reachable state.').waitFor();
    expect(await page.locator('.fixes li').textContent()).toBe(
      'The lock tells its client that the lease has expired tells ✓ Stops it, in every reachable state. The run ends at step 2: lock takes EXPIRE and sends EXPIRED to client.',
    );
    expect(await page.locator('.logs tbody tr').allTextContents()).toEqual(['1granted', '2expired', '3wrote']);
    expect(await page.locator('.sequence li').allTextContents()).toEqual([
      'ACQUIRE, sent by client to lock in step 1',
      'GRANTED, sent by lock to client in step 1',
    ]);
    await page.getByText('Live XState actors agree.').waitFor();
    expect(await page.evaluate(() => location.hash)).toBe('#v2/lease//expiry/client.WANT,lock.EXPIRE,client.WRITE');
  });

  test('asks for what lies along the axes: switches, values and numbers', async () => {
    const page = await open();
    await change(page);
    await page.getByLabel('tells the lock tells its client that the lease has expired').check();
    await page.getByText('✓ No client writes after its lease has expired: true in every reachable state').waitFor();
    await page.getByLabel('Holder').selectOption('daemon: a program');
    await page.getByLabel('Writes').fill('5');
    await page.getByLabel('Writes').press('Enter');
    await page.waitForFunction(() => location.hash.startsWith('#v2/lease/build=all;writes=5;holder=daemon/expiry/'));
    await page.getByLabel('Writes').fill('100');
    await page.getByLabel('Writes').press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('lease: fewer than 100 writes are enough');
    expect(await page.getByLabel('Writes').inputValue()).toBe('5');
  });

  test('asks for a variant by its name, where variants have one', async () => {
    const page = await open(file, '#v2/named-lease/writes=2//');
    expect(await page.getByRole('alert').textContent()).toContain("'' is not a class of faults (expiry)");
    await change(page);
    await page.getByLabel('System').selectOption('named lease');
    expect(await page.getByLabel('Variant').inputValue()).toBe('once');
    await page.getByLabel('Variant').selectOption('twice: A client that writes twice');
    await page.getByText('✓ No client writes after its lease has expired: true in every reachable state').waitFor();
    expect(await page.evaluate(() => location.hash)).toBe('#v2/named-lease/writes=2/expiry/');
  });

  test('draws what a network carries, where the study says how it is read', async () => {
    const path = join(folder, 'lease-lock.html');
    const example = fileURLToPath(new URL('../../examples/lease-lock/claimcheck.config.ts', import.meta.url));
    expect(await claimcheckHere('--config', example, 'explore', '--out', path)).toMatchObject({ code: 0, stderr: '' });
    const page = await open(path);
    await reaches(page, 'The run: 11 steps');
    await page.keyboard.press('End');
    expect(await page.locator('.sequence .heads span').allTextContents()).toEqual(['a', 'b', 'server', 'storage']);
    expect(await page.locator('.sequence li').allTextContents()).toContain(
      'ACQUIRE b, sent by b to server in step 2; it arrives in step 7',
    );
    expect(await page.locator('.message.arrived').count()).toBe(6);
    await page.getByText('Live XState actors agree.').waitFor();
    await page.getByText('✓ Stops it, in every reachable state.').waitFor();
    expect(await page.locator('.fixes li').textContent()).toContain('The storage refuses writes under older leases');
  });

  test('opens with the run to the first violation where the study has no story', async () => {
    const path = join(folder, 'crossing.html');
    const example = fileURLToPath(new URL('../../examples/crossing/claimcheck.config.ts', import.meta.url));
    expect(await claimcheckHere('--config', example, 'explore', '--out', path)).toMatchObject({ code: 0, stderr: '' });
    const page = await open(path);
    await reaches(page, 'The run: 2 steps');
    expect(await verdict(page)).toBe('✗ The lights are never green together: violated in 2 steps');
    expect(await page.locator('.run .sentence').allTextContents()).toEqual(['north: red → green', 'east: red → green']);
  });

  test('keeps words, arrows and names apart, however many components there are and whatever they are called', async () => {
    const path = join(folder, 'odd-names.html');
    const odd = fileURLToPath(new URL('testing/odd-names/claimcheck.config.ts', import.meta.url));
    expect(await claimcheckHere('--config', odd, 'explore', '--out', path)).toMatchObject({ code: 0, stderr: '' });
    const page = await open(path);
    await reaches(page, 'The run: 1 step');
    await page.keyboard.press('End');
    await reaches(page, 'Step 1 of 1');
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const found = await page.evaluate(() => {
        const heads = [...document.querySelectorAll('.sequence .heads span')].map((head) =>
          head.getBoundingClientRect(),
        );
        const lifelines = [...document.querySelectorAll('.sequence .lifeline')].map(
          (line) => line.getBoundingClientRect().left,
        );
        const texts = [...document.querySelectorAll('.sequence svg text')];
        return {
          heads: heads.length,
          together: heads.filter((head, i) => (heads[i + 1]?.left ?? Infinity) < head.right).length,
          amongArrows: texts
            .filter((text) => text.getBoundingClientRect().right > Math.min(...lifelines))
            .map((text) => text.textContent),
          tooWide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
        };
      });
      expect(found).toEqual({ heads: 12, together: 0, amongArrows: [], tooWide: 0 });
    }
  });

  test('has nothing that axe-core objects to at a width of 1440 and of 360', async () => {
    const page = await open();
    await page.keyboard.press('End');
    await page.getByText('1 witness').click();
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await objections(page, LOOKS.slice(0, 1))).toEqual([]);
    }
  });
});

test("the inspector is told of a user's study as of any", async () => {
  const record = join(folder, 'record.jsonl');
  const { code, stdout } = await claimcheckHere('--config', config, 'inspect', '--no-serve', '--record', record);
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'P1 violated: No client writes after its lease has expired']);
  const events = readFileSync(record, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as InspectionEvent);
  const actors = events.filter(({ type }) => type === '@xstate.actor').map(({ sessionId }) => sessionId);
  expect(actors).toEqual(['lease', 'environment', 'client', 'lock']);
  const said = events.flatMap((event) =>
    event.type === '@xstate.event' ? [`${event.sourceId} ${event.event.type}`] : [],
  );
  expect(said).toEqual([
    'lease STEP',
    'environment WANT',
    'client ACQUIRE',
    'lock GRANTED',
    'lease STEP',
    'environment EXPIRE',
    'lease STEP',
    'environment WRITE',
  ]);
});
