import { stripVTControlCharacters } from 'node:util';
import { lineWidth } from './terminal.ts';

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/**
 * Lines that are no wider than `width`, broken between words; a longer word stays whole. What is broken off stands beneath the text
 * that it continues: beneath the last column of a line that has a name, a number or seconds in front, and else two places to the right of the line.
 */
export function wrap(text: string, width = lineWidth()): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const margin = ' '.repeat(marginOf(stripVTControlCharacters(line), width));
  const [indent = ''] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = indent;
  let isEmpty = true;
  for (const [, gap = '', word = ''] of line.slice(indent.length).matchAll(/( *)([^ ]+)/g)) {
    if (!isEmpty && widthOf(current + gap + word) > width) {
      lines.push(current);
      current = margin + word;
    } else current += gap + word;
    isEmpty = false;
  }
  return [...lines, current];
}

function marginOf(line: string, width: number): number {
  const [name = ''] = /^ *\S+(?: s)? {2,}(?=\S)|^ *\d+\. /.exec(line) ?? [];
  if (name && name.length <= width / 2) return name.length;
  return line.length - line.trimStart().length + 2;
}

/** What a person reads on a terminal is wrapped; a file and another program get each line whole. */
export const wrapOnTerminal = (text: string): string => (process.stdout.isTTY ? wrap(text) : text);

/** `1 row`, `9 rows`. */
export const countOf = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
export const stepsOf = (n: number): string => countOf(n, 'step');

/** A cell of a table: its text, its colour, and whether it is set to the right, as numbers are. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
  readonly right?: boolean;
}

const GAP = '  ';

/** Columns of text, each as wide as its widest cell. */
export function table(rows: readonly (readonly Cell[])[]): string {
  const widths = columnWidths(rows);
  return rows
    .map((row) =>
      row
        .map(({ text, paint, right }, column) => {
          const padding = ' '.repeat((widths[column] as number) - text.length);
          const painted = paint ? paint(text) : text;
          return right ? padding + painted : painted + padding;
        })
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}

const columnWidths = (rows: readonly (readonly Cell[])[]): number[] =>
  (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.text.length ?? 0)));

/** How wide a table is. */
export const tableWidth = (rows: readonly (readonly Cell[])[]): number =>
  columnWidths(rows).reduce((sum, width) => sum + width + GAP.length, -GAP.length);

/** A table that is too wide, as several one beneath the other; each begins with the first column. */
export function splitTable(rows: readonly (readonly Cell[])[], width = lineWidth()): string {
  const widths = columnWidths(rows);
  const blocks: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (let column = 1; column < widths.length; column += 1) {
    const more = GAP.length + (widths[column] as number);
    if (used + more > width) {
      blocks.push([]);
      used = widths[0] as number;
    }
    blocks.at(-1)?.push(column);
    used += more;
  }
  return blocks
    .map((columns) => table(rows.map((row) => [0, ...columns].map((column) => row[column] ?? { text: '' }))))
    .join('\n\n');
}
