import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepTelling } from './terminal.ts';

describe('progress', () => {
  const written: string[] = [];
  const { isTTY, columns } = process.stderr;

  beforeEach(() => {
    written.length = 0;
    vi.useFakeTimers();
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    Object.assign(process.stderr, { isTTY, columns });
  });

  test('is one line where there is no terminal, and only of what takes half a second', () => {
    Object.assign(process.stderr, { isTTY: false });
    for (const seconds of [0.4, 30]) {
      const stop = keepTelling((passed) => `at work, ${passed} s`);
      vi.advanceTimersByTime(seconds * 1000);
      stop();
    }
    expect(written).toEqual(['at work, 1 s ...\n']);
  });

  test('is there at once on a terminal, twice a second from then on, no wider than it, and gone at the end', () => {
    Object.assign(process.stderr, { isTTY: true, columns: 12 });
    const stop = keepTelling((passed) => `at work, ${passed} s`);
    expect(written).toEqual(['\r\u001b[Kat work, 0 ']);
    vi.advanceTimersByTime(1000);
    expect(written).toHaveLength(3);
    stop();
    vi.advanceTimersByTime(5000);
    expect(written.slice(3)).toEqual(['\r\u001b[K']);
  });
});
