import { dirname, join, posix, relative } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { PACKED, pathTo } from '../../files/root.ts';
import { groups } from './groups.ts';

const DIST = pathTo('dist/');
const moduleOf = (id: string): string => relative(DIST, id).replaceAll('\\', '/');
const FOLDER = moduleOf(pathTo(PACKED));

/**
 * Puts the compiled modules that `verify` loads into a few files: Node.js takes longer to find and link 250 files than to compile what is in
 * them. In the place of each module is then one that exports the same from there, so that no module is there twice, whoever imports it.
 */
export async function pack(): Promise<void> {
  const groupOf = groups();
  const onlyThese: Plugin = {
    name: 'only-these',
    resolveId(source, importer) {
      if (!importer) return null;
      const id = source.startsWith('.') ? join(dirname(importer), source) : source;
      return { id, external: !groupOf.has(moduleOf(id)) };
    },
    // What a module finds beside itself stays there.
    transform: (code, id) =>
      code.replaceAll('import.meta.url', `new URL('${posix.relative(FOLDER, moduleOf(id))}', import.meta.url).href`),
  };
  const bundle = await rolldown({
    input: Object.fromEntries([...groupOf.keys()].map((module) => [module, join(DIST, module)])),
    platform: 'neutral',
    tsconfig: false,
    treeshake: false,
    preserveEntrySignatures: 'allow-extension',
    plugins: [onlyThese],
  });
  await bundle.write({
    dir: DIST,
    format: 'es',
    entryFileNames: '[name]',
    chunkFileNames: `${FOLDER}/[name].js`,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: 'loaded together', name: (id) => groupOf.get(moduleOf(id)) ?? null }],
    },
  });
  await bundle.close();
}
