import { ALL_SUBSETS, DATAGRAM_PATHS } from '../../../machines/vocabulary.ts';

/** `npm test` searches every fifth of the subsets on the three paths: every fix is on in some of them and off in others. */
const DATAGRAMS = DATAGRAM_PATHS.flatMap((path) => ALL_SUBSETS.map((fixes) => `${path}-${fixes}`));

/**
 * The rows that `npm test` leaves to `npm run test:deep`: their searches take longest, or repeat what others show. Others of the same
 * system are searched by each `npm test`.
 */
const LONGEST: Readonly<Record<string, readonly string[]>> = {
  reply: ['2011-auth', '2011-raw', 'head-auth'],
  datagrams: DATAGRAMS.filter((_, i) => i % 5 > 0),
  connection: ['peer-auth'],
  outage: ['goes-on-800', 'goes-on-795', 'schedd-hangs-795', 'schedd-hangs-790', 'hangs-405'],
  'timed-restart': ['restart-startd-115', 'restart-short-repaired-29'],
  'disconnected-job': ['lease-400', 'reply-lost'],
  deadlines: ['2011-1111'],
  lifecycle: ['head'],
};

export const takesLongest = ({ system, variant }: { readonly system: string; readonly variant?: string }): boolean =>
  LONGEST[system]?.includes(variant ?? '') ?? false;
