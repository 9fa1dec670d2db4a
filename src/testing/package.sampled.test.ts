import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { installed, runInstalled } from './package.ts';
import { blocksOf } from './pages.ts';
import { onlyDeep } from './sampled.ts';
import { typed } from './typed.ts';

const { folder, files } = installed();
const MEASURED = 'node_modules/claimcheck/properties/measured';

test('the package has what commands need, and neither tests nor benchmarks', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/src/cli/main.js',
      'dist/src/verify/worker.js',
      'dist/src/mutation/worker.js',
      'properties/surviving-mutants.json',
      'properties/uncovered.json',
      'properties/kill-matrix.json',
      'schemas/claimcheck-trace-2.schema.json',
    ]),
  );
  expect(files.filter((file) => /^dist\/src\/bench|\btesting\b|\.test\.|\.jsonl$/.test(file))).toEqual([]);
});

type Command = readonly [args: readonly string[], code: number, says: RegExp];

/** One of each command that no other test starts in a process, and of what needs a thread, a page, measurements and sources. */
const SOME: Command[] = [
  [['verify', '--system', 'slot'], 0, /as expected/],
  [['fuzz', '--property', 'S1', '--runs', '3'], 0, /3 schedules/],
  [['export', '--format', 'sarif'], 0, /machines\/startd\/claim\.ts/],
  [['draw', 'claim', '--out', 'pictures'], 0, /claim\.svg/],
  [['explore', '--out', 'explorer.html'], 0, /explorer\.html written/],
  [['conform', '--slot', `${MEASURED}/slot-runs.json`], 0, /agree/],
  [['gallery', '7195'], 0, /with the defect +before 7195: R1 violated in 8/],
  [['outage', '--kind', 'restart-startd', '--json'], 0, /"asExpected":true/],
  [['diff', 'HEAD'], 2, /HEAD: a revision of this repository, or a folder/],
  [
    ['review', '--out', 'review'],
    2,
    /the review is made from claimcheck's repository: properties\/ticket-2563\.txt is not there/,
  ],
];

const OTHERS: Command[] = [
  [['--help'], 0, /Usage: claimcheck/],
  [['trace'], 1, /removing claim/],
  [['draw', '--out', 'pictures'], 0, /claim\.svg/],
  [['inspect', '--no-serve'], 0, /removing claim/],
  [['conform', `${MEASURED}/alive-replies.json`], 0, /1104 of 1104/],
  [['conform', '--startd', `${MEASURED}/startd-replies.json`], 0, /agree/],
  [['explain', '--start-log', 'nowhere'], 2, /nowhere: cannot be read \(ENOENT\)/],
];

test.each(typed([...SOME, ...onlyDeep(OTHERS)]))(
  'claimcheck %s of the package works, or says in one line why not',
  async (_, args, code, says) => {
    const outcome = await runInstalled(folder, args);
    expect([outcome.code, outcome.stderr.split('\n').length <= 2]).toEqual([code, true]);
    expect(outcome.stdout + outcome.stderr).toMatch(says);
  },
);

const node = (file: string, text: string) => {
  writeFileSync(join(folder, file), text);
  return execFileSync(process.execPath, [join(folder, file)], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
};

describe('the interface of the package', () => {
  const { exports } = JSON.parse(readFileSync(pathTo('package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const NAMES = Object.keys(exports).map((path) => path.replace(/^\./, 'claimcheck'));
  const plain = NAMES.filter((name) => name !== 'claimcheck/vitest');

  test('is imported and required by every way in, but for the matcher, which Vitest lets no one require; each class is there once', () => {
    expect(NAMES).toEqual([
      'claimcheck',
      'claimcheck/vitest',
      'claimcheck/fast-check',
      'claimcheck/traces',
      'claimcheck/pictures',
      'claimcheck/study',
    ]);
    const requires = plain.map((name) => `console.log(Object.keys(require('${name}')).length > 0);`);
    const imports = plain.map((name) => `console.log(Object.keys(await import('${name}')).length > 0);`);
    const same = "console.log(require('claimcheck').Composition === (await import('claimcheck')).Composition);";
    const said = node('ways-in.cjs', `${requires.join('\n')}\n(async () => {\n${imports.join('\n')}\n${same}\n})();`);
    expect(said).toBe('true\n'.repeat(2 * plain.length + 1));
  });

  test('has types that compile for a stranger, with skipLibCheck: false', () => {
    const text = `${plain.map((name, i) => `import * as m${i} from '${name}';`).join('\n')}
import { compose, defineStudy, defineSystem, enters, type PropertySpec } from 'claimcheck';
import { createMachine } from 'xstate';
const machine = createMachine({ id: 'light', initial: 'red', states: { red: { on: { GO: 'green' } }, green: {} } });
const spec = { name: 'one', components: [{ name: 'north', machine, environment: [{ event: { type: 'GO' } }] }] };
const goes: PropertySpec = { id: 'goes', checks: [{ kind: 'sometimes', what: enters('north', 'green') }] };
export default defineStudy({ name: 'One', systems: [defineSystem({ name: 'one', search: () => ({ spec, properties: [goes] }) })] });
export const composition = compose(spec);
export const all = [${plain.map((_, i) => `m${i}`).join(', ')}];
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

describe('the page of the interface', () => {
  const examples = blocksOf('docs/api.md').filter(({ language }) => language === 'ts');

  /** What each example prints, of all in one process; or the error with which it ends. */
  function said(): string[] {
    copyFileSync(pathTo('examples/crossing/claimcheck.config.ts'), join(folder, 'claimcheck.config.ts'));
    examples.forEach(({ text }, i) => writeFileSync(join(folder, `example-${i + 1}.mjs`), text));
    const runs = examples.map(
      (_, i) => `await import('./example-${i + 1}.mjs').catch((error) => console.log('undefined', error));`,
    );
    return node('examples.mjs', runs.join("\nconsole.log('\\f');\n")).split('\f\n');
  }

  test('has examples that run in the packed package, and print something', () => {
    const all = said();
    expect(examples.length).toBeGreaterThan(5);
    expect(all).toHaveLength(examples.length);
    for (const [i, text] of all.entries()) {
      expect(text.trim(), `example ${i + 1}`).not.toBe('');
      expect(text, `example ${i + 1}`).not.toContain('undefined');
    }
  });
});
