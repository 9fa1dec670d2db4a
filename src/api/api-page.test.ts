import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { type ApiExport, exportsOf, WAYS_IN } from '../testing/api-exports.ts';

const PAGE = 'docs/api.md';
const textOf = () => readFileSync(pathTo(PAGE), 'utf8');

const cell = (text: string) => text.replaceAll('|', String.raw`\|`);
const rows = (list: readonly ApiExport[]) => list.map(({ name, meaning }) => `| \`${name}\` | ${cell(meaning)} |`);

/** What is exported by one way in, as a table. */
function tableOf(source: string): string {
  const all = exportsOf(source);
  const values = all.filter(({ kind }) => kind === 'value');
  const types = all.filter(({ kind }) => kind === 'type');
  return [
    ...(values.length > 0 ? ['| value | what it is |', '|---|---|', ...rows(values), ''] : []),
    ...(types.length > 0 ? ['| type | what it is |', '|---|---|', ...rows(types)] : []),
  ]
    .join('\n')
    .trimEnd();
}

/** The page with the tables of today. */
const written = (page: string): string =>
  WAYS_IN.reduce((text, { name, source }) => {
    const mark = `<!-- exports of ${name} -->`;
    const [before = '', after = ''] = text.split(`${mark}\n`);
    const rest = after.slice(after.search(/^## /m) === -1 ? after.length : after.search(/^## /m));
    return `${before}${mark}\n\n${tableOf(source)}\n${rest === '' ? '' : `\n${rest}`}`;
  }, page);

describe('the page of the interface', () => {
  test('has every export of every way in, with what its docstring says; UPDATE=1 writes it', () => {
    const page = textOf();
    if (process.env['UPDATE']) writeFileSync(pathTo(PAGE), written(page));
    expect(textOf()).toBe(written(page));
    const all = WAYS_IN.flatMap(({ source }) => exportsOf(source));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ meaning }) => meaning === '').map(({ name }) => name)).toEqual([]);
  });

  test('has an example of every value', () => {
    const [, ...parts] = textOf().split(/^## /m);
    for (const { name, source } of WAYS_IN) {
      const part = parts.find((one) => one.startsWith(`${name}\n`)) ?? '';
      const code = [...part.matchAll(/^```(?:ts|js)\n([\s\S]*?)^```$/gm)].map(([, text]) => text).join('\n');
      const values = exportsOf(source).filter(({ kind }) => kind === 'value');
      const missing = values.filter((one) => !new RegExp(`\\b${one.name}\\b`).test(code)).map((one) => one.name);
      expect([name, missing.filter((one) => one !== 'RandomRun')]).toEqual([name, []]);
    }
  });
});
