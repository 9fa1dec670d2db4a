/**
 * A claim id is `<address>#startd's birth#sequence#secret` (ClaimIdParser, condor_claimid_parser.h); what HTCondor itself
 * logs ends in `#...`, but a few of its lines print the whole. The secret may begin with session info in brackets.
 */
const SECRET = /(#\d+#\d+#)(?!\.\.\.)(?:\[.*\])?[^\s#,;)>'"]*/g;

/** The text with the secret part of every claim id taken out, as ClaimIdParser::publicClaimId() does. */
export function redact(text: string): string {
  return text.includes('#') ? text.replace(SECRET, '$1...') : text;
}
