import { join } from 'node:path';
import * as v from 'valibot';
import { InputError, readJson } from '../../files/input.ts';
import { fields, integer, oneOf, text } from '../../files/schema.ts';
import type { Study } from '../../checker/study/study.ts';
import type { Plan } from './plan.ts';

/** What a campaign keeps in its folder. */
export const PLAN = 'campaign.json';
export const BUNDLE = 'campaign.mjs';
export const MERGED = 'merged.json';

/** A shard's number in the names of files, so that they are listed in order. */
export const shardName = (shard: number): string => String(shard).padStart(4, '0');
export const shardFile = (shard: number): string => `shard-${shardName(shard)}.json`;

const PLAN_SCHEMA = fields({
  format: v.literal('claimcheck-campaign', 'claimcheck-campaign'),
  version: v.literal(1, 'version 1'),
  study: text(),
  bundle: text(),
  work: oneOf(['fuzz', 'rows', 'mutants']),
  rows: v.array(fields({ system: text(), choices: fields({}) }), 'a list of rows'),
  mutants: v.array(text(), 'a list of mutants'),
  shards: v.pipe(integer(), v.minValue(1, 'at least 1')),
});

/** @throws {InputError} if there is no plan in the folder, or it is one of another study */
export function readPlan(folder: string, study: Study): Plan {
  const file = join(folder, PLAN);
  readJson(file, PLAN_SCHEMA);
  // As it was written: a schema puts its own fields first, and a digest is of the very text.
  const plan = readJson(file) as Plan;
  if (plan.study !== study.name)
    throw new InputError(`${file}: a campaign of the study '${study.name}' was expected, not of '${plan.study}'`);
  return plan;
}
