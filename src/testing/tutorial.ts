import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from './pages.ts';

/** Something that the tutorial tells its reader to do: to write a file, or to run a command, which prints these lines in order. */
export type TutorialStep =
  | { readonly file: string; readonly text: string }
  | { readonly command: string; readonly prints: readonly string[] };

/** The steps of the tutorial in docs/checker.md, in order. */
export function tutorialSteps(): TutorialStep[] {
  const blocks = blocksOf('docs/checker.md');
  const last = blocks.findLastIndex(({ language }) => language === 'console');
  return blocks.slice(0, last + 1).flatMap(({ language, text }): TutorialStep[] => {
    const [, file] = /^\/\/ (\S+)\n/.exec(text) ?? [];
    if (language === 'ts' && file !== undefined) return [{ file, text }];
    if (language !== 'console') throw new Error(`a block of the tutorial is neither a file nor commands: ${text}`);
    return text
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...lines] = part.split('\n');
        return { command, prints: lines.filter((line) => line !== '' && line !== '…') };
      });
  });
}

/** Runs a command in a folder: what it prints, and its exit code. */
export function shell(folder: string, command: string): { readonly code: number; readonly said: string } {
  try {
    return { code: 0, said: execFileSync('sh', ['-c', `${command} 2>&1`], { cwd: folder, encoding: 'utf8' }) };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, said: stdout };
  }
}

/**
 * Follows the tutorial in a folder, word for word.
 *
 * @param as another command for one that cannot be run as it stands
 * @returns what is not as the tutorial says
 */
export function followTutorial(folder: string, as: (command: string) => string): string[] {
  return tutorialSteps().flatMap((step) => {
    if ('file' in step) {
      writeFileSync(join(folder, step.file), step.text);
      return [];
    }
    const { code, said } = shell(folder, as(step.command));
    // A finding is exit code 1; anything but claimcheck is to succeed.
    if (code > (step.command.startsWith('npx claimcheck ') ? 1 : 0))
      return [`${step.command}: exit code ${code}: ${said}`];
    let from = 0;
    for (const line of step.prints) {
      const at = said.indexOf(line, from);
      if (at < 0) return [`${step.command}: does not print ${JSON.stringify(line)} there, but:\n${said}`];
      from = at + line.length;
    }
    return [];
  });
}
