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

/** A line on stderr that is written over again and again; nothing unless stderr is a terminal. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Takes the progress line away. */
export function progressDone(): void {
  progress('');
}

/** The width to which two columns are laid out. */
export function terminalWidth(): number {
  return process.stdout.columns ?? 160;
}

/** Columns of text, each as wide as its widest cell; `visible` is what a cell looks like without colour. */
export function table(rows: readonly (readonly Cell[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.text.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map(({ text, paint, right }, column) => {
          const padding = ' '.repeat((widths[column] as number) - text.length);
          const painted = paint ? paint(text) : text;
          return right ? padding + painted : painted + padding;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A cell of a table: its text, its colour, and whether it is set to the right, as numbers are. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
  readonly right?: boolean;
}
