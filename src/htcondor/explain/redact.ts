/**
 * A claim id is `<address>#startd's birth#sequence#secret` (ClaimIdParser, condor_claimid_parser.h), and everything behind
 * its last `#` is secret. What HTCondor itself logs ends in `#...`, but some of its lines, ads and tools print the whole, and
 * whoever passes a log on may have quoted it, cut it or wrapped it. It is cut whatever its spelling is: rather too much.
 */

/** `#`, and how URLs, HTML, JSON, shells, C, mail, RTF and typists write it. */
const HASH = String.raw`(?:#|%(?:25){0,3}23|&(?:amp;){0,3}(?:#0*35|#x0*23|num);|\\+(?:u0023|u\{0*23\}|x23|043|'23|N\{NUMBER SIGN\}|#)|\+ACM-|=23(?=\d)|\uff03|\ufe5f|\u266f)`;
const BLANK = String.raw`(?:[ \t]|%(?:25){0,3}20|\+)?`;
/** What most lines are: without a claim id, or with one that has been cut already. */
const IS_PUBLIC = /^[^#%\\\uff03\ufe5f]*(?:#\d+#\d+#\.\.\.(?!\.*[\w+/=-]{8})[^#%\\\uff03\ufe5f]*)*$/;

/** Spellings that the characters of IS_PUBLIC do not rule out. */
const OTHER_HASHES = ['\u266f', 'num;', '+ACM-', '=23'];
const hasOtherHash = (text: string): boolean => OTHER_HASHES.some((hash) => text.includes(hash));

const HASHES = new RegExp(HASH, 'gi');
/** A number between two of them: the startd's birth, or the sequence. */
const NUMBER = new RegExp(`${BLANK}\\d{1,20}${BLANK}(?=${HASH})`, 'iy');
/** A number at the end: the sequence of a public claim id, the birth, or a job. */
const LAST_NUMBER = /\d{1,10}(?:\.\d{1,10})?(?![\w+/=%[-])/y;
/** So long a run of letters and digits is a key, whatever stands before it. */
const KEY = /\s?(?=[A-Za-z+/=_-]*\d)(?!\d{1,15}(?![\w+/=-]))[\w+/=-]{16,}/y;
/** The session info that a secret may begin with: `[Encryption="YES";ShortVersion="25.14.0";]`, or what a cut leaves of it. */
const INFO = /\s?\\?["']?\s?(?:\[|[A-Za-z]{1,30}\s?=)/y;
/** One that nothing stands before: the claim id itself was cut. */
const BARE_INFO = /\s?\[\s?[A-Za-z]/y;
const NOTHING = /\s?(?:\.\.\.|\u2026)(?![.\u2026]*[\w+/=-]{8})/y;
/** What a secret is quoted or listed with. */
const OPENS = /[\\"'({]{1,4}/y;
const REST = /[^\s,;)>}'"|<]*/y;
/** A part of it behind a comma: no list has a word with letters and digits that is so long. */
const MORE =
  /(?:[,;][\w+/-]{0,11}){0,3}?[,;|'")}>\\]{1,3}(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{12,}(?![@.:\w=])[=]{0,2}/y;
const ADDRESS_ENDS = /(?:>|%(?:25){0,3}3e|&gt;|\\u003e)\s?$/i;

/** Attributes of ads that hold a key alone. */
const ATTRIBUTE =
  /\b((?:\w{0,20}ClaimIds?(?:List)?|Capability|\w{0,20}Secret\w{0,10}|SessionKey|Cookie|Password)\\?["']?\s?(?:[:=]|is)\s?\{?\s?\\?["'])([^"'\\#%<]{1,4096})/gi;
const BARE_ATTRIBUTE =
  /\b((?:(?:\w{0,20}ClaimIds?|Capability|SessionKey|Cookie|Password|Token)\s?(?:[:=]|is\s)\s?|Bearer\s))(?!eyJ\.\.\.)([^\s"'#%<(]{1,4096})/gi;
const CAPABILITY = /capabilit\w{0,3}\W{0,8}<?[^\s"'<]*>?\s?$/i;
const MAY_BE_ATTRIBUTE =
  /(?:claimids?(?:list)?|capability|secret\w{0,10}|sessionkey|cookie|password|token)\\?["']?\s?(?:[:=]|is\s)|bearer\s/i;
/** A key behind its name, as on a command line or in the environment; a whole claim id is left to what follows. */
const NAMED =
  /((?:claim[-_]?ids?|\bkey|secret|capability)(?:\s?[:=]\s?|\s)|\bclaim=)(?![^\s"'<(]{0,200}(?:#|%(?:25){0,3}23))(?=[^\s"'<(]*\d)([^\s"'#%<(]{8,4096})/gi;
const MAY_BE_NAMED = /(?:claim[-_]?ids?|key|secret|capability)[\s:=]|claim=/i;
/** So long a word of hexadecimal digits is a key, or a part of one that was wrapped. */
const HEX = /(?<![\w.-])[0-9a-fA-F]{16,}(?![\w-])/g;
const LONG = 16;
const isKey = (word: string): boolean => /\d/.test(word) && /[a-f]/i.test(word);

/** Whether there is a word of hexadecimal digits so long: every 16th character is looked at, for such a word has one of them. */
function hasLongHex(text: string): boolean {
  for (let at = LONG - 1; at < text.length; at += LONG) {
    let [from, to] = [at, at];
    while (to < text.length && isHexDigit(text.charCodeAt(to))) to += 1;
    if (to === at) continue;
    while (from > 0 && isHexDigit(text.charCodeAt(from - 1))) from -= 1;
    if (to - from >= LONG) return true;
  }
  return false;
}

/** 0 to 9, A to F, a to f. */
const isHexDigit = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);

/** A token that is signed (JWT). */
const TOKEN = /\beyJ[\w-]{8,4096}\.[\w-]{8,4096}(?:\.[\w-]{0,4096})?/g;

/** The text with the secret part of every claim id taken out, as ClaimIdParser::publicClaimId() does. */
export function redact(text: string): string {
  let cut = text.includes('eyJ') ? text.replace(TOKEN, 'eyJ...') : text;
  if (MAY_BE_ATTRIBUTE.test(cut)) cut = cut.replace(ATTRIBUTE, '$1...').replace(BARE_ATTRIBUTE, '$1...');
  if (MAY_BE_NAMED.test(cut)) cut = cut.replace(NAMED, '$1...');
  const isPublic = IS_PUBLIC.test(cut) && !hasOtherHash(cut);
  const without = isPublic ? cut : withoutSecrets(cut);
  return hasLongHex(without) ? without.replace(HEX, (word) => (isKey(word) ? '...' : word)) : without;
}

function withoutSecrets(text: string): string {
  const kept: string[] = [];
  let done = 0;
  /** How many numbers stand before a `#`, each behind a `#` of its own. */
  let numbers = 0;
  let numberEnds = -1;
  HASHES.lastIndex = 0;
  for (let hash = HASHES.exec(text); hash; hash = HASHES.exec(text)) {
    const behind = HASHES.lastIndex;
    if (hash.index !== numberEnds) numbers = 0;
    numberEnds = endOf(NUMBER, text, behind);
    if (numberEnds >= 0) numbers += 1;
    else if (isSecret(text, hash.index, behind, numbers)) {
      const end = secretEnd(text, behind);
      kept.push(text.slice(done, behind), '...');
      done = end;
      HASHES.lastIndex = Math.max(end, behind);
    }
  }
  return done === 0 ? text : kept.join('') + text.slice(done);
}

/** Whether what stands behind a `#` is the secret of a claim id; before the `#` stand so many numbers. */
function isSecret(text: string, hash: number, behind: number, numbers: number): boolean {
  if (endOf(NOTHING, text, behind) >= 0) return false;
  if (numbers >= 2) return true;
  const isNumber = endOf(LAST_NUMBER, text, behind) >= 0;
  if (numbers === 1) return !isNumber && behind < text.length;
  if (endOf(KEY, text, behind) >= 0 || endOf(BARE_INFO, text, behind) >= 0) return true;
  const before = text.slice(Math.max(0, hash - 400), hash);
  if (!ADDRESS_ENDS.test(before.slice(-16))) return false;
  return isNumber ? CAPABILITY.test(before) : behind < text.length;
}

function secretEnd(text: string, from: number): number {
  const key = endOf(KEY, text, from);
  let at = key >= 0 ? key : from;
  if (key < 0 && endOf(INFO, text, from) >= 0) {
    at = infoEnd(text, from);
    const behind = endOf(KEY, text, at);
    if (behind >= 0) at = behind;
  } else if (key < 0) {
    const opened = endOf(OPENS, text, from);
    if (opened >= 0) at = opened;
  }
  let end = Math.max(at, endOf(REST, text, at));
  for (let more = endOf(MORE, text, end); more > end; more = endOf(MORE, text, end)) end = more;
  return end;
}

/** Behind the bracket that ends a session info, one in quotes not counted; the end if it is cut before. */
function infoEnd(text: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"') isQuoted = !isQuoted;
    else if (char === ']' && !isQuoted) return at + 1;
  }
  return text.length;
}

/** Where a sticky pattern ends that matches there; -1 if it does not. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
