import * as v from 'valibot';
import { rowAxes, rowWith, systemCalled } from '../checker/study/rows.ts';
import { ModelError } from '../checker/errors.ts';
import { InputError, readJson } from '../files/input.ts';
import { byKey, fields, integer, oneOf, text } from '../files/schema.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import { METHODS, type Method } from './methods.ts';
import { type BenchSystem, SIZES } from './system.ts';

/** Where a study keeps the plan of its comparisons, from its folder of records. */
const FILE = 'bench.json';

/** A system, and the methods that are compared on it; their costs are given as multiples of the cost of the first. */
export interface Contest {
  readonly system: BenchSystem;
  readonly methods: readonly Method[];
  /** After which Spin gives up. */
  readonly seconds?: number;
}

export interface Plan {
  readonly contests: readonly Contest[];
  /** Of a plan that shows how the cost grows: the axes along which it does, and what they are called in its table. */
  readonly along: Readonly<Record<string, string>>;
}

const CONTEST = {
  system: text(),
  choices: byKey(text(), v.union([v.string(), v.number(), v.boolean()], 'a text, a number, true or false'), 'choices'),
  faults: v.exactOptional(v.array(text(), 'a list of faults')),
  methods: v.array(oneOf(METHODS), 'a list of methods'),
  seconds: v.exactOptional(integer()),
  maxStates: v.exactOptional(integer()),
};
const NAMED = v.array(fields({ ...CONTEST, name: text(), size: v.exactOptional(oneOf(SIZES)) }), 'a list of contests');
const GROWING = fields({ ...CONTEST, values: v.array(v.array(integer(), 'a value for each axis'), 'lists of values') });
const PLANS = fields({
  whole: NAMED,
  quick: NAMED,
  growth: fields({
    along: byKey(text(), text(), 'names by axis'),
    quick: GROWING,
    further: v.array(GROWING, 'a list of contests'),
  }),
});

type Given = v.InferOutput<typeof NAMED>[number];

/**
 * What a study holds its methods against each other on.
 *
 * @param quick systems so small that it is done in seconds
 * @throws {InputError} if it keeps no such plan, or names what it does not have
 */
export function planOf(loaded: LoadedStudy, growth: boolean, quick: boolean): Plan {
  const { records } = loaded.study;
  if (records === undefined) throw new InputError('the study names no folder of records');
  const file = new URL(`${records}${FILE}`, loaded.root);
  const plans = readJson(file, PLANS);
  const contests = (given: readonly Given[]) => given.map((one) => contestIn(loaded, one));
  if (!growth) return { contests: contests(plans[quick ? 'quick' : 'whole']), along: {} };
  const { along, quick: first, further } = plans.growth;
  return { contests: contests((quick ? [first] : [first, ...further]).flatMap((one) => grown(one, along))), along };
}

/** A contest for each list of values along the axes. */
function grown({ values, ...one }: v.InferOutput<typeof GROWING>, along: Plan['along']): Given[] {
  const axes = Object.entries(along);
  return values.map((chosen) => {
    const name = axes.map(([, called], i) => `${called}: ${chosen[i]}`).join(', ');
    if (chosen.length !== axes.length)
      throw new InputError(`${FILE}: growth: ${axes.length} values were expected, not [${chosen.join(', ')}]`);
    const choices = Object.fromEntries(axes.map(([axis], i) => [axis, chosen[i] as number]));
    return { ...one, name, choices: { ...one.choices, ...choices } };
  });
}

function contestIn(loaded: LoadedStudy, given: Given): Contest {
  try {
    return contestOf(loaded, given);
  } catch (error) {
    if (error instanceof ModelError) throw new InputError(`${FILE}: ${given.name}: ${error.message}`);
    throw error;
  }
}

/** @throws {ModelError} if the study does not have what is named */
function contestOf({ study }: LoadedStudy, { methods, seconds, choices, ...given }: Given): Contest {
  const entry = systemCalled(study, given.system);
  const { choices: all } = rowWith(entry, choices);
  const unknown = given.faults?.find((fault) => !study.faults.includes(fault));
  if (unknown !== undefined)
    throw new ModelError(`there is no fault '${unknown}': give some of ${study.faults.join(', ')}`);
  const label = rowAxes(entry)
    .map((axis) => all[axis])
    .join(', ');
  const system = { faults: study.faults, ...given, choices: all, label };
  return { system, methods, ...(seconds !== undefined && { seconds }) };
}
