import type { Message } from './message.ts';
import { intern } from './message.ts';
import { plain } from './plain.ts';
import type { SystemSpec } from './spec.ts';
import type { Choice, StepDraw } from './step.ts';

/** The choices of the environment in a system, by number: those declared, and behind them what is met. */
export class Choices {
  readonly all: Choice[];
  /** Per component: the choices by what happens by itself. */
  readonly #inner: Map<Message, Choice>[];
  /** The choices with what is drawn in their steps, by choice and draws. */
  readonly #drawn = new Map<string, Choice>();

  constructor({ components }: SystemSpec) {
    this.#inner = components.map(() => new Map());
    this.all = components
      .flatMap((component, i) =>
        (component.environment ?? []).map(({ event, fault }) => ({
          component: i,
          event: intern(event, () => `${component.name}: an event of its environment`),
          fault: fault ?? null,
        })),
      )
      .map((choice, index) => ({ index, ...choice }));
  }

  /** Whether a choice happens to its component by itself. */
  isInner({ component, event }: Choice): boolean {
    return this.#inner[component]?.has(event) ?? false;
  }

  declaredOf(component: number): Choice[] {
    return this.all.filter((choice) => choice.component === component && !choice.draws && !this.isInner(choice));
  }

  /** The choice that something happens to a component by itself. */
  inner(component: number, event: Message, fault: string | null): Choice {
    const known = this.#inner[component]?.get(event);
    if (known) return known;
    const choice = { index: this.all.length, component, event, fault };
    this.all.push(choice);
    this.#inner[component]?.set(event, choice);
    return choice;
  }

  /** A choice, and what is drawn in its step. */
  drawn(base: Choice, draws: readonly StepDraw[]): Choice {
    const key = `${base.index} ${plain(draws).text}`;
    const known = this.#drawn.get(key);
    if (known) return known;
    const choice = { ...base, index: this.all.length, base, draws };
    this.all.push(choice);
    this.#drawn.set(key, choice);
    return choice;
  }

  /** Which of two choices of one component comes first: those declared, in their order, then those by itself, by event. */
  order(one: Choice, other: Choice): number {
    const [base, otherBase] = [one.base ?? one, other.base ?? other];
    if (base === otherBase) return orderOfDraws(one, other);
    const [isInner, isOtherInner] = [this.isInner(base), this.isInner(otherBase)];
    if (isInner !== isOtherInner) return isInner ? 1 : -1;
    if (!isInner) return base.index - otherBase.index;
    const [text, otherText] = [JSON.stringify(base.event), JSON.stringify(otherBase.event)];
    return text === otherText ? base.index - otherBase.index : text < otherText ? -1 : 1;
  }
}

/** By the first draw that comes out otherwise. */
function orderOfDraws(one: Choice, other: Choice): number {
  const [draws, others] = [one.draws ?? [], other.draws ?? []];
  const at = draws.findIndex((draw, i) => draw.at !== others[i]?.at);
  return (draws[at]?.at ?? 0) - (others[at]?.at ?? 0) || one.index - other.index;
}
