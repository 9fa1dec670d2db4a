import { createHash } from 'node:crypto';
import { Marked } from 'marked';
import { escapeXml } from '../../traces/pictures/svg.ts';
import { anchorOf, type Block, type Cell, type Chapter, type Figure, type Review, type Table } from './content.ts';
import { blockText, escaped } from './markdown.ts';
import { STYLE } from './style.ts';

/** What is wider than the page scrolls by itself, and a keyboard can do it. */
const MARKDOWN = new Marked({
  renderer: { code: ({ text }) => `<pre tabindex="0"><code>${escapeXml(text)}</code></pre>\n` },
});

/** The page as one file that asks nobody for anything: its policy allows its style, and nothing else. */
export function toHtml({ title, subtitle, chapters }: Review): string {
  const [first, ...rest] = chapters as [Chapter, ...Chapter[]];
  const policy = `default-src 'none'; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the review</a>
<header class="top"><h1>${escapeXml(title)}</h1><p>${inline(subtitle)}</p></header>
<div class="columns">
<nav aria-label="Chapters"><ol>
${chapters.map((chapter) => `<li><a href="#${anchorOf(chapter.title)}">${escapeXml(chapter.title)}</a></li>`).join('\n')}
</ol></nav>
<main id="main">
${chapterHtml(first, 'decision')}
${rest.map((chapter) => chapterHtml(chapter, 'chapter')).join('\n')}
</main>
</div>
</body>
</html>
`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

function chapterHtml({ title, blocks }: Chapter, kind: string): string {
  const id = anchorOf(title);
  const body = blocks.map(blockHtml).join('\n');
  return `<section class="${kind}" aria-labelledby="${id}">\n<h2 id="${id}">${escapeXml(title)}</h2>\n${body}\n</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'statements':
      return `<ul class="statements">\n${block.items.map(({ tone, text }) => `<li class="${tone}">${inline(text)}</li>`).join('\n')}\n</ul>`;
    case 'details':
      return `<details>\n<summary>${escapeXml(block.summary)}</summary>\n${block.blocks.map(blockHtml).join('\n')}\n</details>`;
    case 'table':
      return tableHtml(block);
    case 'figure':
      return figureHtml(block);
    default:
      return MARKDOWN.parse(blockText(block)) as string;
  }
}

function tableHtml({ caption, head, rows }: Table): string {
  const label = caption ?? head.join(', ');
  const heading = head.map((cell) => `<th scope="col">${inline(cell)}</th>`).join('');
  const body = rows.map(([first = '', ...cells]) => {
    const own = typeof first === 'string' ? '' : ` class="${first.tone}"`;
    return `<tr><th scope="row"${own}>${inline(textOf(first))}</th>${cells.map(cellHtml).join('')}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="group" aria-label="${plain(label)}"><table>${caption === undefined ? '' : `<caption>${inline(caption)}</caption>`}
<thead><tr>${heading}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

const NUMBER = /^≥? ?[\d,]+$/;

function cellHtml(cell: Cell): string {
  const text = textOf(cell);
  const kinds = [...(typeof cell === 'string' ? [] : [cell.tone]), ...(NUMBER.test(text) ? ['number'] : [])];
  return `<td${kinds.length > 0 ? ` class="${kinds.join(' ')}"` : ''}>${inline(text)}</td>`;
}

function figureHtml({ title, description, drawing: { width, height, body } }: Figure): string {
  const label = escapeXml(`${title}. ${description}`);
  return `<figure>
<div class="wide" tabindex="0" role="group" aria-label="${escapeXml(title)}"><svg class="drawing" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${body}
</svg></div>
<figcaption><strong>${escapeXml(title)}.</strong> ${inline(description)}</figcaption>
</figure>`;
}

const inline = (text: string): string => MARKDOWN.parseInline(escaped(text)) as string;

/** Text without its marks, for a label. */
const plain = (text: string): string => inline(text).replace(/<[^>]*>/g, '');
