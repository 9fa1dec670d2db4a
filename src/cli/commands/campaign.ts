import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { MOST_SHARDS, objectionTo, type Plan, type Work } from '../campaign/plan.ts';
import type { AnyChoices } from '../../checker/study/axis.ts';
import { ownMachinesOf } from '../../checker/study/machines.ts';
import { Models } from '../../checker/study/models.ts';
import { keyOf, rowsOf, rowWith, systemCalled } from '../../checker/study/rows.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import { escaped, InputError } from '../../files/input.ts';
import { writeFiles, writeWhole } from '../../files/output.ts';
import { pathTo } from '../../files/root.ts';
import { mutantsOf } from '../../mutation/mutants.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { EXIT, parseCount, parseWord } from '../parse.ts';
import { askedOf, rowOfVariant, systemAsked, valuesAsked, withStudyOptions } from '../study-options.ts';
import { progress, progressDone } from '../terminal.ts';
import { campaignText } from '../verdicts/campaign.ts';

const WORKS = ['fuzz', 'rows', 'mutants'] as const;

interface Options {
  readonly work: Work;
  readonly shards: number;
  readonly runs?: number;
  readonly seed?: number;
  readonly over: readonly (readonly [axis: string, values: readonly string[]])[];
  readonly maxStates?: number;
  readonly minutes?: number;
  readonly out?: string;
  readonly local?: number;
  readonly json?: boolean;
}

export function addCampaign(program: Command, loaded: LoadedStudy): void {
  const campaign = withStudyOptions(
    program
      .command('campaign')
      .description('cut work that is too large for one machine into shards, for a pool of machines or for this one'),
    loaded.study,
  )
    .option('--work <kind>', `${WORKS.join(', ')}: random runs, searches, or mutants`, parseWord(WORKS), 'fuzz')
    .option('--shards <n>', 'the number of shards', parseCount(1, MOST_SHARDS), 1)
    .option('--runs <n>', 'the number of random runs of a shard in each row (default: 2000)', parseCount(1))
    .option('--seed <n>', 'the seed of the first random run (default: 2563)', parseCount(0))
    .addOption(
      new Option(
        '--over <axis=values>',
        'search each row with each of these values, separated by commas; may be repeated',
      )
        .argParser(over)
        .default([], 'none'),
    )
    .option('--max-states <n>', 'give up a search at this many states', parseCount(1))
    .option(
      '--minutes <n>',
      'a shard stops after this many minutes, and goes on when it is started again',
      parseCount(1, 100_000),
    )
    .option('--out <folder>', 'the folder of the campaign; what has been done there is not done again')
    .option('--local <n>', 'run the shards here, this many at once, and merge what they find', parseCount(1, 256))
    .option('--json', 'what a local run has found, as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck campaign --fixes none --path auth --shards 4 --runs 500 --out runs --local 2\n\nExit code: 0 nothing was found, or the campaign was written, 1 a violation or a mutant that survives, 2 invalid usage, 3 a search ended early.',
    )
    .action(async (options: Options) => {
      process.exitCode = await campaignCommand(loaded, options);
    });
  campaign
    .command('merge')
    .description('put together what the shards of a campaign have found')
    .argument('<folder>', 'where the campaign is kept')
    .option('--json', 'what was found as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck campaign merge runs\n\nExit code: 0 nothing was found, 1 a violation or a mutant that survives, 2 a shard is not done, or a file is of another campaign, 3 a search ended early.',
    )
    .action(async (folder: string, _: unknown, command: Command) => {
      const { readPlan } = await import('../campaign/folder.ts');
      const { json } = command.optsWithGlobals<Options>();
      const plan = readPlan(folder, loaded.study);
      const { bundle } = await bundleOf(loaded);
      if (plan.bundle !== bundle)
        throw new InputError(`${folder}: the study has changed since, or claimcheck has: make the campaign once more`);
      process.exitCode = await merged(loaded, plan, folder, json);
    });
}

/** `axis=1,2,3` */
function over(text: string, before: Options['over']): Options['over'] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`'${text}' is not of the form axis=values.`);
  return [...before, [text.slice(0, at), text.slice(at + 1).split(',')]];
}

async function campaignCommand(loaded: LoadedStudy, options: Options): Promise<number> {
  const { out, local, minutes, shards } = options;
  if (out === undefined) throw new InputError('give --out, the folder of the campaign');
  if (options.json && local === undefined) throw new InputError('--json goes with --local');
  const { code, bundle } = await bundleOf(loaded);
  const plan = planOf(loaded, options, bundle);
  const objection = objectionTo(plan);
  if (objection !== null) throw new InputError(objection);
  if (!(await isSamePlan(plan, out))) await write({ loaded, plan, code }, options, out);
  else await repairBundle(code, out);
  if (local === undefined) {
    const where = escaped(out);
    console.log(`${where}: ${shards} shards. On a pool: cd ${where} && condor_submit_dag campaign.dag`);
    console.log(`Then: npx claimcheck campaign merge ${where}`);
    return EXIT.asExpected;
  }
  const { runLocally, ShardFailed } = await import('../campaign/local.ts');
  progress(`0 of ${shards} shards done`);
  try {
    await runLocally(out, { shards, atOnce: local, ...(minutes !== undefined && { minutes }) }, (done) =>
      progress(`${done} of ${shards} shards done`),
    );
  } catch (error) {
    if (error instanceof ShardFailed) throw new InputError(`${out}: ${error.message}`);
    throw error;
  } finally {
    progressDone();
  }
  return merged(loaded, plan, out, options.json);
}

