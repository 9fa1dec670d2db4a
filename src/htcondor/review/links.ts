import type { Inline } from './content.ts';

/** Where the links of a text lead in the file in which it stands. */
export interface Place {
  /** Of a chapter, by its title. */
  readonly chapter: (title: string) => string;
  /** Of a file of the repository; null where a reader cannot be led to it. */
  readonly file: (path: string) => string | null;
}

const OWN = /\[([^\]]*)\]\((chapter|repo):([^)]*)\)/g;

/** The text with the links that the file needs. A file that a reader cannot be led to is named by its path. */
export function linked(text: Inline, { chapter, file }: Place): string {
  return text.replace(OWN, (_, words: string, kind: string, target: string) => {
    const to = kind === 'chapter' ? chapter(target) : file(target);
    if (to !== null) return `[${words}](${to})`;
    return target.endsWith(words) ? `\`${target}\`` : `${words} (\`${target}\`)`;
  });
}
