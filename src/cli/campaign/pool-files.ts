import { BUNDLE, PLAN, shardName } from './folder.ts';

/** What a pool is told of a campaign. */
export interface PoolFiles {
  readonly shards: number;
  /** End a job after so many minutes, and begin it again with what it has done by then. */
  readonly minutes?: number;
  /** The command that merges the results where the campaign was made: a program, and its arguments. */
  readonly merge: readonly [program: string, ...args: string[]];
}

/** A shard that ends with this has more to do, and is begun again. */
export const UNFINISHED = 75;

/** How often a shard is begun again that was lost, or whose time was up. */
const TRIES = 100;

/**
 * The files by which HTCondor runs a campaign: a submit description of all shards, one of the merging, and the DAG of both.
 * No file system is shared: a job gets the bundle, the plan, and what its shard has done so far, and gives that back, also when it is evicted.
 */
export function poolFiles({ shards, minutes, merge }: PoolFiles): Map<string, string> {
  const numbers = Array.from({ length: shards }, (_, i) => i);
  const limit = minutes === undefined ? '' : ` --minutes ${minutes}`;
  const [program, ...args] = merge;
  return new Map([
    [
      'shards.sub',
      lines(
        'universe = vanilla',
        'executable = /usr/bin/env',
        'transfer_executable = false',
        `arguments = "node ${BUNDLE} $(shard)${limit}"`,
        'getenv = PATH',
        'should_transfer_files = YES',
        'when_to_transfer_output = ON_EXIT_OR_EVICT',
        `transfer_input_files = ${BUNDLE}, ${PLAN}, shard-$(name).json`,
        'transfer_output_files = shard-$(name).json',
        'error = shard-$(name).err',
        'log = campaign.log',
        'request_cpus = 1',
        'request_memory = 2GB',
        'request_disk = 200MB',
        '# One that ends with more to do, or is lost, is begun again; one that cannot be done is not.',
        `max_retries = ${TRIES}`,
        'retry_until = ExitCode == 2 || ExitCode == 70',
        'queue shard, name from (',
        ...numbers.map((shard) => `  ${shard}, ${shardName(shard)}`),
        ')',
      ),
    ],
    [
      'merge.sub',
      lines(
        '# On the machine where the campaign was made: it has the study, and what was measured.',
        'universe = local',
        `executable = ${program}`,
        `arguments = "${args.map(quoted).join(' ')}"`,
        'output = merge.out',
        'error = merge.err',
        'log = campaign.log',
        'queue',
      ),
    ],
    ['campaign.dag', lines('JOB shards shards.sub', 'JOB merge merge.sub', 'PARENT shards CHILD merge')],
  ]);
}

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

/** As an argument between double quotes is written: blanks within single ones, quotes twice. */
const quoted = (arg: string): string => {
  const twice = arg.replaceAll('"', '""');
  return /[\s']/.test(twice) ? `'${twice.replaceAll("'", "''")}'` : twice;
};
