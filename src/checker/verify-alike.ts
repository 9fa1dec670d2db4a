import { Pairing } from './alike/pairing.ts';
import { Questions } from './alike/questions.ts';
import { ModelError } from './errors.ts';
import type { StepStore } from './kept/kept-steps.ts';
import { checkMessages } from './property/messages.ts';
import type { PropertySpec } from './property/property.ts';
import { named } from './property/stated.ts';
import { notesOn } from './system/notes.ts';
import type { Choice, Composition } from './system/compose.ts';
import { type Findings, verify, type VerifyOptions } from './verify.ts';

/** A system, and what is stated of it. */
interface Stated {
  readonly composition: Composition;
  readonly properties: readonly PropertySpec[];
}

/** A search that came to its end. */
interface Done {
  readonly composition: Composition;
  readonly findings: Findings;
  readonly options: string;
  /** What it is called where its steps are kept. */
  readonly name: string | undefined;
}

/** A search that came to its end, with all that it has asked. */
interface Searched extends Done {
  readonly questions: Questions;
}

/** Where the steps of one search are kept from one process to the next. */
export interface SearchStore extends StepStore {
  /** What the search is called: nothing that is called otherwise is the same. */
  readonly name: string;
  /** What a search is called that an earlier process has found to be alike; undefined if there is none. */
  readonly alike: string | undefined;
  /** Keeps that a search is alike to another one. */
  keepAlike(name: string): void;
  /** Keeps the steps that were taken. */
  keepSteps(): void;
}

/** As many searches are kept, the last ones. */
const KEPT = 16;

/**
 * Searches systems one after the other. What a search of an alike system has found is found of this one as well: the search asks the
 * tables and the properties, and nothing else, and both would answer the same. So it is not carried out again.
 */
export class Searches {
  #known: Searched[] = [];
  /** The searches by what they are called. */
  readonly #done = new Map<string, Done>();
  /** How many searches were found to be alike to one before. */
  alike = 0;

  /**
   * @param compose makes the system; it may be called twice, for two compositions over the same tables
   * @param store where the steps of this search are kept
   */
  verify(compose: () => Stated, options: VerifyOptions, store?: SearchStore): Findings {
    const found = this.#keptAlike(compose, options, store) ?? this.#kept(compose, options, store);
    if (found) return found;
    const stated = this.#known.length > 0 ? compose() : null;
    const like = stated && this.#alike(stated, options);
    if (like) {
      // The other search has asked the same of messages, but this one may state something of another name.
      checkMessages(stated.composition, stated.properties);
      if (like.name !== undefined) store?.keepAlike(like.name);
      return this.#told(like, stated, options);
    }
    const { composition, properties } = compose();
    const questions = new Questions(properties);
    const findings = verify(composition, questions.properties, { ...options, ...(store && { steps: store }) });
    // The groups of a product are systems of their own: this one's tables have not been asked. Up to symmetry few states are.
    if (findings.end === 'exhausted' && findings.engine !== 'grouped' && findings.engine !== 'symmetric') {
      const done = this.#note({ composition, findings, options: textOf(options), name: store?.name });
      this.#known = [...this.#known, { ...done, questions }].slice(-KEPT);
      store?.keepSteps();
    }
    return { ...findings, findings: own(findings, properties) };
  }

  #note(done: Done): Done {
    if (done.name !== undefined) this.#done.set(done.name, done);
    return done;
  }

  /** What is found with the steps that an earlier process has kept. It asks no table, so that no other one is found to be alike to it. */
  #kept(compose: () => Stated, options: VerifyOptions, store: SearchStore | undefined): Findings | null {
    if (!store?.kept) return null;
    const { composition, properties } = compose();
    const findings = verify(composition, properties, { ...options, steps: store });
    if (findings.end === 'exhausted') {
      this.#note({ composition, findings, options: textOf(options), name: store.name });
    }
    return findings;
  }

  /** What is found of a system that an earlier process has found to be alike to one that was searched in this one. */
  #keptAlike(compose: () => Stated, options: VerifyOptions, store: SearchStore | undefined): Findings | null {
    const done = store?.alike === undefined ? undefined : this.#done.get(store.alike);
    return done?.options === textOf(options) ? this.#told(done, compose(), options) : null;
  }

  #told({ composition: one, findings }: Done, { composition, properties }: Stated, options: VerifyOptions): Findings {
    this.alike += 1;
    const choiceOf = (choice: Choice) => composition.choiceLike(one, choice);
    const told = own(findings, properties).map((finding) => ({
      ...finding,
      run: finding.run?.map(choiceOf) ?? null,
      cycle: finding.cycle?.map(choiceOf) ?? null,
    }));
    return { ...findings, findings: told, notes: notesOn(composition, options) };
  }

  #alike({ composition, properties }: Stated, options: VerifyOptions): Searched | null {
    const text = textOf(options);
    for (const known of this.#known) {
      if (known.options !== text || known.composition.spec.name !== composition.spec.name) continue;
      const pairing = new Pairing(known.composition, composition);
      if (!isAlike(pairing, known.questions, properties)) continue;
      pairing.markUsed();
      return known;
    }
    return null;
  }
}

/** A system that cannot be asked what another one was asked is not like it. */
function isAlike(pairing: Pairing, questions: Questions, properties: readonly PropertySpec[]): boolean {
  try {
    return pairing.complete() && questions.isSame(properties, pairing);
  } catch (error) {
    if (error instanceof ModelError) return false;
    throw error;
  }
}

const textOf = ({ crew: _, isInterrupted: __, ...options }: VerifyOptions): string => JSON.stringify(options);

/** The findings with the properties of this system; what is found beside them has a property of its own. */
const own = ({ findings }: Findings, properties: readonly PropertySpec[]): Findings['findings'] =>
  findings.map((finding, i) =>
    i < properties.length ? { ...finding, property: named(properties[i] as PropertySpec) } : finding,
  );
