import { WITH_ALL_FIXES } from '../../../properties/systems/axes.ts';
import { fixesFromBits } from '../../../machines/vocabulary.ts';
import { ALTERNATIVES, ASSUMPTIONS, type Changed } from '../../../properties/review/assumptions.ts';
import { Composition } from '../../checker/system/compose.ts';
import { type Finding, isWitness, verify } from '../../checker/verify.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { type Block, type Chapter, details, paragraph, table } from './content.ts';
import { runFigure } from './figures.ts';
import { minimal, safeties } from './lattice.ts';

interface Searched {
  readonly composition: Composition;
  readonly findings: readonly Finding[];
  readonly states: number;
}

function searched({ system, properties }: Changed, bits: string, tables: TableStore): Searched {
  const composition = new Composition(system(fixesFromBits(bits)), tables);
  return {
    composition,
    ...verify(
      composition,
      properties.filter((one) => !isWitness(one)),
    ),
  };
}

const isBad = ({ verdict }: Finding): boolean => verdict === 'violated';

/** Each assumption that was dropped, and the verdicts that the safe subsets then have. */
export function assumptions(): Chapter {
  const subsets = [...minimal(safeties().network.safe), WITH_ALL_FIXES];
  const figures: Block[] = [];
  const rows = ASSUMPTIONS.map(({ sentence, source, without }) => {
    if (typeof without === 'string') return [sentence, source, 'not dropped', without];
    const tables = new TableStore();
    const found = subsets.map((bits) => ({ bits, ...searched(without, bits, tables) }));
    const broken = found.flatMap(({ bits, findings }) =>
      findings.filter(isBad).map(({ property }) => `${property.id} in \`${bits}\``),
    );
    const first = found.find(({ findings }) => findings.some(isBad));
    const finding = first?.findings.find(isBad);
    if (first && finding?.run)
      figures.push(
        runFigure(
          first,
          finding.run,
          finding.cycle,
          `Without it: ${sentence}`,
          `${finding.property.id} is violated in ${finding.run.length} steps with fixes ${first.bits}: ${without.how}.`,
        ),
      );
    return broken.length > 0
      ? [
          sentence,
          source,
          without.how,
          { text: `✗ needed: without it these are violated: ${broken.join(', ')}`, tone: 'bad' as const },
        ]
      : [
          sentence,
          source,
          without.how,
          { text: `✓ not needed: all properties hold in ${subsets.join(', ')}`, tone: 'good' as const },
        ];
  });
  return {
    title: 'Assumptions, and what breaks without them',
    blocks: [
      paragraph(
        'Each row is searched again on every build of this page: the system is searched without the assumption, in every minimal safe subset and with all fixes.',
      ),
      table(['assumed', 'source', 'how it is dropped', 'result'], rows),
      details('The counterexamples', ...figures),
    ],
  };
}

/** What was proposed instead. @throws {Error} if a search refutes one no longer */
export function alternatives(): Chapter {
  const found = ALTERNATIVES.map((one) => {
    const result = searched(one, one.fixes, new TableStore());
    const finding = result.findings.find(isBad);
    if (!finding?.run) throw new Error(`'${one.proposal}' is said to be refuted, but holds`);
    return { ...one, result, finding, run: finding.run };
  });
  return {
    title: 'Rejected alternatives',
    blocks: [
      paragraph('Each row is searched again on every build of this page.'),
      table(
        ['proposed', 'why not', 'violates'],
        found.map(({ proposal, how, finding, run }) => [
          proposal,
          how,
          { text: `✗ ${finding.property.id} in ${run.length} steps`, tone: 'bad' },
        ]),
      ),
      ...found.map(({ proposal, how, result, finding, run }) =>
        details(
          proposal,
          runFigure(
            result,
            run,
            finding.cycle,
            `${finding.property.id} violated`,
            `${how.charAt(0).toUpperCase()}${how.slice(1)}.`,
          ),
        ),
      ),
    ],
  };
}
