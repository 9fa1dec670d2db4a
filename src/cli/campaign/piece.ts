import type { AnyStateMachine } from 'xstate';
import { fuzz } from '../../checker/random/fuzz.ts';
import { type NamedChoice, namesOf } from '../../checker/replay/named-run.ts';
import { machinesOf } from '../../checker/study/machines.ts';
import { Models } from '../../checker/study/models.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import type { Study } from '../../checker/study/study.ts';
import type { Choice } from '../../checker/system/compose.ts';
import { UNHANDLED, verify } from '../../checker/verify.ts';
import { InputError } from '../../files/input.ts';
import { type MutantResult, fateOf } from '../../mutation/fate.ts';
import { Killer } from '../../mutation/kill.ts';
import { type Mutant, mutantsOf } from '../../mutation/mutants.ts';
import { trialsOf } from '../../mutation/trials.ts';
import { type RowResult, coverageOf, searchRow } from '../../verify/search-row.ts';
import type { Piece, Plan } from './plan.ts';

/** The runs of a row that violate a property: random ones after shrinking, or the shortest one of a search. */
export interface Violation {
  readonly property: string;
  readonly times: number;
  /** The first of the shortest. */
  readonly run: readonly NamedChoice[];
}

/** What a piece finds: plain data. */
export interface Found {
  readonly violations?: readonly Violation[];
  /** The violations of a row are those whose run ends. */
  readonly row?: RowResult;
  readonly mutants?: readonly MutantResult[];
}

/** The states of machines that there are, and those that some piece has passed through. */
export interface Coverage {
  readonly declared: readonly string[];
  readonly reached: readonly string[];
}

/** Does one piece after the other, with the machines of a study. */
export class Worker {
  readonly #plan: Plan;
  readonly #models: Models;
  #killer: Killer | null = null;
  #mutants: ReadonlyMap<string, { readonly machine: AnyStateMachine; readonly mutant: Mutant }> | null = null;

  constructor(study: Study, plan: Plan) {
    this.#plan = plan;
    this.#models = new Models(study);
  }

  do(piece: Piece): Found {
    if (piece.work === 'mutants') return { mutants: this.#tried(piece.ids) };
    const row = this.#plan.rows[piece.row] as Row;
    if (piece.work === 'rows') return this.#searched(row);
    return { violations: this.#violations(row, piece) };
  }

  coverage(): Coverage {
    return this.#plan.work === 'mutants' ? { declared: [], reached: [] } : coverageOf(this.#models);
  }

  #scope() {
    const { faults, maxStates } = this.#plan;
    return { ...(faults && { faults }), ...(maxStates !== undefined && { maxStates }) };
  }

  #searched(asked: Row): Found {
    const row = searchRow(this.#models, asked, this.#scope());
    const { composition, properties } = this.#models.model(asked);
    // What is found beside the row is of other systems: their runs are none of this one.
    const own = new Set([...properties.map(({ id }) => id), UNHANDLED]);
    const shown = row.properties.filter(
      (one) => one.verdict === 'violated' && one.run && !one.cycle && own.has(one.id),
    );
    // A composition that has not been searched knows no timers, outcomes and draws yet, or by other numbers.
    const isDeclared = (index: number) => {
      const choice = composition.choices[index];
      return choice && !choice.draws && !composition.isInner(choice);
    };
    const isKnown = shown.every(({ run }) => run?.every(isDeclared));
    const found = isKnown ? [] : verify(composition, properties, this.#scope()).findings;
    const violations = shown.map(({ id, run }): Violation => {
      const choices = found.find(({ property }) => property.id === id)?.run;
      return {
        property: id,
        times: 1,
        run: namesOf(composition, choices ?? (run ?? []).map((index) => composition.choices[index] as Choice)),
      };
    });
    return { row, violations };
  }

  /** Goes on behind each violation: so many runs are made whatever they find. */
  #violations(row: Row, { seed, runs }: { readonly seed: number; readonly runs: number }): Violation[] {
    const model = this.#models.model(row);
    const violations = new Map<string, Violation>();
    for (let made = 0; made < runs; ) {
      const result = fuzz(model, { runs: runs - made, seed: seed + made, faults: this.#plan.faults });
      made += result.runs;
      const found = result.found;
      if (found?.wrong.kind === 'difference')
        throw new Error(`the composition and the live actors disagree: ${found.wrong.text}`);
      if (!found) continue;
      const property = found.wrong.property.id;
      const run = namesOf(model.composition, found.run);
      const before = violations.get(property);
      const shortest = before && before.run.length <= run.length ? before.run : run;
      violations.set(property, { property, times: (before?.times ?? 0) + 1, run: shortest });
    }
    return [...violations.values()];
  }

  /** Without the study's oracle, which has files of its own: what is left is asked of it when the shards are merged. */
  #tried(ids: readonly string[]): MutantResult[] {
    this.#killer ??= new Killer(trialsOf(this.#models));
    this.#mutants ??= new Map(
      [...machinesOf(this.#models).values()].flatMap((machine) =>
        mutantsOf(machine).map((mutant) => [mutant.id, { machine, mutant }] as const),
      ),
    );
    const killer = this.#killer;
    const mutants = this.#mutants;
    killer.beginAnew();
    return ids.map((id) => {
      const found = mutants.get(id);
      if (!found) throw new InputError(`the bundle does not know the mutant '${id}'`);
      return fateOf(killer, null, found.machine, found.mutant);
    });
  }
}
