import { wrap } from '../story/side-by-side.ts';

/** A drawing that has a size and no frame yet. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** SVG elements, from (0, 0) to (width, height). */
  readonly body: string;
}

export interface Caption {
  readonly title: string;
  /** A sentence or two for those who cannot see the picture; shown beneath the title. */
  readonly description: string;
}

const MARGIN = 16;
const HEADING = 40;
const LINE = 16;
/** How wide a character of the description is on average, so that a narrow drawing gets a frame that holds it. */
const CHARACTER = 6;
/** How much wider one of the title is. */
const TITLE = 1.5;

/** How wide a picture may be to be shown in its own size on a page of GitHub. */
const PAGE_WIDTH = 838;
/** How wide the drawing in it may be. */
export const WIDTH = PAGE_WIDTH - 2 * MARGIN;

/** Plain rules first, for viewers that know no media queries; the background is the picture's own in either case. */
export const STYLE = `
text { font-family: Helvetica, Arial, 'Liberation Sans', sans-serif; font-size: 12px; fill: #1f2328 }
.mono { font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 11px }
.heading { font-size: 16px; font-weight: bold }
.dim { fill: #59636e }
.strong { font-weight: bold }
.haloed { stroke: #ffffff; stroke-width: 4; paint-order: stroke }
.fault { fill: #b42318 }
.page { fill: #ffffff; stroke: #d1d9e0 }
.box { fill: #f6f8fa; stroke: #59636e; stroke-width: 1.5 }
.area { fill: none; stroke: #818b98; stroke-width: 1.5 }
.own { stroke-dasharray: 5 3 }
.folded { stroke-width: 3 }
.rule { stroke: #59636e; stroke-width: 1 }
.line { fill: none; stroke: #1f2328; stroke-width: 1.25 }
.head { fill: #1f2328; stroke: #1f2328 }
.dot { fill: #1f2328 }
.life { stroke: #818b98; stroke-dasharray: 2 4 }
.line.bad { stroke: #b42318 }
.head.bad { fill: #b42318; stroke: #b42318 }
.late { stroke-dasharray: 6 4 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .dim { fill: #9198a1 }
  .haloed { stroke: #0d1117 }
  .fault { fill: #ff8b80 }
  .page { fill: #0d1117; stroke: #3d444d }
  .box { fill: #1c2430; stroke: #9198a1 }
  .area { stroke: #656c76 }
  .rule { stroke: #9198a1 }
  .line { stroke: #e6edf3 }
  .head { fill: #e6edf3; stroke: #e6edf3 }
  .dot { fill: #e6edf3 }
  .life { stroke: #656c76 }
  .line.bad { stroke: #ff8b80 }
  .head.bad { fill: #ff8b80; stroke: #ff8b80 }
}
`;

/** A whole SVG file: the drawing beneath its title, on a background of its own, light or dark as the reader has it. */
export function picture({ width, height, body }: Drawing, { title, description }: Caption): string {
  const longest = Math.min(description.length * CHARACTER, WIDTH);
  const wide = Math.ceil(Math.max(width, title.length * TITLE * CHARACTER, longest));
  const lines = wrap(description, Math.floor(wide / CHARACTER));
  const top = HEADING + lines.length * LINE;
  const [w, h] = [wide + 2 * MARGIN, Math.ceil(height) + top + 2 * MARGIN];
  const below = lines.map(
    (line, i) => `<text class="dim" x="${MARGIN}" y="${MARGIN + 36 + i * LINE}">${escapeXml(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="${roleOf(body)}" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>${STYLE}</style>
<rect class="page" x="0.5" y="0.5" width="${w - 1}" height="${h - 1}" rx="8"/>
<text class="heading" x="${MARGIN}" y="${MARGIN + 16}">${escapeXml(title)}</text>
${below.join('\n')}
<g transform="translate(${MARGIN + Math.floor((wide - width) / 2)} ${MARGIN + top})">
${body}
</g>
</svg>
`;
}

/** What is in an image cannot be reached by a keyboard: a drawing with links in it is a group. */
export const roleOf = (body: string): string => (body.includes('<a ') ? 'group' : 'img');

/** Drawings from left to right, in as many rows as it takes to stay within a width. */
export function packed(drawings: readonly Drawing[], width: number, gap = 16): Drawing {
  const placed: string[] = [];
  let [x, y, row, widest] = [0, 0, 0, 0];
  for (const drawing of drawings) {
    if (x > 0 && x + drawing.width > width) [x, y, row] = [0, y + row + gap, 0];
    placed.push(`<g transform="translate(${x} ${y})">\n${drawing.body}\n</g>`);
    row = Math.max(row, drawing.height);
    widest = Math.max(widest, x + drawing.width);
    x += drawing.width + gap;
  }
  return { width: widest, height: y + row, body: placed.join('\n') };
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
