import study from '../../../../claimcheck.config.ts';
import { type KillMatrix, killedOf, killRate, rateOfClaims, type Tally, total } from '../../../mutation/matrix.ts';
import { MutationRecords } from '../../../mutation/records.ts';
import { type Block, type Chapter, count, details, heading, paragraph, table } from '../content.ts';
import { readJson } from '../../../files/input.ts';
import { fileAt, ROOT } from '../../../files/root.ts';
import { reasonByName } from '../../../files/schema.ts';
import { isThere } from '../facts.ts';

/** States that nothing reaches, each with its reason, under the name of either list. */
const NOT_COVERED = ['properties/unreached.json', 'properties/uncovered.json'];

const ON_RECORD = new MutationRecords({ study, root: ROOT });

/** All mutants on record together; null if none are. */
export function allMutants(): Tally | null {
  const matrix = ON_RECORD.matrix();
  return Object.keys(matrix).length > 0 ? total(matrix) : null;
}

/** How well the machines are watched: what a change of them would be noticed by, and what nothing reaches. */
export function tests(): Chapter {
  const matrix = ON_RECORD.matrix();
  return {
    title: 'Coverage and kill matrix',
    blocks: [
      paragraph(
        '`claimcheck mutate` mutates every machine, one change at a time: it negates and drops each guard, drops each transition and leads it to every sibling of its target, and drops each action. A mutant is killed when a verdict, a witness, a shortest run, a measured reply or a number of states differs. A mutant is equivalent when it does the same in every local state for every event that occurs. Every mutant that survives is on record with the reason, and a stale reason fails.',
      ),
      ...(Object.keys(matrix).length > 0 ? matrixBlocks(matrix) : []),
      survivors(),
      ...NOT_COVERED.filter(isThere).map(uncovered),
    ],
  };
}

function matrixBlocks(matrix: KillMatrix): Block[] {
  const all = total(matrix);
  return [
    heading('By machine'),
    table(
      [
        'machine',
        'mutants',
        'killed',
        'equivalent',
        'survive',
        'killed of what differs',
        'by more than a number of states',
      ],
      [...Object.entries<Tally>(matrix), ['all', all] as const].map(([name, one]) => [
        name,
        ...[one.mutants, killedOf(one), one.equivalent, one.survive].map(count),
        ...[killRate(one), rateOfClaims(one)].map((rate) => `${rate.toFixed(1)} %`),
      ]),
    ),
    heading('What kills them'),
    table(
      ['evidence', 'mutants killed'],
      Object.entries(all.killed).map(([evidence, n]) => [evidence, count(n)]),
    ),
    heading('By property'),
    table(
      ['property', 'mutants killed', 'by it alone'],
      Object.entries(all.properties)
        .toSorted(([one, a], [other, b]) => b.kills - a.kills || one.localeCompare(other))
        .map(([id, { kills, alone }]) => [`\`${id}\``, count(kills), count(alone)]),
    ),
  ];
}

function survivors(): Block {
  const explained = [...(ON_RECORD.reasons() ?? [])];
  return details(
    `${explained.length} mutants that no property, witness, shortest run or measured reply kills, each with the reason`,
    table(
      ['mutant', 'why'],
      explained.map(([id, reason]) => [`\`${id}\``, reason]),
    ),
  );
}

function uncovered(path: string): Block {
  const entries = Object.entries(readJson(fileAt(path), reasonByName));
  return details(
    `${entries.length} entries of \`${path}\`: what no run reaches`,
    table(
      ['not reached', 'why'],
      entries.map(([element, why]) => [`\`${element}\``, why]),
    ),
  );
}
