import { Pairing } from './alike/pairing.ts';
import { Questions } from './alike/questions.ts';
import { ModelError } from './errors.ts';
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

/** A search that came to its end, with all that it has asked. */
interface Searched {
  readonly composition: Composition;
  readonly questions: Questions;
  readonly findings: Findings;
  readonly options: string;
}

/** As many searches are kept, the last ones. */
const KEPT = 16;

/**
 * Searches systems one after the other. What a search of an alike system has found is found of this one as well: the search asks the
 * tables and the properties, and nothing else, and both would answer the same. So it is not carried out again.
 */
export class Searches {
  #known: Searched[] = [];
  /** How many searches were found to be alike to one before. */
  alike = 0;

  /** @param compose makes the system; it may be called twice, for two compositions over the same tables */
  verify(compose: () => Stated, options: VerifyOptions): Findings {
    const found = this.#known.length > 0 ? this.#alike(compose(), options) : null;
    if (found) {
      this.alike += 1;
      return found;
    }
    const { composition, properties } = compose();
    const questions = new Questions(properties);
    const findings = verify(composition, questions.properties, options);
    // The groups of a product are systems of their own: this one's tables have not been asked. Up to symmetry few states are.
    if (findings.end === 'exhausted' && findings.engine !== 'grouped' && findings.engine !== 'symmetric') {
      this.#known = [...this.#known, { composition, questions, findings, options: textOf(options) }].slice(-KEPT);
    }
    return { ...findings, findings: own(findings, properties) };
  }

  #alike({ composition, properties }: Stated, options: VerifyOptions): Findings | null {
    const text = textOf(options);
    for (const known of this.#known) {
      if (known.options !== text || known.composition.spec.name !== composition.spec.name) continue;
      const pairing = new Pairing(known.composition, composition);
      if (!isAlike(pairing, known.questions, properties)) continue;
      pairing.markUsed();
      const choiceOf = (choice: Choice) => composition.choiceLike(known.composition, choice);
      const findings = own(known.findings, properties).map((finding) => ({
        ...finding,
        run: finding.run?.map(choiceOf) ?? null,
        cycle: finding.cycle?.map(choiceOf) ?? null,
      }));
      return { ...known.findings, findings, notes: notesOn(composition, options) };
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
