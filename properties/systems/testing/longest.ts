/**
 * The rows of the systems whose searches take longest, where others of the same system are searched by each `npm test`: by its
 * mutants' kill matrix these tell nothing that the others do not.
 */
const LONGEST: Readonly<Record<string, readonly string[]>> = {
  reply: ['2011-auth', '2011-raw', 'head-auth'],
  connection: ['peer-auth'],
  outage: ['goes-on-800', 'schedd-hangs-795', 'hangs-405'],
  'timed-restart': ['restart-startd-115'],
};

export const takesLongest = ({ system, variant }: { readonly system: string; readonly variant?: string }): boolean =>
  LONGEST[system]?.includes(variant ?? '') ?? false;
