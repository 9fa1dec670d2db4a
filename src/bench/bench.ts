import { progress, progressDone } from '../cli/terminal.ts';
import { EXIT } from '../cli/parse.ts';
import { InputError } from '../files/input.ts';
import { pathTo } from '../files/root.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import { contend } from './contest.ts';
import { goalsOf } from './goals.ts';
import { machineText } from './machine.ts';
import { Laboratory, type Method, nameOf, whyNot } from './methods.ts';
import { type Outcome, sections } from './outcome.ts';
import { type Contest, planOf } from './plan.ts';
import { inMarkdown, inTerminal, writeBetween } from './show.ts';

export interface BenchOptions {
  readonly growth?: boolean;
  readonly runs?: number;
  readonly methods?: readonly Method[];
  readonly quick?: boolean;
  readonly write?: boolean;
  readonly json?: boolean;
}

const PAGE = pathTo('docs/benchmarks.md');

/** Measures what is asked for, and shows it; the exit code says whether all methods agree. */
export async function bench(
  options: BenchOptions,
  loaded: LoadedStudy,
  laboratory: Pick<Laboratory, 'measure' | 'start'> = new Laboratory(loaded),
): Promise<number> {
  const { growth, json, methods, quick, write } = options;
  if (write && (quick || methods)) throw new InputError('--write is for the whole: without --quick and --methods');
  const outcome = await measured(options, loaded, laboratory);
  progressDone();
  if (json) console.log(JSON.stringify(outcome));
  else console.log(inTerminal(sections(outcome)));
  const isAgreed = outcome.results.every(({ disagreements }) => disagreements.length === 0);
  if (write && isAgreed) writeBetween(PAGE, growth ? 'growth' : 'bench', inMarkdown(sections(outcome)));
  return isAgreed ? EXIT.asExpected : EXIT.finding;
}

async function measured(
  { growth = false, quick = false, methods, ...options }: BenchOptions,
  loaded: LoadedStudy,
  laboratory: Pick<Laboratory, 'measure' | 'start'>,
): Promise<Outcome> {
  const { contests, along } = planOf(loaded, growth, quick);
  const { plan, skipped } = possible(contests, methods);
  const runs = options.runs ?? (growth || quick ? 1 : 3);
  // Ends by way of process.exit, so that nothing is left behind.
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  const results = await contend(plan, laboratory, {
    runs,
    onStep: (run, system, method) => progress(`run ${run} of ${runs}: ${system.name}: ${nameOf(method)}`),
  });
  const [first] = plan;
  const start = growth || !first ? null : { system: first.system, ...(await laboratory.start(first.system)) };
  return { machine: machineText(), growth, along, results, goals: goalsOf(results), start, skipped };
}

/** The part of a plan that is wanted, and can be carried out on this machine; and why the rest can't. */
function possible(plan: readonly Contest[], wanted: readonly Method[] | undefined) {
  const reasons = new Map<Method, string>();
  const can = (method: Method) => {
    const reason = whyNot(method);
    if (reason !== null) reasons.set(method, reason);
    return reason === null;
  };
  const contests = plan
    .map((contest) => ({ ...contest, methods: contest.methods.filter((one) => wanted?.includes(one) ?? true) }))
    .map((contest) => ({ ...contest, methods: contest.methods.filter(can) }))
    .filter(({ methods }) => methods.length > 0);
  return { plan: contests, skipped: [...reasons].map(([method, reason]) => `${nameOf(method)}: ${reason}`) };
}
