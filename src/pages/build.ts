import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'rolldown';
import { fileAt, pathTo } from '../files/root.ts';
import { loadStudy } from '../verify/load-study.ts';
import { bundled } from './bundle.ts';
import { explorerHtml } from './explorer/file/bundle.ts';
import { BUILT, PAGE } from './explorer/file/page-file.ts';
import { pack } from './pack/pack.ts';

/** What `npm run build` makes of what the compiler writes: the scripts and pages that a browser opens, and few files of many modules. */

const EXPLORER = pathTo('src/pages/explorer/');

/** What the compiler has written is left where it is: a study that is bundled with the page's script uses the same. */
const onlyThePage: Plugin = {
  name: 'only-the-page',
  resolveId(source, importer) {
    if (/^xstate(\/|$)/.test(source)) return { id: source, external: true };
    const file = resolve(dirname(importer ?? ''), source);
    if (!importer?.startsWith(EXPLORER) || !source.startsWith('.') || file.startsWith(EXPLORER)) return null;
    const path = relative(EXPLORER, file).replace(/\.ts$/, '.js');
    return { id: path, external: true };
  },
};

/** The explorer's script, with a study as its only input; its style and the licences of what is in it. */
async function buildScript(): Promise<void> {
  const { code } = await bundled(pathTo('src/pages/explorer/page/main.tsx'), { format: 'es', plugins: [onlyThePage] });
  writeFileSync(BUILT.script, code);
  const style = readFileSync(fileAt('src/pages/explorer/page/style.css'), 'utf8');
  writeFileSync(BUILT.style, style.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\s*\n\s*/g, '\n'));
  const notices = ['xstate', 'preact'].map(
    (name) => `${name}: ${readFileSync(fileAt(`node_modules/${name}/LICENSE`), 'utf8').trim()}`,
  );
  writeFileSync(BUILT.notices, notices.join('\n\n'));
}

const STYLE = /<link rel="stylesheet" href="([^"]+)">/g;
const SCRIPT = /<script src="([^"]+)"><\/script>/g;

/** Makes a page one file: the style sheets and scripts that it names are put into it, so that it asks for nothing else. */
async function buildPage(path: string): Promise<void> {
  const source = pathTo(`src/pages/${path}`);
  const html = readFileSync(source, 'utf8');
  const beside = (name: string) => resolve(dirname(source), name);
  const scripts = new Map<string, string>();
  for (const [, name = ''] of html.matchAll(SCRIPT)) {
    const { code, imports } = await bundled(beside(name), { format: 'iife' });
    if (imports.length > 0) throw new Error(`${path} would have to import ${imports.join(', ')}`);
    scripts.set(name, code.replaceAll('</script', String.raw`<\/script`));
  }
  const page = html
    .replace(STYLE, (_, name: string) => `<style>\n${readFileSync(beside(name), 'utf8')}</style>`)
    .replace(SCRIPT, (_, name: string) => `<script>${scripts.get(name)}</script>`);
  const out = pathTo(`dist/src/pages/${path}`);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, page);
}

await buildScript();
await pack();
writeFileSync(PAGE, await explorerHtml(await loadStudy(null)));
for (const name of ['inspector', 'stately']) await buildPage(`inspector/page/${name}.html`);
