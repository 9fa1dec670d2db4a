import { createHash } from 'node:crypto';
import { basename } from 'node:path/posix';
import { Marked } from 'marked';
import { escapeXml, roleOf } from '../../traces/pictures/svg.ts';
import {
  anchorOf,
  type Appendix,
  type Block,
  type Cell,
  type Chapter,
  type Figure,
  type Inline,
  type Picture,
  type Review,
  type Table,
} from './content.ts';
import { textOf } from './facts.ts';
import { linked, type Place } from './links.ts';
import { blockText, escaped } from './markdown.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** What is wider than the page scrolls by itself, and a keyboard can do it. */
const MARKDOWN = new Marked({
  renderer: { code: ({ text }) => `<pre tabindex="0"><code>${escapeXml(text)}</code></pre>\n` },
});

/**
 * The review as one file that can be passed on: its policy allows its own style and script, and no request. Chapters are linked
 * within it; files of the repository have the given address, or are named by their paths where there is none.
 */
export function toHtml(review: Review, repository: string | null): string {
  return new Html(review, repository).page();
}

class Html {
  readonly #review: Review;
  readonly #place: Place;

  constructor(review: Review, repository: string | null) {
    this.#review = review;
    this.#place = {
      chapter: (title) => `#${anchorOf(title)}`,
      file: (path) => (repository === null ? null : `${repository.replace(/\/$/, '')}/${path}`),
    };
  }

  page(): string {
    const { title, subtitle, main, appendix } = this.#review;
    const policy = `default-src 'none'; style-src 'sha256-${sha256(STYLE)}'; script-src 'sha256-${sha256(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
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
<header class="top"><h1>${escapeXml(title)}</h1><p>${this.#inline(subtitle)}</p></header>
<div class="columns">
<nav aria-label="Chapters">
${contents(main)}
<p id="appendix-list">Appendix</p>
${contents(appendix, ' aria-labelledby="appendix-list"')}
<label class="print"><input type="checkbox" id="print-all"> Print the appendix too</label>
</nav>
<main id="main">
${main.map((chapter) => this.#chapter(chapter)).join('\n')}
${appendix.map((chapter) => this.#appendix(chapter)).join('\n')}
</main>
</div>
<script>${SCRIPT}</script>
</body>
</html>
`;
  }

  #chapter({ title, blocks }: Chapter): string {
    const id = anchorOf(title);
    return `<section class="chapter" aria-labelledby="${id}">\n<h2 id="${id}">${escapeXml(title)}</h2>\n${this.#blocks(blocks)}\n</section>`;
  }

  #appendix({ title, about, blocks }: Appendix): string {
    const head = `<h2 id="${anchorOf(title)}">${escapeXml(title)}</h2><span>${escapeXml(about)}</span>`;
    return `<details class="appendix">\n<summary>${head}</summary>\n${this.#blocks(blocks)}\n</details>`;
  }

  #blocks(blocks: readonly Block[]): string {
    return blocks.map((block) => this.#block(block)).join('\n');
  }

  #block(block: Block): string {
    switch (block.kind) {
      case 'statements':
        return `<ul class="statements">\n${block.items.map(({ tone, text }) => `<li class="${tone}">${this.#inline(text)}</li>`).join('\n')}\n</ul>`;
      case 'details':
        return `<details>\n<summary>${escapeXml(block.summary)}</summary>\n${this.#blocks(block.blocks)}\n</details>`;
      case 'table':
        return this.#table(block);
      case 'figure':
        return this.#figure(block);
      case 'picture':
        return this.#figure({ ...block, drawing: drawingIn(block) });
      default:
        return MARKDOWN.parse(blockText(block, this.#place, 3)) as string;
    }
  }

  #table({ caption, head, rows }: Table): string {
    const label = caption ?? head.join(', ');
    const heading = head.map((cell) => `<th scope="col">${this.#inline(cell)}</th>`).join('');
    const body = rows.map(([first = '', ...cells]) => {
      const own = typeof first === 'string' ? '' : ` class="${first.tone}"`;
      return `<tr><th scope="row"${own}>${this.#inline(wordsOf(first))}</th>${cells.map((cell) => this.#cell(cell)).join('')}</tr>`;
    });
    return `<div class="wide" tabindex="0" role="group" aria-label="${this.#plain(label)}"><table>${caption === undefined ? '' : `<caption>${this.#inline(caption)}</caption>`}
<thead><tr>${heading}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
  }

  #cell(cell: Cell): string {
    const text = wordsOf(cell);
    const kinds = [...(typeof cell === 'string' ? [] : [cell.tone]), ...(NUMBER.test(text) ? ['number'] : [])];
    return `<td${kinds.length > 0 ? ` class="${kinds.join(' ')}"` : ''}>${this.#inline(text)}</td>`;
  }

  #figure({ title, description, drawing, file }: Omit<Figure, 'kind' | 'mermaid'>): string {
    const label = escapeXml(`${title}. ${description}`);
    const { width, height } = drawing;
    const body = drawing.body.replace(/<a href="([^"]*)">/g, (_, to: string) => `<a href="#${pictureId(to)}">`);
    return `<figure${file === undefined ? '' : ` id="${pictureId(file)}"`}>
<div class="wide" tabindex="0" role="group" aria-label="${escapeXml(title)}"><svg class="drawing" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${roleOf(body)}" aria-label="${label}">
${body}
</svg></div>
<figcaption><strong>${escapeXml(title)}.</strong> ${this.#inline(description)}</figcaption>
</figure>`;
  }

  #inline(text: Inline): string {
    return MARKDOWN.parseInline(escaped(linked(text, this.#place))) as string;
  }

  /** Text without its marks, for a label. */
  #plain(text: Inline): string {
    return this.#inline(text).replace(/<[^>]*>/g, '');
  }
}

const contents = (chapters: readonly Chapter[], attributes = ''): string =>
  `<ol${attributes}>\n${chapters.map(({ title }) => `<li><a href="#${anchorOf(title)}">${escapeXml(title)}</a></li>`).join('\n')}\n</ol>`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const wordsOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** The name by which a figure is linked to. */
const pictureId = (file: string): string => `picture-${basename(file, '.svg')}`;

const NUMBER = /^≥? ?[\d,]+$/;

/** A picture's own drawing: the page has its style. @throws {Error} if the file is no picture of `claimcheck draw` */
function drawingIn({ file }: Picture): Figure['drawing'] {
  const [, width, height, body] =
    /<svg [^>]*width="(\d+)" height="(\d+)"[^]*<\/style>\n([^]*)<\/svg>/.exec(textOf(file)) ?? [];
  if (body === undefined) throw new Error(`${file} is not a picture that 'claimcheck draw' makes`);
  return { width: Number(width), height: Number(height), body: body.trimEnd() };
}
