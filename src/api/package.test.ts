import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { installed } from '../testing/package.ts';

const { exports } = JSON.parse(readFileSync(pathTo('package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
};
const NAMES = Object.keys(exports).map((path) => path.replace(/^\./, 'claimcheck'));
const { folder } = installed();

const node = (file: string, text: string) => {
  writeFileSync(join(folder, file), text);
  return execFileSync(process.execPath, [join(folder, file)], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
};

describe('of the packed package', () => {
  test('every way in is imported and required, but for the matcher, which Vitest lets no one require', () => {
    expect(NAMES).toEqual([
      'claimcheck',
      'claimcheck/vitest',
      'claimcheck/fast-check',
      'claimcheck/traces',
      'claimcheck/pictures',
      'claimcheck/study',
    ]);
    const plain = NAMES.filter((name) => name !== 'claimcheck/vitest');
    const imports = plain.map((name) => `console.log(Object.keys(await import('${name}')).length > 0);`);
    expect(node('imports.mjs', imports.join('\n'))).toBe('true\n'.repeat(plain.length));
    const requires = plain.map((name) => `console.log(Object.keys(require('${name}')).length > 0);`);
    expect(node('requires.cjs', requires.join('\n'))).toBe('true\n'.repeat(plain.length));
  });

  test('the same classes come by import and by require', () => {
    const text = `const one = require('claimcheck');
import('claimcheck').then((other) => console.log(one.Composition === other.Composition));`;
    expect(node('same.cjs', text)).toBe('true\n');
  });

  test('the types compile for a stranger, with skipLibCheck: false', () => {
    const text = `${NAMES.filter((name) => name !== 'claimcheck/vitest')
      .map((name, i) => `import * as m${i} from '${name}';`)
      .join('\n')}
import { compose, defineStudy, defineSystem, enters, type PropertySpec } from 'claimcheck';
import { createMachine } from 'xstate';
const machine = createMachine({ id: 'light', initial: 'red', states: { red: { on: { GO: 'green' } }, green: {} } });
const spec = { name: 'one', components: [{ name: 'north', machine, environment: [{ event: { type: 'GO' } }] }] };
const goes: PropertySpec = { id: 'goes', checks: [{ kind: 'sometimes', what: enters('north', 'green') }] };
export default defineStudy({ name: 'One', systems: [defineSystem({ name: 'one', search: () => ({ spec, properties: [goes] }) })] });
export const composition = compose(spec);
export const all = [${NAMES.filter((name) => name !== 'claimcheck/vitest')
      .map((_, i) => `m${i}`)
      .join(', ')}];
`;
    writeFileSync(join(folder, 'consumer.mts'), text);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', 'false'];
    const tsc = [pathTo('node_modules/typescript/bin/tsc'), ...options, '--types', 'node', 'consumer.mts'];
    const said = (() => {
      try {
        return execFileSync(process.execPath, tsc, { cwd: folder, encoding: 'utf8' });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    })();
    // What XState's and other packages' own types say is theirs.
    const lines = said.split('\n').filter((line) => line.includes(': error ') || line.startsWith('error '));
    expect(lines.filter((line) => !/^(\.\.\/)*.*node_modules\/(?!claimcheck)/.test(line))).toEqual([]);
  });
});
