/// <reference lib="dom" />
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../files/root.ts';
import { CHROMIUM, LOOKS, objections, shared } from '../../testing/chromium.ts';

const MAIN = fileURLToPath(new URL('dist/src/cli/main.js', ROOT));

/** The page as it is made elsewhere: in another directory, time zone and language. */
async function madeIn(zone: string, language: string): Promise<string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'claimcheck-'));
  const env = { ...process.env, TZ: zone, LANG: language, LC_ALL: language };
  await promisify(execFile)(process.execPath, [MAIN, 'review', '--out', 'page'], { cwd, env });
  const names = readdirSync(join(cwd, 'page'), { encoding: 'utf8', recursive: true }).filter((name) =>
    /\.\w+$/.test(name),
  );
  return names.toSorted().map((name) => `${name}\n${readFileSync(join(cwd, 'page', name), 'utf8')}`);
}

async function open(): Promise<Page> {
  const page = await (await shared()).newPage();
  await page.goto(new URL('docs/review/review.html', ROOT).href);
  return page;
}

const isChart = (text: string): boolean => text.startsWith('appendix/charts/');

test('two runs make the same bytes, wherever and whenever', async () => {
  const [here, there] = await Promise.all([madeIn('UTC', 'C'), madeIn('Pacific/Auckland', 'tr_TR.UTF-8')]);
  expect(here.filter((text) => !isChart(text))).toHaveLength(16);
  expect(here.filter(isChart).length).toBeGreaterThan(40);
  expect(there).toEqual(here);
});

test('a stale chapter, and a file that belongs to none, are named', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'claimcheck-'));
  cpSync(fileURLToPath(new URL('docs/review', ROOT)), join(cwd, 'page'), { recursive: true });
  const verdicts = join(cwd, 'page/appendix/verdicts.md');
  writeFileSync(verdicts, readFileSync(verdicts, 'utf8').replace('204,784', '204,785'));
  rmSync(join(cwd, 'page/appendix/limits.md'));
  writeFileSync(join(cwd, 'page/appendix/old.md'), '# Old\n');
  const found = await promisify(execFile)(process.execPath, [MAIN, 'review', '--check', '--out', 'page'], {
    cwd,
  }).catch((error: { code: number; stdout: string }) => error);
  expect(found).toMatchObject({ code: 1 });
  expect(found.stdout.trim().split('\n')).toEqual([
    'appendix/verdicts.md is stale: The network, auth path',
    'appendix/limits.md is missing',
    'appendix/old.md belongs to no chapter any more',
  ]);
});

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  test.each(LOOKS)('axe finds nothing in the whole page in %j', async (look) => {
    const page = await open();
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll<HTMLDetailsElement>('details.appendix')) folded.open = true;
    });
    expect(await objections(page, [look])).toEqual([]);
    await page.close();
  });

  test('prints the main part on three pages of A4, and the appendix when it is asked for', async () => {
    const page = await open();
    const pagesOf = async () =>
      [...(await page.pdf({ format: 'A4' })).toString('latin1').matchAll(/\/Type \/Page\b/g)].length;
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#the-four-fixes').isVisible()).toBe(true);
    expect(await page.locator('details.appendix').first().isVisible()).toBe(false);
    expect(await pagesOf()).toBeLessThanOrEqual(3);
    await page.emulateMedia({ media: 'screen' });
    await page.locator('#print-all').check();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('details.appendix').first().isVisible()).toBe(true);
    await page.close();
  });
});
