import { type Command, Option } from 'commander';
import { Conformer } from '../../htcondor/conform/conform.ts';
import { loadRecords } from '../../htcondor/conform/load.ts';
import { agreementText, disagreementText, summary, toJson } from '../../htcondor/conform/report.ts';
import { SlotConformer } from '../../htcondor/conform/slot/conform.ts';
import { loadSlotRuns } from '../../htcondor/conform/slot/record.ts';
import { slotDisagreementText, slotSummary } from '../../htcondor/conform/slot/report.ts';
import { StartdConformer } from '../../htcondor/conform/startd/conform.ts';
import { loadStartdRecords } from '../../htcondor/conform/startd/record.ts';
import { startdDisagreementText, startdJson, startdSummary } from '../../htcondor/conform/startd/report.ts';
import { style } from '../terminal.ts';
import { EXIT } from '../parse.ts';

interface Options {
  readonly startd?: boolean;
  readonly slot?: boolean;
  readonly json?: boolean;
}

export function addConform(program: Command): void {
  program
    .command('conform')
    .description('hold the machines, byte for byte, against what was measured with the real daemons')
    .argument('<file...>', 'measured replies, as in properties/measured')
    .option('--startd', "the files hold what a real startd made of a reply, not a schedd's replies")
    .addOption(
      new Option('--slot', 'the files hold the state and activity changes of real slots, in order').conflicts('startd'),
    )
    .option('--json', 'the result as JSON; with --startd the path is "startd", fixes and gap are null')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck conform properties/measured/alive-replies.json\n  claimcheck conform --startd properties/measured/startd-replies.json\n  claimcheck conform --slot properties/measured/slot-runs.json\n\nExit code: 0 every outcome agrees, 1 one does not, 2 wrong usage or bad input.',
    )
    .action((files: string[], options: Options) => {
      if (options.slot) process.exitCode = slotCommand(files, options);
      else process.exitCode = options.startd ? startdCommand(files, options) : conformCommand(files, options);
    });
}

function conformCommand(files: readonly string[], { json }: Options): number {
  const records = files.flatMap(loadRecords);
  const conformer = new Conformer();
  const result = conformer.conform(records);
  if (json) console.log(JSON.stringify(toJson(result)));
  else {
    console.log(agreementText(result.byCase, style));
    for (const found of result.disagree) console.log(`\n${disagreementText(conformer, found, style)}`);
    console.log(`\n${summary(result)}`);
  }
  return result.disagree.length > 0 ? EXIT.finding : EXIT.asExpected;
}

function startdCommand(files: readonly string[], { json }: Options): number {
  const records = files.flatMap(loadStartdRecords);
  const conformer = new StartdConformer();
  const result = conformer.conform(records);
  if (json) console.log(JSON.stringify(startdJson(result)));
  else {
    console.log(agreementText(result.byCase, style));
    for (const found of result.disagree) console.log(`\n${startdDisagreementText(conformer, found, style)}`);
    console.log(`\n${startdSummary(result)}`);
  }
  return result.disagree.length > 0 ? EXIT.finding : EXIT.asExpected;
}

function slotCommand(files: readonly string[], { json }: Options): number {
  const result = new SlotConformer().conform(files.flatMap(loadSlotRuns));
  if (json) console.log(JSON.stringify(result));
  else {
    for (const found of result.disagree) console.log(`${slotDisagreementText(found, style)}\n`);
    console.log(slotSummary(result));
  }
  return result.disagree.length > 0 ? EXIT.finding : EXIT.asExpected;
}
