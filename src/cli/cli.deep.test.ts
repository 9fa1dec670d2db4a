import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimcheck } from '../testing/claimcheck.ts';
import { blocksOf } from '../testing/pages.ts';
import { HAS_SPIN } from '../traces/testing/spin.ts';
import { pathTo } from '../files/root.ts';

test.skipIf(!HAS_SPIN)('docs/evidence.md shows commands with which Spin finds as many states', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-spin-'));
  const block = blocksOf('docs/evidence.md').find(({ text }) => text.includes('spin -o2'))?.text ?? '';
  const here = block.replaceAll('/tmp', folder).replaceAll('npx claimcheck', `node ${pathTo('dist/src/cli/main.js')}`);
  const { stdout } = spawnSync('bash', ['-c', here], { encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(stdout).toContain('204784 states, stored');
  expect(stdout).toContain('spin: trail ends after');
});

test('trace finds a property of a further system in the first variant that shows it, and replays it', async () => {
  const { code, stdout } = await claimcheck('trace', '--property', 'S6', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ system: 'reply', variant: 'head-auth', property: 'S6' });
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'S6.json');
  writeFileSync(file, stdout);
  const { code: again, stdout: replayed } = await claimcheck('trace', '--replay', file);
  expect(again).toBe(1);
  expect(replayed).toContain('step 7: S6');
  expect((await claimcheck('trace', '--property', 'S6', '--variant', '2011-raw')).code).toBe(0);
});

test('verify --system reports one variant of replies as JSON, with all that a verdict depends on', async () => {
  const { code, stdout } = await claimcheck('verify', '--system', 'reply', '--variant', 'head-raw', '--json');
  const { bounds, results, asExpected } = JSON.parse(stdout);
  expect([code, asExpected]).toEqual([0, true]);
  expect(bounds).toEqual({ maxStates: null, maxMemory: null });
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ system: 'reply', variant: 'head-raw', bounded: false, states: 37997 });
  expect(results[0].properties).toMatchObject([
    { id: 'K4', verdict: 'holds' },
    { id: 'S6', verdict: 'violated', trace: 7 },
  ]);
});
