import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { claimcheck } from '../../../testing/claimcheck.ts';
import { inflated } from '../../../testing/inflated.ts';
import { loadStudy } from '../../../verify/load-study.ts';
import { explorerHtml } from './bundle.ts';

const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'explorer.html');

/** Read again by each test: a difference is reported by what is looked for, never by the whole page. */
const page = () => readFileSync(file, 'utf8');
/** The page with its script as it runs. */
const unpacked = () => inflated(page());
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

beforeAll(async () => {
  await claimcheck('explore', '--out', file);
});

describe("the explorer's page", () => {
  test('is one file of at most 400 kB', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(400_000);
    expect(statSync(file).size).toBeGreaterThan(50_000);
  });

  test('has the same bytes when it is built again', async () => {
    expect(digest(await explorerHtml(await loadStudy(null)))).toBe(digest(page()));
  });

  test('may ask nobody for anything, and names no place to ask', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page()) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]+' 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; worker-src blob:;/,
    );
    expect(unpacked().length).toBeGreaterThan(2 * page().length);
    expect(unpacked().match(/<(?:link|img|iframe)\b|\ssrc=|@import|url\(/g)).toBeNull();
    expect(unpacked().match(/\beval\(|new Function\(/g)).toBeNull();
  });

  test('has nothing of the machine that it was built on', () => {
    expect(unpacked().indexOf(process.cwd())).toBe(-1);
  });

  test('carries the licences of what is in it', () => {
    const notices = page().split('</html>')[1] ?? '';
    for (const name of ['xstate', 'preact']) expect(notices).toMatch(new RegExp(`${name}: .*MIT License`));
    expect(notices.match(/Permission is hereby granted/g)).toHaveLength(2);
  });
});
