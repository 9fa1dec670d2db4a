import type { LogLine } from './log.ts';

/**
 * Two daemons' logs beside each other, a step's lines at the same height.
 *
 * @param width how many characters a line of the result may have
 */
export function sideBySide(lines: readonly LogLine[], left: string, right: string, width: number): string {
  const column = Math.floor((width - 3) / 2);
  const steps = [...new Set(lines.map(({ step }) => step))];
  const rows = steps.flatMap((step) => {
    const of = (process: string) =>
      lines.filter((line) => line.step === step && line.process === process).flatMap(({ text }) => wrap(text, column));
    return zip(of(left), of(right));
  });
  return [[left, right], ['-'.repeat(column), '-'.repeat(column)], ...rows]
    .map(([a = '', b = '']) => `${a.padEnd(column)} | ${b}`.trimEnd())
    .join('\n');
}

function zip(left: readonly string[], right: readonly string[]): [string, string][] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [left[i] ?? '', right[i] ?? '']);
}

/** Breaks a line at its spaces; within a word only where the word is wider than the column. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const space = text.lastIndexOf(' ', width);
  const at = space > 0 ? space : width;
  return [text.slice(0, at), ...wrap(text.slice(at).trimStart(), width)];
}
