import * as v from 'valibot';
import { InputError, readJson, readText } from '../../files/input.ts';
import { fields, integer, text, truth } from '../../files/schema.ts';
import type { Coverage, Found } from './piece.ts';
import { digest, digestOf, type Plan, piecesOf, shardOf } from './plan.ts';

/** A piece that has been done. */
export interface Done {
  /** Its number among all pieces of the plan. */
  readonly piece: number;
  readonly found: Found;
}

/** What a shard has done so far. */
export interface ShardFile {
  readonly format: 'claimcheck-shard';
  readonly version: 1;
  /** The digest of the plan. */
  readonly campaign: string;
  readonly shard: number;
  /** Whether all of its pieces are done. */
  readonly complete: boolean;
  readonly coverage: Coverage;
  readonly done: readonly Done[];
}

const names = v.array(text(), 'a list of states');

const named = fields({ component: text(), event: fields({ type: text() }) });

/** What is found was written by this program: it is the frame that tells whether the file is whole and whose it is. */
const SHARD = fields({
  format: v.literal('claimcheck-shard', 'claimcheck-shard'),
  version: v.literal(1, 'version 1'),
  campaign: text(),
  shard: integer(),
  complete: truth(),
  coverage: fields({ declared: names, reached: names }),
  done: v.array(
    fields({
      piece: integer(),
      found: fields({
        violations: v.optional(
          v.array(
            fields({ property: text(), times: integer(), run: v.array(named, 'a list of choices') }),
            'a list of violations',
          ),
        ),
        row: v.optional(fields({ system: text() })),
        mutants: v.optional(v.array(fields({ id: text(), fate: text() }), 'a list of mutants')),
      }),
    }),
    'a list of pieces',
  ),
});

/** What a piece of each kind of work finds. */
const KEY = { fuzz: 'violations', rows: 'row', mutants: 'mutants' } as const;

/** An object as JSON, with the digest of all of it as its last field. */
export function sealed(json: string): string {
  const open = json.slice(0, -1);
  return `${open},"digest":"${digest(open)}"}\n`;
}

const SEAL = /,"digest":"([0-9a-f]{64})"\}\n$/;

function isSealed(content: string): boolean {
  const [seal, said] = SEAL.exec(content.slice(-100)) ?? [];
  return seal !== undefined && digest(content.slice(0, -seal.length)) === said;
}

/** @throws {InputError} if it is no file of this shard of this campaign */
export function readShard(file: string, plan: Plan, shard: number): ShardFile {
  const content = readJson(file, SHARD) as ShardFile;
  const { campaign, done } = content;
  if (campaign !== digestOf(plan))
    throw new InputError(`${file}: a result of this campaign was expected, not of another`);
  if (content.shard !== shard) throw new InputError(`${file}: shard ${shard} was expected, not ${content.shard}`);
  const count = piecesOf(plan).length;
  const seen = new Set<number>();
  for (const { piece, found } of done) {
    if (piece < 0 || piece >= count || shardOf(piece, plan) !== shard)
      throw new InputError(`${file}: piece ${piece} is none of shard ${shard}`);
    if (seen.has(piece)) throw new InputError(`${file}: piece ${piece} is there twice`);
    if (found[KEY[plan.work]] === undefined)
      throw new InputError(`${file}: piece ${piece}: ${KEY[plan.work]} was expected`);
    seen.add(piece);
  }
  if (!isSealed(readText(file)))
    throw new InputError(`${file}: what a shard wrote was expected, and it has been changed since`);
  return content;
}
