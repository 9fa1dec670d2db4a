import type { Command } from 'commander';
import { REVISIONS, type Revision } from '../../../machines/vocabulary.ts';
import { InputError } from '../../files/input.ts';
import type { Probed } from '../../htcondor/live/probe/probe.ts';
import type { Target } from '../../htcondor/live/probe/target.ts';
import type { Evidence, Verdict } from '../../htcondor/live/probe/verdict.ts';
import { EXIT, parseCount, parseWord } from '../parse.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { parseFixes } from './build-options.ts';

interface Options {
  readonly sinful?: string;
  readonly schedules?: string;
  readonly runs?: number;
  readonly claims?: string;
  readonly record?: string;
  readonly fixes?: string;
  readonly revision?: Revision;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const EXIT_CODES: Readonly<Record<Verdict, number>> = {
  'not vulnerable': EXIT.asExpected,
  vulnerable: EXIT.finding,
  'cannot tell': EXIT.undecided,
};

export function addProbe(program: Command): void {
  program
    .command('probe')
    .description('ask a running schedd whether it has the defect of ticket #2563, without a claim id')
    .argument('[address]', 'HOST or HOST:PORT (9618 if not given)')
    .option(
      '--sinful <string>',
      'the schedd\'s sinful string, in place of HOST:PORT, e.g. "<192.0.2.1:9618?sock=schedd_1_2>"',
    )
    .option('--yes', 'connect to another machine: without it, only to this one')
    .option('--schedules <file>', "send the schedules of this file of measured records, not the probe's own")
    .option('--runs <number>', 'run each of these schedules this many times', parseCount(1, 1000))
    .option('--claims <file>', 'the claim ids that the schedd knows, one a line, if the schedules send one whole')
    .option('--record <file>', 'write what was measured, in the same format; needs --schedules, --fixes and --revision')
    .option('--fixes <fixes>', 'the fixes of the schedd, for --record: none, all, four bits, or some', parseFixes)
    .option('--revision <revision>', `its revision, for --record: ${REVISIONS.join(', ')}`, parseWord(REVISIONS))
    .option('--json', 'the verdict and the evidence as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck probe 127.0.0.1:9618\n\nExit code: 0 not vulnerable, 1 vulnerable, 2 invalid usage, or no schedd there, 3 cannot tell.',
    )
    .action(async (address: string | undefined, options: Options) => {
      process.exitCode = await probeCommand(address, options);
    });
}

const told = (text: string) => progress(`probing: ${text}`);

async function probeCommand(address: string | undefined, options: Options): Promise<number> {
  const { runs = 1, claims, record, fixes, revision, json } = options;
  const { loadClaims } = await import('../../htcondor/live/claims.ts');
  const { Predictor } = await import('../../htcondor/live/probe/predict.ts');
  const { Probe } = await import('../../htcondor/live/probe/probe.ts');
  const { intention, probeText, toJson } = await import('../../htcondor/live/probe/report.ts');
  const { measuredRecords } = await import('../../htcondor/live/probe/record.ts');
  if (record !== undefined && (!options.schedules || !fixes || !revision)) {
    throw new InputError('--record needs --schedules, and the --fixes and the --revision of the schedd');
  }
  if (runs > 1 && !options.schedules) throw new InputError('--runs needs --schedules');
  const target = await targetOf(address, options);
  const schedules = options.schedules === undefined ? null : await schedulesIn(options.schedules);
  const claimIds = claims === undefined ? [] : loadClaims(claims);
  const { isReplaced, requireWritable, writeWhole } = await import('../../files/output.ts');
  if (record !== undefined) requireWritable(record);
  console.error(intention(target, schedules && schedules.length * runs));
  await requireConsent(target, options);
  const predictor = new Predictor(claimIds);
  const write = ({ evidence }: Pick<Probed, 'evidence'>) => {
    if (record === undefined || !fixes || !revision) return;
    writeWhole(record, `${JSON.stringify(measuredRecords(evidence, { fixes, revision }), null, 1)}\n`);
  };
  // After each connection: what has been measured is there, however the probe ends.
  const seen = (evidence: readonly Evidence[]) => {
    if (record !== undefined && isReplaced(record)) write({ evidence });
  };
  const probed = await new Probe(target, { ...(schedules && { schedules, runs }), predictor, told, seen })
    .run()
    .finally(progressDone);
  write(probed);
  console.log(json ? JSON.stringify(toJson(target, probed)) : probeText(probed, style));
  return EXIT_CODES[probed.verdict];
}

async function targetOf(address: string | undefined, { sinful }: Options): Promise<Target> {
  const { parseAddress, parseSinful, resolved } = await import('../../htcondor/live/probe/target.ts');
  if ((address === undefined) === (sinful === undefined)) {
    throw new InputError('an address was expected: either HOST[:PORT] or --sinful');
  }
  return resolved(address === undefined ? parseSinful(sinful as string) : parseAddress(address));
}

async function requireConsent(target: Target, { yes }: Options): Promise<void> {
  const { isLoopback, targetText } = await import('../../htcondor/live/probe/target.ts');
  if (yes || isLoopback(target.host)) return;
  throw new InputError(`${targetText(target)} is another machine: nothing was sent; --yes does what is said above`);
}

async function schedulesIn(file: string) {
  const { loadRecords } = await import('../../htcondor/conform/load.ts');
  const { schedulesOf } = await import('../../htcondor/live/probe/record.ts');
  return schedulesOf(loadRecords(file));
}
