import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pathTo } from '../../files/root.ts';
import { claimcheckRunning, MUCH_TIME } from '../../testing/claimcheck.ts';
import { isDeep, sampled } from '../../testing/sampled.ts';

/** Long enough for any machine under load; without the pressing none of these would end for minutes. */
const SOON = 60_000;

/** Lets a command work for a while, presses Ctrl-C, and waits for its end. */
async function pressed(afterMs: number, ...args: string[]) {
  const { process: child, stdout, ended } = claimcheckRunning(...args);
  await setTimeout(afterMs);
  const before = performance.now();
  child.kill('SIGINT');
  const end = await ended();
  return { ...end, ms: performance.now() - before, stdout: stdout() };
}

/** What a search says that is interrupted, as JSON; null for a command that had not begun to search by then. */
function saidBy({ code, stdout }: { readonly code: number | null; readonly stdout: string }): Said | null {
  const line = stdout.split('\n').find((one) => one.startsWith('{'));
  return code === 130 && line !== undefined ? (JSON.parse(line) as Said) : null;
}

interface Said {
  readonly results: readonly { readonly bounded: boolean }[];
}

/** What a process does that hears a signal while its thread is busy: nobody is told before the next turn of the event loop. */
const BUSY = `
  import * as ctrlC from './dist/src/cli/process/ctrl-c.js';
  ctrlC.leaveAtCtrlC();
  setTimeout(async () => {
    process.kill(process.pid, 'SIGINT');
    for (const until = Date.now() + 100; Date.now() < until; );
    AFTER
    setTimeout(() => {}, 5000);
  }, 10);
`;

test.each([
  ['ends a command that would rather be ended by the signal itself', 'await ctrlC.dieOfCtrlC();', 130],
  [
    'goes to the listener that has come by then',
    "process.on('SIGINT', () => process.exit(7)); ctrlC.leaveCtrlCToOthers();",
    7,
  ],
])('a signal that comes while the thread is busy %s', async (_, after, code) => {
  const args = ['--input-type=module', '-e', BUSY.replace('AFTER', after)];
  const child = spawn(process.execPath, args, { cwd: pathTo('') });
  expect(await once(child, 'close')).toEqual([code, null]);
});

const LARGE = ['verify', '--fixes', 'none', '--path', 'raw', '--claims', '50000', '--engine', 'table', '--json'];

test.runIf(isDeep)('a model that is still being built is left at once, and nothing is said of it', async () => {
  for (let afterMs = 4000; ; afterMs *= 2) {
    const end = await pressed(afterMs, ...LARGE);
    const said = saidBy(end);
    if (!said) continue;
    expect(end.ms).toBeLessThan(SOON);
    expect(said).toMatchObject({ interrupted: true, results: [], asExpected: null, differences: [] });
    return;
  }
});

test.each(sampled([400, 100, 200, 800], 4))(
  'a command that has only just begun is left after %i ms',
  async (afterMs) => {
    const { code, signal, ms } = await pressed(afterMs, ...LARGE);
    expect([code ?? signal, ms < SOON]).toEqual([code === null ? 'SIGINT' : 130, true]);
  },
);

/** A lock of one wheel is searched at once, one of forty never to its end. */
const LOCK = `import { defineStudy, defineSystem, enters } from 'claimcheck';
import { createMachine } from 'xstate';

const states = Object.fromEntries(Array.from({ length: 10 }, (_, i) => ['at' + i, { on: { TURN: 'at' + ((i + 1) % 10) } }]));
const machine = createMachine({ id: 'wheel', initial: 'at0', states });
const wheel = (_, i) => ({ name: 'wheel ' + i, machine, environment: [{ event: { type: 'TURN' } }] });
const lock = defineSystem({
  name: 'lock',
  axes: { wheels: { values: [1, 40], about: 'how many wheels it has' } },
  search: ({ wheels }) => ({
    spec: { name: 'lock', components: Array.from({ length: wheels }, wheel) },
    properties: [{ id: 'opens', checks: [{ kind: 'sometimes', what: enters('wheel 0', 'at7') }] }],
  }),
});
export default defineStudy({ name: 'A lock', systems: [lock] });
`;

test('what was searched to its end before is shown, and is as expected', async () => {
  const config = join(mkdtempSync(join(tmpdir(), 'claimcheck-lock-')), 'claimcheck.config.ts');
  writeFileSync(config, LOCK);
  for (let afterMs = 1500; ; afterMs *= 2) {
    const said = saidBy(await pressed(afterMs, 'verify', '--config', config, '--json'));
    // On a busy machine nothing may have been searched to its end by then.
    if (!said?.results.some(({ bounded }) => !bounded)) continue;
    expect(said).toMatchObject({ interrupted: true, asExpected: null, differences: [] });
    expect(said.results[0]).toMatchObject({ wheels: 1, states: 10, bounded: false, end: 'exhausted' });
    return;
  }
});

test.each(sampled([['trace'], ['export', '--format', 'promela']], 2))(
  'a command that works on its only thread is ended by the signal: %j',
  async (...args) => {
    for (let afterMs = 1500; ; afterMs *= 2) {
      const { code, signal, ms } = await pressed(afterMs, ...args, '--claims', '1000000');
      // On a busy machine the command may not have been loaded by then.
      if (code === 130 && afterMs < MUCH_TIME) continue;
      expect([code, signal, ms < SOON]).toEqual([null, 'SIGINT', true]);
      return;
    }
  },
);
