import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { claimcheck, MUCH_TIME } from '../../../testing/claimcheck.ts';
import { open, openerFor } from './open.ts';

describe('a page is opened', () => {
  test.each([
    ['darwin', {}, ['open']],
    ['win32', {}, ['cmd', '/c', 'start', '']],
    ['linux', { DISPLAY: ':0' }, ['xdg-open']],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
    ['linux', { DISPLAY: '' }, null],
    ['linux', {}, null],
  ] as const)('on %s with %j by %j', (platform, env, opener) => {
    expect(openerFor(platform, env)).toEqual(opener);
  });

  test('by a command that gets its path, and is not waited for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'claimcheck-'));
    const command = join(folder, 'opener');
    writeFileSync(
      command,
      `#!/bin/sh\nprintf '%s' "$1" > '${folder}/opened.part'\nmv '${folder}/opened.part' '${folder}/opened'\nsleep 1\n`,
    );
    chmodSync(command, 0o755);
    expect(await open([command], 'explorer.html')).toBe(true);
    await vi.waitUntil(() => existsSync(join(folder, 'opened')), { timeout: MUCH_TIME });
    expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe('explorer.html');
  });

  test('or not, where the command is not there', async () => {
    expect(await open(['no-such-opener'], 'explorer.html')).toBe(false);
  });
});

test('whoever has no terminal gets the path of the page', async () => {
  const { code, stdout } = await claimcheck('explore');
  expect(code).toBe(0);
  expect(existsSync(stdout.trim())).toBe(true);
  expect(readFileSync(stdout.trim(), 'utf8')).toContain('<title>claimcheck explorer</title>');
});
