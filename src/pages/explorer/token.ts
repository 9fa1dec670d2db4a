import type { Choice, Composition } from '../../checker/system/compose.ts';
import { drawTexts } from '../../checker/replay/trace.ts';
import { words } from '../../checker/system/message.ts';
import { slug } from './slug.ts';

/** The tokens of a composition's choices, of which more are met as it is searched. */
class Tokens {
  readonly #composition: Composition;
  readonly #choices = new Map<string, Choice>();
  readonly #tokens = new Map<Choice, string>();

  constructor(composition: Composition) {
    this.#composition = composition;
  }

  of(choice: Choice): string {
    this.#meet();
    return this.#tokens.get(choice) ?? this.#word(choice);
  }

  choice(token: string): Choice | undefined {
    this.#meet();
    return this.#choices.get(token);
  }

  #meet(): void {
    for (const choice of this.#composition.choices.slice(this.#tokens.size)) {
      const word = this.#word(choice);
      let token = word;
      // Words leave out what is false, and letters that no link may have: the next one alike has a number.
      for (let n = 2; this.#choices.has(token); n++) token = `${word}.${n}`;
      this.#choices.set(token, choice);
      this.#tokens.set(choice, token);
    }
  }

  #word(choice: Choice): string {
    const name = this.#composition.components[choice.component]?.spec.name ?? '';
    return [...name.split('.'), ...words(choice.event), ...drawTexts(choice)].map(slug).join('.');
  }
}

const known = new WeakMap<Composition, Tokens>();

function tokensOf(composition: Composition): Tokens {
  const tokens = known.get(composition) ?? new Tokens(composition);
  known.set(composition, tokens);
  return tokens;
}

/**
 * A choice in one word that can stand in a link and be read there: `first.line.DELIVER.2.the-whole-packet`. Unlike
 * its index it means the same as long as the component knows the event.
 */
export const tokenOf = (composition: Composition, choice: Choice): string => tokensOf(composition).of(choice);

/** A step as it is sent: the index of a choice that is declared, or the token of what has no index of its own: a timer, an outcome, a draw. */
export type Sent = number | string;

/** The choice that a token stands for. A timer or an outcome is known from where it has been met. */
export const choiceOf = (composition: Composition, token: string): Choice | undefined =>
  tokensOf(composition).choice(token);
