import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { peerSystem } from '../../machines/systems/peer.ts';
import { NO_FIXES, PATHS } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { TCP } from '../stream/tcp.ts';
import { PATH_AXIS } from './axes.ts';

/** The peer's path that is like the startd's. */
const PEER_OF = { auth: 'auth', raw: 'raw-1msg' } as const;

export const connection = defineSystem({
  name: 'connection',
  sentence: "A connection to the ticket's schedd: what TCP promises of its two streams",
  axes: {
    client: { values: ['startd', 'peer'], about: 'who is at the other end' },
    path: PATH_AXIS,
  },
  cases: PATHS.flatMap((path) => [
    {
      id: `startd-${path}`,
      sentence: `A startd of October 2011 on the ${path} path`,
      choices: { client: 'startd' as const, path },
    },
    {
      id: `peer-${path}`,
      sentence: `A peer that sends what it likes on the ${path} path`,
      choices: { client: 'peer' as const, path },
    },
  ]),
  search: ({ client, path }) => ({
    spec: {
      ...(client === 'startd'
        ? keepAliveSystem({ fixes: NO_FIXES, path }, ['first'])
        : peerSystem({ fixes: NO_FIXES, revision: '2011', path: PEER_OF[path] })),
      name: 'connection',
    },
    properties: TCP,
  }),
  compared: [],
});
