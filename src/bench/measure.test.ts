import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInstalled, measure } from './measure.ts';

/** Writes to 32 MB, works for a while, and says so. */
const WORK =
  'const a = Buffer.alloc(2 ** 25, 1); const end = Date.now() + 200; while (Date.now() < end); console.log(a.length)';

describe('a process', () => {
  test.skipIf(!existsSync('/proc/self/stat'))('is measured as a whole, and heard (skipped without /proc)', async () => {
    let said = '';
    const { cpu, peak, wall } = await measure([process.execPath, '-e', WORK], (text) => {
      said += text;
    });
    expect(said).toBe(`${2 ** 25}\n`);
    expect(wall).toBeGreaterThanOrEqual(0.2);
    expect(cpu).toBeGreaterThan(0);
    expect(peak).toBeGreaterThan(2 ** 25);
  });

  test('that fails is an error, with what it complains of', async () => {
    const fails = measure([process.execPath, '-e', 'console.error("no luck"); process.exit(3)'], () => {});
    await expect(fails).rejects.toThrow('no luck');
  });

  test('is told to come to its end when its time is over, and still heard', async () => {
    const endless =
      "process.on('SIGINT', () => { console.log('so far'); process.exit(0); }); setInterval(() => {}, 1000)";
    let said = '';
    const take = (text: string) => {
      said += text;
    };
    // Whoever does not listen yet is ended by the signal: on a busy machine a process takes long to start.
    for (let seconds = 1; ; seconds *= 2) {
      await measure([process.execPath, '-e', endless], take, { seconds }).catch(() => {});
      if (said !== '') break;
    }
    expect(said).toBe('so far\n');
  });

  test('can only be run if it is installed', () => {
    expect(isInstalled('no-such-program')).toBe(false);
  });
});
