import type { Command } from 'commander';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { TELLS } from '../../../properties/tells.ts';
import { GALLERY, type GalleryEntry } from '../../../properties/gallery.ts';
import {
  counterexample,
  type EntryResult,
  type ExhibitResult,
  entryCalled,
  exhibit,
  originOf,
} from '../../htcondor/gallery/gallery.ts';
import { story } from '../../traces/story/story.ts';
import { progress, progressDone, style } from '../terminal.ts';
import { wrapOnTerminal } from '../layout.ts';
import { EXIT } from '../parse.ts';

export function addGallery(program: Command): void {
  program
    .command('gallery')
    .description("show defects of HTCondor's history: each is searched in a build that has it and in one that does not")
    .argument('[id]', 'tell the story of this one, e.g. 2563')
    .option('--json', 'the results as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck gallery 3393\n\nExit code: 0 all verdicts as expected, 1 a difference, 2 invalid usage.',
    )
    .action((id: string | undefined, { json }: { json?: boolean }) => {
      const entries = id === undefined ? GALLERY : [entryCalled(id)];
      const results = entries.map((entry) => {
        progress(`searching ${entry.id}`);
        return exhibit(entry);
      });
      progressDone();
      if (json) console.log(JSON.stringify(results));
      else
        console.log(
          wrapOnTerminal(
            id === undefined ? results.map(summary).join('\n\n') : tale(entries[0] as GalleryEntry, results),
          ),
        );
      process.exitCode = results.every(({ asExpected }) => asExpected) ? EXIT.asExpected : EXIT.finding;
    });
}

function summary({ id, title, property, before, after, remains }: EntryResult): string {
  const heading = `${style.bold(id)}  ${title}`;
  const rows = [
    ...before.map((one) => row('with the defect', property, one)),
    ...after.map((one) => row('without it', property, one)),
    ...remains.map((one) => row('all the same', one.property, one)),
  ];
  return [heading, ...rows].join('\n');
}

function row(when: string, property: string, { name, verdict, expected, states }: ExhibitResult): string {
  const surprise = verdict === expected ? '' : style.red(`  expected: ${expected}`);
  return `  ${when.padEnd('with the defect'.length)}  ${name}: ${property} ${verdict.replace(' ', ' in ')}, ${states} states${surprise}`;
}

function tale({ before, property }: GalleryEntry, results: readonly EntryResult[]): string {
  const [result] = results as [EntryResult];
  const found = before[0] && counterexample(before[0], property);
  const cited = [originOf(result), ...(result.evidence ? [`Shown by ${result.evidence}.`] : [])];
  return [
    summary(result),
    [result, ...result.remains].map((one) => `${one.property}: ${one.sentence}.`).join('\n'),
    cited.join('\n'),
    ...(found
      ? [
          `The defect, in a build of the kind '${before[0]?.name}':\n${story({ ...found.model, trace: found.trace, carriers: CARRIERS, tells: TELLS }, style)}`,
        ]
      : []),
  ].join('\n\n');
}
