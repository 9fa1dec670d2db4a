import { ALL_SUBSETS, type Revision } from '../../../../machines/vocabulary.ts';
import { aliveLines, type Lines } from './alive-lines.ts';
import type { Observation, Observations } from './observations.ts';
import type { Print } from './print.ts';
import { canPrint, type Question } from './search.ts';

/** The revisions that the machines have of both daemons. */
const CANDIDATES = ['2011', 'head'] as const satisfies readonly Revision[];

/** Which variants of the protocol can have produced the logs. */
export interface Consistency {
  /** By subset of the fixes, as bits: the revisions with which it can. */
  readonly variants: ReadonlyMap<string, readonly Revision[]>;
  /** What no variant does: the machines do not have it, so that it says nothing of the fixes. */
  readonly unexplained: readonly Observation[];
  /** How many ALIVEs were not replayed, because time ran out: logs that have more kinds than that are noise, or hostile. */
  readonly passedOver: number;
}

/** More places than this are not looked at: it takes a second. */
const MOST_PLACES = 1_000_000;

/** One revision with one subset, and what it can print: a startd may or may not have a security session. */
interface Candidate {
  readonly bits: string;
  readonly revision: Revision;
  readonly lines: readonly Lines[];
}

/** Replays what was observed against all variants: every ALIVE must be a run of the same one. */
export function consistentVariants(observations: Observations): Consistency {
  const all = (candidates ??= makeCandidates());
  const unexplained: Observation[] = [];
  let left: readonly Candidate[] = all;
  const effort = { places: 0 };
  let passedOver = 0;
  // What is frequent is asked first: there may be more kinds than there is time for.
  for (const observed of observations.all.toSorted((a, b) => b.count - a.count)) {
    if (effort.places > MOST_PLACES) {
      passedOver += observed.count;
      continue;
    }
    const able = ableOf(all, { observed, isLogged: isLoggedIn(observed), effort });
    if (able.size === 0) unexplained.push(observed);
    else left = left.filter((candidate) => able.has(candidate));
  }
  return { variants: byBits(left), unexplained, passedOver };
}

/** Whether a line would be in the logs that show an ALIVE, had it been printed. */
export const isLoggedIn =
  ({ logs }: Pick<Observation, 'logs'>) =>
  ({ process, kind }: Print): boolean =>
    kind.name !== UNCERTAIN && (logs[process]?.prints(kind) ?? false);

/** Names no connection, so that it is not always known whose it is. */
const UNCERTAIN = 'payload-ready';

/** The candidates that have a run. Many of them print the same. */
function ableOf(all: readonly Candidate[], question: Question): Set<Candidate> {
  const known = new Map<Lines, boolean>();
  const can = (lines: Lines): boolean => {
    const answer = known.get(lines) ?? canPrint(lines, question);
    known.set(lines, answer);
    return answer;
  };
  return new Set(all.filter(({ lines }) => lines.some(can)));
}

/** Made once in a process. */
let candidates: readonly Candidate[] | null = null;

function makeCandidates(): Candidate[] {
  const linesOf = aliveLines();
  return CANDIDATES.flatMap((revision) =>
    ALL_SUBSETS.map((bits) => ({ bits, revision, lines: linesOf(revision, bits) })),
  );
}

function byBits(able: readonly Candidate[]): Map<string, Revision[]> {
  const variants = new Map<string, Revision[]>();
  for (const { bits, revision } of able.toSorted((a, b) => a.bits.localeCompare(b.bits))) {
    variants.set(bits, [...(variants.get(bits) ?? []), revision]);
  }
  return variants;
}
