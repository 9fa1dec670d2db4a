/** A text as one word that can stand in a link. */
export function slug(text: string): string {
  return text.replace(/[^\w-]+/g, '-');
}
