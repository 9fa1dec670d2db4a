import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { machinesOf } from '../../checker/study/machines.ts';
import { CHROMIUM, shared } from '../../testing/chromium.ts';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import { MODELS } from '../../testing/models.ts';
import { typed } from '../../testing/typed.ts';

const MACHINES = machinesOf(MODELS);

const PICTURES = new URL('../../../docs/pictures/', import.meta.url);
/** A study of two small machines. */
const LEASE = fileURLToPath(new URL('../../pages/testing/lease/claimcheck.config.ts', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));

const filesIn = (directory: string | URL): Map<string, string> =>
  new Map(
    readdirSync(directory)
      .filter((name) => name.endsWith('.svg'))
      .toSorted()
      .map((name) => [
        name,
        readFileSync(typeof directory === 'string' ? join(directory, name) : new URL(name, directory), 'utf8'),
      ]),
  );

const keysBelow = ({ states }: AnyStateNode): string[] =>
  Object.values(states).flatMap((state: AnyStateNode) => [state.key, ...keysBelow(state)]);

const pictures = filesIn(PICTURES);

describe('the pictures of the repository', () => {
  test('are, byte for byte, what draw makes of the machines and the ticket', async () => {
    const out = join(scratch, 'all');
    const { code, stdout } = await claimcheck('draw', '--property', 'S1', '--fixes', 'none', '--out', out);
    expect(code).toBe(0);
    expect([...filesIn(out).keys()]).toEqual([...pictures.keys()]);
    for (const [name, svg] of filesIn(out)) expect(svg === pictures.get(name), `${name} is stale`).toBe(true);
    expect(stdout.trim().split('\n').toSorted()).toEqual([...pictures.keys()].map((name) => join(out, name)));
  });

  test('show every machine that is written in machines/', () => {
    const sources = readdirSync(new URL('../../../machines/', import.meta.url), { encoding: 'utf8', recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) =>
        readFileSync(new URL(`../../../machines/${name}`, import.meta.url), 'utf8').includes('.createMachine('),
      )
      .map((name) => basename(name, '.ts'));
    expect([...MACHINES.keys()].toSorted()).toEqual(sources.toSorted());
    for (const name of sources) expect(pictures.has(`${name}.svg`), name).toBe(true);
  });

  test('are all on their page', () => {
    const page = readFileSync(new URL('README.md', PICTURES), 'utf8');
    expect([...page.matchAll(/\]\(([^)]*\.svg)\)/g)].map(([, name]) => name).toSorted()).toEqual([...pictures.keys()]);
  });

  test('are shown by a page that is 838 px wide with letters of at least 11 px', () => {
    expect(pictures.size).toBeGreaterThan(40);
    for (const [name, svg] of pictures) {
      const [, width] = /<svg [^>]*width="(\d+)"/.exec(svg) as RegExpExecArray;
      const scale = Math.min(1, 838 / Number(width));
      const letters = [...svg.matchAll(/font-size: (\d+)px/g)].map(([, size]) => Number(size) * scale);
      expect(scale, name).toBeGreaterThan(0.95);
      expect(Math.round(Math.min(...letters)), name).toBeGreaterThanOrEqual(11);
    }
  });

  test('lead from each folded state to a picture of its own, and from every part back to what it is a part of', () => {
    const links = [...pictures].flatMap(([from, svg]) =>
      [...svg.matchAll(/<a href="([^"]*)">/g)].map(([, to]) => ({ from, to: to as string })),
    );
    const parts = [...pictures.keys()].filter((name) => [...MACHINES.keys()].some((one) => name.startsWith(`${one}.`)));
    expect(links.map(({ to }) => to).toSorted()).toEqual(parts.filter((name) => name.split('.').length > 2));
    expect(links.length).toBeGreaterThan(15);
    for (const { from, to } of links) expect(pictures.get(to)).toContain(`Part of ${basename(from, '.svg')}</`);
  });

  test('write every state of a machine, and every event that it knows', () => {
    for (const [name, machine] of MACHINES) {
      const own = [...pictures].filter(([file]) => file.startsWith(`${name}.`));
      const svg = own.map(([, text]) => text).join('');
      for (const key of keysBelow(machine.root)) {
        expect(svg, `${name}: ${key}`).toMatch(new RegExp(`>\\W*${key}\\W*</text>`));
      }
      for (const event of machine.events) expect(svg, `${name}: ${event}`).toContain(event);
    }
  });
});

