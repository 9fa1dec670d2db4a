import { datagramsSystem } from '../../machines/systems/datagrams.ts';
import { ALL_SUBSETS, DATAGRAM_PATHS, FIX_IDS, fixesFromBits } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { DATAGRAMS } from '../stream/datagrams.ts';
import { FIXES_AXIS, WITH_ALL_FIXES, withFixes } from './axes.ts';

/** `27895 and 27897`, or `no fix`. */
const named = (bits: string): string => FIX_IDS.filter((_, i) => bits[i] === '1').join(' and ') || 'no fix';

export const datagrams = defineSystem({
  name: 'datagrams',
  sentence: 'A schedd that takes ALIVE by UDP, and a client that sends what it likes, in two datagrams',
  axes: {
    path: {
      values: DATAGRAM_PATHS,
      about: 'how a client brings its command and its claim id',
      means: {
        auth: 'with a session, the claim id in clear',
        'auth-encrypted': 'with a session, the claim id encrypted',
        raw: 'without negotiation',
      },
    },
    fixes: FIXES_AXIS,
  },
  cases: DATAGRAM_PATHS.flatMap((path) =>
    ALL_SUBSETS.map((fixes) => ({
      id: `${path}-${fixes}`,
      sentence: `On the ${path} path, with ${named(fixes)}`,
      choices: { path, fixes },
    })),
  ),
  search: ({ path, fixes }) => ({
    spec: datagramsSystem({ path, fixes: fixesFromBits(fixes) }),
    properties: DATAGRAMS,
  }),
  small: DATAGRAM_PATHS.flatMap((path) =>
    [withFixes(), WITH_ALL_FIXES, withFixes('27894', '27896')].map((fixes) => ({ path, fixes })),
  ),
});
