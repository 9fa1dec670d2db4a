import { PATHS, PEER_PATHS } from '../../../../machines/vocabulary.ts';
import { type Chapter, count, details, heading, list, paragraph, table } from '../content.ts';
import { recorded, type RecordedRow } from '../facts.ts';
import { lattice, safeties } from '../lattice.ts';
import { verdictCell } from '../verdict-cell.ts';

const matrix = (rows: readonly RecordedRow[], path: string, ids: readonly string[]) =>
  table(
    ['fixes', ...ids, 'states', 'transitions', 'depth'],
    rows
      .filter((row) => row.path === path)
      .map(({ fixes, verdicts: found, states, transitions, depth }) => [
        fixes,
        ...ids.map((id) => verdictCell(found[id])),
        ...[states, transitions, depth].map(count),
      ]),
  );

const liveness = (rows: readonly RecordedRow[], path: string) =>
  table(
    ['fixes', 'L1, 2011', 'L2, 2011', 'states', 'L1, HEAD', 'L2, HEAD', 'states'],
    rows
      .filter((row) => row.path === path)
      .map(({ fixes, liveness: by = {} }) => [
        fixes,
        ...['2011', 'head'].flatMap((startd) => [
          verdictCell(by[startd]?.verdicts['L1']),
          verdictCell(by[startd]?.verdicts['L2']),
          count(by[startd]?.states ?? 0),
        ]),
      ]),
  );

const CLASSES = [[], ['timeout'], ['fin', 'rst']] as const;

const violated = (faults: readonly string[], id: string) =>
  recorded('keep-alive', {}, faults)
    .filter(({ path, verdicts: found }) => path === 'auth' && found[id]?.startsWith('violated'))
    .map(({ fixes }) => `\`${fixes}\``)
    .join(' ') || 'none';

export function verdicts(): Chapter {
  const rows = recorded('keep-alive');
  const { network, peer } = safeties();
  return {
    title: 'Verdicts',
    blocks: [
      paragraph(
        'These verdicts are those in `properties/expected`. `claimcheck verify` and the tests search again and compare every number. `violated in 9` means that the shortest counterexample has 9 steps. No search met a bound: every reachable state was visited.',
      ),
      lattice(network, peer),
      ...PATHS.flatMap((path) => [
        heading(`The network, ${path} path`),
        matrix(rows, path, ['S1', 'S2', 'S3', 'S4', 'S5', 'D1']),
      ]),
      heading('Runs that never end, by startd'),
      ...PATHS.map((path) => details(`${path} path: L1 and L2`, liveness(rows, path))),
      heading('By class of faults, auth path: the subsets that violate'),
      table(
        ['faults', 'S1', 'S2', 'S3', 'S5'],
        CLASSES.map((faults) => [
          faults.join(', ') || 'no fault',
          ...['S1', 'S2', 'S3', 'S5'].map((id) => violated(faults, id)),
        ]),
      ),
      heading('A misbehaving peer'),
      ...(['2011', 'head', 'head-no3393'] as const).map((revision) =>
        details(
          `A schedd of revision ${revision}`,
          ...PEER_PATHS.flatMap((path) => [
            paragraph(`Path \`${path}\``),
            matrix(recorded('peer', { revision }), path, ['S2', 'M1']),
          ]),
        ),
      ),
    ],
  };
}

export const limitsChapter = (limits: readonly string[]): Chapter => ({
  title: 'Limits and threats to validity',
  blocks: [list(...limits)],
});
