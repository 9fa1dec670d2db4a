import { existsSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { claimcheck, claimcheckRunning } from '../testing/claimcheck.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { isLong, shownCommands } from '../testing/pages.ts';
import { onlyDeep, sampled } from '../testing/sampled.ts';

/** A downloaded archive has no revisions. */
const isClone = existsSync(pathTo('.git'));
const COMMANDS = shownCommands().filter(({ command }) => isClone || !command.startsWith('diff'));
const LONG = COMMANDS.filter(isLong);
const SHORT = COMMANDS.filter((one) => !isLong(one));

describe('the README and docs/', () => {
  test('show many commands', () => {
    expect(SHORT.length).toBeGreaterThan(45);
    expect(SHORT.flatMap(({ prints }) => prints).length).toBeGreaterThan(15);
    expect(LONG.length).toBeGreaterThan(5);
    expect(LONG.find(({ command }) => command === 'verify')?.prints.length).toBe(10);
  });

  const serves = ({ command }: (typeof SHORT)[number]) =>
    command.startsWith('inspect') && !command.includes('--no-serve');

  test.each(
    sampled(
      SHORT.filter((one) => !serves(one)),
      8,
    ),
  )('$page shows a command that runs and prints what is shown: $command', async ({ command, prints }) => {
    // What opens a page is a process of its own.
    const run = command === 'explore' ? claimcheck : claimcheckHere;
    const { code, stdout, stderr } = await run(...command.split(' '));
    expect([0, 1], stderr).toContain(code);
    for (const line of prints) expect(stdout).toContain(line);
  });

  test.each(sampled(SHORT.filter(serves), 2))(
    '$page shows a command that goes on until it is stopped: $command',
    async (shown) => {
      const running = claimcheckRunning(...shown.command.split(' '), '--port', '0');
      try {
        const [address] = await running.says(/http:\/\/127\.0\.0\.1:\d+/);
        expect(address).not.toBe('');
      } finally {
        await running.stop();
      }
    },
  );

  test.each(onlyDeep(LONG))(
    '$page shows a command that takes long, and prints what is shown: $command',
    async ({ command, prints }) => {
      // What an older build has left there may be of other machines.
      const [, folder] = / --out (dist\/\w+) --local/.exec(command) ?? [];
      if (folder) rmSync(pathTo(folder), { recursive: true, force: true });
      const { code, stdout, stderr } = await claimcheck(...command.split(' '));
      expect([0, 1], stderr).toContain(code);
      for (const line of prints) expect(stdout).toContain(line);
    },
  );
});
