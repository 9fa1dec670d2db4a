import type { Composition } from '../../checker/system/compose.ts';
import { ModelError } from '../../checker/errors.ts';
import { isStepCheck, type Property, type StepCheck, type While } from '../../checker/property/property.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { type Concern, sequenceOf } from '../../traces/promela/concern.ts';
import { Reached, type ReachedOptions } from '../../traces/promela/reached.ts';
import { type Branch, type Point, StepGraphs } from '../../traces/promela/step-graph.ts';

/**
 * A composed system as a Quint module, for its simulator: the variable `s` is the state, `step` is one choice of the environment with all
 * that follows, and `safe` is what must hold after each step. Dead ends are not judged.
 *
 * What follows upon what is read from the components' tables, as for Promela; where a run comes by a row that no run of ours has come by,
 * `safe` does not hold.
 *
 * @throws {ModelError} if a property is about more than steps and dead ends
 */
export function quintModel(
  composition: Composition,
  properties: readonly Property[],
  options: ReachedOptions = {},
): string {
  const judged = properties.filter(({ checks }) => checks.every(({ kind }) => kind !== 'deadlock'));
  const other = judged.find(({ checks }) => !checks.every(isStepCheck));
  if (other) throw new ModelError(`${other.id} is about more than steps: no Quint is written for it`);
  return new Model(new Reached(composition, properties, options), judged).text();
}

/** Where the model ends: no run of ours comes there. */
const GAP = '{ ...s, gap: true }';
/** So often a step may come by one point. */
const MOST_TIMES = 3;

interface Observed {
  readonly check: StepCheck;
  /** How many transitions it waits for; and the fields of its memory, of its hits until the end of the step, and of what is violated. */
  readonly length: number;
  readonly seen: string;
  readonly hit: string;
  readonly violated: string;
}

class Model {
  readonly #reached: Reached;
  readonly #observed: readonly Observed[];
  readonly #numbers: readonly ReadonlyMap<LocalState, number>[];
  readonly #defined: string[] = [];
  /** The functions of each point: one for each time that a step comes by it. */
  readonly #points = new Map<Point, (string | undefined)[]>();
  #functions = 0;

