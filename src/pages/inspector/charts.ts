import type { AnyStateMachine } from 'xstate';
import { ENVIRONMENT, type Composition } from '../../checker/system/compose.ts';
import { namedChart } from '../../traces/pictures/machine.ts';
import { environmentMachine } from './environment.ts';

/** The actors' statecharts, each drawn when it is first asked for. */
export class Charts {
  readonly #machines: ReadonlyMap<string, AnyStateMachine>;
  readonly #drawn = new Map<AnyStateMachine, Promise<string>>();

  constructor({ components }: Composition) {
    this.#machines = new Map([
      [ENVIRONMENT, environmentMachine],
      ...components.map(({ spec }) => [encodeURIComponent(spec.name), spec.machine] as const),
    ]);
  }

  /**
   * A chart as SVG, in which each state has its path in `data-state`.
   *
   * @param actor its name, as an address has it
   * @returns null where there is no such actor
   */
  of(actor: string): Promise<string> | null {
    const machine = this.#machines.get(actor);
    if (!machine) return null;
    const drawn = this.#drawn.get(machine) ?? namedChart(machine);
    this.#drawn.set(machine, drawn);
    return drawn;
  }
}
