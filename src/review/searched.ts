import { ALTERNATIVES, ASSUMPTIONS, type Changed } from '../../properties/review/assumptions.ts';
import { fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import { Composition } from '../engine/compose.ts';
import type { Choice } from '../engine/compose.ts';
import { type Finding, isWitness, verify } from '../engine/verdict.ts';
import { keepAliveModel, TABLES } from '../model.ts';
import { RUNS_FILE, type RunsRow } from '../verify/runs.ts';
import { readFileSync } from 'node:fs';
import { type Block, type Chapter, details, paragraph, table } from './content.ts';
import { safeties } from './decision.ts';
import { runFigure } from './figures.ts';
import { minimal } from './lattice.ts';

interface Searched {
  readonly composition: Composition;
  readonly findings: readonly Finding[];
  readonly states: number;
}

function searched({ system, properties }: Changed, bits: string): Searched {
  const composition = new Composition(system(fixesFromBits(bits)), TABLES);
  return {
    composition,
    ...verify(
      composition,
      properties.filter((one) => !isWitness(one)),
    ),
  };
}

const isBad = ({ verdict }: Finding): boolean => verdict === 'violated';

/** Each assumption without which something was tried, and what it then comes to in the subsets that were safe. */
export function assumptions(): Chapter {
  const subsets = [...minimal(safeties().network.safe), '1111'];
  const figures: Block[] = [];
  const rows = ASSUMPTIONS.map(({ sentence, source, without }) => {
    if (typeof without === 'string') return [sentence, source, 'not dropped', without];
    const found = subsets.map((bits) => ({ bits, ...searched(without, bits) }));
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
      ? [sentence, source, without.how, { text: `✗ load-bearing: ${broken.join(', ')}`, tone: 'bad' as const }]
      : [
          sentence,
          source,
          without.how,
          { text: `✓ not load-bearing: all hold in ${subsets.join(', ')}`, tone: 'good' as const },
        ];
  });
  return {
    title: 'Assumptions, and what breaks without them',
    blocks: [
      paragraph(
        'Searched anew whenever this page is made: the system without the assumption, in every minimal safe subset and with all fixes.',
      ),
      table(['assumed', 'source', 'dropped so', 'then'], rows),
      details('The counterexamples', ...figures),
    ],
  };
}

/** What was proposed instead. @throws {Error} if a search refutes one no longer */
export function alternatives(): Chapter {
  const found = ALTERNATIVES.map((one) => {
    const result = searched(one, one.fixes);
    const finding = result.findings.find(isBad);
    if (!finding?.run) throw new Error(`'${one.proposal}' is said to be refuted, but holds`);
    return { ...one, result, finding, run: finding.run };
  });
  return {
    title: 'Rejected alternatives',
    blocks: [
      paragraph('Searched anew whenever this page is made.'),
      table(
        ['proposed', 'why not', 'violates'],
        found.map(({ proposal, how, finding, run }) => [
          proposal,
          how,
          { text: `✗ ${finding.property.id} in ${run.length} steps`, tone: 'bad' },
        ]),
      ),
      ...found.map(({ proposal, how, result, finding, run }) =>
        details(proposal, runFigure(result, run, finding.cycle, `${finding.property.id} violated`, how)),
      ),
    ],
  };
}

const figureOf = (row: RunsRow, id: string) => {
  const model = keepAliveModel({ fixes: fixesFromBits(row.fixes), path: row.path as Path });
  const property = model.properties.find((one) => one.id === id);
  if (!property) return [];
  const run = (row.runs[id] as number[]).map((index) => model.composition.choices[index] as Choice);
  return [
    runFigure(
      model,
      run,
      null,
      `${id}, fixes ${row.fixes}, ${row.path} path`,
      `${property.sentence}: ${isWitness(property) ? 'reached' : 'violated'} in ${run.length} steps.`,
    ),
  ];
};

const isSafety = (id: string) => /^[A-Z]\d$/.test(id);

/** The happy path, each refuted subset, each witness: the runs on record, confirmed by live actors. */
export function sequences(): Chapter {
  const rows = JSON.parse(readFileSync(RUNS_FILE, 'utf8')) as RunsRow[];
  const auth = rows.filter(({ path }) => path === 'auth');
  const ids = [...new Set(rows.flatMap(({ runs }) => Object.keys(runs)))];
  const firstWith = (id: string) => rows.find(({ runs }) => id in runs) as RunsRow;
  return {
    title: 'Sequence charts',
    blocks: [
      paragraph('The shortest run of each kind, replayed through live XState actors when this page is made.'),
      ...figureOf(auth[0] as RunsRow, 'renewed'),
      ...auth.flatMap((row) =>
        ids
          .filter((id) => isSafety(id) && id in row.runs)
          .map((id) => details(`${row.fixes} refuted: ${id}`, ...figureOf(row, id))),
      ),
      details('Each witness', ...ids.filter((id) => !isSafety(id)).flatMap((id) => figureOf(firstWith(id), id))),
    ],
  };
}
