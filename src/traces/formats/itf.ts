import type { Composition } from '../../checker/system/compose.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { choiceText, type Trace } from '../../checker/replay/trace.ts';
import { Names } from './names.ts';

/** An expression of the format, as far as it is needed here. */
type Expression = string | number | boolean | Expression[] | { readonly [field: string]: Expression };

interface ItfState {
  readonly '#meta': object;
  readonly [variable: string]: Expression | object;
}

interface ItfTrace {
  readonly '#meta': object;
  readonly vars: readonly string[];
  readonly states: readonly ItfState[];
  /** The state in which the cycle begins that the run goes round for ever; it ends in the last one. */
  readonly loop?: number;
}

/**
 * A trace in the Informal Trace Format (https://apalache-mc.org/docs/adr/015adr-trace.html): a variable for each
 * component, with its state and context; what the step before each state was, and what the daemons logged, is in `#meta`.
 *
 * @param cycleFrom how many steps lie before its cycle, if it goes on for ever
 */
export function itf(composition: Composition, trace: Trace, description: string, cycleFrom?: number): ItfTrace {
  const names = new Names();
  const vars = composition.components.map(({ spec }) => names.give(spec.name));
  const state = (index: number, more: object, states: readonly LocalState[]): ItfState => ({
    '#meta': { index, ...more },
    ...Object.fromEntries(states.map((local, i) => [vars[i], expressionOf(local)])),
  });
  return {
    '#meta': { format: 'ITF', 'format-description': SPECIFICATION, source: composition.spec.name, description },
    vars,
    states: [
      state(0, {}, composition.initial),
      ...trace.map(({ component, choice, occurrences, states }, i) => {
        const step = { step: choiceText(component, choice), ...(choice.fault && { fault: choice.fault }) };
        return state(i + 1, { ...step, log: occurrences.flatMap(({ prints }) => prints) }, states);
      }),
    ],
    ...(cycleFrom !== undefined && { loop: cycleFrom }),
  };
}

const SPECIFICATION = 'https://apalache-mc.org/docs/adr/015adr-trace.html';

function expressionOf({ snapshot }: LocalState): Expression {
  return expression({ value: snapshot.value, context: snapshot.context }) as Expression;
}

/** The format knows no null: a field that is null is left out. */
function expression(value: unknown): Expression | null {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return { '#unserializable': String(value) };
  if (typeof value !== 'object' || value === null) return (value ?? null) as Expression | null;
  if (Array.isArray(value)) return value.map(expression).filter((item) => item !== null);
  const fields = Object.entries(value).map(([field, part]) => [field, expression(part)]);
  return Object.fromEntries(fields.filter(([, part]) => part !== null)) as Expression;
}
