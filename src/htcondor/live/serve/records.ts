import { matchRecordMachine } from '../../../../machines/schedd/match-record.ts';
import { NAMES } from '../../../../machines/systems/connection.ts';
import { Actors, type Delivered } from './actors.ts';

/** Stands for every claim id that no match record has. */
const NONE = '';

/** The match records of a schedd, which all its connections look their claim ids up in: an actor each. */
export class MatchRecords {
  readonly #records = new Map<string, Actors>();
  /** Who asks, while a record answers. */
  #answered: (delivered: Delivered) => void = () => {};

  constructor(claimIds: readonly string[], print: (text: string) => void) {
    for (const claimId of [NONE, ...claimIds]) {
      const elsewhere = (delivered: Delivered) => this.#answered(delivered);
      const component = { name: 'matchRecord', process: 'schedd', machine: matchRecordMachine, labels: NAMES };
      const record = new Actors([component], { elsewhere, print });
      if (claimId !== NONE)
        record.deliver({ to: 'matchRecord', message: { type: 'CLAIM_STARTD' }, sender: 'matchRecord' });
      this.#records.set(claimId, record);
    }
  }

  has(claimId: string): boolean {
    return claimId !== NONE && this.#records.has(claimId);
  }

  /** Asks the record of a claim id, or one that has been matched to none. */
  ask(claimId: string | null, delivered: Delivered, answered: (delivered: Delivered) => void): void {
    const record = (claimId !== null && this.#records.get(claimId)) || (this.#records.get(NONE) as Actors);
    this.#answered = answered;
    record.deliver(delivered);
  }
}