async function merged(loaded: LoadedStudy, plan: Plan, folder: string, json = false): Promise<number> {
  const [{ isFinding, isOpen, merge }, { MERGED }] = await Promise.all([
    import('../campaign/merge.ts'),
    import('../campaign/folder.ts'),
  ]);
  const result = await merge(loaded, plan, folder);
  const text = `${JSON.stringify(result)}\n`;
  writeWhole(join(folder, MERGED), text);
  if (json) process.stdout.write(text);
  else console.log(campaignText(loaded.study, result, escaped(join(folder, MERGED))));
  if (isFinding(result)) return EXIT.finding;
  return isOpen(result) ? EXIT.undecided : EXIT.asExpected;
}

/** Whether this very campaign is in the folder already. @throws {InputError} if another one is */
async function isSamePlan(plan: Plan, folder: string): Promise<boolean> {
  const { PLAN } = await import('../campaign/folder.ts');
  const file = join(folder, PLAN);
  if (!existsSync(file)) return false;
  const { readText } = await import('../../files/input.ts');
  if (readText(file) === planText(plan)) return true;
  throw new InputError(`${file}: another campaign is there already: give another --out`);
}

/** The bundle may be damaged or gone: with it a shard could not be done. */
async function repairBundle(code: string, out: string): Promise<void> {
  const { BUNDLE } = await import('../campaign/folder.ts');
  writeFiles(out, new Map([[BUNDLE, code]]));
}

const planText = (plan: Plan): string => `${JSON.stringify(plan)}\n`;

/** The bundle of a study, and its digest. */
async function bundleOf(loaded: LoadedStudy): Promise<{ readonly code: string; readonly bundle: string }> {
  const [{ campaignBundle }, { digest }] = await Promise.all([
    import('../campaign/bundle.ts'),
    import('../campaign/plan.ts'),
  ]);
  const code = await campaignBundle(loaded);
  return { code, bundle: digest(code) };
}

async function write(
  { loaded, plan, code }: { readonly loaded: LoadedStudy; readonly plan: Plan; readonly code: string },
  { minutes }: Options,
  out: string,
): Promise<void> {
  const [{ BUNDLE, PLAN, shardFile }, { poolFiles }, { emptyShard }] = await Promise.all([
    import('../campaign/folder.ts'),
    import('../campaign/pool-files.ts'),
    import('../campaign/shard.ts'),
  ]);
  const config = loaded.config === null ? [] : ['--config', loaded.config];
  const pool = poolFiles({
    shards: plan.shards,
    ...(minutes !== undefined && { minutes }),
    merge: [process.execPath, pathTo('dist/src/cli/main.js'), 'campaign', 'merge', '.', ...config],
  });
  const shards = Array.from({ length: plan.shards }, (_, shard): [string, string] => [
    shardFile(shard),
    emptyShard(plan, shard),
  ]);
  writeFiles(out, new Map([[BUNDLE, code], ...pool, ...shards, [PLAN, planText(plan)]]));
}

function planOf({ study }: LoadedStudy, options: Options, bundle: string): Plan {
  const { work, shards, maxStates } = options;
  const runs = options.runs ?? 2000;
  const seed = options.seed ?? 2563;
  if (work !== 'fuzz' && (options.runs ?? options.seed) !== undefined)
    throw new InputError('--runs and --seed go with --work fuzz');
  if (work !== 'rows' && maxStates !== undefined) throw new InputError('--max-states goes with --work rows');
  const asked = askedOf(study, options as unknown as Readonly<Record<string, unknown>>);
  const frame = { format: 'claimcheck-campaign', version: 1, study: study.name, bundle, work } as const;
  if (work === 'mutants') {
    if (asked.system !== undefined || asked.chosen.size > 0)
      throw new InputError('--work mutants tries the machines of all systems: choose none');
    const mutants = [...ownMachinesOf(new Models(study)).values()].flatMap((machine) => mutantsOf(machine));
    return { ...frame, rows: [], mutants: mutants.map(({ id }) => id), shards };
  }
  const system = systemAsked(study, asked) ?? systemCalled(study, study.story?.system ?? study.systems[0]?.name ?? '');
  const { variant } = asked;
  if (variant !== undefined && asked.chosen.size > 0) throw new InputError('give a --variant, or choose on its axes');
  const rows =
    variant === undefined ? rowsOf(system, valuesAsked(system, asked.chosen)) : [rowOfVariant(system, variant)];
  return {
    ...frame,
    ...(asked.faults && { faults: asked.faults }),
    ...(maxStates !== undefined && { maxStates }),
    ...(work === 'fuzz' && { seed, runs: runs * shards }),
    rows: multiplied(system, rows, options.over),
    mutants: [],
    shards,
  };
}

/** Each row with each of the values on each of these axes, once. */
function multiplied(system: SystemEntry, rows: readonly Row[], axes: Options['over']): Row[] {
  const all = axes.reduce(
    (some, [axis, texts]) =>
      some.flatMap((choices) => texts.map((text) => ({ ...choices, ...valuesAsked(system, new Map([[axis, text]])) }))),
    rows.map(({ choices }): AnyChoices => choices),
  );
  const distinct = new Map(all.map((choices) => rowWith(system, choices)).map((row) => [keyOf(row), row]));
  return [...distinct.values()];
}
