import { join } from 'node:path';
import * as v from 'valibot';
import { InputError, readJson } from '../../files/input.ts';
import { choice, fields, integer, oneOf, text } from '../../files/schema.ts';
import { ModelError } from '../../checker/errors.ts';
import { rowWith, systemCalled } from '../../checker/study/rows.ts';
import type { Study } from '../../checker/study/study.ts';
import { MOST_SHARDS, objectionTo, type Plan } from './plan.ts';

/** What a campaign keeps in its folder. */
export const PLAN = 'campaign.json';
export const BUNDLE = 'campaign.mjs';
export const MERGED = 'merged.json';

/** How a shard begins the line that says why it cannot be done. */
export const SAYS = 'campaign: ';

/** In the environment of a shard that ends when the process is gone which has started it: that process's id. */
export const STARTER = 'CLAIMCHECK_CAMPAIGN_STARTER';

/** A shard's number in the names of files, so that they are listed in order. */
export const shardName = (shard: number): string => String(shard).padStart(4, '0');
export const shardFile = (shard: number): string => `shard-${shardName(shard)}.json`;

const atLeast = (least: number) => v.pipe(integer(), v.safeInteger('an int'), v.minValue(least, `at least ${least}`));

const PLAN_SCHEMA = fields({
  format: v.literal('claimcheck-campaign', 'claimcheck-campaign'),
  version: v.literal(1, 'version 1'),
  study: text(),
  bundle: text(),
  work: oneOf(['fuzz', 'rows', 'mutants']),
  faults: v.optional(v.array(text(), 'a list of faults')),
  maxStates: v.optional(atLeast(1)),
  seed: v.optional(atLeast(0)),
  runs: v.optional(atLeast(1)),
  rows: v.array(
    fields({ system: text(), choices: fields({}, choice()), variant: v.optional(text()) }),
    'a list of rows',
  ),
  mutants: v.array(text(), 'a list of mutants'),
  shards: v.pipe(atLeast(1), v.maxValue(MOST_SHARDS, `at the most ${MOST_SHARDS}`)),
});

/** @throws {InputError} if there is no plan in the folder, or it is one of another study */
export function readPlan(folder: string, study: Study): Plan {
  const file = join(folder, PLAN);
  readJson(file, PLAN_SCHEMA);
  // As it was written: a schema puts its own fields first, and a digest is of the very text.
  const plan = readJson(file) as Plan;
  if (plan.study !== study.name)
    throw new InputError(`${file}: a campaign of the study '${study.name}' was expected, not of '${plan.study}'`);
  const objection = objectionTo(plan) ?? strangeIn(plan, study);
  if (objection !== null) throw new InputError(`${file}: ${objection}`);
  return plan;
}

/** What there is in a plan that the study does not have; null if there is nothing. */
function strangeIn({ work, rows, faults = [], seed, runs }: Plan, study: Study): string | null {
  if (work === 'fuzz' && (seed === undefined || runs === undefined))
    return 'a seed, and a number of runs, were expected';
  const unknown = faults.find((fault) => !study.faults.includes(fault));
  if (unknown !== undefined) return `'${unknown}' is not a class of faults of the study`;
  try {
    for (const { system, choices } of rows) rowWith(systemCalled(study, system), choices);
    return null;
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
}
