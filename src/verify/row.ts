import { PATHS, type Path, PEER_PATHS, type PeerPath } from '../../machines/vocabulary.ts';

/** One row of the matrix: a subset of the fixes on one path, in an environment. */
export interface Row {
  /** Four bits, in the order 27894 27895 27896 27897. */
  readonly fixes: string;
  readonly path: Path | PeerPath;
}

/** Who may misbehave: the network between a startd and its schedd, or whoever speaks to the schedd. */
export const ENVIRONMENTS = ['network', 'peer'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** The paths that there are in each environment. */
export const PATHS_OF = { network: PATHS, peer: PEER_PATHS } as const satisfies Record<Environment, readonly string[]>;

/** A variant of a registered system, by the names of both. */
export interface VariantRow {
  readonly system: string;
  readonly variant: string;
}
