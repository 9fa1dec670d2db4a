import { MODELS } from '../../own-study.ts';
import { type Block, type Chapter, count, details, heading, paragraph, table } from '../content.ts';
import { type RecordedVariant, recordedVariants } from '../facts.ts';
import { verdictCell } from '../verdict-cell.ts';

/** The systems whose variants have names: those that are checked in addition to the matrix of the keep-alive. */
export const systems = (): Chapter => ({
  title: 'Verdicts of the further systems',
  blocks: [
    paragraph(
      'These verdicts are those in `properties/expected/systems`. `claimcheck verify --system all` searches again and compares every number.',
    ),
    ...MODELS.study.systems
      .filter(({ cases }) => cases)
      .flatMap(({ name, sentence }) => [heading(name), paragraph(`${sentence}.`), ...tables(recordedVariants(name))]),
  ],
});

const isStated = (id: string): boolean => /^[A-Z]\d+$/.test(id);

/** What is stated, and folded away what was to be reached. */
function tables(rows: readonly RecordedVariant[]): Block[] {
  const ids = [...new Set(rows.flatMap(({ verdicts }) => Object.keys(verdicts)))];
  const stated = ids.filter(isStated);
  const witnesses = ids.filter((id) => !isStated(id));
  return [
    table(
      ['variant', ...stated, 'states', 'transitions', 'depth'],
      rows.map(({ variant, verdicts, states, transitions, depth }) => [
        variant,
        ...stated.map((id) => verdictCell(verdicts[id])),
        ...[states, transitions, depth].map(count),
      ]),
    ),
    details(
      'What was to be reached',
      table(
        ['reached', ...rows.map(({ variant }) => variant)],
        witnesses.map((id) => [id, ...rows.map(({ verdicts }) => verdictCell(verdicts[id]))]),
      ),
    ),
  ];
}
