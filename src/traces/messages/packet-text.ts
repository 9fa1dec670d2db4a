import type { Item, Packet } from '../../../machines/vocabulary.ts';

const NAMES = {
  claimId: 'claim id',
  otherClaimId: "another claim's id",
  nullString: 'NULL string',
  ad: 'ad',
  unterminated: 'string without its NUL',
  cutShort: 'string cut short',
  junk: 'junk',
} as const satisfies Partial<Record<Item['kind'], string>>;

function itemText(item: Item): string {
  if (item.kind === 'command') return item.name;
  if (item.kind !== 'int') return NAMES[item.kind];
  return item.badPad ? `${item.value}, badly padded` : String(item.value);
}

/** What a packet carries, as one would label an arrow with it. */
export function packetText({ items, more, fault, stray }: Packet): string {
  if (stray) return 'stray bytes';
  if (fault) return `a header that is ${fault}`;
  const text = items.map(itemText).join(', ');
  return more ? `${text || 'an empty packet'}, more follows` : text || 'an empty packet';
}
