import type { Laboratory, Method } from '../methods.ts';
import type { Found } from '../shown/outcome.ts';
import type { Plans } from '../plan.ts';

/** What a section is measured with. */
export interface Bench {
  readonly plans: Plans;
  readonly config: string | null;
  readonly laboratory: Pick<Laboratory, 'measure' | 'start'>;
  /** How often each is measured; as often as suits the section, if not given. */
  readonly runs?: number | undefined;
  /** Only these of the methods. */
  readonly methods?: readonly Method[] | undefined;
  readonly quick?: boolean | undefined;
  /** How large the logs are that are read. */
  readonly megabytes?: number | undefined;
  /** Called with what is being done. */
  readonly onStep: (text: string) => void;
}

export type Measuring = (bench: Bench) => Promise<Found>;
