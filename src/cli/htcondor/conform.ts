import { type Command, Option } from 'commander';
import { style } from '../terminal.ts';
import { EXIT } from '../parse.ts';

interface Options {
  readonly startd?: boolean;
  readonly slot?: boolean;
  readonly kinds?: boolean;
  readonly json?: boolean;
}

export function addConform(program: Command): void {
  program
    .command('conform')
    .description('compare the machines, byte for byte, with what was measured of real daemons')
    .argument('<file...>', 'measured replies, as in properties/measured')
    .option('--startd', "the files record how a real startd reacted to replies, instead of a schedd's replies")
    .addOption(
      new Option('--slot', 'the files record the changes of state and activity of real slots, in order').conflicts(
        'startd',
      ),
    )
    .addOption(
      new Option(
        '--kinds',
        'the files hold special kinds: several clients, urgent data, a stopped schedd, datagrams',
      ).conflicts(['startd', 'slot']),
    )
    .option('--json', 'the result as JSON; with --startd the path is "startd", fixes and gap are null')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck conform properties/measured/alive-replies.json\n  claimcheck conform --startd properties/measured/startd-replies.json\n  claimcheck conform --slot properties/measured/slot-runs.json\n  claimcheck conform --kinds properties/measured/udp-replies.json\n\nExit code: 0 every outcome agrees, 1 one does not, 2 invalid usage or bad input.',
    )
    .action(async (files: string[], options: Options) => {
      process.exitCode = await commandFor(options)(files, options);
    });
}

function commandFor({ startd, slot, kinds }: Options) {
  if (kinds) return kindsCommand;
  if (slot) return slotCommand;
  return startd ? startdCommand : conformCommand;
}

async function conformCommand(files: readonly string[], { json }: Options): Promise<number> {
  const { Conformer } = await import('../../htcondor/conform/conform.ts');
  const { loadRecords } = await import('../../htcondor/conform/load.ts');
  const { agreementText, disagreementText, summary, toJson } = await import('../../htcondor/conform/report.ts');
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

async function startdCommand(files: readonly string[], { json }: Options): Promise<number> {
  const { StartdConformer } = await import('../../htcondor/conform/startd/conform.ts');
  const { loadStartdRecords } = await import('../../htcondor/conform/startd/record.ts');
  const { agreementText } = await import('../../htcondor/conform/report.ts');
  const { startdDisagreementText, startdJson, startdSummary } = await import('../../htcondor/conform/startd/report.ts');
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

async function slotCommand(files: readonly string[], { json }: Options): Promise<number> {
  const { SlotConformer } = await import('../../htcondor/conform/slot/conform.ts');
  const { loadSlotRuns } = await import('../../htcondor/conform/slot/record.ts');
  const { slotDisagreementText, slotSummary } = await import('../../htcondor/conform/slot/report.ts');
  const result = new SlotConformer().conform(files.flatMap(loadSlotRuns));
  if (json) console.log(JSON.stringify(result));
  else {
    for (const found of result.disagree) console.log(`${slotDisagreementText(found, style)}\n`);
    console.log(slotSummary(result));
  }
  return result.disagree.length > 0 ? EXIT.finding : EXIT.asExpected;
}

async function kindsCommand(files: readonly string[], { json }: Options): Promise<number> {
  const { KindConformer } = await import('../../htcondor/conform/kinds/conform.ts');
  const { loadKinds } = await import('../../htcondor/conform/kinds/record.ts');
  const { kindDisagreementText, kindsSummary } = await import('../../htcondor/conform/kinds/report.ts');
  const result = new KindConformer().conform(files.flatMap(loadKinds));
  if (json) console.log(JSON.stringify(result));
  else {
    for (const found of result.disagree) console.log(`${kindDisagreementText(found, style)}\n`);
    console.log(kindsSummary(result));
  }
  return result.disagree.length > 0 ? EXIT.finding : EXIT.asExpected;
}
