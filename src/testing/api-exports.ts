import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathTo } from '../files/root.ts';

/** Something that the package exports, with the first sentence of its docstring. */
export interface ApiExport {
  readonly name: string;
  readonly kind: 'value' | 'type';
  readonly meaning: string;
}

const { exports } = JSON.parse(readFileSync(pathTo('package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, { readonly default: string }>>;
};

/** The ways into the package with their sources. */
export const WAYS_IN = Object.entries(exports).map(([path, { default: built }]) => ({
  name: path.replace(/^\./, 'claimcheck'),
  source: built.replace('./dist/', '').replace(/\.js$/, '.ts'),
}));

const DECLARED = /^export (?:async )?(?:abstract )?(function\*?|const|class|interface|type) (\w+)/gm;
const NAMED = /^export (type )?\{([^}]*)\}(?: from '([^']+)')?;/gm;

/** What a module exports, in the order written: its own declarations, and those that it hands on. */
export function exportsOf(source: string, only?: string): ApiExport[] {
  const text = readFileSync(pathTo(source), 'utf8');
  const own = [...text.matchAll(DECLARED)].map(([, kind = '', name = '']) => declared(source, name, kind));
  const handed = [...text.matchAll(NAMED)].flatMap(([, , names = '', from = '']) =>
    names
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '' && (only === undefined || one.endsWith(only)))
      .map((one) => {
        const [name = '', alias = name] = one.replace(/^type /, '').split(' as ');
        const origin = from || (new RegExp(`import [^;]*\\b${name}\\b[^;]*from '([^']+)'`).exec(text)?.[1] ?? '');
        return { ...found(join(dirname(source), origin), name), name: alias };
      }),
  );
  return [...own, ...handed];
}

function found(source: string, name: string): ApiExport {
  if (!source.endsWith('.ts') || !existsSync(pathTo(source))) throw new Error(`${source} of ${name} is not there`);
  const one = exportsOf(source, name).find((other) => other.name === name);
  if (!one) throw new Error(`${source} does not export ${name}`);
  return one;
}

function declared(source: string, name: string, kind: string): ApiExport {
  const text = readFileSync(pathTo(source), 'utf8');
  const [before = ''] = text.split(new RegExp(`^export [\\w* ]*\\b${name}\\b`, 'm'));
  const [, doc = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before) ?? [];
  const prose =
    doc
      .replace(/^\s*\* ?/gm, '')
      .trim()
      .split(/\n\s*\n|\n@|\n- /)[0] ?? '';
  const [sentence = ''] = prose.replace(/\s+/g, ' ').split(/(?<=[.:;]) (?=[A-Z`])| @/);
  return {
    name,
    kind: kind === 'interface' || kind === 'type' ? 'type' : 'value',
    meaning: sentence.replace(/:$/, '.'),
  };
}
