import { CLIENT_READ, throughCondorRead } from '../../../machines/systems/deadlines.ts';
import { scheddAlone } from '../../../machines/systems/alone.ts';
import { type CommandRead, fixesFromBits, type Revision } from '../../../machines/vocabulary.ts';
import type { LocalState, TableStore } from '../../checker/system/table/table.ts';
import { TICKS_PER_SECOND } from './clock.ts';
import { Daemon, INCOMING, OUTGOING, type Reaction } from './daemon.ts';

/** The parts of the schedd, by their place in `scheddAlone()`, and condor_read() behind them. */
export const DAEMON_CORE = 0;
export const SOCK = 1;
export const HANDLER = 2;
const MATCH_RECORD = 3;
export const CONDOR_READ = 4;

/** How the schedd under test was built. */
export interface ScheddBuild {
  readonly revision: Revision;
  readonly commandRead: CommandRead;
  /** The fixes, as four bits. */
  readonly fixes: string;
}

/** The schedd's machines and their wiring; tests put a mutated machine in the place of one. */
export type Components = typeof scheddAlone;

/** The schedd, with a match record for the claim id; it listens. */
export class Schedd extends Daemon {
  readonly build: ScheddBuild;
  readonly initial: readonly LocalState[];

  constructor(build: ScheddBuild, tables: TableStore, machines: Components = scheddAlone) {
    const components = machines({ ...build, fixes: fixesFromBits(build.fixes) });
    super(
      throughCondorRead(components, CLIENT_READ, TICKS_PER_SECOND),
      { 'first.toSchedd': INCOMING, 'first.toStartd': OUTGOING },
      tables,
    );
    this.build = build;
    const matched = this.reaction(MATCH_RECORD, this.starts[MATCH_RECORD] as LocalState, { type: 'CLAIM_STARTD' });
    this.initial = this.starts.with(MATCH_RECORD, (matched as Reaction).to);
  }
}
