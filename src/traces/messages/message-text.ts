/** A message as a reader would say it: `SEND command ALIVE true`. */
export function messageText({ type, ...params }: { readonly type: string }): string {
  return [type, ...Object.values(params).map(plain)].join(' ');
}

/** A value without quotes and braces. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(plain).join(' ');
  return String(value);
}
