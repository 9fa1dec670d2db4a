import { describe, expect, test } from 'vitest';
import { splitTable, table, tableWidth, wrap, wrapOnTerminal } from './layout.ts';

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;

describe('prose', () => {
  test('is broken between words, and what is broken off stands two places to the right', () => {
    expect(wrap('one two three four', 10)).toBe('one two\n  three\n  four');
    expect(wrap('  one two three', 9)).toBe('  one two\n    three');
    expect(wrap('short\nlines stay', 10)).toBe('short\nlines stay');
  });

  test('continues beneath the text of a line that begins with a name, a number or seconds', () => {
    expect(wrap('  S1  aa bb cc dd ee', 12)).toBe('  S1  aa bb\n      cc dd\n      ee');
    expect(wrap(' 10. aa bb cc', 10)).toBe(' 10. aa bb\n     cc');
    expect(wrap('  400 s  aa bb cc dd', 18)).toBe('  400 s  aa bb cc\n         dd');
  });

  test('keeps a word that is wider than a line whole', () => {
    expect(wrap('a 1234567890123 b', 8)).toBe('a\n  1234567890123\n  b');
  });

  test('is broken for a terminal, and stays whole in a file', () => {
    const { isTTY, columns } = process.stdout;
    try {
      Object.assign(process.stdout, { isTTY: true, columns: 10 });
      expect(wrapOnTerminal('one two three')).toBe('one two\n  three');
      Object.assign(process.stdout, { isTTY: false });
      expect(wrapOnTerminal('one two three')).toBe('one two three');
    } finally {
      Object.assign(process.stdout, { isTTY, columns });
    }
  });

  test('is as wide as it looks, without its colours', () => {
    expect(wrap(`${red('abcd')} efgh`, 9)).toBe(`${red('abcd')} efgh`);
    expect(wrap(`${red('abcd')} efgh`, 8)).toBe(`${red('abcd')}\n  efgh`);
  });
});

describe('a table that is too wide', () => {
  const rows = [
    [{ text: 'row' }, { text: 'first' }, { text: 'second' }, { text: 'third', right: true }],
    [{ text: 'a' }, { text: '1' }, { text: '22' }, { text: '3', right: true }],
  ];

  test('is split between columns, and each part begins with the first column', () => {
    expect(tableWidth(rows)).toBe(25);
    expect(splitTable(rows, 25)).toBe(table(rows));
    expect(splitTable(rows, 24)).toBe('row  first  second\na    1      22\n\nrow  third\na        3');
    expect(splitTable(rows, 5).split('\n\n')).toHaveLength(3);
  });
});
