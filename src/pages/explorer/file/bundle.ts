import { readFileSync } from 'node:fs';
import { type Plugin, rolldown } from 'rolldown';
import { fileAt, pathTo } from '../../../files/root.ts';
import type { RunsRow } from '../../../verify/runs.ts';
import { html } from './html.ts';

/** The explorer as one HTML file: the same bytes from the same sources. */
export async function explorerHtml(): Promise<string> {
  const style = readFileSync(fileAt('src/pages/explorer/page/style.css'), 'utf8');
  const notices = ['xstate', 'preact'].map(
    (name) => `${name}: ${readFileSync(fileAt(`node_modules/${name}/LICENSE`), 'utf8').trim()}`,
  );
  return html('claimcheck explorer', await script(), style, notices);
}

async function script(): Promise<string> {
  const bundle = await rolldown({
    input: pathTo('src/pages/explorer/page/main.tsx'),
    cwd: pathTo(''),
    platform: 'browser',
    tsconfig: pathTo('tsconfig.json'),
    transform: { target: 'es2023' },
    plugins: [sharedRuns],
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  await bundle.close();
  const [{ imports, code }] = output;
  if (imports.length > 0) throw new Error(`the page would have to import ${imports.join(', ')}`);
  return code;
}

/** The runs on record, those that several rows have in common written once. */
const sharedRuns: Plugin = {
  name: 'shared-runs',
  load: (id) =>
    id === RUNS ? { code: shared(JSON.parse(readFileSync(id, 'utf8')) as RunsRow[]), moduleType: 'js' } : null,
};

const RUNS = pathTo('properties/runs.json');

function shared(rows: readonly RunsRow[]): string {
  const texts = rows.map(({ runs }) => JSON.stringify(runs));
  const distinct = [...new Set(texts)];
  const row = ({ path, fixes }: RunsRow, i: number) =>
    `{path:'${path}',fixes:'${fixes}',runs:runs[${distinct.indexOf(texts[i] as string)}]}`;
  return `const runs = [${distinct.join()}];\nexport default [${rows.map(row).join()}];\n`;
}
