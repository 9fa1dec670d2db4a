/** A line that is shown is no longer: what matters stands at its beginning. */
const LONGEST = 200;

/**
 * What a terminal or a page would obey instead of showing it: control characters of C0 and C1 (ESC, and the one-byte CSI and
 * OSC), the marks and overrides of writing direction and whatever else is invisible (Cf), and separators of lines.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text);

/** A text of a log on one line, every character of it visible: ESC is `\x1b`. */
export function visible(text: string): string {
  return isPlain(text) ? text : text.replace(UNSEEN, escaped);
}

/** A text that is too long to be read, cut; no half of a pair of surrogates is left at the end. */
export function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function escaped(char: string): string {
  if (char === '\t') return ' ';
  const code = (char.codePointAt(0) as number).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`;
}
