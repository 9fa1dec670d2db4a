import { ALL_SUBSETS, fixesFromBits, PATHS, type Path, type Revision } from '../../../../machines/vocabulary.ts';
import type { Choice } from '../../../checker/system/compose.ts';
import { AliveRuns, type Print } from './alive-runs.ts';
import type { Observation, Observations } from './observations.ts';
import type { Grammar } from '../grammar/recogniser.ts';
import { SCHEDD, type ScheddName } from '../grammar/schedd.ts';
import { STARTD, type StartdName } from '../grammar/startd.ts';
import type { Process } from './labels.ts';
import { canTake, findRun, type IsLogged, type Question } from './search.ts';

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

/** So many kinds of ALIVE are replayed at the most, the most frequent ones. */
const MOST_KINDS = 64;
/** For so few kinds each graph is made again for each of them, which saves more memory than it takes time. */
const FEW = 16;
/** And as many as this many places in the machines' graphs allow: some seconds. */
const MOST_PLACES = 200_000;

/** The runs of one subset in one revision: a startd may or may not have a security session. */
interface Candidate {
  readonly bits: string;
  readonly revision: Revision;
  runs: Record<Path, AliveRuns>;
}

/** Replays what was observed against all variants: every ALIVE must be a run of the same one. */
export function consistentVariants(observations: Observations): Consistency {
  const all: readonly Candidate[] = candidates?.deref() ?? makeCandidates();
  candidates = new WeakRef(all);
  const unexplained: Observation[] = [];
  let left: readonly Candidate[] = all;
  const kinds = observations.all.toSorted((a, b) => b.count - a.count);
  const effort = { places: 0 };
  let passedOver = kinds.slice(MOST_KINDS).reduce((sum, { count }) => sum + count, 0);
  for (const observed of kinds.slice(0, MOST_KINDS).toSorted((a, b) => lines(b) - lines(a))) {
    if (effort.places > MOST_PLACES) {
      passedOver += observed.count;
      continue;
    }
    const question = { observed, isLogged: isLoggedIn(observed), effort, isOneOfMany: kinds.length > FEW };
    const able = ableOf(left, question);
    const excluded = all.filter((candidate) => !left.includes(candidate));
    if (able.length > 0 || ableOf(excluded, question, 1).length > 0) left = able;
    else unexplained.push(observed);
  }
  return { variants: byBits(left), unexplained, passedOver };
}

/** Whether a line would be in the logs that show an ALIVE, had it been printed. */
export const isLoggedIn =
  ({ logs }: Pick<Observation, 'logs'>) =>
  ({ process, kind }: Print): boolean =>
    kind.name !== UNCERTAIN && (logs[process]?.prints(kind) ?? false);

/** What shows more excludes more, and those that are excluded need not be asked again. */
const lines = ({ startd, schedd }: Observation): number => startd.length + schedd.length;

/** Names no connection, so that it is not always known whose it is. */
const UNCERTAIN = 'payload-ready';

interface Asked extends Question {
  readonly effort: { places: number };
  readonly isOneOfMany: boolean;
}

/** The candidates that have a run, or the first so many; what was found before of the same question is found again. */
function ableOf(asked: readonly Candidate[], question: Asked, atMost = asked.length): Candidate[] {
  const { effort, isLogged, observed } = question;
  const key = JSON.stringify([observed.startd, observed.schedd, lineKinds(isLogged), asked.map(nameOf), atMost]);
  const known = before.get(key);
  if (known) {
    effort.places += known.places;
    return asked.filter((one) => known.able.has(nameOf(one)));
  }
  const places = effort.places;
  const able = searched(asked, question, atMost);
  if (before.size >= MOST_BEFORE) before.clear();
  before.set(key, { able: new Set(able.map(nameOf)), places: effort.places - places });
  return able;
}

/** By question: who was able, and how many places were looked at. The logs of a pool show the same ALIVE again and again. */
const before = new Map<string, { readonly able: ReadonlySet<string>; readonly places: number }>();
const MOST_BEFORE = 1024;

const nameOf = ({ bits, revision }: Candidate): string => `${bits} ${revision}`;

/** Which kinds of lines would be in the logs, as a text. */
const lineKinds = (isLogged: IsLogged): string =>
  [...kindsOf('startd', STARTD), ...kindsOf('schedd', SCHEDD)].map((one) => (isLogged(one) ? '1' : '0')).join('');

const kindsOf = (process: Process, { recognisers }: Grammar<StartdName | ScheddName>): Print[] =>
  recognisers.map((kind) => ({ process, label: '', kind }));

/** The same by a search; what is a run in another variant is tried before. */
function searched(asked: readonly Candidate[], question: Asked, atMost: number): Candidate[] {
  const known: Record<Path, (readonly Choice[])[]> = { auth: [], raw: [] };
  const search = ({ runs }: Candidate, path: Path): boolean => {
    const run = findRun(runs[path], question);
    if (run) known[path].push(run);
    return run !== null;
  };
  const able: Candidate[] = [];
  for (const candidate of asked) {
    const isAble =
      PATHS.some((path) => known[path].some((run) => canTake(candidate.runs[path], run, question))) ||
      PATHS.some((path) => search(candidate, path));
    if (!question.isOneOfMany) candidate.runs = runsOf(candidate.bits, candidate.revision);
    if (isAble && able.push(candidate) === atMost) break;
  }
  return able;
}

/** Made once in a process, as long as there is memory for them: their graphs grow with what is asked of them. */
let candidates: WeakRef<readonly Candidate[]> | null = null;

function makeCandidates(): Candidate[] {
  return CANDIDATES.flatMap((revision) =>
    ALL_SUBSETS.map((bits) => ({ bits, revision, runs: runsOf(bits, revision) })),
  );
}

function runsOf(bits: string, revision: Revision): Record<Path, AliveRuns> {
  const runs = (path: Path) => new AliveRuns({ fixes: fixesFromBits(bits), path, revision });
  return { auth: runs('auth'), raw: runs('raw') };
}

function byBits(able: readonly Candidate[]): Map<string, Revision[]> {
  const variants = new Map<string, Revision[]>();
  for (const { bits, revision } of able.toSorted((a, b) => a.bits.localeCompare(b.bits))) {
    variants.set(bits, [...(variants.get(bits) ?? []), revision]);
  }
  return variants;
}
