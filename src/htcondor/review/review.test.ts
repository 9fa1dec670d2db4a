/// <reference lib="dom" />
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { TICKET } from '../../../properties/review/ticket.ts';
import { ROOT } from '../../files/root.ts';
import { CHROMIUM, launch } from '../../testing/chromium.ts';
import { dangling } from './dangling.ts';
import { statesOfMachines, textOf } from './facts.ts';
import { maximal, minimal } from './lattice.ts';
import { staleChapters } from './review.ts';

const markdown = textOf('docs/review/REVIEW.md');
const html = textOf('docs/review/review.html');

describe('the review in the repository', () => {
  test('says the answer on its first screen', () => {
    const first = markdown.slice(0, markdown.indexOf('```mermaid'));
    expect(first).toContain('**27897** alone is enough, against the network and against any peer');
    expect(first).toContain('**27895** alone is enough against the network, but not against a misbehaving peer');
    expect(first).toContain('**27894 and 27896** are enough only together against the network');
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

  test('opens every Mermaid picture with a kind that GitHub knows, and closes it', () => {
    const fences = [...markdown.matchAll(/^```mermaid\n(\S+)[^]*?^```$/gm)].map(([, kind]) => kind);
    expect(fences.length).toBeGreaterThan(40);
    expect(new Set(fences)).toEqual(new Set(['flowchart', 'sequenceDiagram', 'stateDiagram-v2']));
  });
});

describe('a stale page', () => {
  test('is told chapter by chapter', () => {
    expect(staleChapters(markdown, markdown)).toEqual([]);
    expect(staleChapters(markdown.replace('204,784', '204,785'), markdown)).toEqual(['Verdicts']);
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
  test('Mermaid itself reads every picture of REVIEW.md', async () => {
    const browser = await launch();
    const page = await browser.newPage();
    await page.addScriptTag({ path: MERMAID });
    const texts = [...markdown.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map(([, text]) => text as string);
    const complaints = await page.evaluate(async (all) => {
      const { mermaid } = globalThis as unknown as { mermaid: { parse: (text: string) => Promise<unknown> } };
      const found = await Promise.allSettled(all.map((text) => mermaid.parse(text)));
      return found.flatMap((one, i) =>
        one.status === 'rejected' ? [`${String(one.reason).slice(0, 200)}: ${all[i]?.slice(0, 200)}`] : [],
      );
    }, texts);
    await browser.close();
    expect(complaints).toEqual([]);
    expect(texts.length).toBeGreaterThan(60);
  });

  test.each(['light', 'dark'] as const)(
    'asks nobody for anything, and axe finds nothing in %s',
    async (colorScheme) => {
      const browser = await launch();
      const page = await browser.newPage({ colorScheme });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('request', (request) => complaints.push(request.url()));
      const url = new URL('docs/review/review.html', ROOT).href;
      await page.goto(url);
      expect(complaints.filter((one) => one !== url)).toEqual([]);
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return found.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .map(({ html: at }) => at.slice(0, 90))
              .slice(0, 2)
              .join(' | ')}`,
        );
      });
      expect(violations).toEqual([]);
      await browser.close();
    },
  );
});
