import { comment } from './states.ts';
import type { Branch, Point } from './step-graph.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The statements of a step in which a component begins with this branch. */
export function stepText(vocabulary: Vocabulary, component: number, branch: Branch): string[] {
  const { shared, hits } = survey(branch);
  const settled = [...hits].flatMap((check) =>
    vocabulary.checks.settle(check, (condition) => vocabulary.holds(condition)),
  );
  if (shared.size === 0) return [...new StepText(vocabulary, shared, []).branch(component, branch), ...settled];
  const done = vocabulary.names.give('done');
  const text = new StepText(vocabulary, shared, [`goto ${done};`]);
  return [
    ...text.branch(component, branch),
    ...text.sharedPoints(),
    `${done}:`,
    ...(settled.length > 0 ? settled : ['skip;']),
  ];
}

/** Spin's d_step has room for 63 selections one within the other (NextLab in its dstep.c). */
const MOST_NESTED = 60;

/** The points of a step that are better written apart, for several ways lead to them or a long one; and the checks it may hit. */
function survey(branch: Branch) {
  const seen = new Set<Point>();
  const shared = new Set<Point>();
  const hits = new Set<number>();
  const visit = ({ concerns, next }: Branch, depth: number) => {
    for (const { check, matches } of concerns) if (matches) hits.add(check);
    if (!next) return;
    if (seen.has(next) || depth % MOST_NESTED === MOST_NESTED - 1) shared.add(next);
    if (seen.has(next)) return;
    seen.add(next);
    for (const following of next.branches) visit(following, depth + 1);
  };
  visit(branch, 0);
  return { shared, hits };
}

/** Writes each point where the one way to it leads; a shared one has a label instead, and comes behind. */
class StepText {
  readonly #vocabulary: Vocabulary;
  readonly #shared: ReadonlySet<Point>;
  readonly #end: readonly string[];
  readonly #labels = new Map<Point, string>();

  constructor(vocabulary: Vocabulary, shared: ReadonlySet<Point>, end: readonly string[]) {
    this.#vocabulary = vocabulary;
    this.#shared = shared;
    this.#end = end;
  }

  branch(component: number, { moves, concerns, next }: Branch): string[] {
    const { checks } = this.#vocabulary;
    return [
      ...this.#vocabulary.statesOf(component).move(moves),
      ...concerns.flatMap((concern) => checks.observe(concern)),
      ...this.#follow(next),
    ];
  }

  /** Those that have been referred to, and those to which these refer. */
  sharedPoints(): string[] {
    const lines: string[] = [];
    for (const [point, label] of this.#labels) lines.push(`${label}:`, ...this.#point(point));
    return lines;
  }

  #follow(point: Point | null): readonly string[] {
    if (!point) return this.#end;
    return this.#shared.has(point) ? [`goto ${this.#labelOf(point)};`] : this.#point(point);
  }

  #labelOf(point: Point): string {
    const { names } = this.#vocabulary;
    const name = this.#vocabulary.nameOf(point.component);
    const label = this.#labels.get(point) ?? names.give(`then_${name}_${point.event.type}`);
    this.#labels.set(point, label);
    return label;
  }

  #point(point: Point): string[] {
    const name = this.#vocabulary.nameOf(point.component);
    const text = `${name} takes ${JSON.stringify(point.event)} from ${point.sender}`;
    return [`/* ${comment(text)} */`, ...this.#choose(point)];
  }

  /** The last alternative needs no test: the component can be in no other state, or has no row for it. */
  #choose({ component, branches, gap }: Point): string[] {
    const ways = branches
      .toSorted((a, b) => a.moves.size - b.moves.size)
      .map((branch) => ({ from: branch.moves.keys(), body: this.branch(component, branch) }));
    const last = gap.length > 0 ? [`assert(${this.#vocabulary.noGap});`, ...this.#end] : (ways.pop()?.body ?? []);
    if (ways.length === 0) return last;
    const states = this.#vocabulary.statesOf(component);
    return [
      'if',
      ...ways.flatMap(({ from, body }) => alternative(states.isIn(from), body)),
      ...alternative('else', last),
      'fi;',
    ];
  }
}

function alternative(guard: string, body: readonly string[]): string[] {
  const isEmpty = body.every((line) => line.startsWith('/*'));
  return [`:: ${guard} ->`, ...[...body, ...(isEmpty ? ['skip;'] : [])].map((line) => `\t${line}`)];
}
