import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import { InputError } from '../../../files/input.ts';
import { pathTo } from '../../../files/root.ts';
import type { LoadedStudy } from '../../../verify/load-study.ts';
import { bundled } from '../../bundle.ts';
import type { Recorded } from '../scene.ts';
import { html } from './html.ts';
import { BUILT } from './page-file.ts';
import { recordedOf, recordedText } from './recorded.ts';
import { withoutSources } from './without-sources.ts';

/**
 * The explorer of a study as one HTML file: the same bytes from the same sources.
 *
 * @throws {InputError} if the study imports what a page cannot have
 */
export async function explorerHtml(loaded: LoadedStudy): Promise<string> {
  const config = loaded.config ?? pathTo('dist/claimcheck.config.js');
  const { code, imports } = await bundled(ENTRY, {
    format: 'iife',
    plugins: [pageOf(config, await recordedOf(loaded)), withoutSources],
  });
  if (imports.length > 0)
    throw new InputError(`${config}: a page cannot have ${imports.join(', ')}, which is imported`);
  const [style, notices] = [BUILT.style, BUILT.notices].map((file) => readFileSync(file, 'utf8')) as [string, string];
  return html('claimcheck explorer', code, style, [notices]);
}

const ENTRY = '\0page';
const RECORDED = '\0recorded';
const SCRIPT = fileURLToPath(BUILT.script);

/** The page's script with a study, which takes `claimcheck` and `xstate` from where the script has them. */
function pageOf(config: string, recorded: Recorded): Plugin {
  const modules: Readonly<Record<string, string>> = {
    [ENTRY]: [
      `import { start } from ${JSON.stringify(SCRIPT)};`,
      `import study from ${JSON.stringify(config)};`,
      `import recorded from ${JSON.stringify(RECORDED)};`,
      'start(study, recorded);',
    ].join('\n'),
    [RECORDED]: recordedText(recorded),
  };
  return {
    name: 'page-of-a-study',
    async resolveId(source, importer) {
      if (source in modules) return source;
      if (source === 'claimcheck') return pathTo('dist/src/checker/index.js');
      if (!/^xstate(\/|$)/.test(source) || importer === SCRIPT) return null;
      return this.resolve(source, SCRIPT, { skipSelf: true });
    },
    load: (id) => (id in modules ? { code: modules[id] as string, moduleType: 'js' } : null),
  };
}
