import type { LogLine } from './log.ts';

/**
 * Two daemons' logs beside each other, a step's lines at the same height.
 *
 * @param width how many characters a line of the result may have
 * @param remark what is to be said between the steps, across both columns
 */
export function sideBySide(
  lines: readonly LogLine[],
  left: string,
  right: string,
  width: number,
  remark?: { readonly after: number; readonly text: string },
): string {
  const column = Math.floor((width - 3) / 2);
  const row = (a: string, b: string) => `${a.padEnd(column)} | ${b}`.trimEnd();
  const rows = (some: readonly LogLine[]) =>
    [...new Set(some.map(({ step }) => step))].flatMap((step) => {
      const of = (process: string) =>
        some.filter((line) => line.step === step && line.process === process).flatMap(({ text }) => wrap(text, column));
      return zip(of(left), of(right)).map(([a, b]) => row(a, b));
    });
  const after = remark?.after ?? Number.POSITIVE_INFINITY;
  return [
    row(left, right),
    row('-'.repeat(column), '-'.repeat(column)),
    ...rows(lines.filter(({ step }) => step <= after)),
    ...(remark ? wrap(remark.text, width) : []),
    ...rows(lines.filter(({ step }) => step > after)),
  ].join('\n');
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
