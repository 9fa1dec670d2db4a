import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../files/input.ts';
import { requireWritable, writeFiles } from '../../files/output.ts';
import { pathTo } from '../../files/root.ts';
import { progress, progressDone } from '../terminal.ts';
import { EXIT } from '../parse.ts';

interface Options {
  readonly out?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

export function addReview(program: Command): void {
  program
    .command('review')
    .description(
      'write the design review from the machines, the verdicts and the measurements: REVIEW.md, its appendix/ and review.html',
    )
    .option('--out <dir>', 'the directory to write to, or with --check to read; made if it does not exist')
    .option('--check', 'write nothing: say what is stale (by default of docs/review/)')
    .option('--json', 'what was written, or with --check what is stale, as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck review --out review\n  claimcheck review --check\n\nExit code: 0 written, or nothing is stale, 1 something is stale or names what is not there, 2 invalid usage.',
    )
    .action(async (options: Options) => {
      process.exitCode = await reviewCommand(options);
    });
}

/** What the review quotes, and a package has not. */
const NEEDED = 'properties/ticket-2563.txt';

async function reviewCommand({ out, check, json }: Options): Promise<number> {
  if (!check && out === undefined) throw new InputError('give --out DIR, or --check');
  if (!existsSync(pathTo(NEEDED)))
    throw new InputError(`the review is made from claimcheck's repository: ${NEEDED} is not there`);
  if (out !== undefined && !check) requireWritable(join(out, 'REVIEW.md'));
  progress('making the review');
  const { dangling } = await import('../../htcondor/review/dangling.ts');
  const missing = dangling();
  const stale = missing.length > 0 ? missing : await made(out ?? pathTo('docs/review'), check ?? false);
  progressDone();
  if (json) console.log(JSON.stringify({ stale }));
  else for (const line of stale) console.log(line);
  if (stale.length > 0) return EXIT.finding;
  if (!json)
    console.log(check ? 'The review is up to date.' : `REVIEW.md, its appendix and review.html written to ${out}`);
  return EXIT.asExpected;
}

/** Writes the files, or says what is stale of those that are there. */
async function made(directory: string, check: boolean): Promise<string[]> {
  const { isOfReview, reviewFiles, staleChapters } = await import('../../htcondor/review/review.ts');
  const files = await reviewFiles((chapter) => progress(`making the review: ${chapter}`));
  if (!check) {
    for (const [folder, inside] of byFolder(files)) writeFiles(join(directory, folder), inside);
    return [];
  }
  const stale = [...files].flatMap(([name, text]) => {
    const file = join(directory, name);
    if (!existsSync(file)) return [`${name} is missing`];
    const was = readFileSync(file, 'utf8');
    if (was === text) return [];
    return [name.endsWith('.svg') ? `${name} is stale` : `${name} is stale: ${staleChapters(was, text).join('; ')}`];
  });
  const left = filesIn(directory).filter((name) => isOfReview(name) && !files.has(name));
  return [...stale, ...left.map((name) => `${name} belongs to no chapter any more`)];
}

/** Files by the folders that they lie in, the outermost first. */
function byFolder(files: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const folders = [...new Set([...files.keys()].map((name) => dirname(name)))].toSorted();
  return new Map(
    folders.map((folder) => [
      folder,
      new Map([...files].filter(([name]) => dirname(name) === folder).map(([name, text]) => [basename(name), text])),
    ]),
  );
}

const filesIn = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory, { encoding: 'utf8', recursive: true }).map((name) => name.replaceAll('\\', '/'))
    : [];
