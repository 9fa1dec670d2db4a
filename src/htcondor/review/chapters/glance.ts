import { killedOf, killRate } from '../../../mutation/matrix.ts';
import { type Cell, type Chapter, count, paragraph, table } from '../content.ts';
import { agreements, scenarios } from '../evidence.ts';
import { recorded } from '../facts.ts';
import { allMutants } from './tests.ts';

/** All that the verdicts rest on, a row each; the appendix has the rest. */
export const glance = (): Chapter => ({
  title: 'Evidence at a glance',
  blocks: [
    paragraph('*Agree* counts outcomes of real daemons that the machines reproduce.'),
    table(
      ['evidence', 'how much', 'result', 'more'],
      [...agreements().map(agreementRow), logsRow(), searchesRow(), ...mutantsRow()],
    ),
  ],
});

function agreementRow({ measured, records, outcomes, agree }: ReturnType<typeof agreements>[number]): Cell[] {
  const isAll = agree === outcomes;
  return [
    `Real daemons: ${measured}`,
    records,
    { text: `${isAll ? '✓' : '✗'} agree: ${agree}/${outcomes}`, tone: isAll ? 'good' : 'bad' },
    '[agreement](chapter:Agreement with the real daemons)',
  ];
}

const logsRow = (): Cell[] => [
  'Logs of a real pool, with what was done to it',
  `${scenarios().length} scenarios`,
  'each explained',
  '[real logs](chapter:Real logs)',
];

/** The matrix: every subset on every path. */
function searchesRow(): Cell[] {
  const rows = recorded('keep-alive');
  const states = rows.reduce((sum, row) => sum + Number(row.states), 0);
  const safe = rows.filter(({ verdicts }) => verdicts['S1'] === 'holds').length;
  return [
    'Exhaustive searches: all 16 subsets on both paths',
    `${rows.length} searches, ${count(states)} states`,
    `S1 (no valid claim is removed): ✓ holds in ${safe}, ✗ violated in ${rows.length - safe}`,
    '[verdicts](chapter:Verdicts)',
  ];
}

function mutantsRow(): Cell[][] {
  const all = allMutants();
  if (!all) return [];
  return [
    [
      'Mutants: the machines with one change',
      `${count(all.mutants)} mutants, ${count(all.equivalent)} equivalent`,
      `${count(killedOf(all))} killed, ${killRate(all).toFixed(1)} % of those that differ`,
      '[kill matrix](chapter:Coverage and kill matrix)',
    ],
  ];
}
