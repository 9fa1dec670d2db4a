import { relative } from 'node:path/posix';
import {
  anchorOf,
  type Appendix,
  type Block,
  type Cell,
  type Chapter,
  type Inline,
  type Review,
  type Table,
} from './content.ts';
import { APPENDIX, Charts, HOME } from './charts.ts';
import { linked, type Place } from './links.ts';

/** The page that is read first. */
export const MAIN = 'REVIEW.md';

/**
 * The review as GitHub renders it: a page to decide on, a file for each chapter of the appendix, and the pictures of the
 * figures that have no other form.
 */
export function toMarkdown(review: Review): Map<string, string> {
  const charts = new Charts();
  const { title, subtitle, main } = review;
  const appendix = review.appendix.map((chapter) => ({ ...chapter, blocks: charts.drawnIn(chapter) }));
  const files = new Map<string, string>();
  const placeIn = (folder: string): Place => ({
    chapter: (name) => {
      const far = appendix.find((one) => one.title === name);
      if (!far && !main.some((one) => one.title === name)) throw new Error(`there is no chapter '${name}'`);
      return relative(folder, far ? fileOf(far) : `${MAIN}#${anchorOf(name)}`);
    },
    file: (path) => relative(`${HOME}/${folder}`, path),
  });
  const near = placeIn('');
  files.set(
    MAIN,
    [
      `# ${title}`,
      subtitle,
      ...main.map((chapter) => chapterText(chapter, near, 2)),
      '## Appendix',
      appendix.map(({ title: name, about }) => linked(`- [${name}](chapter:${name}): ${about}`, near)).join('\n'),
    ].join('\n\n'),
  );
  const far = placeIn(APPENDIX);
  for (const chapter of appendix) {
    const back = `Appendix of [the review](../${MAIN}): ${chapter.about}.`;
    files.set(fileOf(chapter), chapterText({ ...chapter, blocks: [paragraphOf(back), ...chapter.blocks] }, far, 1));
  }
  return new Map([...[...files].map(([path, text]) => [path, `${text}\n`] as const), ...charts.files]);
}

const fileOf = (chapter: Appendix): string => `${APPENDIX}/${chapter.file}.md`;

const paragraphOf = (text: Inline): Block => ({ kind: 'paragraph', text });

/** A chapter beneath a heading of some level. */
const chapterText = ({ title, blocks }: Chapter, place: Place, level: number): string =>
  [`${'#'.repeat(level)} ${title}`, ...blocks.map((block) => blockText(block, place, level + 1))].join('\n\n');

/** A block in Markdown; `level` is that of a heading in it. */
export function blockText(block: Block, place: Place, level: number): string {
  const inline = (text: Inline) => escaped(linked(text, place));
  switch (block.kind) {
    case 'paragraph':
      return inline(block.text);
    case 'heading':
      return `${'#'.repeat(level)} ${block.text}`;
    case 'list':
      return block.items.map((item) => `- ${inline(item)}`).join('\n');
    case 'steps':
      return block.items.map((item, i) => `${i + 1}. ${inline(item)}`).join('\n');
    case 'statements':
      return block.items.map(({ text }) => `> ${inline(text)}`).join('\n>\n');
    case 'code':
      return fenced(block.text, block.language ?? 'text');
    case 'details':
      return [
        `<details><summary>${block.summary}</summary>`,
        ...block.blocks.map((one) => blockText(one, place, level)),
        '</details>',
      ].join('\n\n');
    case 'table':
      return tableText(block, inline);
    case 'figure': {
      const words = `**${escaped(block.title)}.** ${escaped(block.description)}`;
      const { file = '', mermaid } = block;
      return `${words}\n\n${mermaid === undefined ? imageText(block.title, file, place) : fenced(mermaid, 'mermaid')}`;
    }
    case 'picture':
      return `${imageText(block.title, block.file, place)}\n\n**${escaped(block.title)}.** ${inline(block.description)}`;
  }
}

const imageText = (title: string, file: string, place: Place): string => `![${escaped(title)}](${place.file(file)})`;

const fenced = (text: string, language: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

function tableText({ caption, head, rows }: Table, inline: (text: Inline) => string): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map((cell) => cellText(cell, inline)).join(' | ')} |`;
  const body = [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
  return caption === undefined ? body : `${inline(caption)}\n\n${body}`;
}

const cellText = (cell: Cell, inline: (text: Inline) => string): string => {
  const text = inline(typeof cell === 'string' ? cell : cell.text).replaceAll('|', String.raw`\|`);
  return text === '' ? ' ' : text;
};

/** Angle brackets outside of code would be taken for HTML. */
export function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('');
}
