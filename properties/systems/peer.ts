import { peerSystem } from '../../machines/systems/peer.ts';
import { FAULTS, fixesFromBits, PEER_PATHS } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { CEDAR_STREAM } from '../stream/cedar-stream.ts';
import { FIXES_AXIS, PEER_PATH_AXIS, SCHEDD_REVISION, WITH_ALL_FIXES, withFixes } from './axes.ts';

/** None of the fixes in the code of 2011, all of them where readReady() reads. */
const BUILDS = [
  { fixes: withFixes(), revision: '2011' },
  { fixes: WITH_ALL_FIXES, revision: 'head-no3393' },
  { fixes: WITH_ALL_FIXES, revision: 'head' },
] as const;

export const peer = defineSystem({
  name: 'peer',
  sentence: 'A schedd against a client that may send what it likes, over one connection',
  label: 'peer: a client that misbehaves',
  axes: { path: PEER_PATH_AXIS, fixes: FIXES_AXIS, revision: SCHEDD_REVISION },
  rows: ['path', 'fixes'],
  search: ({ path, fixes, revision }) => ({
    spec: peerSystem({ path, fixes: fixesFromBits(fixes), revision }),
    properties: CEDAR_STREAM,
  }),
  beside: () => ({ reschedule: null, liveness: { by: 'startd', rows: {} } }),
  record: ({ path, fixes, revision }, faults) => {
    const classes = faults.length === FAULTS.length ? [] : [faults.join('-') || 'none'];
    return { file: `expected/${['peer', revision, ...classes].join('-')}.json`, key: { path, fixes } };
  },
  heading: ({ revision }, faults) => ({
    environment: { who: 'peer', revision, faults },
    system: { claims: 1, rounds: null },
  }),
  small: BUILDS.flatMap((build) => PEER_PATHS.map((path) => ({ ...build, path }))),
  typical: { revision: 'head' },
  searched: 'alone',
});
