import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { loadStudy } from './load-study.ts';

const STUDY = `import { defineStudy, defineSystem } from 'claimcheck';
import { createMachine } from 'xstate';
const spec = { name: 'idle', components: [{ name: 'm', machine: createMachine({ id: 'm' }) }] };
export default defineStudy({ name: 'idle', systems: [defineSystem({ name: 'idle', search: () => ({ spec, properties: [] }) })] });
`;

/** The name of the study of a configuration that begins with these lines. */
async function nameOf(lines: string): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'study-')), 'claimcheck.config.ts');
  writeFileSync(file, lines + STUDY);
  return (await loadStudy(file)).study.name;
}

const { exports } = JSON.parse(readFileSync(pathTo('package.json'), 'utf8')) as { exports: object };
const ways = Object.keys(exports).map((way) => `claimcheck${way.slice(1)}`);

describe('a configuration outside this package', () => {
  test('has every way into the package to test', () => {
    expect(ways).toHaveLength(6);
  });

  // The matcher can only be imported where Vitest runs.
  test.each([...ways.filter((way) => !way.endsWith('/vitest')), 'xstate/actors', 'xstate/guards', 'xstate/graph'])(
    'may import %s',
    async (way) => {
      const seen = `import * as all from '${way}';\nif (Object.keys(all).length === 0) throw new Error('it is empty');\n`;
      expect(await nameOf(seen)).toBe('idle');
    },
  );

  test('is told of a way that does not exist', async () => {
    await expect(nameOf("import 'claimcheck/nonsense';\n")).rejects.toThrow(/nonsense/);
  });

  test('is told where its syntax is wrong', async () => {
    await expect(nameOf('const a = [;\n')).rejects.toThrow(/claimcheck\.config\.ts:1:\d+: ParseError: /);
  });
});