  constructor(reached: Reached, properties: readonly Property[]) {
    this.#reached = reached;
    this.#numbers = reached.composition.components.map(
      (_, i) => new Map([...reached.statesOf(i)].map((state, number) => [state, number])),
    );
    const all = properties.flatMap((property, at) =>
      property.checks.filter(isStepCheck).map((check) => ({ check, violated: `violated_${at}` })),
    );
    this.#observed = all.map(({ check, violated }, i) => ({
      check,
      violated,
      length: sequenceOf(check).length,
      seen: `seen_${i}`,
      hit: `hit_${i}`,
    }));
  }

  text(): string {
    const { choices, composition } = this.#reached;
    const graphs = new StepGraphs(
      this.#reached,
      this.#observed.map(({ check }) => check),
    );
    const steps = choices.flatMap((choice) => {
      const start = graphs.of(choice);
      return start ? [this.#step(start)] : [];
    });
    const violated = [...new Set(this.#observed.map(({ violated: field }) => field)), 'gap'];
    return [
      'module system {',
      ...composition.components.map(({ spec }, i) => `  // ${at(i)}: ${JSON.stringify(spec.name)}`),
      `  type S = { ${this.#fields(violated)
        .map(([name, type]) => `${name}: ${type}`)
        .join(', ')} }`,
      '  var s: S',
      `  pure def beyond(s: S): S = ${GAP}`,
      ...this.#defined,
      `  pure def settled(s: S): S = ${this.#settled()}`,
      `  action init = s' = { ${this.#fields(violated)
        .map(([name, , first]) => `${name}: ${first}`)
        .join(', ')} }`,
      '  action step = any {',
      ...steps.map((text) => `    ${text},`),
      '  }',
      `  val safe = not(${violated.map((field) => `s.${field}`).join(' or ')})`,
      '}',
      '',
    ].join('\n');
  }

  /** The fields of a state, each with its type and how it begins. */
  #fields(violated: readonly string[]): (readonly [name: string, type: string, first: string])[] {
    return [
      ...this.#numbers.map((_, i) => [at(i), 'int', '0'] as const),
      ...this.#observed.filter(({ length }) => length > 0).map(({ seen }) => [seen, 'int', '0'] as const),
      ...this.#observed.filter(({ check }) => whileOf(check)).map(({ hit }) => [hit, 'bool', 'false'] as const),
      ...violated.map((field) => [field, 'bool', 'false'] as const),
    ];
  }

  /** A choice of the environment: what is enabled, and what comes of it. */
  #step(start: Point): string {
    const { composition } = this.#reached;
    const from = [...start.branches.flatMap(({ moves }) => [...moves.keys()]), ...start.gap];
    const { process } = composition.components[start.component] as (typeof composition.components)[number];
    const unblocked = composition.components.flatMap((other, i) => {
      if (i === start.component || other.process !== process) return [];
      const blocking = [...this.#reached.statesOf(i)].filter((state) => state.blocking);
      return blocking.length > 0 ? [`not(${this.#isIn(i, blocking)})`] : [];
    });
    const conditions = [this.#isIn(start.component, from), ...unblocked];
    return `all { ${conditions.join(', ')}, s' = settled(${this.#point(start)}(s)) }`;
  }

  /**
   * The function for a point of a step. For all that is known without running it, a step may come by a point again; and Quint has no
   * recursion. So each time there is a function of its own, until no run comes so far.
   */
  #point(point: Point, time = 0): string {
    const times = this.#points.get(point) ?? [];
    this.#points.set(point, times);
    const known = times[time];
    if (known === 'open') return time < MOST_TIMES ? this.#point(point, time + 1) : 'beyond';
    if (known !== undefined) return known;
    times[time] = 'open';
    const { branches, component } = point;
    const ways = branches.map((branch) => {
      const after = this.#after(component, branch);
      const next = branch.next ? `${this.#point(branch.next, time)}(${after})` : after;
      return `if (${this.#isIn(component, branch.moves.keys())}) ${next}`;
    });
    const name = `take_${this.#functions++}`;
    this.#defined.push(`  pure def ${name}(s: S): S = ${[...ways, GAP].join(' else ')}`);
    times[time] = name;
    return name;
  }

  /** The state after a component's transition. */
  #after(component: number, { concerns, moves }: Branch): string {
    const fields = new Map<string, string>();
    if ([...moves].some(([from, to]) => from !== to)) {
      const pairs = [...moves].map(
        ([from, to]) => `${this.#number(component, from)} -> ${this.#number(component, to)}`,
      );
      fields.set(at(component), `${this.#value(`Map(${pairs.join(', ')})`)}.get(s.${at(component)})`);
    }
    for (const concern of concerns) this.#observe(concern, fields);
    const updates = [...fields].map(([field, value]) => `, ${field}: ${value}`).join('');
    return updates === '' ? 's' : `{ ...s${updates} }`;
  }

  #observe({ after, check: index, forgets, matches }: Concern, fields: Map<string, string>): void {
    const { check, hit, length, seen, violated } = this.#observed[index] as Observed;
    if (matches) {
      const isHit = length === 0 ? 'true' : `s.${seen} ${check.kind === 'onlyAfter' ? '!=' : '=='} ${length}`;
      const field = whileOf(check) ? hit : violated;
      fields.set(field, `(${isHit}) or ${fields.get(field) ?? `s.${field}`}`);
    }
    if (forgets) fields.set(seen, '0');
    else if (after.length > 0)
      fields.set(
        seen,
        `if (${after.map((place) => `s.${seen} == ${place}`).join(' or ')}) s.${seen} + 1 else s.${seen}`,
      );
  }

  /** The state at the end of a step: only now it is known whether a hit counts that depends on where a component is. */
  #settled(): string {
    const fields = this.#observed.flatMap(({ check, hit, violated }): [string, string, string][] => {
      const condition = whileOf(check);
      return condition ? [[violated, hit, this.#holds(condition)]] : [];
    });
    const violated = new Map<string, string>();
    for (const [field, hit, holds] of fields)
      violated.set(field, `(s.${hit} and ${holds}) or ${violated.get(field) ?? `s.${field}`}`);
    const updates = [...violated, ...fields.map(([, hit]) => [hit, 'false'])].map(([name, to]) => `, ${name}: ${to}`);
    return updates.length === 0 ? 's' : `{ ...s${updates.join('')} }`;
  }

  #holds({ component, is }: While): string {
    const index = this.#reached.composition.indexOf(component);
    return this.#isIn(
      index,
      [...this.#reached.statesOf(index)].filter(({ snapshot }) => is(snapshot)),
    );
  }

  #isIn(component: number, states: Iterable<LocalState>): string {
    const numbers = [...states].map((state) => this.#number(component, state));
    if (numbers.length === 1) return `s.${at(component)} == ${numbers[0]}`;
    return `${this.#value(`Set(${numbers.join(', ')})`)}.contains(s.${at(component)})`;
  }

  readonly #values = new Map<string, string>();

  /** The name of a value that never changes, so that it is made once. */
  #value(text: string): string {
    const name = this.#values.get(text) ?? `value_${this.#values.size}`;
    if (!this.#values.has(text)) this.#defined.push(`  pure val ${name} = ${text}`);
    this.#values.set(text, name);
    return name;
  }

  #number(component: number, state: LocalState): number {
    return this.#numbers[component]?.get(state) as number;
  }
}

const at = (component: number): string => `at_${component}`;

const whileOf = (check: StepCheck): While | undefined => ('while' in check ? check.while : undefined);
