import pc from 'picocolors';
import type { Style } from '../traces/story/story.ts';

/** Colours on a terminal, and never with NO_COLOR: picocolors looks at both. */
const colors = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true);

export const style: Style = {
  bold: colors.bold,
  dim: colors.dim,
  red: colors.red,
  green: colors.green,
  yellow: colors.yellow,
};

/** The width to which two columns are laid out. */
export function terminalWidth(): number {
  return process.stdout.columns ?? 160;
}

/** The width to which prose is wrapped and tables are split. */
export function lineWidth(): number {
  return process.stdout.columns || 80;
}

const HALF_A_SECOND = 500;

/** After how many milliseconds whoever has no terminal is told, once, that there is something to wait for: a timer may be a little early. */
const A_MOMENT = HALF_A_SECOND - 50;

/** Since when there has been something to tell, and whether it has been told; both only where there is no terminal. */
let since: number | null = null;
let isTold = false;

/** A line on stderr that is written over again and again; where stderr is no terminal, one line after half a second. */
export function progress(text: string): void {
  if (process.stderr.isTTY) {
    const width = (process.stderr.columns || 80) - 1;
    process.stderr.write(`\r\u001b[K${text.slice(0, width)}`);
    return;
  }
  since ??= performance.now();
  if (isTold || performance.now() - since < A_MOMENT) return;
  isTold = true;
  process.stderr.write(`${text} ...\n`);
}

/** Takes the progress line away. */
export function progressDone(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  since = null;
  isTold = false;
}

/**
 * Shows at once, and twice a second from then on, what other threads have done so far.
 *
 * @param text given the seconds that have passed
 * @returns ends it, and takes the line away
 */
export function keepTelling(text: (seconds: number) => string): () => void {
  const begun = performance.now();
  const tell = () => progress(text(Math.round((performance.now() - begun) / 1000)));
  tell();
  const timer = setInterval(tell, HALF_A_SECOND);
  return () => {
    clearInterval(timer);
    progressDone();
  };
}
