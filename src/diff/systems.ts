import { fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import type { SystemSpec } from '../engine/compose.ts';
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

/** Those that are small: the keep-alive with one connection, and what the fixes do not touch in a few variants. */
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
    made('slot', 'head', 'slotSystem', (by) => by.slotSystem()),
  ];
}

const made = (
  system: string,
  variant: string,
  maker: ComparedSystem['maker'],
  spec: ComparedSystem['spec'],
): ComparedSystem => ({ system, variant, maker, spec });
