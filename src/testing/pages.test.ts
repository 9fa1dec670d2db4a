import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { GALLERY } from '../../properties/gallery.ts';
import { OUTAGE_BOUNDS } from '../../properties/outages/outage-bounds.ts';
import { pathTo } from '../files/root.ts';
import { claimcheckHere } from './in-process.ts';
import { blocksOf, PAGES, shownCommands } from './pages.ts';

/** The pages that people write and read: links between them are followed. */
const LINKED = [
  ...PAGES,
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'src/README.md',
  'docs/pictures/README.md',
  'properties/README.md',
  'properties/logs/README.md',
  'properties/measured/README.md',
  'properties/admin-cases/README.md',
];

const textOf = (page: string) => readFileSync(pathTo(page), 'utf8');

/** What stands in a page, links and headings, as a reader of Markdown finds it. */
function tokensOf(page: string) {
  const links: string[] = [];
  const headings: string[] = [];
  marked.walkTokens(marked.lexer(textOf(page)), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token['href']);
    if (token.type === 'heading') headings.push(token['text']);
  });
  return { links, headings };
}

/** The anchor of a heading as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** Why a link of a page leads nowhere; null if it leads somewhere, or out of the repository. */
function deadEnd(page: string, link: string): string | null {
  if (/^https?:/.test(link)) return null;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(pathTo(target))) return `${page}: ${link}: there is no ${target}`;
  if (anchor === undefined) return null;
  return tokensOf(target).headings.map(anchorOf).includes(anchor) ? null : `${page}: ${link}: there is no such heading`;
}

describe('the pages', () => {
  test('have links that lead to files and headings that are there', () => {
    const links = LINKED.flatMap((page) => tokensOf(page).links.map((link) => [page, link] as const));
    expect(links.length).toBeGreaterThan(100);
    expect(links.map(([page, link]) => deadEnd(page, link)).filter((why) => why !== null)).toEqual([]);
  });

  test('are checked for links that lead nowhere: to a file, to a heading', () => {
    expect(deadEnd('README.md', 'docs/nothing.md')).toContain('there is no docs/nothing.md');
    expect(deadEnd('README.md', 'docs/gallery.md#nothing')).toContain('there is no such heading');
    expect(deadEnd('docs/gallery.md', 'outages.md#a-schedd-that-is-restarted')).toBeNull();
  });

  test('of docs/ are all reached from the README', () => {
    const { links } = tokensOf('README.md');
    expect(PAGES.filter((page) => page.startsWith('docs/') && !links.includes(page))).toEqual([]);
    expect(PAGES.length).toBeGreaterThan(12);
  });

  test('name paths in code that are there', () => {
    const paths = PAGES.flatMap((page) =>
      [...textOf(page).matchAll(/\b((?:src|properties|machines|examples)\/[\w./-]+\.\w+)/g)].map(([path]) => path),
    );
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(pathTo(path)))).toEqual([]);
  });

  test('of properties/ names files that are there, the second file of a cell next to the first', () => {
    const cells = [...textOf('properties/README.md').matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell);
    const files = cells.flatMap((cell) => {
      const [first = '', ...others] = [...cell.matchAll(/`([^`*]+)`/g)].map(([, name = '']) => name);
      return first === '' ? [] : [first, ...others.map((name) => join(dirname(first), name))];
    });
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => !existsSync(pathTo(join('properties', file))))).toEqual([]);
  });

  test('name scripts of npm that are there', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = PAGES.flatMap((page) => [...textOf(page).matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name));
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !Object.hasOwn(scripts, name as string))).toEqual([]);
  });

  test('show every command of claimcheck', async () => {
    const { stdout } = await claimcheckHere('--help');
    const listed = stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}(\w+) \[/gm);
    const commands = [...listed].map(([, name]) => name as string).filter((name) => name !== 'help');
    expect(commands.length).toBe(18);
    const shown = new Set(shownCommands().map(({ command }) => command.split(' ')[0] as string));
    expect(commands.filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('the README', () => {
  test('has at most 130 lines, and the fixes and the story before any command', () => {
    const text = textOf('README.md');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(130);
    const places = ['| 27897 |', '| 27895 |', '| 27894 |', '| 27896 |', 'docs/pictures/ticket.svg', '```sh'].map(
      (part) => text.indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('shows the smallest study as it is', () => {
    const study = blocksOf('README.md').find(({ language }) => language === 'ts');
    expect(study?.text).toBe(textOf('examples/crossing/claimcheck.config.ts'));
  });
});

describe('the tutorial', () => {
  const excerpts = blocksOf('docs/checker.md').filter(({ text }) => text.startsWith('// examples/'));

  test('shows parts of the example as they are', () => {
    expect(excerpts.length).toBeGreaterThan(5);
    for (const { text } of excerpts) {
      const [first = '', ...rest] = text.split('\n');
      expect(textOf(first.replace('// ', '')), first).toContain(rest.join('\n').trimEnd());
    }
  });
});

describe('the figures of the pages', () => {
  test('of outages are those on record', () => {
    const page = textOf('docs/outages.md');
    const bounds = Object.values(OUTAGE_BOUNDS).flatMap(({ searched }) => searched.slice(0, 1));
    const whole = bounds.filter(({ safe, loses }) => safe !== null && loses !== null);
    expect(whole.length).toBeGreaterThan(9);
    const missing = whole.filter(
      ({ safe, loses }) =>
        !page.includes(`${safe} s | ${loses} s`) && !page.includes(`${safe} s are safe,\n${loses} s`),
    );
    expect(missing).toEqual([]);
  });

  test('of the gallery are those on record: each defect, what it violates, and in how many steps', () => {
    const rows = textOf('docs/gallery.md').split('\n');
    expect(GALLERY.length).toBeGreaterThan(9);
    for (const { id, property, before } of GALLERY) {
      const steps = /^violated (\d+)/.exec(before[0]?.expected ?? '')?.[1];
      expect(rows.find((row) => row.startsWith(`| ${id} | `))).toContain(`| ${property}, ${steps} steps`);
    }
  });
});
