import { contend, type Result } from '../contest.ts';
import { goalsOf } from '../goals.ts';
import { mayFail, type Method, nameOf, whyNot } from '../methods.ts';
import type { Part } from '../shown/outcome.ts';
import type { CONTESTS, Contest } from '../plan.ts';
import { costs, growthTable, headline, serialText, startText } from '../shown/tables.ts';
import type { Measuring } from './section.ts';

const RUNS = 3;
/** Where the largest systems are the point. */
const ONCE = new Set(['memory', 'growth']);

/** Measures a section whose systems are searched by several methods: all must agree on each state, transition and verdict. */
export const contests =
  (section: (typeof CONTESTS)[number]): Measuring =>
  async ({ laboratory, methods, onStep, plans, quick = false, ...options }) => {
    const { contests: all, along } = plans.contests(section, quick);
    const { plan, skipped } = possible(all, methods);
    const runs = options.runs ?? (quick || ONCE.has(section) ? 1 : RUNS);
    const failures: string[] = [];
    const results = await contend(plan, laboratory, {
      runs,
      // It may lack the shared memory that several processes of Spin need; nothing else is known of it then.
      onFailure: (system, method, error) => {
        if (!mayFail(method)) return false;
        failures.push(`${nameOf(method)} on ${system.name}: ${error.message.split('\n').at(-1)}`);
        return true;
      },
      onStep: (run, system, method) => onStep(`run ${run} of ${runs}: ${system.name}: ${nameOf(method)}`),
    });
    const first = plan.find(({ methods: some }) => section === 'systems' && some.includes('bitmap'));
    const start = first ? { system: first.system, ...(await laboratory.start(first.system)) } : null;
    const shown: Part[] =
      section === 'growth' ? [{ table: growthTable(results, along) }] : results.flatMap((result) => partsOf(result));
    return {
      parts: [...shown, ...(start ? [{ title: startText(start) }] : [])],
      data: { results, start },
      goals: goalsOf(results),
      wrong: results.flatMap(({ system, disagreements }) => disagreements.map((one) => `${system.name}: ${one}`)),
      skipped: [...skipped, ...failures],
    };
  };

function partsOf(result: Result): Part[] {
  const serial = serialText(result);
  return [{ title: headline(result), table: costs(result) }, ...(serial === null ? [] : [{ title: serial }])];
}

/** The part of a plan that is wanted, and can be carried out on this machine; and why the rest can't. */
function possible(plan: readonly Contest[], wanted: readonly Method[] | undefined) {
  const reasons = new Map<Method, string>();
  const can = (method: Method) => {
    const reason = whyNot(method);
    if (reason !== null) reasons.set(method, reason);
    return reason === null;
  };
  const some = plan
    .map((contest) => ({ ...contest, methods: contest.methods.filter((one) => wanted?.includes(one) ?? true) }))
    .map((contest) => ({ ...contest, methods: contest.methods.filter(can) }))
    .filter(({ methods }) => methods.length > 0);
  return { plan: some, skipped: [...reasons].map(([method, reason]) => `${nameOf(method)}: ${reason}`) };
}
