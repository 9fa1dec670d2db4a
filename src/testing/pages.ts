import { readdirSync, readFileSync } from 'node:fs';
import { pathTo } from '../files/root.ts';

/** README.md and the pages of docs/, by their paths from the root of the repository. */
export const PAGES = [
  'README.md',
  ...readdirSync(pathTo('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** A command that a page shows, as it is given to the command line, with the lines that the page says it prints. */
export interface ShownCommand {
  readonly page: string;
  readonly command: string;
  readonly prints: readonly string[];
}

interface Block {
  readonly language: string;
  readonly text: string;
  /** Whether a heading stands between it and the block before. */
  readonly opensSection: boolean;
}

/** The code blocks of a page in their order. */
export const blocksOf = (page: string): Block[] =>
  [...readFileSync(pathTo(page), 'utf8').matchAll(/([\s\S]*?)^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ([, prose = '', language = '', text = '']) => ({ language, text, opensSection: /^#/m.test(prose) }),
  );

/** What is cut from a printed text on a page. */
const CUT = '…';

/**
 * Every command of README.md and docs/ once: those of `sh` blocks, and whole ones in code spans. A `text` block after an `sh` block of the same
 * section is what its last command prints.
 */
export function shownCommands(): ShownCommand[] {
  const all = PAGES.flatMap((page): ShownCommand[] => {
    const blocks = blocksOf(page);
    const inBlocks = blocks.flatMap(({ language, text }, i) => {
      const commands = language === 'sh' ? commandsOf(text) : [];
      const next = blocks[i + 1];
      const isPrinted = next?.language === 'text' && !next.opensSection;
      const printed = isPrinted ? next.text.split('\n').filter((line) => line && line !== CUT) : [];
      return commands.map((command, n) => ({ page, command, prints: n === commands.length - 1 ? printed : [] }));
    });
    const spans = [...readFileSync(pathTo(page), 'utf8').matchAll(/`npx claimcheck ([^`]*)`/g)]
      .map(([, command = '']) => command)
      .filter((command) => !command.includes(CUT) && !command.includes('COMMAND'));
    return [...inBlocks, ...spans.map((command) => ({ page, command, prints: [] }))];
  });
  return [...new Set(all.map(({ command }) => command))].map((command) => {
    const same = all.filter((one) => one.command === command);
    return { page: same[0]?.page ?? '', command, prints: same.flatMap(({ prints }) => prints) };
  });
}

/** `npm start` is `verify`; a comment may stand behind a command. */
function commandsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const said = line.replace(/\s+#.*$/, '');
    if (/\bnpm start$/.test(said)) return ['verify'];
    const [, args] = /^npx claimcheck (.*)$/.exec(said) ?? [];
    return args === undefined ? [] : [args];
  });
}

/** Those that take many seconds: shown-commands.sampled.test.ts runs them, and other suites what they search. */
const LONG = [
  /^verify$/,
  /^verify --system all/,
  /^verify --environment peer/,
  /^gallery$/,
  /^campaign .* --local\b/,
  /^(review|coverage|mutate|diff|fuzz --fixes)\b/,
];

export const isLong = ({ command }: ShownCommand): boolean => LONG.some((pattern) => pattern.test(command));
