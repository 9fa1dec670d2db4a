import type { Choice, Composition } from '../checker/system/compose.ts';
import { ModelError } from '../checker/errors.ts';
import type { Property } from '../checker/property/property.ts';
import type { LocalState } from '../checker/system/table/table.ts';
import { drawTexts } from '../checker/replay/trace.ts';
import { verify } from '../checker/verify.ts';

/** What can be seen of a property: its verdict, and its shortest run with the log lines that it writes. */
interface Seen {
  readonly verdict: string;
  readonly story: string;
}

/** What can be seen of a system: of each property, and of the space; or the error that ends the search. */
export interface Fingerprint {
  readonly properties: ReadonlyMap<string, Seen>;
  readonly counts: string;
  readonly states: number;
  /** Whether the search met its bound: what it has found is true, what it has not found means nothing. */
  readonly bounded: boolean;
  readonly error: string | null;
  /** What became of a message that nobody takes. */
  readonly unhandled: Unhandled;
}

/** A lost message ends the search of a system in which none is lost as it is; in any other it is a finding like others. */
export type Unhandled = 'refuse' | 'report';

/**
 * By what two systems are told apart, the strongest first: one cannot be explored, a verdict differs, a shortest run or a log
 * line of it differs, or nothing but the number of states and transitions.
 */
const EVIDENCE = ['model error', 'verdict', 'run', 'counts'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** The strongest evidence that two systems differ, and the properties that give it. */
export interface Difference {
  readonly evidence: Evidence;
  readonly by: readonly string[];
}

/** A system with more states than this is too large to be explored thousands of times. */
const MAX_STATES = 100_000;

/** Explores a system and notes what it shows: equal fingerprints mean that nothing tells two systems apart. */
export function fingerprint(
  composition: Composition,
  properties: readonly Property[],
  { maxStates = MAX_STATES, unhandled = 'refuse' }: { maxStates?: number; unhandled?: Unhandled } = {},
): Fingerprint {
  try {
    const { findings, states, transitions, depth, bounded } = verify(composition, properties, {
      maxStates,
      unhandled,
      // A mutant may tell members apart.
      symmetry: false,
    });
    const seen = findings.map(({ property, verdict, run, cycle }): [string, Seen] => [
      property.id,
      { verdict, story: run ? story(composition, [...run, ...(cycle ?? [])]).join('\n') : '' },
    ]);
    const counts = [states, transitions, depth].join();
    return { properties: new Map(seen), counts, states, bounded, error: null, unhandled };
  } catch (error) {
    if (error instanceof ModelError)
      return { properties: new Map(), counts: '', states: 0, bounded: false, error: error.message, unhandled };
    throw error;
  }
}

/**
 * The same of a system as it is, which may lose messages already.
 *
 * @throws {ModelError} if it cannot be explored: then there is nothing that mutants could be compared with
 */
export function fingerprintAsIs(composition: Composition, properties: readonly Property[]): Fingerprint {
  const refusing = fingerprint(composition, properties);
  if (refusing.error === null) return refusing;
  const reporting = fingerprint(composition, properties, { unhandled: 'report' });
  if (reporting.error !== null) throw new ModelError(reporting.error);
  return reporting;
}

/** What tells a system from its original; null if nothing does. */
export function difference(original: Fingerprint, other: Fingerprint): Difference | null {
  if (other.error !== null && original.error === null) return { evidence: 'model error', by: [] };
  for (const evidence of ['verdict', 'run'] as const) {
    const field = evidence === 'verdict' ? 'verdict' : 'story';
    const by = [...original.properties].filter(([id, seen]) => {
      const now = other.properties.get(id);
      return now?.verdict !== 'bounded' && now?.[field] !== seen[field];
    });
    if (by.length > 0) return { evidence, by: by.map(([id]) => id) };
  }
  return original.counts === other.counts ? null : { evidence: 'counts', by: [] };
}

/** A run as its choices, each with the log lines that it made the components write. */
function story(composition: Composition, run: readonly Choice[]): string[] {
  const locals = composition.initial;
  return run.flatMap((choice) => {
    const step = composition.step(choice, (component) => locals[component] as LocalState);
    for (const [component, state] of step?.writes ?? []) locals[component] = state;
    const name = composition.components[choice.component]?.spec.name;
    return [
      [name, JSON.stringify(choice.event), ...drawTexts(choice)].join(' '),
      ...(step?.occurrences ?? []).flatMap(({ component, prints }) => prints.map((line) => `${component}: ${line}`)),
    ];
  });
}
