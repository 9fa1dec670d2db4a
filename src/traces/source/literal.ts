/** A value as it is written in a source: from where to where, and its parts, if it is an object or an array. */
export interface Written {
  readonly start: number;
  /** The first character that no longer belongs to it. */
  readonly end: number;
  /** By key, or by index. */
  readonly parts: ReadonlyMap<string, Written>;
}

const NO_PARTS: ReadonlyMap<string, Written> = new Map();

const BLANK = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;
const STRING = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"/y;
const WORD = /[\w$#]+/y;
const REGULAR_EXPRESSION = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };
/** Words after which a value begins, so that a slash is no division. */
const BEFORE_VALUE = new Set(['return', 'typeof', 'in', 'of', 'case', 'await', 'void', 'delete', 'instanceof']);

/**
 * Reads the value that begins at an offset of a TypeScript source. Objects and arrays are read part by part; of any other
 * expression, a function say, only the extent matters, so that all it takes is to know strings, comments and brackets.
 *
 * @throws {SyntaxError} if it does not end, or a key is none that can be read
 */
export function readLiteral(text: string, from: number): Written {
  return new Reader(text, from).value();
}

class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  /** A value, up to the comma or the bracket that ends it. */
  value(): Written {
    this.#take(BLANK);
    const start = this.#at;
    const parts = this.#parts();
    const endOfParts = this.#at;
    const end = this.#expression(parts !== NO_PARTS);
    return { start, end, parts: end === endOfParts ? parts : NO_PARTS };
  }

  #parts(): ReadonlyMap<string, Written> {
    const open = this.#text[this.#at];
    if (open !== '{' && open !== '[') return NO_PARTS;
    const parts = new Map<string, Written>();
    this.#between(open, [','], () => {
      if (open === '[') parts.set(String(parts.size), this.value());
      else this.#field(parts);
    });
    return parts;
  }

  /** What stands between two brackets, item by item. */
  #between(open: string, separators: readonly string[], item: () => void): void {
    const close = CLOSING[open] as string;
    this.#at += 1;
    while (!this.#takes(close)) {
      item();
      const isSeparated = separators.some((separator) => this.#takes(separator));
      if (!isSeparated && this.#text[this.#at] !== close) throw this.#error(`'${close}'`);
    }
  }

  /** A spread has no key; what is written `key` or `key() {}` for short stands for its own value. */
  #field(parts: Map<string, Written>): void {
    const start = this.#at;
    if (this.#text.startsWith('...', start)) this.value();
    else {
      const key = this.#key();
      parts.set(key, this.#takes(':') ? this.value() : { start, end: this.#expression(true), parts: NO_PARTS });
    }
  }

  #key(): string {
    const string = this.#take(STRING);
    const key = string ? string.slice(1, -1) : this.#take(WORD);
    if (key === '') throw this.#error('a key');
    return key;
  }

  /**
   * Goes on to the end of an expression, of which something may have been read already.
   *
   * @returns where its last token ends
   */
  #expression(afterValue: boolean): number {
    let isAfterValue = afterValue;
    for (;;) {
      const end = this.#at;
      this.#take(BLANK);
      const next = this.#text[this.#at] ?? ',';
      if (',;)]}'.includes(next)) return end;
      isAfterValue = this.#token(next, isAfterValue);
    }
  }

  /** Takes one token, or all between two brackets; whether a value may have ended with it. */
  #token(next: string, isAfterValue: boolean): boolean {
    if (next in CLOSING) return this.#bracketed(next);
    if (next === '`') return this.#template();
    if (this.#take(STRING)) return true;
    if (!isAfterValue && this.#take(REGULAR_EXPRESSION)) return true;
    const word = this.#take(WORD);
    if (word) return !BEFORE_VALUE.has(word);
    this.#at += 1;
    return false;
  }

  #bracketed(open: string): true {
    this.#between(open, [',', ';'], () => this.#expression(false));
    return true;
  }

  #template(): true {
    for (this.#at += 1; this.#text[this.#at] !== '`'; ) {
      if (this.#at >= this.#text.length) throw this.#error('the end of a template');
      if (this.#text.startsWith('${', this.#at)) {
        this.#at += 1;
        this.#bracketed('{');
      } else this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at += 1;
    return true;
  }

  /** What a pattern matches here, and goes on behind it; empty if nothing. */
  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  /** Whether this comes next, after blanks and comments; if so, goes on behind it. */
  #takes(token: string): boolean {
    this.#take(BLANK);
    const isNext = this.#text[this.#at] === token;
    if (isNext) this.#at += 1;
    return isNext;
  }

  #error(expected: string): SyntaxError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new SyntaxError(`line ${line}: ${expected} was expected`);
  }
}
