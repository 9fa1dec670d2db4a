import { anchorOf, type Block, type Cell, type Chapter, type Review, type Table } from './content.ts';

/** The page as GitHub renders it, with Mermaid's pictures. */
export function toMarkdown({ title, subtitle, chapters }: Review): string {
  const contents = chapters.slice(1).map((chapter) => `- [${chapter.title}](#${anchorOf(chapter.title)})`);
  const [first, ...rest] = chapters.map(chapterText);
  return `# ${title}\n\n${subtitle}\n\n${[first, contents.join('\n'), ...rest].join('\n\n')}\n`;
}

/** One chapter, so that a stale page can be told chapter by chapter. */
function chapterText({ title, blocks }: Chapter): string {
  return [`## ${title}`, ...blocks.map(blockText)].join('\n\n');
}

export function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return escaped(block.text);
    case 'heading':
      return `### ${block.text}`;
    case 'list':
      return block.items.map((item) => `- ${escaped(item)}`).join('\n');
    case 'statements':
      return block.items.map(({ text }) => `> ${escaped(text)}`).join('\n>\n');
    case 'code':
      return fenced(block.text, block.language ?? 'text');
    case 'details':
      return [`<details><summary>${block.summary}</summary>`, ...block.blocks.map(blockText), '</details>'].join(
        '\n\n',
      );
    case 'table':
      return tableText(block);
    case 'figure':
      return `**${escaped(block.title)}.** ${escaped(block.description)}\n\n${fenced(block.mermaid, 'mermaid')}`;
  }
}

const fenced = (text: string, language: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

const line = (cells: readonly Cell[]) => `| ${cells.map(cellText).join(' | ')} |`;

function tableText({ caption, head, rows }: Table): string {
  const body = [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
  return caption === undefined ? body : `${escaped(caption)}\n\n${body}`;
}

const cellText = (cell: Cell): string => {
  const text = escaped(typeof cell === 'string' ? cell : cell.text).replaceAll('|', String.raw`\|`);
  return text === '' ? ' ' : text;
};

/** Angle brackets outside of code would be taken for HTML. */
export function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('');
}
