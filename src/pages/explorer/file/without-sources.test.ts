import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundled } from '../../bundle.ts';
import { withoutSources } from './without-sources.ts';

test('the source of a property is left out, and that of anything else is not', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'module.ts');
  const text = [
    "const property = (id: string) => ({ id, sentence: 'It', source: 'left out', checks: [] as const });",
    "export const all: object[] = [property('A'), { id: 'B', sentence: 'It', source: 'left out', checks: [1] }];",
    "export const other = { id: 'C', source: 'kept', checks: [] };",
  ];
  writeFileSync(file, text.join('\n'));
  const { code } = await bundled(file, { format: 'es', plugins: [withoutSources] });
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as object;
  expect({ ...module }).toEqual({
    all: [
      { id: 'A', sentence: 'It', source: '', checks: [] },
      { id: 'B', sentence: 'It', source: '', checks: [1] },
    ],
    other: { id: 'C', source: 'kept', checks: [] },
  });
});
