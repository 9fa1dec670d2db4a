import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import { CHROMIUM, launch } from '../../testing/chromium.ts';
import { sequenceDiagram } from './sequence.ts';

const MERMAID = fileURLToPath(import.meta.resolve('@mermaid-js/tiny'));

/** The kind of diagram that Mermaid takes a text for; it throws if it cannot read it. */
const kindOf = (text: string) => `mermaid.parse(${JSON.stringify(text)}).then(({ diagramType }) => diagramType)`;

describe.skipIf(!CHROMIUM)('Mermaid itself', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test('reads the sequence diagram of a run, with and without a cycle, and refuses one that is cut', async () => {
    const { composition, properties } = modelOf('keep-alive', { connections: 1 });
    const wanted = properties.filter(({ id }) => id === 'S1');
    const trace = traceOf(composition, verify(composition, wanted).findings[0]?.run ?? []);
    expect(trace.length).toBeGreaterThan(0);
    const page = await browser.newPage();
    await page.addScriptTag({ path: MERMAID });
    const run = { composition, trace, carriers: CARRIERS };
    const lasso = sequenceDiagram({ ...run, cycleFrom: 3 });
    expect(await page.evaluate(kindOf(sequenceDiagram(run)))).toBe('sequence');
    expect(await page.evaluate(kindOf(lasso))).toBe('sequence');
    await expect(page.evaluate(kindOf(lasso.replace(/\n {2}end$/, '')))).rejects.toThrow('Parse error');
  });
});
