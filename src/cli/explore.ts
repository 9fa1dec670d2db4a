import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { writeWhole } from '../files/output.ts';

interface Options {
  readonly out?: string;
}

export function addExplore(program: Command): void {
  program
    .command('explore')
    .description('a page on which to walk through the protocol step by step; it needs no network')
    .option('--out <file>', 'write the page, one HTML file, instead of opening it')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck explore --out explorer.html\n\nWithout a terminal or a display it prints where the page is.\n\nExit code: 0 opened, written or printed, 2 wrong usage or a file that cannot be written.',
    )
    .action(async ({ out }: Options) => {
      const { PAGE } = await import('../pages/explorer/file/page-file.ts');
      const page = fileURLToPath(PAGE);
      if (out === undefined) await show(page);
      else {
        writeWhole(out, readFileSync(page, 'utf8'));
        console.log(`${out} written`);
      }
    });
}

/** Opens the page for a reader; whoever has no screen, or reads what a command prints by a script, gets its path. */
async function show(page: string): Promise<void> {
  const { open, openerFor } = await import('../pages/explorer/file/open.ts');
  const opener = process.stdout.isTTY ? openerFor(process.platform, process.env) : null;
  const isOpen = opener !== null && (await open(opener, page));
  console.log(isOpen ? `${page} is being opened` : page);
}
