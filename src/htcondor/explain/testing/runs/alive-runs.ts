import { keepAliveSystem } from '../../../../../machines/systems/keep-alive.ts';
import type { Variant } from '../../../../../machines/systems/connection.ts';
import { type Choice, Composition, type Occurrence } from '../../../../checker/system/compose.ts';
import { type LocalState, TableStore } from '../../../../checker/system/table/table.ts';
import type { Process } from '../../replay/labels.ts';
import { type Print, printOf } from '../../replay/print.ts';

/** A line that a machine prints. */
type Printed = Print & { readonly text: string };

export interface Edge {
  readonly choice: Choice;
  readonly to: Node;
  readonly prints: readonly Printed[];
}

/** A state of the composed system within a run of one ALIVE. */
export interface Node {
  readonly id: number;
  readonly states: readonly LocalState[];
  /** Whether the ALIVE has been sent. */
  readonly sent: boolean;
  /** Everything that can happen next; null until it is asked for. */
  edges: readonly Edge[] | null;
}

/**
 * What becomes of the claim but for its ALIVE, and takes no part in it; and other ways to a record, or to none, than that it
 * is made and deleted: the schedd writes the same lines.
 */
const NOT_ABOUT_ALIVE: ReadonlySet<string> = new Set([
  'ACTIVATE_CLAIM',
  'STARTER_EXITS',
  'RELEASE_CLAIM',
  'VACATE_CLAIM',
  'PREEMPT',
  'LEASE_TIMER',
  'CLAIM_STARTD_FOR_PARALLEL_JOB',
  'CLAIM_STARTD_AND_FORGET',
]);

const isAboutAlive = ({ event }: Choice): boolean => !NOT_ABOUT_ALIVE.has(event.type);

const NOTHING: readonly Printed[] = [];

/** A list without the room that JavaScript leaves behind it: there are a hundred thousand of them. */
const trimmed = <T>(list: readonly T[]): readonly T[] => list.slice();

/** All variants share their tables. */
const TABLES = new TableStore();

/** All runs of one ALIVE in one variant of the composed system, as a graph that is made as far as it is asked for. */
export class AliveRuns {
  readonly composition: Composition;
  readonly start: Node;
  readonly #nodes = new Map<string, Node>();
  readonly #prints = new Map<Occurrence, readonly Printed[]>();
  /** By component and local state. */
  readonly #choices: (readonly Choice[])[][] = [];

  constructor(variant: Variant) {
    this.composition = new Composition(keepAliveSystem(variant, ['first']), TABLES);
    this.start = this.#node(this.composition.initial, false);
  }

  /** Everything that can happen next, in the order in which the environment's events are declared. */
  edgesOf(node: Node): readonly Edge[] {
    node.edges ??= trimmed(
      node.states.flatMap((state, component) =>
        this.#choicesOf(component, state.id).flatMap((choice) => this.#change(node, choice)),
      ),
    );
    return node.edges;
  }

  /** An edge, unless it neither leads anywhere nor prints anything. */
  #change(node: Node, choice: Choice): Edge[] {
    const edge = this.edge(node, choice);
    return edge && (edge.to !== node || edge.prints.length > 0) ? [edge] : [];
  }

  /** The choices for which a component has a transition in one of its local states. */
  #choicesOf(component: number, state: number): readonly Choice[] {
    const ofComponent = (this.#choices[component] ??= []);
    return (ofComponent[state] ??= this.composition.choicesOf(component, state).filter(isAboutAlive));
  }

  /** What a choice leads to; null if it is not enabled. */
  edge(node: Node, choice: Choice): Edge | null {
    const isTimer = choice.event.type === 'ALIVE_TIMER';
    if (isTimer && node.sent) return null;
    const step = this.composition.step(choice, (component) => node.states[component] as LocalState);
    if (!step) return null;
    const states = node.states.map((state, component) => step.writes.get(component) ?? state);
    const printed = step.occurrences.map((occurrence) => this.#printsOf(occurrence)).filter(({ length }) => length > 0);
    const prints = printed.length > 1 ? printed.flat() : (printed[0] ?? NOTHING);
    return { choice, to: this.#node(states, node.sent || isTimer), prints };
  }

  /** What a transition prints: it is the same object whenever it is taken. */
  #printsOf(occurrence: Occurrence): readonly Printed[] {
    const known = this.#prints.get(occurrence);
    if (known) return known;
    const prints = occurrence.prints.flatMap((text) => this.#print(occurrence.component, text));
    this.#prints.set(occurrence, prints);
    return prints;
  }

  #print(component: string, text: string): Printed[] {
    const process = this.composition.components[this.composition.indexOf(component)]?.process as Process;
    const print = printOf(process, text);
    return print ? [{ ...print, text }] : [];
  }

  #node(states: readonly LocalState[], sent: boolean): Node {
    const key = `${states.map(({ id }) => id).join()} ${sent}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    const node: Node = { id: this.#nodes.size, states, sent, edges: null };
    this.#nodes.set(key, node);
    return node;
  }
}
