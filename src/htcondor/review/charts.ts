import { picture } from '../../traces/pictures/svg.ts';
import { anchorOf, type Appendix, type Block, type Figure } from './content.ts';

/** Where the review lies in the repository; its links to other files lead from there. */
export const HOME = 'docs/review';
/** Its folder of all that is not read first, and in it that of the charts. */
export const APPENDIX = 'appendix';
const CHARTS = `${APPENDIX}/charts`;

/** A file's name is no longer than this, and the numbers that tell namesakes apart. */
const LONGEST = 90;

/** The figures that have neither Mermaid's words nor a picture in the repository: each gets a picture in the review. */
export class Charts {
  /** The pictures by their paths. */
  readonly files = new Map<string, string>();

  /** A chapter's blocks, of which every figure has a form that Markdown can show. */
  drawnIn({ file, blocks }: Pick<Appendix, 'file' | 'blocks'>): Block[] {
    return blocks.map((block) => {
      if (block.kind === 'details') return { ...block, blocks: this.drawnIn({ file, blocks: block.blocks }) };
      if (block.kind !== 'figure' || block.file !== undefined || block.mermaid !== undefined) return block;
      return { ...block, file: `${HOME}/${this.#drawn(file, block)}` };
    });
  }

  #drawn(chapter: string, { title, description, drawing }: Figure): string {
    const name = anchorOf(`${chapter} ${title}`).slice(0, LONGEST).replace(/-$/, '');
    let path = `${CHARTS}/${name}.svg`;
    for (let n = 2; this.files.has(path); n += 1) path = `${CHARTS}/${name}-${n}.svg`;
    this.files.set(path, picture(drawing, { title, description }));
    return path;
  }
}
