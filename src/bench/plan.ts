import * as v from 'valibot';
import { rowAxes, rowWith, systemCalled } from '../checker/study/rows.ts';
import { ModelError } from '../checker/errors.ts';
import { InputError, readJson } from '../files/input.ts';
import { byKey, choice, fields, integer, oneOf, text } from '../files/schema.ts';
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
  /** For a plan that shows how the cost grows: the axes along which it does, and what they are called in its table. */
  readonly along: Readonly<Record<string, string>>;
}

const SYSTEM = {
  system: text(),
  choices: byKey(text(), choice(), 'choices'),
  faults: v.exactOptional(v.array(text(), 'a list of faults')),
  maxStates: v.exactOptional(integer()),
};
const CONTEST = {
  ...SYSTEM,
  methods: v.array(oneOf(METHODS), 'a list of methods'),
  seconds: v.exactOptional(integer()),
};
const NAME = { name: text(), size: v.exactOptional(oneOf(SIZES)) };
const ONE = fields({ ...SYSTEM, ...NAME });
const NAMED = v.array(fields({ ...CONTEST, ...NAME }), 'a list of contests');
const GROWING = fields({ ...CONTEST, values: v.array(v.array(integer(), 'a value for each axis'), 'lists of values') });
const COMMAND = fields({
  name: text(),
  args: v.array(text(), 'a list of arguments'),
  isKept: v.exactOptional(v.boolean('true or false')),
  than: v.exactOptional(text()),
  most: v.exactOptional(v.number('a number')),
});
const PLANS = fields({
  ticket: NAMED,
  systems: NAMED,
  workers: NAMED,
  memory: NAMED,
  long: NAMED,
  quick: NAMED,
  growth: fields({
    along: byKey(text(), text(), 'names by axis'),
    quick: GROWING,
    further: v.array(GROWING, 'a list of contests'),
  }),
  commands: v.array(COMMAND, 'a list of commands'),
  logs: fields({ script: text(), megabytes: integer() }),
  random: fields({ ...SYSTEM, ...NAME, runs: integer(), quintRuns: integer(), steps: integer() }),
});

type Given = v.InferOutput<typeof ONE>;
type GivenContest = v.InferOutput<typeof NAMED>[number];

/** The sections whose systems are searched by several methods. */
export const CONTESTS = ['ticket', 'systems', 'workers', 'memory', 'long', 'growth'] as const;

/** What a study holds its methods against each other on, and what else it has measured. */
export class Plans {
  readonly #loaded: LoadedStudy;
  readonly #plans: v.InferOutput<typeof PLANS>;

  /** @throws {InputError} if the study keeps no such plan */
  constructor(loaded: LoadedStudy) {
    const { records } = loaded.study;
    if (records === undefined) throw new InputError('the study names no folder of records');
    this.#loaded = loaded;
    this.#plans = readJson(new URL(`${records}${FILE}`, loaded.root), PLANS);
  }

  /**
   * @param isQuick systems so small that it is done in seconds
   * @throws {InputError} if the plan names what the study does not have
   */
  contests(section: (typeof CONTESTS)[number], isQuick = false): Plan {
    const all = (given: readonly GivenContest[]) => given.map((one) => this.#contest(one));
    if (section !== 'growth') return { contests: all(this.#plans[isQuick ? 'quick' : section]), along: {} };
    const { along, quick, further } = this.#plans.growth;
    return { contests: all((isQuick ? [quick] : [quick, ...further]).flatMap((one) => grown(one, along))), along };
  }

  get commands() {
    return this.#plans.commands;
  }

  get logs() {
    return this.#plans.logs;
  }

  /** Random runs: of which system, and how many of how many steps. */
  get random() {
    const { runs, quintRuns, steps, ...given } = this.#plans.random;
    return { system: this.#system(given), runs, quintRuns, steps };
  }

  #contest({ methods, seconds, ...given }: GivenContest): Contest {
    return { system: this.#system(given), methods, ...(seconds !== undefined && { seconds }) };
  }

  #system(given: Given): BenchSystem {
    try {
      return systemOf(this.#loaded, given);
    } catch (error) {
      if (error instanceof ModelError) throw new InputError(`${FILE}: ${given.name}: ${error.message}`);
      throw error;
    }
  }
}

/** A contest for each list of values along the axes. */
function grown({ values, ...one }: v.InferOutput<typeof GROWING>, along: Plan['along']): GivenContest[] {
  const axes = Object.entries(along);
  return values.map((chosen) => {
    const name = axes.map(([, called], i) => `${called}: ${chosen[i]}`).join(', ');
    if (chosen.length !== axes.length)
      throw new InputError(`${FILE}: growth: ${axes.length} values were expected, not [${chosen.join(', ')}]`);
    const choices = Object.fromEntries(axes.map(([axis], i) => [axis, chosen[i] as number]));
    return { ...one, name, choices: { ...one.choices, ...choices } };
  });
}

/** @throws {ModelError} if the study does not have what is named */
function systemOf({ study }: LoadedStudy, { choices, ...given }: Given): BenchSystem {
  const entry = systemCalled(study, given.system);
  const { choices: all } = rowWith(entry, choices);
  const unknown = given.faults?.find((fault) => !study.faults.includes(fault));
  if (unknown !== undefined)
    throw new ModelError(`there is no fault '${unknown}': give some of ${study.faults.join(', ')}`);
  const axes = rowAxes(entry);
  const label = axes.map((axis) => all[axis]).join(', ');
  const asked = [
    '--system',
    given.system,
    ...[...new Set([...axes, ...Object.keys(choices)])].flatMap((axis) => ['--set', `${axis}=${all[axis]}`]),
    ...(given.faults ? ['--faults', given.faults.join(',') || 'none'] : []),
  ];
  return { faults: study.faults, ...given, choices: all, label, asked };
}
