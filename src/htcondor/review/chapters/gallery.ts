import { GALLERY } from '../../../../properties/gallery.ts';
import { type EntryResult, type ExhibitResult, exhibit, originOf } from '../../gallery/gallery.ts';
import { type Cell, type Chapter, code, count, details, paragraph, table } from '../content.ts';
import { verdictCell } from '../verdict-cell.ts';

/** Every defect of the gallery, searched again. @throws {Error} if a verdict is not the expected one */
export function gallery(): Chapter {
  const entries = GALLERY.map(exhibit);
  const other = entries.filter(({ asExpected }) => !asExpected).map(({ id }) => id);
  if (other.length > 0) throw new Error(`the gallery's verdicts are not the expected ones: ${other.join(', ')}`);
  return {
    title: 'The gallery of defects',
    blocks: [
      paragraph(
        'Defects from the history of the same code, each with the builds that have it and those that do not. Each is searched again on every build of this page, and each counterexample is replayed through live actors.',
      ),
      table(
        ['defect', 'what goes wrong', 'property', 'with it', 'without it', 'evidence'],
        entries.map((entry) => [
          entry.id,
          entry.title,
          entry.property,
          verdictsOf(entry.before),
          verdictsOf(entry.after),
          entry.evidence ?? 'none',
        ]),
      ),
      ...entries.map(story),
    ],
  };
}

/** What the builds say, in one cell: all of them are as expected, or there is no page. */
function verdictsOf(results: readonly ExhibitResult[]): Cell {
  const verdicts = [...new Set(results.map(({ verdict }) => verdict))];
  return verdicts.length === 1 ? verdictCell(verdicts[0]) : verdicts.join(', ');
}

function story(entry: EntryResult) {
  const { id, title, sentence, property, before, after, remains } = entry;
  const first = before.find(({ lines }) => lines.length > 0);
  return details(
    `${id}: ${title}`,
    paragraph(`${property}: ${sentence}. ${originOf(entry, (name) => `\`${name}\``)}`),
    table(
      ['build', 'property', 'verdict', 'states'],
      [...before, ...after, ...remains].map(({ name, verdict, states, ...more }) => [
        name,
        'property' in more ? `${more.property}, all the same` : property,
        verdictCell(verdict),
        count(states),
      ]),
    ),
    ...(first
      ? [
          paragraph(`The shortest run, as the daemons log it (${first.name}):`),
          code(first.lines.map(({ process, text }) => `${process.padEnd(7)} ${text}`).join('\n')),
        ]
      : []),
  );
}
