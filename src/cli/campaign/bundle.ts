import { type Plugin, rolldown } from 'rolldown';
import { InputError } from '../../files/input.ts';
import { pathTo } from '../../files/root.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';

const ENTRY = '\0campaign';
const MAIN = pathTo('dist/src/cli/campaign/main.js');

/**
 * The machines and properties of a study, and the program that does a shard, as one file for Node.js: the same bytes from the
 * same sources.
 *
 * @throws {InputError} if the study imports what is no file, a package of the machine's own for example
 */
export async function campaignBundle({ config }: LoadedStudy): Promise<string> {
  const file = config ?? pathTo('dist/claimcheck.config.js');
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'node',
    tsconfig: false,
    logLevel: 'silent',
    transform: { target: 'node20' },
    plugins: [programOf(file)],
  });
  try {
    const { output } = await bundle.generate({ format: 'es', minify: true, codeSplitting: false });
    const [{ code, imports }] = output;
    const missing = imports.filter((name) => !name.startsWith('node:'));
    if (missing.length > 0)
      throw new InputError(`${file}: a bundle cannot have ${missing.join(', ')}, which is imported`);
    return code;
  } finally {
    await bundle.close();
  }
}

/** The program with a study in it, which takes `claimcheck` and `xstate` from where the program has them. */
function programOf(config: string): Plugin {
  const code = [
    `import study from ${JSON.stringify(config)};`,
    `import { main } from ${JSON.stringify(MAIN)};`,
    'await main(study, process.argv.slice(2));',
  ].join('\n');
  return {
    name: 'program-of-a-campaign',
    async resolveId(source, importer) {
      if (source === ENTRY) return source;
      if (source === 'claimcheck') return pathTo('dist/src/checker/index.js');
      if (!/^xstate(\/|$)/.test(source) || importer === MAIN) return null;
      return this.resolve(source, MAIN, { skipSelf: true });
    },
    load: (id) => (id === ENTRY ? { code, moduleType: 'js' } : null),
  };
}
