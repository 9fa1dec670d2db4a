import { readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { fileAt, pathTo } from '../root.ts';
import { html } from './html.ts';

/** The explorer as one HTML file: the same bytes from the same sources. */
export async function explorerHtml(): Promise<string> {
  const style = readFileSync(fileAt('src/explorer/page/style.css'), 'utf8');
  const notices = ['xstate', 'preact'].map(
    (name) => `${name}: ${readFileSync(fileAt(`node_modules/${name}/LICENSE`), 'utf8').trim()}`,
  );
  return html('claimcheck explorer', await script(), style, notices);
}

async function script(): Promise<string> {
  const bundle = await rolldown({
    input: pathTo('src/explorer/page/main.tsx'),
    cwd: pathTo(''),
    platform: 'browser',
    tsconfig: pathTo('tsconfig.json'),
    transform: { target: 'es2023' },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  await bundle.close();
  const [{ imports, code }] = output;
  if (imports.length > 0) throw new Error(`the page would have to import ${imports.join(', ')}`);
  return code;
}
