import type { Drawing } from '../../traces/pictures/svg.ts';

/** What a cell or a statement says to somebody who only skims; every text says it in words as well. */
export type Tone = 'good' | 'bad' | 'warn' | 'dim';

/**
 * Text with `code`, **strong**, and [links](https://to.somewhere), also to [a chapter](chapter:Verdicts) and to [a file of the
 * repository](repo:README.md), which each file leads to in its own way.
 */
export type Inline = string;

export type Cell = Inline | { readonly text: Inline; readonly tone: Tone };

/** A drawing: inside review.html, and a picture next to REVIEW.md, unless one of these two stands in for it there. */
export interface Figure {
  readonly kind: 'figure';
  readonly title: string;
  /** A sentence or two for those who cannot see the picture; shown beneath it. */
  readonly description: string;
  readonly drawing: Drawing;
  /** The drawing in Mermaid's words. */
  readonly mermaid?: string;
  /** The picture of the repository that shows what the drawing shows. */
  readonly file?: string;
}

/** A picture of the repository, which a page that stands alone has in it. */
export interface Picture {
  readonly kind: 'picture';
  readonly file: string;
  readonly title: string;
  readonly description: string;
}

export interface Table {
  readonly kind: 'table';
  readonly caption?: string;
  readonly head: readonly Inline[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Inline }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list' | 'steps'; readonly items: readonly Inline[] }
  | { readonly kind: 'statements'; readonly items: readonly { readonly tone: Tone; readonly text: Inline }[] }
  | { readonly kind: 'code'; readonly text: string; readonly language?: string }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  | Table
  | Figure
  | Picture;

export interface Chapter {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A chapter with a file of its own. */
export interface Appendix extends Chapter {
  /** Its name, without the ending. */
  readonly file: string;
  /** What a reader finds there, in a few words. */
  readonly about: string;
}

/** The whole review: what is to be read to decide, and the rest. */
export interface Review {
  readonly title: string;
  readonly subtitle: string;
  readonly main: readonly Chapter[];
  readonly appendix: readonly Appendix[];
}

export const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const list = (...items: readonly Inline[]): Block => ({ kind: 'list', items });
export const steps = (...items: readonly Inline[]): Block => ({ kind: 'steps', items });
export const details = (summary: string, ...blocks: readonly Block[]): Block => ({ kind: 'details', summary, blocks });
export const code = (text: string, language?: string): Block => ({ kind: 'code', text, ...(language && { language }) });
export const table = (head: readonly Inline[], rows: readonly (readonly Cell[])[], caption?: string): Table => ({
  kind: 'table',
  head,
  rows,
  ...(caption !== undefined && { caption }),
});

/** The name by which a chapter is linked to: what GitHub makes of its heading. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** A number as people read it: 204,784. */
export const count = (value: number | string): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
