import type { StartdName } from '../grammar/startd.ts';
import type { Fact, Line } from '../line.ts';
import type { JobRun, StartdClaim } from './claim.ts';
import { added, own } from './kept.ts';
import type { Starters } from './starters.ts';

const ACTIVATED = /^claim-activation protocol successful(?:, Starter (?<pid>\d+))?/;
const EXITED = /^starter exited/;

/** The jobs of one slot, one after the other: a claim is used for several. */
export class JobRuns {
  readonly #starters: Starters;
  #running: JobRun | null = null;
  #pid: string | null = null;

  constructor(starters: Starters) {
    this.#starters = starters;
  }

  /** `Remote job ID is …`: a claim is being activated. */
  starts(claim: StartdClaim, { params, line }: Fact<StartdName>): void {
    const run: JobRun = {
      job: own(params['job'] ?? ''),
      started: line,
      deactivated: null,
      killed: null,
      ended: null,
      exit: null,
    };
    claim.jobs = added(claim.jobs, run);
    this.#leave();
    this.#running = run;
    this.#starters.begin(run, claim.slot);
  }

  deactivated(line: Line): void {
    if (this.#running) this.#running.deactivated ??= line;
  }

  stateChange(reason: string, line: Line): void {
    const activated = ACTIVATED.exec(reason);
    if (activated) {
      this.#pid = activated.groups?.['pid'] ?? null;
      if (this.#pid !== null) this.#starters.expect(this.#pid, this.#running);
    }
    if (EXITED.test(reason)) this.#ended(line);
  }

  #ended(line: Line): void {
    const exit = this.#starters.take(this.#pid, line);
    if (this.#running) Object.assign(this.#running, { ended: exit?.line ?? line, exit });
    this.#leave();
  }

  #leave(): void {
    if (this.#running) this.#starters.end(this.#running);
    this.#running = null;
    this.#pid = null;
  }
}
