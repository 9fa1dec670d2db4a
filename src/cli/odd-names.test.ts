import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimcheckHere } from '../testing/in-process.ts';

/** A study in one file, which says nothing of where its machines are; its names have what no name of a file may have. */
const STUDY = `import { defineStudy, defineSystem, enters, never } from 'claimcheck';
import { createMachine } from 'xstate';

const machine = createMachine({ id: 'a/m', initial: 'i', states: { i: { on: { GO: 'v1\\\\.0' } }, 'v1.0': {} } });
const properties = [
  { id: 'never/x', checks: [...never(enters('m/1', 'v1\\\\.0'))] },
  { id: 'holds', checks: [...never(enters('m/1', 'i'))] },
];
const components = [{ name: 'm/1', machine, environment: [{ event: { type: 'GO' } }] }];
const odd = defineSystem({ name: 's/1', search: () => ({ spec: { name: 's', components }, properties }) });
export default defineStudy({ name: 'Odd', records: RECORDS, systems: [odd] });
`;

function studyWith(records: string) {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-odd-'));
  const config = join(folder, 'claimcheck.config.ts');
  writeFileSync(config, STUDY.replace('RECORDS', records));
  return { folder, run: (...args: string[]) => claimcheckHere(...args, '--config', config) };
}

const { folder, run } = studyWith('undefined');

test('draw encodes in the names of its files what would lead to another folder', async () => {
  const out = join(folder, 'pictures');
  expect(await run('draw', '--out', out)).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(out).toSorted()).toEqual(['a%2Fm.svg', 'never%2Fx-s%2F1.svg', 'reached-m%2F1-s%2F1.svg']);
});

test('sarif without a folder of machines says what to set', async () => {
  expect(await run('export', '--format', 'sarif')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "machines/: cannot be read (ENOENT); set 'machines' in the configuration to the folder in which the machines are written",
    ),
  });
});

test('JUnit has a failure for a violation, as the exit code says', async () => {
  const { code, stdout } = await run('verify', '--format', 'junit');
  expect(code).toBe(1);
  expect(stdout).toContain('tests="5" failures="1" errors="0">');
  expect(stdout).toContain('name="never/x"><failure message="violated in 1, and nothing is on record to compare with"');
  expect(stdout).toContain('name="holds"/>');
});

test('the folder of records is made, and is read again', async () => {
  for (const records of ["'rec'", "'rec/'"]) {
    const own = studyWith(records);
    const missing = await own.run('verify', '--format', 'junit');
    expect([missing.code, /failures="(\d+)"/.exec(missing.stdout)?.[1]]).toEqual([1, '5']);
    expect(await own.run('verify', '--write-expected')).toMatchObject({ code: 0 });
    expect(readFileSync(join(own.folder, 'rec/expected/systems/s%2F1.json'), 'utf8')).toContain(
      '"never/x":"violated 1"',
    );
    expect(await own.run('verify')).toMatchObject({ code: 0 });
    expect((await own.run('verify', '--format', 'junit')).stdout).toContain('tests="5" failures="0"');
  }
});
