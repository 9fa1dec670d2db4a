import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { InputError, printable, readJson } from './input.ts';
import { byKey, fields, hex, integer, oneOf, reasonByName, records, seconds, text, truth } from './schema.ts';

const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-input-')), 'given.json');

/** What is said of a file with this content, which must be one line. */
function complaintOf(content: string, schema: v.GenericSchema = v.unknown()): string {
  writeFileSync(file, content);
  let complaint: unknown;
  try {
    readJson(file, schema);
  } catch (error) {
    complaint = error;
  }
  expect(complaint).toBeInstanceOf(InputError);
  const { message } = complaint as InputError;
  expect(message.split('\n')).toHaveLength(1);
  return message.replace(file, 'FILE');
}

describe('a file that is not JSON', () => {
  test.each([
    ['', 1],
    ['[1,\n2', 2],
    ['[1,\n2\n\n\n', 2],
    ['[1,\n2,\nx]', 3],
    ['[1,\n2,\n]', 3],
    ['[\n1 2,\n3]', 2],
    ['[1]\n]', 2],
    ['{"a":\n{b: 1}}', 2],
    ['{"a":\n"b\n"}', 2],
    ['\ufeff[]', 1],
    ['[NaN]', 1],
    [`[${'1,\n'.repeat(9999)}!]`, 10_000],
    [`{"a":\n${'['.repeat(100_000)}`, 2],
  ])('is refused with the line at which it is none: %#', (content, line) => {
    expect(complaintOf(content)).toBe(`FILE:${line}: JSON was expected`);
  });

  test('with a long name is refused by its whole name', () => {
    const long = join(file, 'x'.repeat(250));
    expect(() => readJson(long)).toThrow(`${long}: cannot be read`);
  });

  test('or cannot be read, is refused with the reason', () => {
    expect(() => readJson(join(file, 'x'))).toThrow(`${join(file, 'x')}: cannot be read (ENOTDIR)`);
    expect(() => readJson(new URL('x', pathToFileURL(file)))).toThrow(/\/x: cannot be read \(ENOENT\)$/);
  });
});

describe('a file that is not what was expected', () => {
  const schema = fields({
    'a list': v.array(fields({ n: seconds(), is: v.nullable(truth('true, false or null')) }), 'a list'),
    kind: oneOf(['one', 'two', 'three']),
    bytes: hex(),
  });
  const good = { 'a list': [{ n: 0.5, is: null }], kind: 'one', bytes: '00ff' };

  test('is told from one that is', () => {
    writeFileSync(file, JSON.stringify({ ...good, more: 1 }));
    expect(readJson(file, schema)).toEqual({ ...good, more: 1 });
  });

  test.each([
    [[], 'an object was expected, not []'],
    [null, 'an object was expected, not null'],
    [{ ...good, 'a list': {} }, 'a list: a list was expected, not {}'],
    [{ ...good, 'a list': [...good['a list'], 7] }, 'a list[1]: an object was expected, not 7'],
    [{ ...good, 'a list': [{}] }, 'a list[0].n: a number of seconds was expected, not nothing'],
    [{ ...good, 'a list': [{ n: -1, is: true }] }, 'a list[0].n: a number of seconds was expected, not -1'],
    [{ ...good, 'a list': [{ n: 1, is: 'no' }] }, 'a list[0].is: true, false or null was expected, not "no"'],
    [{ ...good, kind: 'toString' }, 'kind: one, two, or three was expected, not "toString"'],
    [{ ...good, bytes: '0' }, 'bytes: bytes in hex were expected, not "0"'],
  ])('is refused with the place and what was expected there: %j', (content, complaint) => {
    expect(complaintOf(JSON.stringify(content), schema)).toBe(`FILE: ${complaint}`);
  });

  test('as a number too large to be one', () => {
    expect(complaintOf('{"n": 1e999}', fields({ n: seconds() }))).toBe(
      'FILE: n: a number of seconds was expected, not Infinity',
    );
  });

  test('in a record is refused with its number, and with its case if it has one', () => {
    const list = records(fields({ n: integer() }));
    expect(complaintOf('[{"n":1},{"case":"second","n":"x"}]', list)).toBe(
      `FILE: record 2 ('second'): n: an int was expected, not "x"`,
    );
    expect(complaintOf('[{"n":1.5}]', list)).toBe('FILE: record 1: n: an int was expected, not 1.5');
    expect(complaintOf('[]', list)).toBe('FILE: at least one record was expected, not []');
  });

  test('by a key that valibot would leave out unchecked', () => {
    for (const key of ['__proto__', 'constructor', 'prototype'])
      expect(complaintOf(`{"a": "b", "${key}": 5}`, reasonByName)).toBe(
        `FILE: keys other than __proto__, constructor, prototype were expected, not {"a":"b","${key}":5}`,
      );
    expect(complaintOf('{"toString": 5}', reasonByName)).toBe('FILE: toString: a reason was expected, not 5');
    expect(complaintOf('{"b": "x"}', byKey(oneOf(['a']), text(), 'an object'))).toBe('FILE: a was expected, not "b"');
  });

  test('is shown as one short line, whatever is in it', () => {
    const list = records(fields({ n: integer() }));
    const evil = `\u001b[31m\r\n\u202e\u2028${'x'.repeat(500)}`;
    const complaint = complaintOf(JSON.stringify([{ case: evil, n: evil }]), list);
    expect(complaint).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
    expect(complaint.length).toBeLessThan(2 * 250 + 100);
    const deep = `[{"n":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`;
    expect(complaintOf(deep, list)).toBe(
      'FILE: record 1: n: an int was expected, not a value that is nested too deeply',
    );
  });
});

test('text from outside is shown with what a terminal would obey escaped, and cut', () => {
  expect(printable('a\tb\u007f\u009b\u2066é✓')).toBe(String.raw`a\x09b\x7f\x9b\u2066é✓`);
  expect(printable('x'.repeat(200))).toBe('x'.repeat(200));
  expect(printable('x'.repeat(201))).toBe(`${'x'.repeat(197)}...`);
  expect(printable(`${'x'.repeat(196)}😀y😀`)).toBe(String.raw`${'x'.repeat(196)}\ud83d...`);
});