describe('draw', () => {
  test('draws one machine alone, with its parts', async () => {
    const out = join(scratch, 'one');
    expect((await claimcheck('draw', 'stream', '--out', out)).code).toBe(0);
    expect([...filesIn(out)]).toEqual([...pictures].filter(([name]) => name.startsWith('stream.')));
  });

  test('draws a run from a file, and any component of its system', async () => {
    const out = join(scratch, 'replayed');
    const file = join(scratch, 'P1.json');
    writeFileSync(file, (await claimcheck('trace', '--config', LEASE, '--format', 'json')).stdout);
    const { code } = await claimcheck('draw', '--config', LEASE, '--replay', file, '--component', 'lock', '--out', out);
    expect(code).toBe(0);
    expect([...filesIn(out).keys()]).toEqual(['client.svg', 'lock.svg', 'reached-lock-client-0.svg', 'run-P1.svg']);
  });

  test('says so where there is no run to draw', async () => {
    const out = join(scratch, 'none');
    const { code, stderr } = await claimcheck('draw', '--config', LEASE, '--build', 'all', '--out', out);
    expect(code).toBe(0);
    // On a busy machine the progress of the search is there as well.
    expect(stderr.split('\n')).toContain('P1 holds with build all, holder client: there is no such run.');
    expect([...filesIn(out).keys()].filter((name) => name.startsWith('P1'))).toEqual([]);
  });

  test.each(
    typed([
      [['x', '--out', scratch], "there is no machine 'x': give one of claim, "],
      [['--component', 'x', '--out', scratch], "there is no component 'x': give one of claim, "],
      [['claim', '--out', join(scratch, 'no', 'where')], 'cannot be written to (ENOENT)'],
      [['claim', '--out', fileURLToPath(new URL('README.md', PICTURES))], 'cannot be written to (ENOTDIR)'],
      [['claim'], "required option '--out <dir>' not specified"],
    ]),
  )('draw %s is refused in a line', async (_, args, why) => {
    const before = readdirSync(scratch);
    const { code, stdout, stderr } = await claimcheck('draw', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
    expect(readdirSync(scratch)).toEqual(before);
  });

  test('leaves nothing behind where a picture cannot be put in its place', async () => {
    const out = join(scratch, 'blocked');
    mkdirSync(join(out, 'claim.svg', 'x'), { recursive: true });
    writeFileSync(join(out, 'claim.svg', 'x', 'y'), '');
    expect((await claimcheck('draw', 'claim', '--out', out)).code).toBe(2);
    expect(readdirSync(out)).toEqual(['claim.svg']);
  });
});

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  let page: Page;
  beforeAll(async () => {
    page = await (await shared()).newPage();
    await page.goto(new URL('claim.svg', PICTURES).href);
  });
  afterAll(() => page?.close());

  test.each([...pictures.keys()])('%s has no text that is clipped, covers another or leaves its box', async (name) => {
    await page.evaluate(shows(pictures.get(name) as string));
    expect(await page.evaluate(`document.querySelector('title').textContent`)).not.toBe('');
    expect(await page.evaluate(TROUBLES)).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('is read on a background of its own in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(new URL('claim.svg', PICTURES).href);
    const colours = await page.evaluate(
      `['.page', 'text'].map((part) => getComputedStyle(document.querySelector(part)).fill)`,
    );
    const [black, white] = ['rgb(13, 17, 23)', 'rgb(255, 255, 255)'];
    expect(colours).toEqual(colorScheme === 'light' ? [white, 'rgb(31, 35, 40)'] : [black, 'rgb(230, 237, 243)']);
  });
});

/** Puts a picture in the place of the one that is shown: to open each as a document of its own takes far longer. */
const shows = (svg: string): string =>
  `document.documentElement.replaceWith(document.adoptNode(new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml').documentElement))`;

/** What is wrong with the texts of the picture that is shown, in the page's own words; text, for it runs there. */
const TROUBLES = `(() => {
  const box = (element) => element.getBoundingClientRect();
  const [width, height] = ['width', 'height'].map((side) => Number(document.documentElement.getAttribute(side)));
  const texts = [...document.querySelectorAll('text')].map((text) => ({ text, name: text.textContent.trim(), at: box(text) }));
  const clipped = texts.filter(({ at }) => at.left < 0 || at.top < 0 || at.right > width || at.bottom > height);
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const covered = texts.flatMap((one, i) => texts.slice(i + 1).filter((other) => overlap(one.at, other.at)).map((other) => one.name + ' / ' + other.name));
  const outside = [...document.querySelectorAll('.box')].flatMap((frame) => {
    const at = box(frame);
    const inside = texts.filter(({ at: { top, bottom, left } }) => top > at.top - 2 && bottom < at.bottom + 2 && left > at.left && left < at.right);
    return inside.filter((text) => text.at.right > at.right).map(({ name }) => name);
  });
  return [...clipped.map(({ name }) => 'clipped: ' + name), ...covered, ...outside.map((name) => 'wider than its box: ' + name)];
})()`;
