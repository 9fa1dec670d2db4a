import type { Choice, Composition } from '../system/compose.ts';
import { fairActions } from '../property/fairness.ts';
import type { Action, Check, Condition, LeadsTo } from '../property/property.ts';
import { betterIn, type NaiveGraph, type Node } from './naive.ts';

/**
 * The run to the nearest violation of a check that looks at states, found in the plainest way; null if there is none.
 *
 * @param at the number of the check
 */
export function violationIn(graph: NaiveGraph, composition: Composition, check: Check, at: number) {
  const better = betterIn(composition);
  const best = (nodes: readonly Node[]) =>
    nodes.reduce<readonly Choice[] | null>((run, node) => better(run, node.run), null);
  if (check.kind === 'leadsTo') return best(new Avoidance(graph, composition, check, at).cycles());
  return best([...graph.values()].filter((node) => isBad(graph, composition, check, node)));
}

function isBad(graph: NaiveGraph, composition: Composition, check: Check, node: Node): boolean {
  if (check.kind === 'always') return !holds(composition, check.what, node);
  if (check.kind !== 'deadlock' || (check.except && holds(composition, check.except, node))) return false;
  return node.steps.every(({ to }) => (graph.get(to) as Node).locals.every((local, i) => local === node.locals[i]));
}

function holds(composition: Composition, { of, is }: Condition, { locals }: Node): boolean {
  const snapshots = of.map((name) => locals[composition.indexOf(name)]?.snapshot);
  return is(...(snapshots as Parameters<Condition['is']>));
}

type Nodes = ReadonlySet<Node>;
type Neighbours = ReadonlyMap<Node, readonly Node[]>;

/**
 * How an obligation can be avoided for ever, by the fix-point of Emerson and Lei (1986): the largest set of pending
 * states from each of which, for every fair action, the run can come, within the set, to a state that does not enable
 * it or to a step that takes it. No component is computed.
 */
class Avoidance {
  readonly #check: LeadsTo;
  readonly #composition: Composition;
  readonly #pending: Nodes;
  /** Per pending state: the steps that are taken at all. */
  readonly #steps: ReadonlyMap<Node, readonly { readonly choice: Choice; readonly to: Node }[]>;
  readonly #ahead: Neighbours;
  readonly #back: Neighbours;

  constructor(graph: NaiveGraph, composition: Composition, check: LeadsTo, at: number) {
    this.#check = check;
    this.#composition = composition;
    const pending = [...graph.values()].filter(
      (node) => node.memory[at] === 1 && (!check.during || holds(composition, check.during, node)),
    );
    this.#pending = new Set(pending);
    this.#steps = new Map(
      pending.map((node) => [
        node,
        node.steps
          .filter(({ choice }) => this.#isTaken(choice, node))
          .map(({ choice, to }) => ({ choice, to: graph.get(to) as Node })),
      ]),
    );
    this.#ahead = new Map(pending.map((node) => [node, this.#stepsOf(node).map(({ to }) => to)]));
    const back = new Map<Node, Node[]>(pending.map((node) => [node, []]));
    for (const [node, targets] of this.#ahead) for (const target of targets) back.get(target)?.push(node);
    this.#back = back;
  }

  /**
   * The states that lie on a fair cycle of pending ones: each is looked at within what it reaches and is reached from. Of the
   * strong actions each is either never enabled on the cycle or taken on it: every division of them is tried.
   */
  cycles(): Node[] {
    const strong = fairActions(this.#composition, this.#check).filter((action) => action.strong);
    const divisions: Action[][] = [[]];
    for (const one of strong) divisions.push(...divisions.map((all) => [...all, one]));
    return [...new Set(divisions.flatMap((never) => this.#cyclesWithout(never)))];
  }

  #cyclesWithout(never: readonly Action[]): Node[] {
    const enables = (node: Node) => never.some(({ is }) => this.#taking(is, node).length > 0);
    const pending = new Set([...this.#pending].filter((node) => !enables(node)));
    if (this.#avoiding(pending).size === 0) return [];
    return [...pending].filter((node) => {
      const before = closure([node], this.#back, pending);
      const round = [...closure([node], this.#ahead, pending)].filter((other) => before.has(other));
      return this.#avoiding(new Set(round)).has(node);
    });
  }

  /** A strong action that is enabled nowhere within the states wants nothing. */
  #avoiding(states: Nodes): Nodes {
    let left = states;
    for (;;) {
      const before = left.size;
      for (const action of fairActions(this.#composition, this.#check)) {
        const isEnabled = [...left].some((node) => this.#taking(action.is, node).length > 0);
        if (isEnabled || !action.strong) left = this.#ableToSatisfy(action, left);
      }
      if (left.size === before) return left;
    }
  }

  #ableToSatisfy({ is, strong }: Action, states: Nodes): Nodes {
    const satisfies = (node: Node) => {
      const own = this.#taking(is, node);
      return (!strong && own.length === 0) || own.some(({ to }) => states.has(to));
    };
    return closure([...states].filter(satisfies), this.#back, states);
  }

  #taking(isAction: Action['is'], node: Node) {
    return this.#stepsOf(node).filter(({ choice }) => isAction(this.#name(choice), choice.event));
  }

  #stepsOf(node: Node) {
    return this.#steps.get(node) ?? [];
  }

  #isTaken(choice: Choice, node: Node): boolean {
    const answer = this.#check.only?.(this.#name(choice), choice.event) ?? true;
    return typeof answer === 'boolean' ? answer : holds(this.#composition, answer, node);
  }

  #name({ component }: Choice): string {
    return this.#composition.components[component]?.spec.name as string;
  }
}

/** Some states, and all within a set that follow from them one way. */
function closure(states: readonly Node[], next: Neighbours, within: Nodes): Nodes {
  const all = new Set(states);
  for (const node of all) for (const other of next.get(node) ?? []) if (within.has(other)) all.add(other);
  return all;
}
