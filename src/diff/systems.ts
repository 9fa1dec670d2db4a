import { RESTARTS } from '../../machines/systems/restart.ts';
import { ALL_SUBSETS, fixesFromBits, PATHS, type Path, PEER_PATHS } from '../../machines/vocabulary.ts';
import type { SystemSpec } from '../checker/system/compose.ts';
import type { Machines } from './version.ts';

/** Which variants of the systems are compared. */
export interface Variants {
  readonly fixes: readonly string[];
  readonly paths: readonly Path[];
}

/** A system in one variant, as any version of the machines that knows how to make it does. */
export interface ComparedSystem {
  readonly system: string;
  readonly variant: string;
  /** What makes it; a version may not have it yet. */
  readonly maker: keyof Machines;
  readonly spec: (machines: Required<Machines>) => SystemSpec;
}

/** Those that are small, so that together they have every machine in them. */
export function systemsOf({ fixes, paths }: Variants): ComparedSystem[] {
  const subsets = paths.flatMap((path) =>
    fixes.map((bits) => ({ variant: `${path} ${bits}`, build: { fixes: fixesFromBits(bits), path } })),
  );
  return [
    ...subsets.map(({ variant, build }) =>
      made('keep-alive', variant, 'keepAliveSystem', (by) => by.keepAliveSystem(build, ['first'])),
    ),
    ...subsets.map(({ variant, build }) =>
      made('reschedule', variant, 'rescheduleSystem', (by) => by.rescheduleSystem(build)),
    ),
    ...paths.map((path) =>
      made('claim', `head-${path}`, 'keepAliveSystem', (by) =>
        by.keepAliveSystem({ fixes: fixesFromBits('0000'), path, startd: 'head' }, ['first']),
      ),
    ),
    ...PEERS.flatMap(({ revision, bits }) =>
      PEER_PATHS.map((path) =>
        made('peer', `${revision} ${path} ${bits}`, 'peerSystem', (by) =>
          by.peerSystem({ fixes: fixesFromBits(bits), revision, path }),
        ),
      ),
    ),
    made('reply', 'head-raw', 'replySystem', (by) => by.replySystem({ revision: 'head', path: 'raw' })),
    made('slot', 'head', 'slotSystem', (by) => by.slotSystem()),
    ...(['starter', 'startd'] as const).map((alives) =>
      made('lifecycle', `head-${alives}`, 'lifecycleSystem', (by) => by.lifecycleSystem({ alives })),
    ),
    ...Object.entries(RESTARTS).map(([id, { sentence: _, name: __, ...variant }]) =>
      made('restart', id, 'restartSystem', (by) => by.restartSystem(variant)),
    ),
    ...timed(),
  ];
}

const PEERS = [
  { revision: '2011', bits: '0000' },
  { revision: 'head-no3393', bits: '1111' },
  { revision: 'head', bits: '1111' },
] as const;

/** With a clock whose unit is so coarse that there are few states: a difference in the machines shows all the same. */
function timed(): ComparedSystem[] {
  const network = { lease: 120, unit: 10, longest: 40, what: 'NETWORK_FAILS', caught: 'hangs' } as const;
  const schedd = { ...network, what: 'SCHEDD_HANGS', caught: 'goes on' } as const;
  const deadlines = { fixes: fixesFromBits('1111'), perSecond: 2, scaled: { command: 1, payload: 1 } };
  const lost = { ...network, lease: 480, unit: 20, caught: 'is closed' } as const;
  const restart = { lease: 120, aliveInterval: 20, longest: 60, unit: 20 } as const;
  return [
    made('outage', '2011', 'outageSystem', (by) =>
      by.outageSystem({ ...network, revision: '2011', resumeResponse: false }),
    ),
    made('outage', 'head', 'outageSystem', (by) =>
      by.outageSystem({ ...schedd, revision: 'head', resumeResponse: true }),
    ),
    made('outage', 'head-payload-lost', 'outageSystem', (by) =>
      by.outageSystem({ ...lost, revision: 'head', resumeResponse: true }),
    ),
    ...(['starter', 'startd'] as const).map((alives) =>
      made('timed-restart', `head-${alives}`, 'timedRestartSystem', (by) =>
        by.timedRestartSystem({ ...restart, alives, expiry: 'M_CLAIMED' }),
      ),
    ),
    ...(['schedd', 'startd'] as const).map((reader) =>
      made('deadlines', `head-${reader}`, 'deadlinesSystem', (by) =>
        by.deadlinesSystem({ ...deadlines, reader, revision: 'head' }),
      ),
    ),
    made('forgotten-claim', 'deleted', 'forgottenClaimSystem', (by) =>
      by.forgottenClaimSystem({ lease: 1800, unit: 60, forgotten: 'DELETE_MATCH_RECORD' }),
    ),
    made('disconnected-job', 'head', 'disconnectedJobSystem', (by) =>
      by.disconnectedJobSystem({ lease: 400, unit: 20, longest: 400 }),
    ),
  ];
}

const made = (
  system: string,
  variant: string,
  maker: ComparedSystem['maker'],
  spec: ComparedSystem['spec'],
): ComparedSystem => ({ system, variant, maker, spec });

/** The names of all systems. */
export const SYSTEM_NAMES: readonly string[] = [
  ...new Set(systemsOf({ fixes: ALL_SUBSETS, paths: PATHS }).map(({ system }) => system)),
];
