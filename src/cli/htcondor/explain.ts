import { type Command, InvalidArgumentError } from 'commander';
import { InputError } from '../../files/input.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { EXIT } from '../parse.ts';

interface Options {
  readonly startLog?: string[];
  readonly schedLog?: string[];
  readonly skew?: number;
  readonly json?: boolean;
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description("why a job died: what the startd's and the schedd's real logs say of each claim")
    .option(
      '--start-log <file...>',
      "the startd's log: several files if it was rotated, gzip or not; - is standard input",
    )
    .option('--sched-log <file...>', "the schedd's log, likewise; either may be left out")
    .option(
      '--skew <seconds>',
      "how far the startd's clock is ahead of the schedd's; estimated if not given",
      parseSeconds,
    )
    .option('--json', 'the explanation as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck explain --start-log StartLog StartLog.old --sched-log SchedLog\n\nExit code: 0 no removal was spurious, 1 one was not authoritative, 2 wrong usage or unusable logs.',
    )
    .action(async (options: Options) => {
      process.exitCode = await explainCommand(options);
    });
}

async function explainCommand({ startLog = [], schedLog = [], skew, json }: Options): Promise<number> {
  if (startLog.length + schedLog.length === 0) throw new InputError('give --start-log, --sched-log, or both');
  const { Logs } = await import('../../htcondor/explain/read/logs.ts');
  const { explain } = await import('../../htcondor/explain/explain.ts');
  const logs = await Logs.open({ startd: startLog, schedd: schedLog }, showProgress);
  const explanation = await explain(logs, skew ?? null).finally(progressDone);
  const { explanationJson } = await import('../../htcondor/explain/render/json.ts');
  const { explanationText } = await import('../../htcondor/explain/render/text.ts');
  console.log(json ? JSON.stringify(explanationJson(explanation)) : explanationText(explanation, style));
  const isSpurious = explanation.claims.some(({ end }) => end?.authoritative === false);
  return isSpurious ? EXIT.finding : EXIT.asExpected;
}

const MEGABYTE = 1e6;

function showProgress(read: number, of: number): void {
  const share = of > 0 ? ` of ${Math.round(of / MEGABYTE)}` : '';
  progress(`${Math.round(read / MEGABYTE)}${share} MB`);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds)) {
    throw new InvalidArgumentError(`'${text}' is not a number of seconds.`);
  }
  return seconds;
}
