import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { writeWhole } from '../../files/output.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';

interface Options {
  readonly out?: string;
}

export function addExplore(program: Command, loaded: LoadedStudy): void {
  program
    .command('explore')
    .description('open a page on which to walk through the systems of a study, step by step; it needs no network')
    .option('--out <file>', 'write the page, one HTML file, instead of opening it')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck explore --out explorer.html\n\nWithout a terminal or a display it prints where the page is.\n\nExit code: 0 opened, written or printed, 2 invalid usage or a file that cannot be written.',
    )
    .action(async ({ out }: Options) => {
      if (out === undefined) return show(await pageFile(loaded));
      writeWhole(out, await pageText(loaded));
      console.log(`${out} written`);
    });
}

/** The page as a file: that of our own study has been built. */
async function pageFile(loaded: LoadedStudy): Promise<string> {
  if (loaded.config === null) return fileURLToPath((await import('../../pages/explorer/file/page-file.ts')).PAGE);
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'explorer.html');
  writeWhole(file, await pageText(loaded));
  return file;
}

/** The page's text; only for a user's study is anything bundled, and the bundler loaded. */
async function pageText(loaded: LoadedStudy): Promise<string> {
  if (loaded.config === null) return readFileSync(await pageFile(loaded), 'utf8');
  const { explorerHtml } = await import('../../pages/explorer/file/bundle.ts');
  return explorerHtml(loaded);
}

/** Opens the page for a reader; whoever has no screen, or reads what a command prints by a script, gets its path. */
async function show(page: string): Promise<void> {
  const { open, openerFor } = await import('../../pages/explorer/file/open.ts');
  const opener = process.stdout.isTTY ? openerFor(process.platform, process.env) : null;
  const isOpen = opener !== null && (await open(opener, page));
  console.log(isOpen ? `${page} is being opened` : page);
}
