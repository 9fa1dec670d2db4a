import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../../files/root.ts';

const MAIN = fileURLToPath(new URL('dist/src/cli/main.js', ROOT));

/** The page as it is made elsewhere: in another directory, time zone and language. */
async function madeIn(zone: string, language: string): Promise<string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'claimcheck-'));
  const env = { ...process.env, TZ: zone, LANG: language, LC_ALL: language };
  await promisify(execFile)(process.execPath, [MAIN, 'review', '--out', 'page'], { cwd, env });
  const names = readdirSync(join(cwd, 'page'), { encoding: 'utf8', recursive: true }).filter((name) =>
    /\.\w+$/.test(name),
  );
  return names.toSorted().map((name) => `${name}\n${readFileSync(join(cwd, 'page', name), 'utf8')}`);
}

test('two runs make the same bytes, wherever and whenever', async () => {
  const [here, there] = await Promise.all([madeIn('UTC', 'C'), madeIn('Pacific/Auckland', 'tr_TR.UTF-8')]);
  expect(here).toHaveLength(16);
  expect(there).toEqual(here);
});
