import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { html } from './html.ts';

/** The root of the repository, seen from the sources and from the build alike. */
const ROOT = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url));

/** The explorer as one HTML file: the same bytes from the same sources. */
export async function explorerHtml(): Promise<string> {
  const style = readFileSync(`${ROOT}src/explorer/page/style.css`, 'utf8');
  const notices = ['xstate', 'preact'].map(
    (name) => `${name}: ${readFileSync(`${ROOT}node_modules/${name}/LICENSE`, 'utf8').trim()}`,
  );
  return html('claimcheck explorer', await script(), style, notices);
}

async function script(): Promise<string> {
  const bundle = await rolldown({
    input: `${ROOT}src/explorer/page/main.tsx`,
    cwd: ROOT,
    platform: 'browser',
    tsconfig: `${ROOT}tsconfig.json`,
    transform: { target: 'es2023' },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  await bundle.close();
  const [{ imports, code }] = output;
  if (imports.length > 0) throw new Error(`the page would have to import ${imports.join(', ')}`);
  return code;
}
