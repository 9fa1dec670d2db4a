import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { channel } from '../../checker/system/channel.ts';
import type { Choice } from '../../checker/system/compose.ts';
import { intern } from '../../checker/system/message.ts';
import { compose, machine, print, send } from '../../checker/testing/machines.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import { CHROMIUM, shared } from '../../testing/chromium.ts';
import { sequenceDiagram } from './sequence.ts';

const MERMAID = fileURLToPath(import.meta.resolve('@mermaid-js/tiny'));

/** The kind of diagram that Mermaid takes a text for; it throws if it cannot read it. */
const kindOf = (text: string) => `mermaid.parse(${JSON.stringify(text)}).then(({ diagramType }) => diagramType)`;

/** The texts of the picture that Mermaid makes of a diagram, line breaks of its own taken out. */
const textsOf = (text: string) => `mermaid.render('odd', ${JSON.stringify(text)}).then(({ svg }) => {
  const parsed = new DOMParser().parseFromString(svg, 'text/html');
  return [...parsed.querySelectorAll('text')].map((one) => one.textContent);
})`;

/** Names and texts in which something has a meaning of its own in Mermaid. */
const ODD = [
  'end',
  'END',
  'loop',
  'note',
  'as',
  'to server',
  'a-b',
  'a->b',
  'a;b',
  'say "no"',
  'x:y',
  'a,b',
  '#1',
  '#35;',
  '<b>',
  'a+b',
  '-1',
  '%%',
  '%%{init}%%',
  'two\nlines',
  '温度計',
  'über',
  "it's",
  'a\\b',
  '(x)',
  '[x]',
  '{x}',
  '**b**',
  '`c`',
  '$$x$$',
  '&amp;',
  'right of a',
  'end-point',
  'process-1',
  'wrap:',
  'nowrap: x',
  'Wrap : z',
  '_i_',
  '~s~',
  '@x',
  '1',
];

const flat = (text: string) => text.replaceAll('\n', ' ');

describe.skipIf(!CHROMIUM)('Mermaid itself', () => {
  let page: Page;
  beforeAll(async () => {
    page = await (await shared()).newPage();
    await page.addScriptTag({ path: MERMAID });
  });
  afterAll(() => page?.close());

  test('reads the sequence diagram of a run, with and without a cycle, and refuses one that is cut', async () => {
    const { composition, properties } = modelOf('keep-alive', { connections: 1 });
    const wanted = properties.filter(({ id }) => id === 'S1');
    const trace = traceOf(composition, verify(composition, wanted).findings[0]?.run ?? []);
    expect(trace.length).toBeGreaterThan(0);
    const run = { composition, trace, carriers: CARRIERS };
    const lasso = sequenceDiagram({ ...run, cycleFrom: 3 });
    expect(await page.evaluate(kindOf(sequenceDiagram(run)))).toBe('sequence');
    expect(await page.evaluate(kindOf(lasso))).toBe('sequence');
    await expect(page.evaluate(kindOf(lasso.replace(/\n {2}end$/, '')))).rejects.toThrow('Parse error');
  });

  test('shows every name and every text as it is, whatever is in it', async () => {
    for (const [i, name] of ODD.entries()) {
      const [other] = [...ODD.slice(i + 1), ...ODD] as [string];
      const carrier = `${name} way`;
      const composition = compose(
        { name, machine: machine({ on: { GO: { actions: [print(name), send(carrier, name)] } } }) },
        channel({ name: carrier, to: other }),
        { name: other, machine: machine({ on: { '*': {} } }) },
      );
      const go = { index: 0, component: 0, event: intern({ type: 'GO', name }), fault: null };
      const choices = [go, composition.choices.find(({ component }) => component === 1) as Choice];
      const run = { composition, trace: traceOf(composition, choices), carriers: [] };
      const texts = (await page.evaluate(textsOf(sequenceDiagram(run)))) as string[];
      for (const shown of [name, carrier, other, `1. ${name} GO name=${name}`, `2. ${carrier} DELIVER at=0`]) {
        expect([name, texts]).toEqual([name, expect.arrayContaining([flat(shown)])]);
      }
      // Above, below, logged, sent and arrived; in a log line a word in braces is a placeholder.
      expect(texts.filter((text) => text === flat(name))).toHaveLength(/\{\w+\}/.test(name) ? 4 : 5);
    }
  });
});
