import { readFileSync } from 'node:fs';
import { table } from '../../cli/layout.ts';
import { style } from '../../cli/terminal.ts';
import { InputError } from '../../files/input.ts';
import { writeWhole } from '../../files/output.ts';
import type { Part } from './outcome.ts';
import type { Table } from './tables.ts';

export function inTerminal(parts: readonly Part[]): string {
  return parts
    .map(({ title, table: rows, alarming }) => {
      const heading = title && (alarming ? style.red(title) : rows ? style.bold(title) : title);
      return [heading, rows && aligned(rows)].filter(Boolean).join('\n');
    })
    .join('\n\n');
}

function aligned(rows: Table): string {
  return table(
    rows.map((cells, row) =>
      cells.map((text, column) => ({ text, right: column > 0, ...(row === 0 && { paint: style.dim }) })),
    ),
  );
}

export function inMarkdown(parts: readonly Part[]): string {
  return parts
    .map(({ title, table: rows }) => [title, rows && markdownTable(rows)].filter(Boolean).join('\n\n'))
    .join('\n\n');
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function markdownTable([heading = [], ...lines]: Table): string {
  return [line(heading), line(heading.map((_, i) => (i === 0 ? '---' : '--:'))), ...lines.map(line)].join('\n');
}

/**
 * Puts a text into a file between the comments `<!-- name -->` and `<!-- /name -->`, in place of what is there.
 *
 * @throws {InputError} if the file has no such comments, or cannot be written
 */
export function writeBetween(file: string, name: string, text: string): void {
  const { before, from, to } = requirePlace(file, name);
  writeWhole(file, `${before.slice(0, from)}\n${text}\n${before.slice(to)}`);
}

/** Where in a file such a text belongs. @throws {InputError} if the file has no such comments */
export function requirePlace(file: string, name: string) {
  const before = readFileSync(file, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [at, to] = [before.indexOf(start), before.indexOf(end)];
  if (at < 0 || to < at) throw new InputError(`${file}: ${start} and ${end} were expected`);
  return { before, from: at + start.length, to };
}
