import { SYSTEMS } from '../../systems.ts';
import { type ExpectedVariant, expectedVariants } from '../../../verify/systems.ts';
import { type Block, type Chapter, count, details, heading, paragraph, table } from '../content.ts';
import { verdictCell } from '../verdict-cell.ts';

/** The systems that are checked beside the matrix of the keep-alive. */
export const systems = (): Chapter => ({
  title: 'Verdicts of the further systems',
  blocks: [
    paragraph(
      'Read from `properties/expected/systems`, which `claimcheck verify --system all` proves anew and compares number by number.',
    ),
    ...SYSTEMS.flatMap(({ name, sentence }) => [
      heading(name),
      paragraph(`${sentence}.`),
      ...tables(expectedVariants(name)),
    ]),
  ],
});

const isClaim = (id: string): boolean => /^[A-Z]\d+$/.test(id);

/** What is claimed, and folded away what was to be reached. */
function tables(rows: readonly ExpectedVariant[]): Block[] {
  const ids = [...new Set(rows.flatMap(({ verdicts }) => Object.keys(verdicts)))];
  const claims = ids.filter(isClaim);
  const witnesses = ids.filter((id) => !isClaim(id));
  return [
    table(
      ['variant', ...claims, 'states', 'transitions', 'depth'],
      rows.map(({ variant, verdicts, states, transitions, depth }) => [
        variant,
        ...claims.map((id) => verdictCell(verdicts[id])),
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
