import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { claimcheckRunning } from '../../testing/claimcheck.ts';
import { claimcheckHere } from '../../testing/in-process.ts';
import { sampled } from '../../testing/sampled.ts';

const LEASE = 'src/pages/testing/lease/claimcheck.config.ts';
const folder = () => join(mkdtempSync(join(tmpdir(), 'claimcheck-local-')), 'runs');
/** Work for longer than a test may take. */
const LONG = ['--shards', '2', '--runs', '1000000'];
const args = (out: string, ...work: string[]) => ['campaign', '--config', LEASE, ...work, '--out', out, '--local', '2'];

/** The processes that a process has started. */
function childrenOf(pid: number | undefined): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return [];
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pids: readonly number[]): Promise<boolean> {
  for (let times = 0; times < 3000 && pids.some(isThere); times++) await setTimeout(20);
  return !pids.some(isThere);
}

const SIGNALS: [signal: NodeJS.Signals, code: number | null][] = [
  ['SIGKILL', null],
  ['SIGTERM', null],
  ['SIGINT', 130],
];

test.each(sampled(SIGNALS, 3))('a campaign that is ended by %s leaves no shard running', async (signal, code) => {
  const { process: parent, ended } = claimcheckRunning(...args(folder(), ...LONG));
  while (childrenOf(parent.pid).length < 2) {
    expect(parent.exitCode).toBeNull();
    await setTimeout(20);
  }
  const shards = childrenOf(parent.pid);
  parent.kill(signal);
  expect(await ended()).toEqual({ code, signal: code === null ? signal : null });
  expect(await gone(shards)).toBe(true);
});

test('a shard that cannot be done ends the others, and says why in one line', async () => {
  const out = folder();
  await claimcheckHere('campaign', '--config', LEASE, ...LONG, '--out', out);
  writeFileSync(join(out, 'shard-0001.json'), '{"format":');
  const { code, stdout, stderr } = await claimcheckHere(...args(out, ...LONG));
  expect([code, stdout, stderr]).toEqual([
    2,
    '',
    `claimcheck: ${out}: shard 1: shard-0001.json:1: JSON was expected\n`,
  ]);
});

test('a bundle that is damaged is made again, and one of another campaign is refused', async () => {
  const out = folder();
  const small = ['--shards', '1', '--runs', '1'];
  await claimcheckHere('campaign', '--config', LEASE, ...small, '--out', out);
  const bundle = join(out, 'campaign.mjs');
  const whole = readFileSync(bundle, 'utf8');
  writeFileSync(bundle, `${whole}\n// of another`);
  const complaint = 'campaign: campaign.mjs: the bundle of this campaign was expected, not of another\n';
  expect(() => execFileSync(process.execPath, [bundle, '0'], { cwd: out, stdio: 'pipe' })).toThrow(complaint);
  writeFileSync(bundle, 'not JavaScript at all');
  const { code, stderr } = await claimcheckHere(...args(out, ...small));
  expect([code === 2, stderr]).toEqual([false, '']);
  expect(readFileSync(bundle, 'utf8')).toBe(whole);
});
