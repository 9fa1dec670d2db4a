import { MessageDecoder } from '../../../../machines/condor-io/alive-message.ts';
import { ALL_SUBSETS, type CommandRead, REVISIONS, type Revision } from '../../../../machines/vocabulary.ts';
import { TableStore } from '../../../checker/system/table/table.ts';
import type { Outcome } from '../../conform/outcome.ts';
import { Run } from '../../conform/run.ts';
import { Schedd } from '../../conform/schedd.ts';
import { type ClientSchedule, SECOND, toSchedule } from '../../conform/schedule.ts';

/** A schedd as it may have been built. */
export interface Candidate {
  readonly revision: Revision;
  readonly fixes: string;
}

/** Every subset of the fixes in every revision. */
export const CANDIDATES: readonly Candidate[] = REVISIONS.flatMap((revision) =>
  ALL_SUBSETS.map((fixes) => ({ revision, fixes })),
);

/** What a client sees of an outcome. */
export type Seen = Pick<Outcome, 'reply' | 'connection'>;

/** How a schedd of a revision may read the command: HEAD can be built with the readReady() of 2011 alone. */
const COMMAND_READS: Readonly<Record<Revision, readonly CommandRead[]>> = {
  '2011': ['blocking', 'non-blocking'],
  head: ['non-blocking'],
  'head-no3393': ['non-blocking'],
};

/** What the model says that a client will see. What it has once been asked it knows. */
export class Predictor {
  readonly #tables = new TableStore();
  readonly #decoder: MessageDecoder;
  readonly #schedds = new Map<string, Schedd>();
  readonly #allowed = new Map<string, ReadonlySet<Outcome>>();

  /** @param claims the claim ids that the schedd knows */
  constructor(claims: readonly string[] = []) {
    const known = new Set(claims);
    this.#decoder = new MessageDecoder((claimId) => known.has(new TextDecoder().decode(claimId)));
  }

  /** Every outcome that a candidate may show, over every phase of the second, and whether or not its reply beats a FIN. */
  allowed(candidate: Candidate, schedule: ClientSchedule): ReadonlySet<Outcome> {
    const { path, gap, writes, end } = schedule;
    const key = JSON.stringify([candidate.revision, candidate.fixes, path, gap, writes, end]);
    let allowed = this.#allowed.get(key);
    if (!allowed) this.#allowed.set(key, (allowed = this.#ask(candidate, schedule)));
    return allowed;
  }

  #ask(candidate: Candidate, schedule: ClientSchedule): Set<Outcome> {
    const schedules = [toSchedule(schedule), ...(schedule.end === 'fin' ? [toSchedule(schedule, true)] : [])];
    const outcomes = new Set<Outcome>();
    for (const commandRead of COMMAND_READS[candidate.revision]) {
      const schedd = this.#schedd(candidate, commandRead);
      for (const one of schedules) {
        for (let phase = 0; phase < SECOND; ) {
          const run = new Run(schedd, one, this.#decoder, phase);
          outcomes.add(run.outcome());
          phase = run.clock.sameUntil;
        }
      }
    }
    return outcomes;
  }

  /** Whether a candidate may show what was seen. */
  allows(candidate: Candidate, schedule: ClientSchedule, seen: Seen): boolean {
    return [...this.allowed(candidate, schedule)].some(
      ({ reply, connection }) => reply === seen.reply && connection === seen.connection,
    );
  }

  #schedd({ revision, fixes }: Candidate, commandRead: CommandRead): Schedd {
    const key = `${revision} ${fixes} ${commandRead}`;
    let schedd = this.#schedds.get(key);
    if (!schedd) this.#schedds.set(key, (schedd = new Schedd({ revision, fixes, commandRead }, this.#tables)));
    return schedd;
  }
}
