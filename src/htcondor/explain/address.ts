/** A sinful string: `<host:port?parameters>`; an IPv6 host is in brackets. */
const SINFUL = /<(\[[^\]<>]*\]|[^:?<>\s]+):(\d+)(?:\?[^<>]*)?>/g;

/** The `host:port` that a text names last; null if it names none, or one that is blanked or cut. */
export function addressOf(text: string | undefined): string | null {
  const last = [...(text ?? '').matchAll(SINFUL)].at(-1);
  return last ? `${last[1]}:${last[2]}` : null;
}
