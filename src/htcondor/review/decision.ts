import { ALL_SUBSETS, PATHS, PEER_PATHS } from '../../../machines/vocabulary.ts';
import { CLAIM, HARM, QUESTION, SCOPE } from '../../../properties/review/decision.ts';
import { type Chapter, count, details, heading, list, paragraph, table } from './content.ts';
import { recorded, type RecordedRow } from './facts.ts';
import { checkIns, lattice, minimal, others, type Safety } from './lattice.ts';
import { verdictCell } from './verdict-cell.ts';

const SAFETY = ['S1', 'S2', 'S3', 'S5', 'S4'];

/** The subsets in which none of the properties is violated on any path. */
function safeIn(rows: readonly RecordedRow[], paths: readonly string[], ids: readonly string[]): string[] {
  const holds = (fixes: string, path: string) =>
    ids.every((id) => rows.find((row) => row.fixes === fixes && row.path === path)?.verdicts[id] === 'holds');
  return ALL_SUBSETS.filter((fixes) => paths.every((path) => holds(fixes, path)));
}

/** Which subsets are safe, drawn from the verdicts. */
export function safeties(): { network: Safety; peer: Safety } {
  return {
    network: { environment: 'the network', safe: safeIn(recorded('keep-alive'), PATHS, SAFETY) },
    peer: { environment: 'any peer', safe: safeIn(recorded('peer'), PEER_PATHS, ['S2']) },
  };
}

const ENOUGH = (bits: string) => (checkIns(bits).length === 1 ? 'alone is enough' : 'are enough only together');

export function decision(): Chapter {
  const { network, peer } = safeties();
  const everywhere = network.safe.filter((bits) => peer.safe.includes(bits));
  const answers = minimal(network.safe)
    .toSorted(
      (a, b) =>
        Number(everywhere.includes(b)) - Number(everywhere.includes(a)) || checkIns(a).length - checkIns(b).length,
    )
    .map((bits) => ({
      tone: everywhere.includes(bits) ? ('good' as const) : ('warn' as const),
      text: `**${checkIns(bits).join(' and ')}** ${ENOUGH(bits)}${everywhere.includes(bits) ? ', against the network and against any peer' : ' against the network, but not against a misbehaving peer'}.`,
    }));
  const unsafe = others(network.safe)
    .map((bits) => `\`${bits}\``)
    .join(', ');
  return {
    title: 'The decision',
    blocks: [
      paragraph(`**Asked:** ${QUESTION}`),
      {
        kind: 'statements',
        items: [...answers, { tone: 'bad', text: `Not enough: ${unsafe}. ${HARM}` }],
      },
      paragraph(
        `**Recommended:** ${minimal(everywhere)
          .map((bits) => checkIns(bits).join(' and '))
          .join(', or ')}: the smallest that is safe in every environment explored.`,
      ),
      paragraph(`**Claimed:** ${CLAIM} **Scope:** ${SCOPE}`),
      lattice(network, peer),
    ],
  };
}

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
  return {
    title: 'Verdicts',
    blocks: [
      paragraph(
        'Read from `properties/expected`, which `claimcheck verify` and the tests prove anew and compare number by number. `violated in 9`: the shortest counterexample has 9 steps. No search met a bound: each space is exhausted.',
      ),
      ...PATHS.flatMap((path) => [
        heading(`The network, ${path} path`),
        matrix(rows, path, ['S1', 'S2', 'S3', 'S4', 'S5', 'D1']),
      ]),
      heading('What never ends, by startd'),
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
