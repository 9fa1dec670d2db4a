import { type Header, messageStart } from './header.ts';
import { isKnownMessage } from './known-message.ts';

/** How a file's long lines have been wrapped. */
export interface Wrap {
  /** `fold` cuts anywhere, at one width; others cut between words. */
  readonly by: 'bytes' | 'words';
  /** The longest line of the file. */
  readonly width: number;
  /** A line that would not have been longer than this with the next word was not wrapped. */
  readonly room: number;
  /** Whether the blank between two words stays at the line's end. */
  readonly keepsBlank: boolean;
}

interface Probed {
  readonly line: string;
  readonly header: Header | null;
}

/** A line, and the one behind it that has no header. */
interface Pair {
  readonly line: string;
  readonly header: Header;
  readonly next: string;
}

const WIDTHS = { from: 40, to: 260 } as const;
/** So many lines that are all cut at one width have been wrapped, whatever they say. */
const ENOUGH = 3;
const MOSTLY = 0.9;
/** People wrap by eye: a line may be so much shorter than the others were. */
const BY_EYE = 8;

/** Whether the lines have been wrapped, and how: what is understood only with the next line tells. */
export function learnWrap(lines: readonly Probed[]): Wrap | null {
  const pairs = lines.flatMap(({ line, header }, i): Pair[] => {
    const next = lines[i + 1];
    const goesOn = header !== null && next?.header === null && next.line.trim() !== '';
    return goesOn ? [{ line, header, next: continued(next.line, line, header) }] : [];
  });
  if (pairs.length === 0) return null;
  const width = Math.max(...lines.map(({ line }) => line.length));
  const keepsBlank = pairs.filter(({ line }) => line.endsWith(' ')).length > pairs.length / 2;
  const cut = pairs.filter(({ line }) => line.length === width);
  const isUsual = width >= WIDTHS.from && width <= WIDTHS.to;
  const isCut = cut.length >= MOSTLY * pairs.length && (cut.length >= ENOUGH || cut.some((pair) => isHealed(pair, '')));
  if (isUsual && isCut && !keepsBlank) return { by: 'bytes', width, room: width, keepsBlank };
  const healed = pairs.filter((pair) => isHealed(pair, pair.line.endsWith(' ') ? '' : ' '));
  if (healed.length === 0) return null;
  const room = Math.min(...healed.map(({ line, next }) => lengthWith(line, next))) - BY_EYE;
  return { by: 'words', width, room: Math.max(room, WIDTHS.from), keepsBlank };
}

/** Whether a line is understood with the next one only. */
function isHealed({ line, header, next }: Pair, between: string): boolean {
  const message = line.slice(messageStart(line, header));
  return !isKnownMessage(message) && isKnownMessage(message + between + next);
}

const firstWord = (text: string): string => /^\s*(\S*)/.exec(text)?.[1] ?? '';
const lastWord = (text: string): string => /\S*$/.exec(text.slice(-WIDTHS.to))?.[0] ?? '';
const lengthWith = (line: string, next: string): number => line.trimEnd().length + 1 + firstWord(next).length;

/** What goes on in a line, without what stands before each line of the file: a quote, a number, a file's name. */
export function continued(next: string, line: string, header: Header): string {
  const prefix = line.slice(0, header.start);
  const same = samePrefix(prefix).exec(next)?.[0].length ?? 0;
  const quote = /^[^A-Za-z0-9<("'[\s]+ ?/.exec(prefix)?.[0] ?? '';
  return next.slice(same || (quote !== '' && next.startsWith(quote) ? quote.length : 0));
}

let known = { prefix: '', pattern: /^/ };

/** Finds a prefix that differs in numbers and blanks only; grep writes a hyphen where a line is context. */
function samePrefix(prefix: string): RegExp {
  if (known.prefix !== prefix) {
    const parts = prefix.replace(/\d+|\s+|[:-]|[^\w\s:-]/g, (part) => {
      if (/\d/.test(part)) return '\\d+';
      if (/\s/.test(part)) return '\\s+';
      return /[:-]/.test(part) ? '[:-]' : `\\${part}`;
    });
    known = { prefix, pattern: new RegExp(`^${parts}`) };
  }
  return known.pattern;
}

/** What stands between a line and the one that goes on with it; null if that one does not. `last` is the last line as it is. */
export function joint(wrap: Wrap, whole: string, last: string, next: string): string | null {
  if (wrap.by === 'bytes') return last.length === wrap.width ? '' : null;
  if (lengthWith(last, next) <= wrap.room) return null;
  if (wrap.keepsBlank || last.endsWith(' ')) return '';
  const [left, right] = [lastWord(whole), firstWord(next)];
  const isLongWord = last.length === wrap.width && left.length + right.length > wrap.width;
  return isLongWord || /[A-Za-z0-9]-$/.test(left) || isWithinClaimId(left) ? '' : ' ';
}

/** A claim id that has no end yet: its secret may go on. */
const isWithinClaimId = (word: string): boolean => /#\d+#/.test(word) && !/#\.\.\.\W*$/.test(word);
